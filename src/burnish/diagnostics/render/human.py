"""For people: what, where with a listing, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TextIO

from msgspec import Struct

from ..report import Diagnostic, Report, Severity
from ..text import neutral
from .listing import Lines, listing, read_lines
from .order import in_file_order, plural

__all__ = ["Look", "render_human"]

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
SHOWN = 5


class Look(Struct, frozen=True):
    """How a report is shown to a person.

    `limit` is how many diagnostics of one code are shown whole; `ending` is a last sentence about what was done.
    """

    colour: bool = False
    limit: int = SHOWN
    ending: str = ""
    lines: Lines = read_lines

    @classmethod
    def on(cls, stream: TextIO, environment: Mapping[str, str], ending: str = "") -> Look:
        """The look for a stream: colour only on a terminal, and not with NO_COLOR (https://no-color.org)."""
        dumb = environment.get("TERM") == "dumb" or environment.get("NO_COLOR", "") != ""
        return cls(colour=stream.isatty() and not dumb, ending=ending)


def render_human(report: Report, look: Look) -> str:
    """Show every problem in file order; after `look.limit` of one code the rest are counted."""
    ordered = in_file_order(report)
    totals = Counter(item.code.slug for item in ordered)
    shown: Counter[str] = Counter()
    lines = cache(look.lines)
    blocks: list[str] = []
    for item in ordered:
        slug = item.code.slug
        shown[slug] += 1
        if shown[slug] <= look.limit:
            blocks.append(block(item, lines, look, first=shown[slug] == 1))
        elif shown[slug] == totals[slug]:
            more = totals[slug] - look.limit
            blocks.append(f"and {more} more like this: {tag(item, look)} (--format json lists all)\n")
    return "\n".join([*blocks, summary(ordered, look)])


def block(item: Diagnostic, lines: Lines, look: Look, *, first: bool) -> str:
    """One diagnostic; the first of its code says how to learn more."""
    span = item.at.span
    text = [f"{neutral(str(span))}: {tag(item, look)}: {bold(neutral(item.message), look)}"]
    text += listing(span, lines(span.path))
    if item.at.pointer not in ("", "#"):
        text.append(f"  at   {neutral(item.at.pointer)}")
    text += [f"  see  {neutral(str(one.at.span))}: {neutral(one.message)}" for one in item.related]
    if item.fix:
        text.append(f"  fix  {neutral(item.fix)}")
    if first:
        text.append(f"  more burnish explain {item.code.slug}")
    return "\n".join(text) + "\n"


def tag(item: Diagnostic, look: Look) -> str:
    """Severity and code, `error[dangling-ref]`."""
    text = f"{item.severity}[{item.code.slug}]"
    return f"\x1b[1;{COLOURS[item.severity]}m{text}\x1b[0m" if look.colour else text


def bold(text: str, look: Look) -> str:
    """Text that stands out where colours are shown."""
    return f"\x1b[1m{text}\x1b[0m" if look.colour else text


def summary(ordered: list[Diagnostic], look: Look) -> str:
    """The last line: how many problems, and what was done."""
    counts = Counter(item.severity for item in ordered)
    said = [plural(counts[Severity.ERROR], "error"), plural(counts[Severity.WARNING], "warning")]
    if counts[Severity.NOTE]:
        said.append(plural(counts[Severity.NOTE], "note"))
    return f"{', '.join(said)}." + (f" {look.ending}" if look.ending else "") + "\n"
