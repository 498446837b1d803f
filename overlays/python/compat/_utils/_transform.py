"""Arguments brought into the form of the wire, by the annotations of a `TypedDict`.

Generated methods do not need this: their names and formats are settled when they are generated. It is here for code
that was written by hand around an SDK, and for the `TypedDict`s that such code calls it with.
"""

from __future__ import annotations

import ast
import base64
import io
import os
import sys
from asyncio import to_thread
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from inspect import getsource
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import pydantic
from typing_extensions import get_type_hints

from .._runtime._absent import is_given
from ._typing import (
    is_annotated_type,
    is_iterable_type,
    is_list_type,
    is_required_type,
    is_sequence_type,
    is_typeddict,
    is_union_type,
    strip_annotated_type,
)

__all__ = ["PropertyInfo", "async_maybe_transform", "async_transform", "maybe_transform", "transform"]

T = TypeVar("T")
PropertyFormat = Literal["iso8601", "base64", "custom"]


class PropertyInfo:
    """Metadata of a field: its name on the wire, the format of its value, the property that tells variants apart."""

    alias: str | None
    format: PropertyFormat | None
    format_template: str | None
    discriminator: str | None

    def __init__(
        self,
        *,
        alias: str | None = None,
        format: PropertyFormat | None = None,
        format_template: str | None = None,
        discriminator: str | None = None,
    ) -> None:
        self.alias = alias
        self.format = format
        self.format_template = format_template
        self.discriminator = discriminator

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(alias={self.alias!r}, format={self.format!r}, "
            f"format_template={self.format_template!r}, discriminator={self.discriminator!r})"
        )


def maybe_transform(data: object, expected_type: object) -> Any | None:
    """Transform a value; None stays None."""
    return None if data is None else transform(data, expected_type)


def transform(data: T, expected_type: object) -> T:
    """Bring a value into the form of the wire: names, dates, files as text; what is not given is left out."""
    return cast("T", _transformed(data, cast("type", expected_type)))


async def async_maybe_transform(data: object, expected_type: object) -> Any | None:
    """Transform a value; None stays None."""
    return None if data is None else await async_transform(data, expected_type)


async def async_transform(data: T, expected_type: object) -> T:
    """Bring a value into the form of the wire, in a thread: files may have to be read."""
    return await to_thread(transform, data, expected_type)


def _transformed(data: object, annotation: type) -> object:
    """A value by its annotation."""
    inner = strip_annotated_type(annotation)
    origin = get_origin(inner) or inner
    if is_typeddict(inner) and isinstance(data, Mapping):
        return _fields(cast("Mapping[str, object]", data), inner)
    if origin is dict and isinstance(data, Mapping):
        item = cast("type", get_args(inner)[1])
        return {key: _transformed(value, item) for key, value in cast("Mapping[str, object]", data).items()}
    if _takes_many(inner, data):
        return _items(cast("Iterable[object]", data), inner, annotation)
    if is_union_type(inner):
        # Each variant takes what is its own and leaves the rest.
        for variant in get_args(inner):
            data = _transformed(data, _with_metadata(variant, annotation))
        return data
    if isinstance(data, pydantic.BaseModel):
        return data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _formatted(data, annotation)


def _takes_many(inner: type, data: object) -> bool:
    """Whether a value is the items of a list, a sequence or an iterable."""
    if isinstance(data, str | bytes | Mapping | pydantic.BaseModel):
        return False
    if is_list_type(inner) or is_sequence_type(inner):
        return isinstance(data, list | tuple) and bool(get_args(inner))
    return is_iterable_type(inner) and isinstance(data, Iterable) and not isinstance(data, io.IOBase)


def _items(data: Iterable[object], inner: type, annotation: type) -> object:
    """The items of a list; the very list where no item can change."""
    item = cast("type", get_args(inner)[0])
    if item in (int, float, str, bool) and isinstance(data, list):
        return cast("object", data)
    formatted = _with_metadata(item, annotation)
    return [_transformed(value, formatted) for value in data]


def _with_metadata(variant: type, annotation: type) -> type:
    """A variant of a union, or the item of a list, with the format of the whole."""
    info = _metadata(annotation)
    if info is None or (info.format is None and info.format_template is None):
        return variant
    from typing import Annotated

    return cast("type", Annotated[variant, info])


def _fields(data: Mapping[str, object], expected: type) -> dict[str, object]:
    """The members of an object under their wire names."""
    hints = get_type_hints(expected, localns=_names_for_checkers(expected.__module__), include_extras=True)
    result: dict[str, object] = {}
    for key, value in data.items():
        if not is_given(value):
            continue
        annotation = hints.get(key)
        if annotation is None:
            result[key] = value
        else:
            result[_wire_name(key, annotation)] = _transformed(value, annotation)
    return result


@lru_cache
def _names_for_checkers(module: str) -> dict[str, object]:
    """What a module imports only where types are checked; annotations in it may need that."""
    package = sys.modules[module].__package__
    found: dict[str, object] = {}
    for line in _lines_for_checkers(ast.parse(getsource(sys.modules[module]))):
        if isinstance(line, ast.ImportFrom):
            home = import_module("." * line.level + (line.module or ""), package)
            found.update({name.asname or name.name: getattr(home, name.name) for name in line.names})
    return found


def _lines_for_checkers(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements below `if TYPE_CHECKING`."""
    for node in tree.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from node.body


def _wire_name(key: str, annotation: type) -> str:
    """A field's name on the wire."""
    info = _metadata(annotation)
    return info.alias if info is not None and info.alias is not None else key


def _metadata(annotation: type) -> PropertyInfo | None:
    """The metadata of a field."""
    while is_required_type(annotation):
        annotation = cast("type", get_args(annotation)[0])
    if not is_annotated_type(annotation):
        return None
    return next((each for each in get_args(annotation)[1:] if isinstance(each, PropertyInfo)), None)


def _formatted(data: object, annotation: type) -> object:
    """A value in the format that its field asks for."""
    info = _metadata(annotation)
    if info is None or info.format is None:
        return data
    if isinstance(data, date | datetime):
        if info.format == "iso8601":
            return data.isoformat()
        return data.strftime(info.format_template) if info.format == "custom" and info.format_template else data
    if info.format == "base64" and isinstance(data, io.IOBase | os.PathLike):
        return base64.b64encode(_content(cast("io.IOBase | os.PathLike[str]", data))).decode()
    return data


def _content(file: io.IOBase | os.PathLike[str]) -> bytes:
    """What a file holds, text as UTF-8."""
    content: str | bytes = Path(file).read_bytes() if isinstance(file, os.PathLike) else cast("Any", file).read()
    return content.encode() if isinstance(content, str) else content
