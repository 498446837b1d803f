"""Line and column of every value of a file, found when a diagnostic asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from burnish.diagnostics import Span

from .node import Key

__all__ = ["Extent", "Positioned", "find"]

Extent: TypeAlias = tuple[int, int, int, int]
"""Line and column of the begin and of the end."""


class Positioned(Protocol):
    """Where a value stands, where its key does (elements of arrays have none), and its members.

    Containers are shown by their key, or by their first character: all of it would be half of the file.
    """

    @property
    def value(self) -> Extent:
        """The extent of the value."""
        ...

    @property
    def key(self) -> Extent:
        """The extent of its key, or of the value."""
        ...

    @property
    def children(self) -> Mapping[Key, Positioned]:
        """Its members by key or index."""
        ...


def find(root: Positioned, path: str, keys: tuple[Key, ...], *, key: bool = False) -> Span:
    """The span of the value at `keys`, or of its nearest ancestor that is there; or that of its key."""
    node = root
    for step in keys:
        child = node.children.get(step)
        if child is None:
            break
        node = child
    return Span(path, *(node.key if key else node.value))
