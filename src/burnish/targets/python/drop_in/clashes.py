"""Arguments of one name in several places of a request: Stainless puts the place before each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from burnish.ir import Field, Name

from ..earlier_names import argument_name

__all__ = ["told_apart"]

BODY, PATH = "body", "path"


def told_apart(parameters: Sequence[tuple[str, Field]], body: Sequence[Field], others: Iterable[Field]) -> list[Field]:
    """The fields of a method's arguments, none called as one of another place.

    Args:
        parameters: Those beside the body, with their place: `path`, `query` or `header`.
        body: Those of the body.
        others: Arguments of the path that have no field, whose names are taken all the same.
    """
    placed = [*parameters, *((BODY, field) for field in body)]
    whole = [*placed, *((PATH, field) for field in others)]
    names = Counter(name for name, _ in {(argument_name(field.name), place) for place, field in whole})
    wires = Counter(field.name.wire for _, field in placed)

    def named(place: str, field: Field) -> Field:
        if names[argument_name(field.name)] == 1:
            return field
        wire = field.name.wire if wires[field.name.wire] == 1 else f"{place}_{field.name.wire}"
        return replace(field, name=Name(wire, (place, *field.name.words)))

    return [named(place, field) for place, field in placed]
