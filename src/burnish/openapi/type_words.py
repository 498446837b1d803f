"""Words that people write for the types of JSON Schema, after what their own language calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TYPE_NAMES", "type_meant"]

TYPE_NAMES = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))
NO_LETTER = re.compile(r"[^a-z0-9]")
SYNONYMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{word: (word, "") for word in TYPE_NAMES - {"null"}},
        **dict.fromkeys(("int", "long"), ("integer", "")),
        "int32": ("integer", "int32"),
        "int64": ("integer", "int64"),
        **dict.fromkeys(("float", "double", "decimal"), ("number", "")),
        "bool": ("boolean", ""),
        **dict.fromkeys(("str", "text"), ("string", "")),
        "date": ("string", "date"),
        "datetime": ("string", "date-time"),
        "uuid": ("string", "uuid"),
        "list": ("array", ""),
        **dict.fromkeys(("map", "dict", "json"), ("object", "")),
    }
)


def type_meant(word: str) -> tuple[str, str]:
    """The type that a word stands for, and its format; both empty where that would be a guess.

    Capitals and marks at the end do not count: `String`, `string,`.
    """
    return SYNONYMS.get(NO_LETTER.sub("", word.lower()), ("", ""))
