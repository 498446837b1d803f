"""Listings: the lines of a file around a problem, with carets under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..span import Span
from ..text import columns, neutral

__all__ = ["Lines", "listing", "read_lines"]

Lines = Callable[[str], Sequence[str]]
"""Gives the lines of a file by its path; empty where it cannot be read."""

BEFORE = 1
WIDTH = 120
LEAD = 40
MARKED = 60


def read_lines(path: str) -> Sequence[str]:
    """The lines of a file on disk, split as YAML and JSON readers count them: at line feeds only."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        return ()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return content.decode(encoding, "replace").replace("\r\n", "\n").split("\n")


def listing(span: Span, lines: Sequence[str]) -> list[str]:
    """Show the line of a span, one before it, and carets under the span; long lines are cut around it."""
    if not 1 <= span.line <= len(lines):
        return []
    number = len(str(span.line))
    before = range(max(1, span.line - BEFORE), span.line)
    shown = [f"  {one:>{number}} | {cut(lines[one - 1], 0)[0]}".rstrip() for one in before]
    line = lines[span.line - 1]
    start = min(max(span.column - 1, 0), len(line))
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    text, skipped = cut(line, start if len(line) > WIDTH and start > MARKED else 0)
    lead = ("... " if skipped else "") + neutral(line[skipped:start].replace("\t", " "))
    marked = neutral(line[start : max(last, start + 1)].replace("\t", " "))
    room = max(1, columns(text) - columns(lead))
    carets = "^" * max(1, min(columns(marked), room))
    shown.append(f"  {span.line} | {text}")
    shown.append(f"  {'':{number}} | {' ' * columns(lead)}{carets}")
    return shown


def cut(line: str, start: int) -> tuple[str, int]:
    """A part of a line that fits a terminal and shows what begins at `start`; and how much was left out before it."""
    skipped = max(0, start - LEAD)
    part = line[skipped : skipped + WIDTH]
    text = neutral(part.replace("\t", " "))
    return ("... " if skipped else "") + text + (" ..." if len(line) > skipped + WIDTH else ""), skipped
