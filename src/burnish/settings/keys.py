"""The keys of the tables of settings."""

from __future__ import annotations

from functools import cache
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

__all__ = ["is_table", "keys_of"]


@cache
def keys_of(kind: type) -> tuple[FieldInfo, ...]:
    """The fields of a class of settings that are keys of its table: all but the place it was read from."""
    assert is_table(kind)
    return tuple(item for item in fields(kind) if item.name != "origin")


def is_table(hint: object) -> TypeGuard[type[Struct]]:
    """Whether values of a type are written as a table with keys of its own."""
    return isinstance(hint, type) and issubclass(hint, Struct)
