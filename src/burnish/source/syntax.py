"""What a reader raises: the text breaks the syntax, or one of our limits."""

from __future__ import annotations

from typing import Any

__all__ = ["MAX_DEPTH", "BadSource", "too_deep"]

MAX_DEPTH = 200


class BadSource(Exception):
    """A problem at a line and column (from 1; 0 for the whole file).

    `code` says which kind: `syntax`, `number`, `duplicate`, `tag`, `alias`, `depth` or `json` (not quite).
    `first` is the line and column of the key that a duplicate repeats.
    """

    def __init__(
        self,
        problem: str,
        line: int = 0,
        column: int = 0,
        *,
        code: str = "syntax",
        first: tuple[int, int] | None = None,
    ) -> None:
        """Keep the facts of the problem."""
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.code = code
        self.first = first

    @classmethod
    def at(cls, event: Any, problem: str, *, code: str = "syntax") -> BadSource:
        """A problem where a YAML event begins."""
        mark = event.start_mark
        return cls(problem, mark.line + 1, mark.column + 1, code=code)


def too_deep(line: int = 0, column: int = 0) -> BadSource:
    """The problem of nesting beyond the limit."""
    return BadSource(f"the value is nested more than {MAX_DEPTH} levels deep", line, column, code="depth")
