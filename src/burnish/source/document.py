"""A description read from disk: its files, its nodes, and where references lead."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from burnish.diagnostics import Located, Report, Span

from .codes import (
    ALIAS_LIMIT,
    DEPTH_LIMIT,
    DUPLICATE_KEY,
    NOT_A_MAPPING,
    NOT_QUITE_JSON,
    REF_OUTSIDE,
    REMOTE_REF,
    SYNTAX,
    UNKNOWN_TAG,
    UNREADABLE,
    UNREADABLE_REF,
)
from .json_reader import MAX_DEPTH, index_json, read_json
from .node import Arr, Key, Obj, Place, Value
from .positions import Positioned, find
from .syntax import BadSource
from .yaml_reader import index_yaml, read_yaml

__all__ = ["Document", "RefPolicy", "SourceFile", "Target", "decode_pointer", "read"]


@dataclass(frozen=True, slots=True)
class RefPolicy:
    """What references may reach beside the folder of the root document."""

    allow_dirs: tuple[Path, ...] = ()


@dataclass(slots=True, eq=False)
class SourceFile:
    """One file of a description: its path as it is shown, its text, and the root of its nodes."""

    path: str
    real: Path
    text: str = ""
    json: bool = False
    root: Value = None
    _positions: Positioned | None = field(default=None)

    def locate(self, keys: tuple[Key, ...]) -> Span:
        """Line and column of the value at `keys`; the file is scanned for positions once."""
        if self._positions is None:
            self._positions = index_json(self.text) if self.json else index_yaml(self.text)
        return find(self._positions, self.path, keys)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is known by line and column only, because the file could not be read."""

    span: Span
    pointer: str = "#"


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: the value, its place, and a name-like last part of the reference."""

    value: Value
    place: Place


@dataclass(slots=True)
class Document:
    """A root document and every file its references have reached so far."""

    root: Obj
    file: SourceFile
    policy: RefPolicy
    files: dict[Path, SourceFile] = field(default_factory=dict[Path, SourceFile])
    _ids: dict[int, dict[str, Place]] = field(default_factory=dict[int, dict[str, Place]])

    def resolve(self, ref: str, at: Place, report: Report) -> Target | None:
        """Find what a `$ref` at a place leads to; None where nothing is there.

        A file that cannot be read or may not be reached is reported; a pointer that leads nowhere is left to the
        caller, who knows what was looked for.
        """
        base, _, fragment = ref.partition("#")
        origin = at.file
        assert isinstance(origin, SourceFile)
        file = self.open(base, origin, at, report) if base else origin
        if file is None:
            return None
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return self.anchored(fragment, file)
        return lookup(file, decode_pointer(fragment))

    def reached(self, base: str, at: Place) -> SourceFile | None:
        """The file that the first part of a reference names, if it was read; empty is the file of the place."""
        origin = at.file
        assert isinstance(origin, SourceFile)
        if not base:
            return origin
        parts = urlsplit(base)
        if parts.scheme or parts.netloc:
            return self.embedded(base, origin)
        return self.files.get(Path(os.path.realpath(origin.real.parent / unquote(parts.path))))

    def open(self, base: str, origin: SourceFile, at: Place, report: Report) -> SourceFile | None:
        """Open the file part of a reference, once; embedded `$id`s win over files."""
        parts = urlsplit(base)
        if parts.scheme or parts.netloc:
            if embedded := self.embedded(base, origin):
                return embedded
            report.add(REMOTE_REF, at, ref=base)
            return None
        path = origin.real.parent / unquote(parts.path)
        real = Path(os.path.realpath(path))
        if real in self.files:
            return self.files[real]
        allowed = (self.file.real.parent, *self.policy.allow_dirs)
        if not any(real.is_relative_to(os.path.realpath(folder)) for folder in allowed):
            report.add(REF_OUTSIDE, at, ref=base)
            return None
        file = SourceFile(shown(origin.path, unquote(parts.path)), real)
        try:
            load(file, report)
        except OSError as error:
            report.add(UNREADABLE_REF, at, path=base, problem=error.strerror or str(error))
            return None
        self.files[real] = file
        return file

    def embedded(self, uri: str, origin: SourceFile) -> SourceFile | None:
        """The file whose root declares this `$id` or `$self`, if one of those read so far does."""
        for file in (origin, *self.files.values()):
            if isinstance(file.root, Obj) and uri in (file.root.get("$self"), file.root.get("$id")):
                return file
        return None

    def anchored(self, name: str, file: SourceFile) -> Target | None:
        """Find `$anchor` or `$dynamicAnchor` (JSON Schema core 8.2.2)."""
        if id(file) not in self._ids:
            self._ids[id(file)] = dict(anchors(file))
        place = self._ids[id(file)].get(name)
        return lookup(file, place.keys) if place else None


def anchors(file: SourceFile) -> list[tuple[str, Place]]:
    """Every anchor of a file; the first of a name wins."""
    found: list[tuple[str, Place]] = []
    pending: list[Value] = [file.root]
    while pending:
        node = pending.pop()
        if isinstance(node, Obj):
            names = (node.get("$anchor"), node.get("$dynamicAnchor"))
            found += [(name, node.at) for name in names if isinstance(name, str)]
            pending += node.values()
        elif isinstance(node, Arr):
            pending += node
    return found[::-1]


def lookup(file: SourceFile, keys: tuple[Key, ...]) -> Target | None:
    """Follow a JSON pointer (RFC 6901)."""
    value: Value = file.root
    place = Place(file)
    for key in map(str, keys):
        if isinstance(value, Obj) and key in value:
            value, place = value[key], place / key
        elif isinstance(value, Arr) and key.isdecimal() and int(key) < len(value):
            value, place = value[int(key)], place / int(key)
        else:
            return None
    return Target(value, value.at if isinstance(value, Obj | Arr) else place)


def decode_pointer(fragment: str) -> tuple[str, ...]:
    """Split a JSON pointer that is percent-decoded already."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in fragment.split("/")[1:])


def shown(origin: str, relative: str) -> str:
    """The path of a referenced file, as a user would write it beside the root document's."""
    return os.path.normpath(Path(origin).parent / relative)


def read(path: Path | str, report: Report, policy: RefPolicy | None = None) -> Document:
    """Read the root document of a description.

    Problems are reported; the document is then empty, so that the caller's next gate stops.

    Raises:
        OSError: the file cannot be opened.
    """
    path = Path(path)
    file = SourceFile(str(path), Path(os.path.realpath(path)))
    load(file, report)
    root = file.root
    if not isinstance(root, Obj):
        if not report.error_count:
            report.add(NOT_A_MAPPING, Spot(Span(file.path, 1, 1, 1, 1)), what=described(root))
        root = Obj(Place(file))
    return Document(root, file, policy or RefPolicy(), {file.real: file})


def load(file: SourceFile, report: Report) -> None:
    """Read the text and nodes of a file; problems are reported at their place."""
    mode = file.real.stat().st_mode
    if not stat.S_ISREG(mode):
        report.add(UNREADABLE, Spot(Span(file.path)), problem="it is not a regular file")
        return
    try:
        file.text = decode(file.real.read_bytes())
    except UnicodeDecodeError as error:
        report.add(UNREADABLE, Spot(Span(file.path)), problem=f"byte {error.start} is not {error.encoding}")
        return
    file.json = file.text.lstrip()[:1] in ("{", "[") and file.real.suffix not in (".yaml", ".yml")
    try:
        file.root = read_json(file.text, file) if file.json else read_yaml(file.text, file)
    except BadSource as error:
        if not (error.code == "syntax" and file.json and read_anyway(file, error, report)):
            complain(error, file, report)


def read_anyway(file: SourceFile, error: BadSource, report: Report) -> bool:
    """Read broken JSON as YAML, which forgives a comma too many; say so. False where YAML refuses it too."""
    try:
        file.root = read_yaml(file.text, file)
    except BadSource:
        return False
    file.json = False
    report.add(NOT_QUITE_JSON, spot_of(error, file), problem=error.problem)
    return True


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
    spot = spot_of(error, file)
    match error.code:
        case "duplicate":
            report.add(DUPLICATE_KEY, spot, key=error.problem)
        case "tag":
            report.add(UNKNOWN_TAG, spot, tag=error.problem)
        case "alias":
            report.add(ALIAS_LIMIT, spot, problem=error.problem)
        case "depth":
            report.add(DEPTH_LIMIT, spot, limit=MAX_DEPTH)
        case _:
            report.add(SYNTAX, spot, language="JSON" if file.json else "YAML", problem=error.problem)


def spot_of(error: BadSource, file: SourceFile) -> Located:
    """The place of what a reader raised."""
    return Spot(Span(file.path, error.line, error.column, error.line, error.column + 1))


def described(value: Value) -> str:
    """Name the JSON type of a value."""
    match value:
        case None:
            return "empty"
        case Arr():
            return "an array"
        case str():
            return "text"
        case bool():
            return "a boolean"
        case _:
            return "a number"
