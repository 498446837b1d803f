"""Values as Python literals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import cast

from burnish.code import Code

from .text import visible

__all__ = ["compact_literal", "literal"]

# Python neither prints nor reads decimal numbers of more than 4,300 digits; hexadecimal ones it does.
LONGEST_BITS = 2048
ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def literal(value: object) -> Code:
    """A literal that evaluates to the value: one of JSON's types, where arrays may be any sequence and become lists.

    Raises:
        TypeError: the value is of another type, or a number that Python cannot write (infinity, NaN).
    """
    return Code(written(value))


def compact_literal(text: str) -> Code:
    """A literal for a value given as JSON text."""
    return literal(json.loads(text))


def written(value: object) -> str:
    """The text of a literal; strings in double quotes, with what cannot be seen escaped."""
    match value:
        case None | bool():
            return repr(value)
        case int() if value.bit_length() > LONGEST_BITS:
            return int.__format__(value, "#x")
        case int():
            return int.__repr__(value)
        case float() if isfinite(value):
            return float.__repr__(value)
        case str():
            return string(value)
        case Mapping():
            members = cast("Mapping[object, object]", value).items()
            return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in members) + "}"
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return "[" + ", ".join(written(item) for item in cast("Sequence[object]", value)) + "]"
        case _:
            raise TypeError(f"no literal for {type(value).__name__}")


def string(value: str) -> str:
    """A string literal in double quotes."""
    return visible(ENCODE(value))
