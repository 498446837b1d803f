"""Other model and client engines, as thin adapters on the normalised document (layer 3)."""

from .classic import ClassicTemplates, classic

__all__ = ["ClassicTemplates", "classic"]
