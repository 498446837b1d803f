"""The model as JSON and back: for `--dump ir`, and as a contract for targets outside this program.

A node is an object whose member `node` names its class; members that have their default are left out, enums are
their names in lower case, tuples are arrays. The order of members is that of the classes, so that equal models
give equal text. Places become `{"path", "line", "column", "pointer"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any, TypeAlias, cast, get_args, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from burnish.diagnostics import Located, Span

from . import api, declarations, docs, names, operations, types
from .api import Api
from .declarations import Declaration
from .names import DeclarationId

__all__ = ["Json", "Origin", "decode", "encode"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Origin(Struct, frozen=True):
    """A place that was written down: what a decoded node has instead of the place in a file that was read."""

    span: Span
    pointer: str


def encode(api_: Api) -> dict[str, Json]:
    """The model as JSON values."""
    return encode_node(api_)


def decode(value: Mapping[str, Json]) -> Api:
    """The model that `encode` wrote; places come back as `Origin`.

    Raises:
        ValueError: the value is not an encoded `Api`.
    """
    found = decode_value(cast("Json", value), None)
    if not isinstance(found, Api):
        raise ValueError("not an encoded Api")
    return found


def encode_node(node: object) -> dict[str, Json]:
    """A node as an object."""
    made: dict[str, Json] = {"node": type(node).__name__}
    for item in fields_of(cast("type", type(node))):
        value = getattr(node, item.name)
        if item.name == "origin":
            made["origin"] = encode_place(value)
        elif not is_default(item, value):
            made[item.name] = encode_value(value)
    return made


@cache
def fields_of(class_: type[Any]) -> tuple[FieldInfo, ...]:
    """The fields of a class of nodes."""
    return fields(class_)


def encode_place(place: Located) -> Json:
    """A place, found in its file."""
    span = place.span
    return {"path": span.path, "line": span.line, "column": span.column, "pointer": place.pointer}


def is_default(item: FieldInfo, value: object) -> bool:
    """Whether a field has its default, so that it need not be written; 0 and False are told apart."""
    default: object = item.default
    if default is NODEFAULT and item.default_factory is not NODEFAULT:
        default = item.default_factory()
    return default is not NODEFAULT and type(default) is type(value) and default == value


def encode_value(value: object) -> Json:
    """A value of a field."""
    match value:
        case Enum():
            return value.name.lower()
        case str() | int() | float() | None:
            return value
        case tuple():
            return [encode_value(item) for item in cast("tuple[object, ...]", value)]
        case dict():
            return [encode_value(item) for item in cast("dict[str, object]", value).values()]
        case _:
            return encode_node(value)


def decode_value(value: Json, enum: type[Enum] | None) -> object:
    """A value of a field; `enum` is the class of its names, if it holds any."""
    match value:
        case dict():
            return decode_node(value)
        case list():
            return tuple(decode_value(item, enum) for item in value)
        case str() if enum is not None:
            return enum[value.upper()]
        case _:
            return value


def decode_node(value: dict[str, Json]) -> object:
    """A node of the class that its member `node` names."""
    node = str(value.get("node"))
    class_ = classes().get(node)
    if class_ is None:
        raise ValueError(f"no node is called {value.get('node')!r}")
    enums = enums_of(node)
    found = {
        name: decode_value(item, enums.get(name)) for name, item in value.items() if name not in ("node", "origin")
    }
    origin = value.get("origin")
    if isinstance(origin, dict):
        found["origin"] = decode_place(origin)
    if "declarations" in found:
        listed = cast("tuple[Declaration, ...]", found["declarations"])
        found["declarations"] = {DeclarationId(item.id): item for item in listed}
    return class_(**found)


def decode_place(value: dict[str, Json]) -> Origin:
    """A place that was written down."""
    match value:
        case {"path": str(path), "line": int(line), "column": int(column), "pointer": str(pointer)}:
            return Origin(Span(path, line, column), pointer)
        case _:
            raise ValueError("a place has a path, a line, a column and a pointer")


@cache
def classes() -> dict[str, type[Any]]:
    """The classes of nodes, by name."""
    modules: tuple[ModuleType, ...] = (api, declarations, docs, names, operations, types)
    return {
        name: item
        for module in modules
        for name, item in vars(module).items()
        if isinstance(item, type) and issubclass(item, Struct) and item.__module__ == module.__name__
    }


@cache
def enums_of(node: str) -> dict[str, type[Enum]]:
    """The fields of a class of nodes that hold an enum, and which."""
    found: dict[str, type[Enum]] = {}
    for name, hint in get_type_hints(classes()[node]).items():
        for candidate in (hint, *get_args(hint)):
            if isinstance(candidate, type) and issubclass(candidate, Enum):
                found[name] = candidate
    return found
