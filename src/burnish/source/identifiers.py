"""Identifiers inside a file: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema core 8.2) and `$self` (OpenAPI 3.2)."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from msgspec import Struct, field

from .node import Arr, Key, Obj, Value

__all__ = ["Identifiers", "identifiers"]

NAMES = ("$id", "$self", "$anchor", "$dynamicAnchor")


class Identifiers(Struct, frozen=True):
    """The keys that lead to what a file names: resources by URI, anchors by URI of their resource and name."""

    resources: dict[str, tuple[Key, ...]] = field(default_factory=dict[str, tuple[Key, ...]])
    anchors: dict[tuple[str, str], tuple[Key, ...]] = field(default_factory=dict[tuple[str, str], tuple[Key, ...]])

    def base(self, keys: tuple[Key, ...]) -> str:
        """The URI of the innermost resource that a place is in; empty outside of all."""
        inside = [(len(start), uri) for uri, start in self.resources.items() if keys[: len(start)] == start]
        return max(inside, default=(0, ""))[1]

    def anchor(self, name: str, base: str) -> tuple[Key, ...] | None:
        """Where an anchor is: in a resource, or anywhere in the file if the resource has none of that name."""
        found = (keys for (_, other), keys in self.anchors.items() if other == name)
        return self.anchors.get((base, name)) or next(found, None)


def identifiers(root: Value, text: str) -> Identifiers:
    """Find every identifier of a file; the first of a name wins. `text` saves the search where there can be none."""
    found = Identifiers()
    if not any(name in text for name in NAMES):
        return found
    pending: list[tuple[Value, tuple[Key, ...], str]] = [(root, (), "")]
    while pending:
        node, keys, base = pending.pop()
        if isinstance(node, Obj):
            base = note(node, keys, base, found)
            pending += [(value, (*keys, key), base) for key, value in reversed(node.items())]
        elif isinstance(node, Arr):
            pending += [(value, (*keys, index), base) for index, value in reversed(list(enumerate(node)))]
    return found


def note(node: Obj, keys: tuple[Key, ...], base: str, found: Identifiers) -> str:
    """Note the identifiers of one object; give the URI that those inside it are relative to."""
    own = node.get("$self") if not keys else None
    own = own if isinstance(own, str) else node.get("$id")
    if isinstance(own, str) and (uri := urldefrag(urljoin(base, own)).url):
        base = uri
        found.resources.setdefault(uri, keys)
    for name in (node.get("$anchor"), node.get("$dynamicAnchor")):
        if isinstance(name, str):
            found.anchors.setdefault((base, name), keys)
    return base
