"""Reading members of nodes whose kind nobody guarantees: what has the wrong kind counts as absent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from burnish.source import Arr, Obj, Value, plain

__all__ = ["compact", "elements", "entries", "member", "members", "strings", "text"]

NOTHING: Mapping[str, Value] = {}


def member(node: Obj | None, key: str) -> Obj | None:
    """The object under a key."""
    value = node.get(key) if node is not None else None
    return value if isinstance(value, Obj) else None


def entries(node: Obj | None, key: str) -> Mapping[str, Value]:
    """The map under a key; empty if there is none."""
    found = member(node, key)
    return NOTHING if found is None else found


def members(node: Obj | None, key: str) -> Iterator[tuple[str, Obj]]:
    """The objects of the map under a key, with their names."""
    for name, value in entries(node, key).items():
        if isinstance(value, Obj):
            yield name, value


def elements(value: Value) -> list[Obj]:
    """The objects of an array."""
    return [item for item in value if isinstance(item, Obj)] if isinstance(value, Arr) else []


def strings(value: Value) -> tuple[str, ...]:
    """The strings of an array."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, Arr) else ()


def text(node: Obj | None, *keys: str) -> str:
    """The first string under one of the keys; empty if there is none."""
    for key in keys:
        value = node.get(key) if node is not None else None
        if isinstance(value, str) and value and not value.isspace():
            return value
    return ""


def compact(value: Value) -> str:
    """JSON text of a value, without spaces, members in the order of the description."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
