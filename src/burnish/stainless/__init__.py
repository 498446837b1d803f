"""Reading the configuration of a Stainless SDK, and writing it as Burnish's own settings."""

from .read import read_stainless
from .toml import to_toml

__all__ = ["read_stainless", "to_toml"]
