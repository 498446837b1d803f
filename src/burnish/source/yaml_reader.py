"""YAML, read from libyaml's events: one pass for values, whose events are kept for those who ask for positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import yaml
from msgspec import Struct, field

from .node import Arr, Key, Obj, Place, Positions, Value
from .positions import Extent, Positioned, find
from .scalars import resolve
from .syntax import MAX_DEPTH, BadSource, too_deep

__all__ = ["read_yaml"]

MAX_ALIASED_NODES = 1_000_000
CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
STRING_TAG = "tag:yaml.org,2002:str"
INDENTING_TABS = re.compile(r"^[ ]*\t[ \t]*(?=#|$)", re.MULTILINE)
"""Tabs before a comment, and on a line without anything: YAML 1.2 allows them (6.6 and 6.7), libyaml does not."""


def read_yaml(text: str, file: Positions, problems: list[BadSource]) -> tuple[Value, Positioned]:
    """Build the value of a YAML document, and tell where each of its values stands.

    Keys are strings as JSON wants them (`200:` is `"200"`). `<<` merges mappings, as YAML 1.1 had it and many tools
    still write. Keys that stand twice, unknown tags and numbers beyond JSON's are added to `problems`.

    Raises:
        BadSource: the text breaks the syntax or one of the limits.
    """
    known = len(problems)
    try:
        return read_events(text, file, problems)
    except BadSource:
        mended = INDENTING_TABS.sub(lambda found: found[0].replace("\t", " "), text)
        if mended == text:
            raise
        del problems[known:]
        return read_events(mended, file, problems)


def read_events(text: str, file: Positions, problems: list[BadSource]) -> tuple[Value, Positioned]:
    """Read the text as libyaml takes it."""
    events = Events(yaml.CSafeLoader(text))
    builder = Builder(Place(file), events, problems)
    try:
        value = builder.document()
    except yaml.reader.ReaderError as error:
        raise refused(text, error.character) from None
    # A stream without a document ends after its first event.
    index = InEvents(events, min(ROOT, len(events.taken) - 1))
    if builder.repeated:
        problems += duplicates(builder.repeated, index)
    return value, index


def refused(text: str, character: int | str) -> BadSource:
    """A character that YAML does not allow (YAML 1.2, 5.1), with its place: the reader tells no line."""
    found = chr(character) if isinstance(character, int) else character
    before = text[: max(text.find(found), 0)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return BadSource(f"the character U+{ord(found):04X} is not allowed in YAML", line, column)


def duplicates(repeated: list[tuple[tuple[Key, ...], Any]], index: Positioned) -> Iterator[BadSource]:
    """The keys that stand again, each with the place of the first."""
    for keys, event in repeated:
        first = find(index, "", keys, key=True)
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        yield BadSource(event.value, *place, code="duplicate", first=(first.line, first.column))


class Events(Struct):
    """The events of a stream, each kept as it is taken: to read the text again for positions would cost as much.

    `ends` gives for each collection's first event the number of its last.
    """

    source: Any
    taken: list[Any] = field(default_factory=list[Any])
    ends: dict[int, int] = field(default_factory=dict[int, int])

    def take(self) -> Any:
        """The next event."""
        event = self.source.get_event()
        self.taken.append(event)
        return event

    def after(self, start: int) -> int:
        """The number of the event after the value that begins with event `start`."""
        return self.ends.get(start, start) + 1


ROOT = 2
"""The number of the event with which a document's value begins, after those of the stream and the document."""


class Builder(Struct):
    """Turns the events of one document into nodes."""

    root: Place
    events: Events
    problems: list[BadSource]
    repeated: list[tuple[tuple[Key, ...], Any]] = field(default_factory=list[tuple[tuple[Key, ...], Any]])
    anchors: dict[str, Value] = field(default_factory=dict[str, Value])
    open_anchors: set[str] = field(default_factory=set[str])
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    aliased: int = 0

    def document(self) -> Value:
        """Read the only document of the stream."""
        try:
            self.expect(yaml.StreamStartEvent)
            if isinstance(self.events.take(), yaml.StreamEndEvent):
                return None
            value = self.value(self.events.take(), self.root, None, 0)
            self.expect(yaml.DocumentEndEvent)
            after = self.events.take()
            if not isinstance(after, yaml.StreamEndEvent):
                raise BadSource.at(after, "the file holds more than one document")
            return value
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = " ".join(str(part) for part in (error.context, error.problem) if part)
            raise BadSource(problem, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0) from None

    def expect(self, kind: type[yaml.Event]) -> None:
        """Take the next event, which can only be of this kind."""
        event = self.events.take()
        assert isinstance(event, kind)

    def value(self, event: Any, parent: Place, key: Key | None, depth: int) -> Value:
        """Build the value that begins with `event`, a member of the value at `parent`; the root has no key."""
        if isinstance(event, yaml.ScalarEvent):
            value: Value = self.scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        else:
            value = self.collection(event, parent if key is None else Place(parent.file, parent, key), depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def collection(self, event: Any, place: Place, depth: int) -> Obj | Arr:
        """Build an object or an array; an alias to it from inside would have no end."""
        if depth >= MAX_DEPTH:
            raise too_deep(event.start_mark.line + 1, event.start_mark.column + 1)
        self.check_tag(event)
        if event.anchor is not None:
            self.open_anchors.add(event.anchor)
        build = self.mapping if isinstance(event, yaml.MappingStartEvent) else self.sequence
        taken = self.events.taken
        start = len(taken) - 1
        value = build(place, depth + 1)
        self.events.ends[start] = len(taken) - 1
        self.open_anchors.discard(event.anchor)
        return value

    def scalar(self, event: Any) -> Value:
        """Resolve a scalar: plain ones by the core schema, quoted and block ones are strings."""
        value: Value
        if event.tag is None:
            value = resolve(event.value) if event.implicit[0] else event.value
        else:
            self.check_tag(event)
            value = event.value if event.tag in (STRING_TAG, "!") else resolve(event.value)
        if isinstance(value, float) and not isfinite(value):
            self.problems.append(BadSource.at(event, f"{event.value} is not a number that JSON has"))
        return value

    def check_tag(self, event: Any) -> None:
        """Refuse tags that make something JSON does not have."""
        if event.tag is not None and event.tag != "!" and event.tag not in CORE_TAGS:
            self.problems.append(BadSource.at(event, event.tag, code="tag"))

    def alias(self, event: Any, depth: int) -> Value:
        """Repeat an anchored value; the sum of what aliases repeat is bounded."""
        if event.anchor in self.open_anchors:
            raise BadSource.at(event, f'the alias "*{event.anchor}" contains itself', code="alias")
        if event.anchor not in self.anchors:
            raise BadSource.at(event, f'no anchor is named "&{event.anchor}"')
        value = self.anchors[event.anchor]
        nodes, height = self.size(value)
        if depth + height > MAX_DEPTH:
            raise too_deep(event.start_mark.line + 1, event.start_mark.column + 1)
        self.aliased += nodes
        if self.aliased > MAX_ALIASED_NODES:
            raise BadSource.at(event, f"aliases repeat more than {MAX_ALIASED_NODES:,} nodes", code="alias")
        return value

    def size(self, value: Value) -> tuple[int, int]:
        """The number of nodes of a value, repeated ones counted as often as they are repeated; and its height."""
        if not isinstance(value, Obj | Arr):
            return 1, 0
        known = self.sizes.get(id(value))
        if known is None:
            members = [self.size(member) for member in (value.values() if isinstance(value, Obj) else value)]
            nodes = 1 + sum(one for one, _ in members)
            known = self.sizes[id(value)] = nodes, 1 + max((height for _, height in members), default=0)
        return known

    def sequence(self, place: Place, depth: int) -> Arr:
        """Build an array."""
        result = Arr(place)
        get = self.events.take
        while not isinstance(event := get(), yaml.SequenceEndEvent):
            result.append(self.value(event, place, len(result), depth))
        return result

    def mapping(self, place: Place, depth: int) -> Obj:
        """Build an object; a key that stands twice is refused, merged ones yield."""
        result = Obj(place)
        merged: list[tuple[Any, Value]] = []
        get = self.events.take
        while not isinstance(event := get(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise BadSource.at(event, "a key is not a scalar")
            key = event.value
            if key == "<<" and event.implicit[0]:
                merged.append((event, self.value(get(), place, key, depth)))
                continue
            value = self.value(get(), place, key, depth)
            if key in result:
                self.repeated.append(((*place.keys, key), event))
            else:
                result[key] = value
        for event, source in merged:
            merge(result, source, event)
        return result


def merge(target: Obj, source: Value, event: Any) -> None:
    """Add the members of merged mappings that the target does not have; earlier ones win."""
    for mapping in source if isinstance(source, Arr) else (source,):
        if not isinstance(mapping, Obj):
            raise BadSource.at(event, "what << merges is not a mapping")
        for key, value in mapping.items():
            target.setdefault(key, value)


class InEvents:
    """The value that begins with an event; its members are found when somebody asks."""

    def __init__(self, events: Events, start: int, key: Any = None) -> None:
        """Keep the number of the value's first event, and the event of its key."""
        self._events = events
        self._start = start
        self._key = key
        self._children: Mapping[Key, Positioned] | None = None

    @property
    def value(self) -> Extent:
        """The extent of the value; a collection's is that of its key, or its first character."""
        return self.key if self._start in self._events.ends else self._extent

    @property
    def key(self) -> Extent:
        """The extent of the key, or of the value where it has none."""
        return self._extent if self._key is None else extent(self._key)

    @property
    def _extent(self) -> Extent:
        return extent(self._events.taken[self._start])

    @property
    def children(self) -> Mapping[Key, Positioned]:
        """The members; of a key that stands twice, the first."""
        if self._children is None:
            self._children = self._found()
        return self._children

    def _found(self) -> dict[Key, Positioned]:
        events, start = self._events, self._start
        children: dict[Key, Positioned] = {}
        named = isinstance(events.taken[start], yaml.MappingStartEvent)
        at, end = start + 1, events.ends.get(start, start + 1)
        while at < end:
            key = events.taken[at] if named else None
            at += named
            children.setdefault(key.value if key else len(children), InEvents(events, at, key))
            at = events.after(at)
        return children


def extent(event: Any) -> Extent:
    """Where an event begins and ends."""
    first, last = event.start_mark, event.end_mark
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1
