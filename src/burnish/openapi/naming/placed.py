"""What naming knows of an operation, and where it puts it."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

__all__ = ["Call", "Placed", "Words"]

Words: TypeAlias = tuple[str, ...]


class Call(Struct, frozen=True):
    """What naming knows of an operation."""

    verb: str
    path: str
    operation_id: str
    tag: str
    plural: bool
    """Whether it answers with a list or a page of things."""


class Placed(Struct, frozen=True):
    """The place of an operation: the words of each level, and of the method."""

    resource: tuple[Words, ...]
    method: Words
