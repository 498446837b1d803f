# Copied from overlays/python/runtime/_shape.py; edit it there.
"""Shapes: how the names and values of nested request objects are translated into those of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from ._absent import Omit
from ._text import refuse_unzoned

__all__ = [
    "Shape",
    "ShapeTable",
    "base64",
    "by_tag",
    "items_of",
    "many",
    "one",
    "shape_table",
    "values",
    "wire_member",
    "wire_value",
    "wire_values",
]


class Entry(NamedTuple):
    """A field whose value is translated too, and not just its name."""

    kind: Literal["one", "many", "values", "base64"]
    shape: str = ""
    wire: str = ""


class ByTag(NamedTuple):
    """How the variants of a union are told apart, where they call fields alike that the wire calls otherwise."""

    names: tuple[str, ...]
    """The names of the property whose value tells a variant, in Python and on the wire."""
    shapes: Mapping[str, str]
    """The shapes of variants by that value; empty for what travels as it is."""


BY_TAG = "<by tag>"
"""The name in a shape under which a `ByTag` stands; no field has it."""
PLAIN: frozenset[type] = frozenset((str, int, float, bool, type(None)))
"""Types whose values travel as they are."""
BYTES: tuple[type, ...] = (bytes, bytearray, memoryview)
NO_ARRAYS: tuple[type, ...] = (str, *BYTES, Mapping)
"""Types that can be walked over, and are no arrays all the same."""
MAPPINGS = (dict, Mapping)
"""What an object is written from; a plain one is told at once."""
Shape: TypeAlias = Mapping[str, "str | Entry | ByTag"]
"""What becomes of the fields of a value, by Python name; those that are not named travel as they are."""
ShapeTable: TypeAlias = Mapping[str, Shape]
"""The shapes of an SDK by name."""
NO_SHAPES: ShapeTable = MappingProxyType({})


def one(shape: str, wire: str = "") -> Entry:
    """A field that holds one value of a shape."""
    return Entry("one", shape, wire)


def many(shape: str, wire: str = "") -> Entry:
    """A field that holds a list of values of a shape."""
    return Entry("many", shape, wire)


def values(shape: str, wire: str = "") -> Entry:
    """A field that holds a map whose values have a shape."""
    return Entry("values", shape, wire)


def base64(wire: str = "") -> Entry:
    """A field that holds bytes, which travel as base64 text."""
    return Entry("base64", "", wire)


def by_tag(names: tuple[str, ...], shapes: Mapping[str, str]) -> ByTag:
    """The variants of a union whose fields have names of their own."""
    return ByTag(names, shapes)


def shape_table(table: dict[str, Any]) -> ShapeTable:
    """A table as generated code writes it."""
    return table


def wire_value(value: object, shape: Shape | None, table: ShapeTable) -> object:
    """A value as the wire wants it: names translated, models and `omit` resolved, containers copied only if needed.

    Python names and wire names are both taken; a model is written with the fields that were set, bytes as base64.

    Raises:
        ValueError: it holds a date-time without a zone; the message names the member.
    """
    if value.__class__ in PLAIN:
        return value
    if isinstance(value, MAPPINGS):
        return _mapping(value, shape, table)  # pyright: ignore[reportUnknownArgumentType]  # names of members are text
    if isinstance(value, list | tuple):
        return [wire_value(item, shape, table) for item in cast("Sequence[object]", value)]
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, BYTES):
        return _base64(value)
    if (items := items_of(value)) is not None:
        return [wire_value(item, shape, table) for item in items]
    refuse_unzoned(value)
    return value


def items_of(value: object) -> Iterable[object] | None:
    """The items of an array, whatever holds or makes them; None for what is none: text, bytes, objects and files."""
    if not isinstance(value, Iterable) or isinstance(value, NO_ARRAYS):
        return None
    items = cast("Iterable[object]", value)
    return None if hasattr(items, "read") or hasattr(items, "model_dump") else items


def wire_member(name: str, value: object, shape: Shape | None, table: ShapeTable) -> object:
    """One member of an object of a shape, given under its wire name, as the wire wants it."""
    entry = _by_wire(name, shape) or shape.get(name) if shape else None
    if isinstance(entry, Entry):
        return _shaped(value, entry, table)
    return value if isinstance(value, bytes) else wire_value(value, None, table)


def wire_values(value: object, shape: str, table: ShapeTable) -> object:
    """A map as the wire wants it, whose values have a shape."""
    return _shaped(value, values(shape), table)


def _mapping(value: Mapping[str, object], shape: Shape | None, table: ShapeTable) -> dict[str, object]:
    """The members of an object under their wire names; those that are `omit` are left out."""
    if not shape:
        return {
            name: item if item.__class__ in PLAIN else _member(name, item, None, table)
            for name, item in value.items()
            if item.__class__ is not Omit
        }
    if (variants := shape.get(BY_TAG)) is not None:
        tags = cast("ByTag", variants)
        tag = next((value[name] for name in tags.names if name in value), None)
        if isinstance(tag, str) and tag in tags.shapes:
            return _mapping(value, table.get(tags.shapes[tag]), table)
    result: dict[str, object] = {}
    for name, item in value.items():
        if item.__class__ is Omit:
            continue
        entry = shape.get(name) or _by_wire(name, shape)
        if entry is None:
            result[name] = item if item.__class__ in PLAIN else _member(name, item, None, table)
        elif type(entry) is str:
            result[entry] = _member(name, item, None, table)
        else:
            entry = cast("Entry", entry)
            result[entry.wire or name] = _member(name, item, entry, table)
    return result


def _member(name: str, item: object, entry: Entry | None, table: ShapeTable) -> object:
    """The value of a member; an error names it."""
    try:
        return wire_value(item, None, table) if entry is None else _shaped(item, entry, table)
    except ValueError as error:
        raise ValueError(f"`{name}`: {error}") from None


def _by_wire(name: str, shape: Shape) -> Entry | None:
    """The entry of a field that is given under its wire name."""
    for entry in shape.values():
        if isinstance(entry, Entry) and entry.wire == name:
            return entry
    return None


def _shaped(item: object, entry: Entry, table: ShapeTable) -> object:
    """The value of a field that has an entry in a shape."""
    if entry.kind == "base64":
        return _base64(item)
    shape = table.get(entry.shape)
    if isinstance(item, Mapping):
        members = cast("Mapping[str, object]", item)
        if entry.kind != "values":
            return wire_value(members, shape, table)
        return {key: wire_value(value, shape, table) for key, value in members.items() if value.__class__ is not Omit}
    if not isinstance(item, str | bytes) and hasattr(item, "__iter__") and not hasattr(item, "model_dump"):
        return [wire_value(inner, shape, table) for inner in cast("Sequence[object]", item)]
    return wire_value(item, shape, table)


def _base64(item: object) -> object:
    """Bytes and files as base64 text; text is taken as encoded already."""
    if item is None or isinstance(item, str):
        return item
    if isinstance(item, list | tuple):
        return [_base64(inner) for inner in cast("Sequence[object]", item)]
    from ._files import encode_base64

    return encode_base64(cast("Any", item))
