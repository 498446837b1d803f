"""Line and column of every value of a file, made when the first diagnostic asks."""

from __future__ import annotations

from dataclasses import dataclass

from burnish.diagnostics import Span

from .node import Key

__all__ = ["Positioned", "find"]


@dataclass(slots=True)
class Positioned:
    """Where a value stands, and its members; a member of an object begins at its key, unless it is a scalar."""

    line: int
    column: int
    end_line: int
    end_column: int
    children: dict[Key, Positioned]


def find(root: Positioned, path: str, keys: tuple[Key, ...]) -> Span:
    """The span of the value at `keys`, or of its nearest ancestor that is there."""
    node = root
    for key in keys:
        child = node.children.get(key)
        if child is None:
            break
        node = child
    return Span(path, node.line, node.column, node.end_line, node.end_column)
