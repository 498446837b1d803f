"""A description read from disk: its files, its nodes, and where references lead."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct, field

from burnish.diagnostics import Report, Span

from .codes import (
    NOT_A_MAPPING,
    REF_OUTSIDE,
    REMOTE_CHANGED,
    REMOTE_REF,
    REMOTE_REFUSED,
    UNREADABLE_REF,
)
from .fetching import Fetcher, FetchRefused
from .files import SourceFile, Spot, load, parse
from .identifiers import Identifiers, identifiers
from .node import Arr, Key, Obj, Place, Value

__all__ = ["Document", "RefPolicy", "SourceFile", "Target", "decode_pointer", "read"]


DEFINITIONS = (("$defs",), ("definitions",))
"""Where JSON Schema keeps the definitions of a schema (core 8.2.4, and its name before 2019)."""


class RefPolicy(Struct, frozen=True):
    """What references may reach beside the folder of the root document.

    `fetcher` fetches remote documents; None refuses them all. `locked` gives the SHA-256 that a remote document must
    have, by URL.
    """

    allow_dirs: tuple[Path, ...] = ()
    fetcher: Fetcher | None = None
    locked: Mapping[str, str] = field(default_factory=dict[str, str])


class Target(Struct, frozen=True):
    """What a reference leads to: the value, its place, and a name-like last part of the reference."""

    value: Value
    place: Place


class Document(Struct):
    """A root document and every file its references have reached so far."""

    root: Obj
    file: SourceFile
    policy: RefPolicy
    files: dict[str, SourceFile] = field(default_factory=dict[str, SourceFile])
    """Files by real path or URL."""
    fetched: dict[str, str] = field(default_factory=dict[str, str])
    """The SHA-256 of each document of the network, by URL, for `burnish.lock`."""
    _named: dict[int, Identifiers] = field(default_factory=dict[int, Identifiers])

    def resolve(self, ref: str, at: Place, report: Report) -> Target | None:
        """Find what a `$ref` at a place leads to; None where nothing is there.

        A file that cannot be read or may not be reached is reported; a pointer that leads nowhere is left to the
        caller, who knows what was looked for.
        """
        base, _, fragment = ref.partition("#")
        origin = origin_of(at)
        fragment = unquote(fragment)
        if found := self.resource(base, fragment, at, origin):
            return found
        file = self.open(base, origin, at, report) if base else origin
        if file is None:
            return None
        if fragment and not fragment.startswith("/"):
            keys = self.named(file).anchor(fragment, "")
            return lookup(file, keys) if keys is not None else None
        keys = decode_pointer(fragment)
        return lookup(file, keys) or (enclosed(file, keys, at) if not base else None)

    def resource(self, base: str, fragment: str, at: Place, origin: SourceFile) -> Target | None:
        """Follow a reference by the `$id`s of the files read so far; None where they say nothing.

        A `#/...` inside a schema with an `$id` is relative to that schema. Many mean the document all the same, so it
        is tried after.
        """
        named = self.named(origin)
        here = named.base(at.keys) if named.resources and at.file is origin else ""
        uri = urljoin(here, base) if base else here
        if not uri:
            return None
        for file in (origin, *self.files.values()):
            start = self.named(file).resources.get(uri)
            if start is None:
                continue
            if fragment and not fragment.startswith("/"):
                keys = self.named(file).anchor(fragment, uri)
                return lookup(file, keys) if keys is not None else None
            return lookup(file, (*start, *decode_pointer(fragment)))
        return None

    def named(self, file: SourceFile) -> Identifiers:
        """The identifiers of a file, found once."""
        known = self._named.get(id(file))
        if known is None:
            known = self._named[id(file)] = identifiers(file.root, file.text)
        return known

    def has_resources(self, place: Place) -> bool:
        """Whether schemas of the file of a place have an `$id`, so that references may start at them."""
        return bool(self.named(origin_of(place)).resources)

    def reached(self, base: str, at: Place) -> SourceFile | None:
        """The file that the first part of a reference names, if it was read; empty is the file of the place."""
        origin = origin_of(at)
        if not base:
            return origin
        return self.files.get(key_of(base, origin))

    def open(self, base: str, origin: SourceFile, at: Place, report: Report) -> SourceFile | None:
        """Open the file part of a reference, once."""
        key = key_of(base, origin)
        if key in self.files:
            return self.files[key]
        if is_remote(base, origin):
            return self.fetch(key, at, report)
        real = Path(key)
        allowed = (self.file.real.parent, *self.policy.allow_dirs)
        if not any(real.is_relative_to(os.path.realpath(folder)) for folder in allowed):
            report.add(REF_OUTSIDE, at, ref=base)
            return None
        file = SourceFile(shown(origin.path, unquote(urlsplit(base).path)), real)
        try:
            load(file, report)
        except OSError as error:
            report.add(UNREADABLE_REF, at, path=base, problem=error.strerror or str(error))
            return None
        self.files[key] = file
        return file

    def fetch(self, url: str, at: Place, report: Report) -> SourceFile | None:
        """Fetch a document of the network, if that is allowed and it is the one that was locked."""
        if self.policy.fetcher is None:
            report.add(REMOTE_REF, at, ref=url)
            return None
        try:
            content = self.policy.fetcher.fetch(url)
        except FetchRefused as error:
            report.add(REMOTE_REFUSED, at, ref=url, problem=str(error))
            return None
        digest = sha256(content).hexdigest()
        if self.policy.locked.get(url, digest) != digest:
            report.add(REMOTE_CHANGED, at, ref=url)
            return None
        file = self.files[url] = SourceFile(url, Path(), url)
        self.fetched[url] = digest
        parse(file, content, report)
        return file


def origin_of(at: Place) -> SourceFile:
    """The file whose references those at a place are."""
    assert isinstance(at.file, SourceFile)
    return at.file.stands_for or at.file


def is_remote(base: str, origin: SourceFile) -> bool:
    """Whether the file part of a reference leads to the network."""
    parts = urlsplit(base)
    return bool(parts.scheme or parts.netloc or origin.url)


def key_of(base: str, origin: SourceFile) -> str:
    """What names the file of a reference among the files of a document: its real path or URL."""
    if is_remote(base, origin):
        return urljoin(origin.url, base)
    return os.path.realpath(origin.real.parent / unquote(urlsplit(base).path))


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


def enclosed(file: SourceFile, keys: tuple[str, ...], at: Place) -> Target | None:
    """Find `#/$defs/...` in the nearest schema around a place that has it.

    Exporters of JSON Schema write references from the root of what they export; pasted into a description, they mean
    the schema that they came with.
    """
    if keys[:1] not in DEFINITIONS or at.file is not file:
        return None
    around = at.keys
    found = (lookup(file, (*around[:size], *keys)) for size in range(len(around), 0, -1))
    return next((target for target in found if target is not None), None)


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
    return Document(root, file, policy or RefPolicy(), {str(file.real): file})


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
