"""One file of a description: its bytes, text and nodes, and where they stand."""

from __future__ import annotations

import gc
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from burnish.diagnostics import Related, Report, Span

from .codes import (
    ALIAS_LIMIT,
    DEPTH_LIMIT,
    DUPLICATE_KEY,
    NOT_QUITE_JSON,
    SYNTAX,
    UNKNOWN_TAG,
    UNREADABLE,
)
from .json_index import index_json
from .json_reader import read_json
from .node import Key, Value
from .positions import Positioned, find
from .syntax import MAX_DEPTH, BadSource
from .yaml_reader import read_yaml

__all__ = ["SourceFile", "Spot", "load", "no_collection", "parse"]


class SourceFile(Struct, eq=False):
    """One file of a description: its path as it is shown, its text, and the root of its nodes.

    `url` is set for documents of the network. References in a file that `stands_for` another (an overlay for the
    description it patches) are those of the other.
    """

    path: str
    real: Path
    url: str = ""
    text: str = ""
    json: bool = False
    root: Value = None
    stands_for: SourceFile | None = None
    positions: Positioned | None = None

    def locate(self, keys: tuple[Key, ...], *, key: bool = False) -> Span:
        """Line and column of the value at `keys`, or of its key."""
        if self.positions is None:
            self.positions = index_json(self.text)
        return find(self.positions, self.path, keys, key=key)


class Spot(Struct, frozen=True):
    """A place that is known by line and column only, because the file could not be read."""

    span: Span
    pointer: str = "#"


def load(file: SourceFile, report: Report) -> None:
    """Read a file from disk."""
    mode = file.real.stat().st_mode
    if not stat.S_ISREG(mode):
        report.add(UNREADABLE, Spot(Span(file.path)), problem="it is not a regular file")
        return
    parse(file, file.real.read_bytes(), report)


def parse(file: SourceFile, content: bytes, report: Report) -> None:
    """Decode and read the content of a file; problems are reported at their place."""
    try:
        file.text = decode(content)
    except UnicodeDecodeError as error:
        problem = f"byte {error.start:,} is not {error.encoding.upper()} text"
        report.add(UNREADABLE, Spot(Span(file.path)), problem=problem)
        return
    problems: list[BadSource] = []
    try:
        with no_collection():
            file.root = build(file, problems)
    except BadSource as error:
        problems.append(error)
        file.root = None
    for bad in problems:
        complain(bad, file, report)


def build(file: SourceFile, problems: list[BadSource]) -> Value:
    """Read the nodes of a file. The text says what it is, whatever the file is called: JSON begins with a bracket.

    YAML has flow collections that begin in the same way, and forgives a comma too many; so what is not JSON is tried
    as YAML, with a warning if the file is called `.json`.
    """
    if file.text.lstrip()[:1] not in ("{", "["):
        value, file.positions = read_yaml(file.text, file, problems)
        return value
    try:
        value = read_json(file.text, file, problems)
    except BadSource as error:
        if error.code != "syntax":
            file.json = True
            raise
        try:
            value, file.positions = read_yaml(file.text, file, problems)
        except BadSource:
            if file.path.endswith((".yaml", ".yml")):
                raise
            file.json = True
            raise error from None
        if file.path.endswith(".json"):
            problems.append(BadSource(error.problem, error.line, error.column, code="json"))
        return value
    file.json = True
    return value


@contextmanager
def no_collection() -> Generator[None]:
    """Pause the cyclic collector, which would walk the growing tree again and again, and take half of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def decode(content: bytes) -> str:
    """Decode as UTF-8, or as UTF-16 or UTF-32 where a byte order mark says so."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding)
    return content.decode("utf-8-sig")


def complain(error: BadSource, file: SourceFile, report: Report) -> None:
    """Report what a reader raised."""
    spot = spot_of(file, error.line, error.column)
    match error.code:
        case "duplicate":
            related = (Related(spot_of(file, *error.first), "the first one"),) if error.first else ()
            report.add(DUPLICATE_KEY, spot, key=error.problem, related=related)
        case "json":
            report.add(NOT_QUITE_JSON, spot, problem=error.problem)
        case "tag":
            report.add(UNKNOWN_TAG, spot, tag=error.problem)
        case "alias":
            report.add(ALIAS_LIMIT, spot, problem=error.problem)
        case "depth":
            report.add(DEPTH_LIMIT, spot, limit=MAX_DEPTH)
        case _:
            report.add(SYNTAX, spot, language="JSON" if file.json else "YAML", problem=error.problem)


def spot_of(file: SourceFile, line: int, column: int) -> Spot:
    """A place by line and column, one character wide."""
    return Spot(Span(file.path, line, column, line, column + 1) if line else Span(file.path))
