"""Diagnostics and the report that collects them.

User mistakes are reported and work goes on to the next gate; our own bugs raise.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field

from .span import Span
from .text import neutral, shortened

__all__ = ["Code", "Diagnostic", "Located", "Problems", "Related", "Report", "Severity"]


LONGEST_FACT = 300


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the pipeline at the next gate."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Located(Protocol):
    """Anything that knows its place: a source place, an IR node's origin."""

    @property
    def span(self) -> Span:
        """The place in the file."""
        ...

    @property
    def pointer(self) -> str:
        """The JSON pointer inside that file, as a URI fragment (`#/paths/~1pets`)."""
        ...


class Code(Struct, frozen=True):
    """One kind of diagnostic, as the catalogue lists it and `burnish explain` tells it.

    `title` and `fix` are `str.format` templates over the facts of the diagnostic.
    `advice` is the fix for `burnish explain`, where that of a message depends on the case. `example` is a small
    description (YAML) that raises the code; a test runs it. `elsewhere` is an example where the cause lies in another
    file: settings, an overlay, the lock.
    """

    slug: str
    severity: Severity
    title: str
    why: str
    fix: str
    advice: str = ""
    example: str = ""
    elsewhere: str = ""


class Related(Struct, frozen=True):
    """Another place that belongs to the same problem."""

    at: Located
    message: str


class Diagnostic(Struct, frozen=True):
    """One problem, at one place."""

    code: Code
    at: Located
    message: str
    fix: str
    related: tuple[Related, ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity its code has."""
        return self.code.severity


class Problems(Exception):
    """Raised by `Report.or_stop`: the input has errors, and the next stage must not start."""

    def __init__(self, report: Report) -> None:
        """Keep the report, so that the command line can print it."""
        super().__init__(f"{report.error_count} errors")
        self.report = report


class Report(Struct):
    """All diagnostics of one run, append-only."""

    _items: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(self, code: Code, at: Located, *, related: tuple[Related, ...] = (), **facts: object) -> None:
        """Record a problem; `facts` fill the placeholders of the code's title and fix.

        Facts are often text of the description: what could act on a terminal is escaped, and long text cut.
        """
        shown = {
            name: shortened(neutral(fact), LONGEST_FACT) if isinstance(fact, str) else fact
            for name, fact in facts.items()
        }
        self._items.append(Diagnostic(code, at, code.title.format(**shown), code.fix.format(**shown), related))

    def take(self, other: Report) -> None:
        """Add everything that another report has."""
        self._items += other

    @property
    def error_count(self) -> int:
        """The number of errors so far."""
        return sum(item.severity is Severity.ERROR for item in self._items)

    def or_stop(self) -> None:
        """Pass if there is no error; raise `Problems` otherwise."""
        if self.error_count:
            raise Problems(self)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Iterate in the order in which the problems were found."""
        return iter(self._items)

    def __len__(self) -> int:
        """Count the diagnostics of every severity."""
        return len(self._items)
