"""The reference server of HuggingPlace: real HTTP, real records in SQLite."""

from .server import Fault, HuggingPlaceServer

__all__ = ["Fault", "HuggingPlaceServer"]
