# Copied from overlays/python/runtime/_styles.py; edit it there.
"""Styles: arrays and objects in paths, headers and cookies (OpenAPI, Style Values; RFC 6570, section 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import quote

from ._endpoint import ParamStyle
from ._text import scalar_text, to_json

__all__ = ["cookie_text", "header_text", "path_text"]

# Characters of a path segment (RFC 3986, section 3.3) that need no escape, beside letters and digits.
PCHAR = "!$&'()*+,;=:@"
PIECE = "!$&'()*+:@"
"""Those that need none inside an array or object, where the others stand between its pieces."""
NO_COOKIE = re.compile(r'[\x00-\x20",;\\\x7f]|[^\x00-\x7f]')
"""Characters that the value of a cookie cannot have (RFC 6265, section 4.1.1)."""
PREFIXES = {"label": ".", "matrix": ";"}


def path_text(name: str, value: object, style: ParamStyle) -> str:
    """A path argument, escaped, after what its style puts in front (`.`, `;name=`); empty for an empty value."""
    if not isinstance(value, Mapping | list | tuple):
        text, separator = quote(scalar_text(value), safe=PCHAR), ""
    else:
        separator = PREFIXES.get(style.style, ",")
        if style.style == "matrix" and not isinstance(value, Mapping):
            separator = f";{name}="
        text = joined(cast("object", value), style, escaped, separator)
    prefix = PREFIXES.get(style.style, "")
    if style.style == "matrix" and not (style.exploded and isinstance(value, Mapping)):
        prefix = f";{name}="
    return prefix + text if text else ""


def header_text(value: object, style: ParamStyle) -> str:
    """A header's value."""
    return to_json(value).decode() if style.style == "json" else joined(value, style, str, ",")


def cookie_text(name: str, value: object, style: ParamStyle) -> str:
    """A cookie, or several for an exploded array or object."""
    if style.style == "json":
        return f"{name}={crumbs(to_json(value).decode())}"
    if style.exploded and issubclass(type(value), Mapping):
        return joined(value, style, crumbs, "; ")
    return f"{name}={joined(value, style, crumbs, f'; {name}=')}"


def joined(value: object, style: ParamStyle, escape: Callable[[str], str], separator: str) -> str:
    """A value as one text; `separator` stands between the pieces of an exploded one, a comma between others."""
    if not style.exploded:
        separator = ","
    if isinstance(value, Mapping):
        members = [
            (escape(str(key)), escape(piece(item)))
            for key, item in cast("Mapping[object, object]", value).items()
            if item is not None
        ]
        return separator.join(f"{key}={item}" if style.exploded else f"{key},{item}" for key, item in members)
    if isinstance(value, list | tuple):
        return separator.join(escape(piece(item)) for item in cast("list[object]", value))
    return escape(scalar_text(value))


def piece(value: object) -> str:
    """One piece of an array or object; what is nested further has no style, and is JSON."""
    return to_json(value).decode() if isinstance(value, Mapping | list | tuple) else scalar_text(value)  # pyright: ignore[reportUnknownArgumentType]  # any JSON


def escaped(text: str) -> str:
    """A piece of a path, percent-encoded."""
    return quote(text, safe=PIECE)


def crumbs(text: str) -> str:
    """A piece of a cookie, in which characters that would end it are percent-encoded."""
    return NO_COOKIE.sub(lambda found: quote(found[0], safe=""), text)
