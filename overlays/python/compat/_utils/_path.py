"""Paths with values in them, none of which can lead to another path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

__all__ = ["path_template"]

PLACE = re.compile(r"\{(\w+)\}")
# RFC 3986: section 3.3 for a segment; 3.4 and 3.5 for query and fragment. Letters and digits are always safe.
SEGMENT = "-._~!$&'()*+,;=:@"
QUERY = "-._~!$'()*+,;:@/?"
FRAGMENT = "-._~!$&'()*+,;=:@/?"
DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def path_template(template: str, /, **kwargs: Any) -> str:
    """Fill the `{places}` of a path, each value escaped for the part of the URL it stands in.

    Raises:
        KeyError: a place has no value.
        ValueError: a segment would be `.` or `..`, which means another path.
    """
    rest, hash_mark, fragment = template.partition("#")
    path, question_mark, query = rest.partition("?")
    filled = _filled(path, kwargs, SEGMENT)
    for segment in filled.split("/"):
        if DOTS.fullmatch(segment):
            raise ValueError(f"Constructed path {filled!r} contains dot-segment {segment!r} which is not allowed")
    return (
        filled
        + (question_mark and f"?{_filled(query, kwargs, QUERY)}")
        + (hash_mark and f"#{_filled(fragment, kwargs, FRAGMENT)}")
    )


def _filled(text: str, values: Mapping[str, Any], safe: str) -> str:
    """A part of a URL with its places filled."""

    def value(match: re.Match[str]) -> str:
        return quote(_text(values[match.group(1)]), safe=safe)

    return PLACE.sub(value, text)


def _text(value: object) -> str:
    """A value as text: JSON's words for null and booleans."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
