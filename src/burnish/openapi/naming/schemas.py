"""The words of schemas' names: without the namespaces that exporters of typed languages put before them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from .words import pascal, words

__all__ = ["schema_words"]

Words: TypeAlias = tuple[str, ...]
SEGMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def schema_words(names: Iterable[str], acronyms: tuple[str, ...] = ()) -> Mapping[str, Words]:
    """The words of each name; a name in a namespace has as many of its last segments as tell it from all others.

    `io.k8s.api.core.v1.Pod` and `models.Pod` are `Pod` where there is no other.
    """
    segments = {name: name.split(".") if in_namespace(name) else [name] for name in names}
    sizes = dict.fromkeys(segments, 1)
    while True:
        found = {name: tail(parts, sizes[name], acronyms) for name, parts in segments.items()}
        short = [name for group in alike(found) for name in group if sizes[name] < len(segments[name])]
        if not short:
            return found
        for name in short:
            sizes[name] += 1


def in_namespace(name: str) -> bool:
    """Whether a name is that of a type in a namespace: `models.User`, `Contoso.Api.User`; not `user.created`."""
    *outer, last = name.split(".")
    if not outer or not all(SEGMENT.fullmatch(part) for part in (*outer, last)) or not last[0].isupper():
        return False
    return len(outer) > 1 or outer[0].islower()


def tail(parts: list[str], size: int, acronyms: tuple[str, ...]) -> Words:
    """The words of the last segments of a name."""
    return tuple(word for part in parts[-size:] for word in words(part, acronyms))


def alike(found: Mapping[str, Words]) -> list[list[str]]:
    """The names that would be the same class."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, spelled in found.items():
        groups[pascal(spelled).casefold()].append(name)
    return [group for group in groups.values() if len(group) > 1]
