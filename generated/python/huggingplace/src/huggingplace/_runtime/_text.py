# Copied from overlays/python/runtime/_text.py; edit it there.
"""Values as text: single ones, and JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Any, cast

__all__ = ["refuse_unzoned", "scalar_text", "to_json"]


def scalar_text(value: object) -> str:
    """A scalar as text: JSON's words for booleans and null, ISO 8601 for times.

    Raises:
        ValueError: it is NaN, infinite, or a date-time without a zone.
    """
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)  # An enumeration's own text is its member's name.
    if value is True or value is False:
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "isoformat"):
        refuse_unzoned(value)
        return str(cast("Any", value).isoformat())
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("NaN and infinity are no numbers that can be sent")
    inner = getattr(value, "value", None)
    return str(value if inner is None else inner)


def refuse_unzoned(value: object) -> None:
    """Raise `ValueError` when a value is a date-time of an unknown zone; a time of day needs none."""
    if getattr(value, "tzinfo", True) is None and hasattr(value, "utctimetuple"):
        raise ValueError("a date-time without a zone is ambiguous; give it a tzinfo")


@cache
def serialiser() -> Callable[..., bytes]:
    """The function that writes JSON; found once, since an import statement costs more than a small body."""
    from pydantic_core import to_json

    return to_json


def refuse_infinite(text: bytes) -> None:
    """Raise `ValueError` when JSON text has NaN or infinity for a number."""
    from pydantic_core import from_json

    try:
        from_json(text, allow_inf_nan=False)
    except ValueError:
        raise ValueError("JSON has no NaN and no infinity") from None


def to_json(value: object) -> bytes:
    """JSON bytes; NaN and infinity are refused (RFC 8259, section 6)."""
    try:
        text = serialiser()(value, bytes_mode="base64")
        if b"NaN" in text or b"Infinity" in text:  # Perhaps inside a string; only a reader can tell.
            refuse_infinite(text)
    except ValueError as error:  # pydantic's own is one.
        raise TypeError(f"a value cannot be written as JSON: {error}") from None
    return text
