"""Places in hand-written files."""

from __future__ import annotations

import ast
from pathlib import Path

from msgspec import Struct

from burnish.diagnostics import Span

__all__ = ["FilePlace"]


class FilePlace(Struct, frozen=True):
    """A place in a file of Python, which has no JSON pointers."""

    span: Span
    pointer: str = ""

    @classmethod
    def of(cls, path: Path, line: int = 1, column: int = 1, end_column: int = 0) -> FilePlace:
        """A place of one line, as messages show the file: from the current folder where it is below that."""
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        return cls(Span(shown.as_posix(), line, column, line, end_column or column + 1))

    @classmethod
    def node(cls, path: Path, node: ast.expr | ast.stmt | ast.alias) -> FilePlace:
        """The place of a node, or of its first line."""
        end = node.end_col_offset if node.end_lineno == node.lineno else None
        return cls.of(path, node.lineno, node.col_offset + 1, (end or node.col_offset) + 1)
