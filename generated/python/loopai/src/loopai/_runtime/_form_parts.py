# Copied from overlays/python/runtime/_form_parts.py; edit it there.
"""The fields of a form with files as its parts; loaded with the first such form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from ._absent import Omit
from ._endpoint import MultipartBody, PartStyle
from ._multipart import Part, data_part, file_part
from ._parameters import unwritable
from ._shape import Shape, ShapeTable, items_of, wire_member
from ._text import scalar_text, to_json

__all__ = ["parts_of"]


def parts_of(style: MultipartBody, fields: Mapping[str, object], table: ShapeTable) -> list[Part]:
    """The parts of a form: files, objects as JSON, one part for each item of an array; what is None has none.

    Raises:
        ValueError: a value has no text; the message names the field.
        TypeError: a file is none.
    """
    parts: list[Part] = []
    shape = table.get(style.shape)
    for name, value in fields.items():
        if value.__class__ is not Omit and value is not None:
            parts += parts_of_field(name, value, style.parts.get(name, PartStyle()), shape, table)
    return parts


def parts_of_field(name: str, value: object, style: PartStyle, shape: Shape | None, table: ShapeTable) -> list[Part]:
    """The parts of one field."""
    if style.repeated and (items := repeated(value, files=style.file)) is not None:
        single = PartStyle(style.file, content_type=style.content_type, json=style.json)
        return [part for item in items for part in parts_of_field(name, item, single, shape, table)]
    if style.file:
        return [file_part(name, cast("Any", value), content_type=style.content_type)]
    try:
        plain = wire_member(name, value, shape, table)
        if style.json or isinstance(plain, Mapping | list):
            media = style.content_type or "application/json"
            return [data_part(name, to_json(plain), content_type=media)]  # pyright: ignore[reportUnknownArgumentType]  # any JSON
        return [data_part(name, scalar_text(plain), content_type=style.content_type)]
    except ValueError as error:
        raise unwritable("part", name, error) from None


def repeated(value: object, *, files: bool) -> Iterable[object] | None:
    """What a part is repeated for; None for a single value, such as one file with its name."""
    items = items_of(value)
    if files and isinstance(items, tuple) and isinstance(next(iter(items), b""), str | None):
        return None
    return items
