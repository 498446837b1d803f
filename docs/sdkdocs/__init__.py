"""Pages of the SDKs in this repository: guides, and a reference that is read from their code and never imports it."""

from .pages import write_pages

__all__ = ["write_pages"]
