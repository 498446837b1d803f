"""Values as Python literals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import cast

from burnish.code import Code

from .text import visible

__all__ = ["compact_literal", "literal"]


def literal(value: object) -> Code:
    """A literal that evaluates to the value; only JSON's types, with tuples for arrays.

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
        case int():
            return int.__repr__(value)
        case float() if isfinite(value):
            return float.__repr__(value)
        case str():
            return string(value)
        case Mapping():
            members = cast("Mapping[object, object]", value).items()
            return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in members) + "}"
        case Sequence():
            return "[" + ", ".join(written(item) for item in cast("Sequence[object]", value)) + "]"
        case _:
            raise TypeError(f"no literal for {type(value).__name__}")


def string(value: str) -> str:
    """A string literal in double quotes."""
    escaped = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")
    return visible(escaped, r"\u{:04x}", r"\U{:08x}")
