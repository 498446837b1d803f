"""Reading `burnish.toml` into typed settings (layer 4)."""

from .read import load_settings

__all__ = ["load_settings"]
