"""Reading `burnish.toml` into typed settings (layer 4)."""

from .read import is_python_name, load_settings

__all__ = ["is_python_name", "load_settings"]
