"""What a reader raises: the text breaks the syntax, or one of our limits."""

from __future__ import annotations

from typing import Any

from .node import Key

__all__ = ["BadSource"]


class BadSource(Exception):
    """A problem at a line and column (from 1; 0 for the whole file).

    `code` says which kind: `syntax`, `duplicate`, `tag`, `alias` or `depth`; `keys` is the pointer where it is known.
    """

    def __init__(
        self, problem: str, line: int = 0, column: int = 0, *, code: str = "syntax", keys: tuple[Key, ...] = ()
    ) -> None:
        """Keep the facts of the problem."""
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.code = code
        self.keys = keys

    @classmethod
    def at(cls, event: Any, problem: str, *, code: str = "syntax", keys: tuple[Key, ...] = ()) -> BadSource:
        """A problem where a YAML event begins."""
        mark = event.start_mark
        return cls(problem, mark.line + 1, mark.column + 1, code=code, keys=keys)
