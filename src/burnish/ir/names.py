"""Names without casing: targets decide between `pet_id`, `petId` and `PetId`."""

from __future__ import annotations

from typing import NewType

from msgspec import Struct

__all__ = ["DeclarationId", "Name"]

DeclarationId = NewType("DeclarationId", str)
"""The name of a declaration in the canonical document; unique in an `Api`."""


class Name(Struct, frozen=True, order=True):
    """What the wire says, and the words it is made of (lower case, in order, never empty)."""

    wire: str
    words: tuple[str, ...]
