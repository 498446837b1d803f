"""What naming knows of an operation, and where it puts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Call", "Placed", "Words"]

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """What naming knows of an operation."""

    verb: str
    path: str
    operation_id: str
    tag: str
    plural: bool
    """Whether it answers with a list or a page of things."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of an operation: the words of each level, and of the method."""

    resource: tuple[Words, ...]
    method: Words
