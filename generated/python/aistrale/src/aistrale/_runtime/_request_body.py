# Copied from overlays/python/runtime/_request_body.py; edit it there.
"""Bodies of requests: a value as bytes, or as chunks of them, by the style of its operation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, cast

from ._absent import Omit
from ._endpoint import BinaryBody, Endpoint, FormBody, JsonBody, LinesBody, MultipartBody, TextBody
from ._parameters import query_pairs, query_string
from ._shape import ShapeTable, wire_value, wire_values
from ._text import to_json

__all__ = ["EncodedBody", "encode_body"]


class EncodedBody(NamedTuple):
    """The body of a request as it is sent."""

    content: Any
    """Bytes, or an iterable of them."""
    content_type: str
    """The value of `Content-Type`."""
    replayable: bool = True
    """Whether it can be sent a second time."""
    size: int | None = None
    """Length in bytes; None if it is not known, or for libraries to count."""


def encode_body(endpoint: Endpoint[Any], body: object, extra: object, table: ShapeTable) -> EncodedBody | None:
    """Encode the body of a call; None where there is nothing to send."""
    if extra is None and (body is None or body.__class__ is Omit):
        return None
    match style := endpoint.body or JsonBody():
        case JsonBody():
            shape = style.shape
            value = wire_values(body, shape, table) if style.each else wire_value(body, table.get(shape), table)
            if extra is not None:
                value = {**_object({} if value is None else value), **_object(wire_value(extra, None, table))}
            return EncodedBody(to_json(value), style.media)
        case LinesBody():
            return _lines(body, style, table)
        case FormBody(shape=shape, styles=styles):
            value = {**_fields(wire_value(body, table.get(shape), table)), **_object(extra or {})}
            text = query_string(query_pairs(value, styles, table))
            return EncodedBody(text.encode(), "application/x-www-form-urlencoded")
        case MultipartBody():
            return _multipart(style, {**_fields(body), **_object(extra or {})}, table)
        case BinaryBody(media=media):
            return _binary(body, media)
        case TextBody(media=media):
            return EncodedBody(str(body).encode(), f"{media}; charset=utf-8")


def _fields(value: object) -> dict[str, object]:
    """The members of a body that must be an object."""
    return dict(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else {}


def _object(value: object) -> Mapping[str, object]:
    """The members of an object to which `extra_body` adds some, or that it adds.

    Raises:
        TypeError: it is no object.
    """
    if not isinstance(value, Mapping):
        raise TypeError("`extra_body` is a mapping of fields, and the body that they are added to is an object")
    return cast("Mapping[str, object]", value)


def _lines(body: object, style: LinesBody, table: ShapeTable) -> EncodedBody | None:
    """A body of one JSON text per line; what is no collection is written as it is sent."""
    if body.__class__ is Omit:
        return None
    if isinstance(body, Mapping | str | bytes) or not isinstance(body, Iterable):
        raise TypeError("a body of lines takes an iterable of items, such as a list or a generator")
    from ._jsonl import JSONLines

    items, shape = cast("Iterable[object]", body), table.get(style.shape)
    opening = b"\x1e" if "json-seq" in style.media else b""
    lines = JSONLines(items, lambda item: to_json(wire_value(item, shape, table)), opening)
    if isinstance(items, Collection):
        return EncodedBody(b"".join(lines), style.media)
    from ._files import ChunksSource

    source = ChunksSource(lines, replayable=iter(items) is not items)
    return EncodedBody(source, style.media, source.replayable)


def _binary(body: object, media: str) -> EncodedBody | None:
    """A body of bytes, a path, an open file or an iterable."""
    if body.__class__ is Omit:
        return None
    if isinstance(body, bytes):
        return EncodedBody(body, media)
    from ._files import open_source

    source = open_source(cast("Any", body))
    return EncodedBody(source, media, source.replayable, source.size)


def _multipart(style: MultipartBody, fields: Mapping[str, object], table: ShapeTable) -> EncodedBody:
    """A multipart body: files streamed, objects as JSON, lists repeated."""
    from ._form_parts import parts_of
    from ._multipart import MultipartEncoder

    encoder = MultipartEncoder(parts_of(style, fields, table))
    content_type = encoder.content_type.replace("multipart/form-data", style.media, 1)
    return EncodedBody(encoder, content_type, encoder.replayable, encoder.size)
