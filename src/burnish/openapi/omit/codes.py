"""Diagnostics of leaving out what is broken."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = ["LEFT_OUT"]

LEFT_OUT = Code(
    slug="left-out",
    severity=Severity.WARNING,
    title="{what} is left out: {problem}",
    why="With `--keep-going`, or `keep_going` in the settings, operations that have an error, or lead to one, are left "
    "out of the SDK, and so are the components that have it.",
    fix="correct the description, and the operation is back",
    elsewhere="[source]\nkeep_going = true",
)
