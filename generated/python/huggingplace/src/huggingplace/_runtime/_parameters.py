# Copied from overlays/python/runtime/_parameters.py; edit it there.
"""Parameters of a request as text: in its path, query, headers and cookies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from ._absent import Omit
from ._endpoint import Endpoint, ParamStyle
from ._shape import NO_SHAPES, PLAIN, ShapeTable, wire_value
from ._styles import cookie_text, header_text, path_text
from ._text import scalar_text, to_json

if TYPE_CHECKING:
    from ._config import QueryFormat

__all__ = [
    "cookie_value",
    "fill_path",
    "formatted_pairs",
    "header_name",
    "header_value",
    "query_pairs",
    "query_string",
    "unwritable",
]

DEFAULT_QUERY = ParamStyle()
SIMPLE = ParamStyle("simple", explode=False)
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


UNCARRIED = re.compile(r"[^\t\x20-\x7e]")
"""What no value of a header can have: control characters, and what HTTP libraries would each write in their own way."""
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""Names of headers (RFC 9110, section 5.6.2)."""
RESERVED = "!$'()*,;:@/?[]"
"""Characters that stay in a query where a parameter allows what is reserved, but those that would end its value."""


class Reserved(str):
    """A query value whose reserved characters stay (OpenAPI, `allowReserved`)."""

    __slots__ = ()


def unwritable(kind: str, name: str, error: ValueError) -> ValueError:
    """The error for an argument whose value cannot be sent; it names the argument."""
    return ValueError(f"the {kind} `{name}` cannot be written: {error}")


def shaped(value: object, style: ParamStyle | None, table: ShapeTable) -> object:
    """A parameter's value under the names of the wire."""
    if value.__class__ in PLAIN or value.__class__ is bytes:
        return value
    return wire_value(value, table.get(style.shape) if style is not None else None, table)


def fill_path(endpoint: Endpoint[Any], values: Mapping[str, object] | None, table: ShapeTable) -> str:
    """Write a path.

    Raises:
        ValueError: a value is empty, or a segment that would climb (`.`, `..`).
    """
    path = endpoint.path
    if not values:
        return path
    for name, value in values.items():
        style = (endpoint.path_styles or {}).get(name, SIMPLE)
        try:
            text = "" if value.__class__ is Omit else path_text(name, shaped(value, style, table), style)
        except ValueError as error:
            raise unwritable("path argument", name, error) from None
        if not text:
            raise ValueError(f"the path argument `{name}` is empty: that would call another operation")
        path = path.replace("{" + name + "}", text)
    for segment in path.partition("?")[0].split("/"):
        if segment.replace("%2E", ".").replace("%2e", ".") in (".", ".."):
            raise ValueError("a path argument is `.` or `..`, which would lead to another operation")
    return path


def query_pairs(
    query: Mapping[str, object], styles: Mapping[str, ParamStyle] | None, table: ShapeTable
) -> list[tuple[str, str]]:
    """The pairs of a query; what is `omit` or None is left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is None or value.__class__ is Omit:
            continue
        style = styles.get(name, DEFAULT_QUERY) if styles else DEFAULT_QUERY
        if type(value) is str and not style.allow_reserved:
            pairs.append((name, value))
            continue
        try:
            written = _styled(name, shaped(value, style, table), style)
        except ValueError as error:
            raise unwritable("parameter", name, error) from None
        pairs += [(key, Reserved(text)) for key, text in written] if style.allow_reserved else written
    return pairs


def _styled(name: str, value: object, style: ParamStyle) -> list[tuple[str, str]]:
    """The pairs of one parameter by its style."""
    if style.style == "json":
        return [(name, to_json(value).decode())]
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        if style.style == "deepObject":
            return [pair for key, item in members.items() for pair in _styled(f"{name}[{key}]", item, style)]
        if style.exploded:
            return [pair for key, item in members.items() for pair in _styled(key, item, style)]
        flat = [text for key, item in members.items() for text in (key, scalar_text(item))]
        return [(name, DELIMITERS.get(style.style, ",").join(flat))] if flat else []
    if isinstance(value, list | tuple):
        items = cast("list[object]", value)
        if style.style == "deepObject":
            return [pair for item in items for pair in _styled(f"{name}[]", item, style)]
        texts = [
            to_json(cast("object", item)).decode() if isinstance(item, dict | list) else scalar_text(item)
            for item in items
        ]
        if style.exploded or not texts:  # An empty array is none (RFC 6570, section 2.3).
            return [(name, text) for text in texts]
        return [(name, DELIMITERS.get(style.style, ",").join(texts))]
    return [(name, scalar_text(value))]


def formatted_pairs(
    query: Mapping[str, object],
    written: QueryFormat,
    styles: Mapping[str, ParamStyle] | None = None,
    table: ShapeTable = NO_SHAPES,
) -> list[tuple[str, str]]:
    """The pairs of a query that is written in one way for the whole API; what is `omit` or None is left out.

    Of the `styles` of parameters only the names inside them count.
    """
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is None or value.__class__ is Omit:
            continue
        try:
            pairs += _formatted(name, shaped(value, (styles or {}).get(name), table), written)
        except ValueError as error:
            raise unwritable("parameter", name, error) from None
    return pairs


def _formatted(name: str, value: object, written: QueryFormat) -> list[tuple[str, str]]:
    """The pairs of one value."""
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        inner = "{}.{}" if written.nested == "dots" else "{}[{}]"
        return [
            pair
            for key, item in members.items()
            if item is not None
            for pair in _formatted(inner.format(name, key), item, written)
        ]
    if not isinstance(value, list | tuple):
        return [(name, scalar_text(value))]
    items = [item for item in cast("list[object]", value) if item is not None]
    if written.arrays == "comma":
        return [(name, ",".join(map(scalar_text, items)))] if items else []
    endings = {"brackets": "[]", "indices": "[{}]"}
    ending = endings.get(written.arrays, "")
    return [pair for index, item in enumerate(items) for pair in _formatted(name + ending.format(index), item, written)]


def query_string(pairs: list[tuple[str, str]]) -> str:
    """Pairs as a query (percent-encoded, spaces as %20)."""
    return "&".join(
        f"{quote(name, safe='[]')}={quote(value, safe=RESERVED if value.__class__ is Reserved else '')}"
        for name, value in pairs
    )


def header_value(name: str, value: object, style: ParamStyle | None = None, table: ShapeTable = NO_SHAPES) -> str:
    """A header's value, in the style `simple` unless another is given.

    Raises:
        ValueError: it holds a line end, another control character, or one outside ASCII; the message names the header,
            not the value.
    """
    try:
        text = value if type(value) is str else header_text(shaped(value, style, table), style or SIMPLE)
    except ValueError as error:
        raise unwritable("header", name, error) from None
    text = text.strip(" \t")  # They are no part of a value (RFC 9110, section 5.5).
    if UNCARRIED.search(text) is not None:
        raise ValueError(f"the header `{name}` holds a line end or another character that no header can carry")
    return text


def header_name(name: str) -> str:
    """The name of a header as it is.

    Raises:
        ValueError: it is none; the message stops where it goes wrong, for what follows may be a value.
    """
    found = HEADER_NAME.match(name)
    if found is None or found[0] != name:
        raise ValueError(
            f"the name of a header has a character that none can have, after `{found[0] if found else ''}`"
        )
    return name


def cookie_value(name: str, value: object, style: ParamStyle | None = None, table: ShapeTable = NO_SHAPES) -> str:
    """A cookie with its name; several where an array or object is spread."""
    try:
        return cookie_text(name, shaped(value, style, table), style or DEFAULT_QUERY)
    except ValueError as error:
        raise unwritable("cookie", name, error) from None
