"""Where something stands in a source file."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Span"]


class Span(Struct, frozen=True, order=True):
    """A range of text in one file; lines and columns count from 1, the end column is exclusive.

    `line == 0` stands for the file as a whole (a file that could not be opened has no lines).
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """Give `path:line:column`, as editors and terminals link it."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path
