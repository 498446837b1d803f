"""Positions in JSON: only the containers on the way to what is asked for are looked into, the rest is skipped in C."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from json import JSONDecoder

from msgspec import Struct

from .node import Key
from .positions import Extent, Positioned

__all__ = ["index_json"]

SPACE = re.compile(r"[ \t\n\r]*")
SPACE_AND_COMMA = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*")
SPACE_AND_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")


def index_json(text: str) -> Positioned:
    """Positions of every value of a document that `read_json` accepts."""
    source = Text(text, [0, *(match.end() for match in re.finditer("\n", text))])
    start = after(SPACE, text, 0)
    return InText(source, start, source.skip(start))


class Text(Struct, frozen=True):
    """A JSON text, and the offsets at which its lines begin."""

    text: str
    lines: list[int]

    def skip(self, start: int) -> int:
        """The offset after the value that begins at an offset."""
        return DECODER.raw_decode(self.text, start)[1]

    def extent(self, start: int, end: int) -> Extent:
        """Lines and columns of a range."""
        return (*self.place(start), *self.place(end))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


DECODER = JSONDecoder()


class InText:
    """The value in a range of a text; its members are found when somebody asks."""

    def __init__(self, source: Text, start: int, end: int, key: tuple[int, int] | None = None) -> None:
        """Keep the range of the value, and that of its key."""
        self._source = source
        self._start = start
        self._end = end
        self._key = key
        self._children: Mapping[Key, Positioned] | None = None

    @property
    def value(self) -> Extent:
        """The extent of the value; a container's is that of its key, or its first character."""
        if self._source.text[self._start] in "{[":
            return self.key
        return self._source.extent(self._start, self._end)

    @property
    def key(self) -> Extent:
        """The extent of the key, or of the value where it has none."""
        if self._key is not None:
            return self._source.extent(*self._key)
        container = self._source.text[self._start] in "{["
        return self._source.extent(self._start, self._start + 1 if container else self._end)

    @property
    def children(self) -> Mapping[Key, Positioned]:
        """The members; of a key that stands twice, the first."""
        if self._children is None:
            self._children = self.found()
        return self._children

    def found(self) -> Mapping[Key, Positioned]:
        """Look for the members."""
        opening = self._source.text[self._start]
        found: dict[Key, Positioned] = {}
        for key, child in self.members() if opening == "{" else self.items() if opening == "[" else ():
            found.setdefault(key, child)
        return found

    def members(self) -> Iterator[tuple[Key, Positioned]]:
        """The members of an object."""
        text = self._source.text
        at = after(SPACE, text, self._start + 1)
        while text[at] != "}":
            key, end = DECODER.raw_decode(text, at)
            value = after(SPACE_AND_COLON, text, end)
            stop = self._source.skip(value)
            yield str(key), InText(self._source, value, stop, (at, end))
            at = after(SPACE_AND_COMMA, text, stop)

    def items(self) -> Iterator[tuple[Key, Positioned]]:
        """The elements of an array."""
        text = self._source.text
        at = after(SPACE, text, self._start + 1)
        index = 0
        while text[at] != "]":
            stop = self._source.skip(at)
            yield index, InText(self._source, at, stop)
            at = after(SPACE_AND_COMMA, text, stop)
            index += 1


def after(pattern: re.Pattern[str], text: str, start: int) -> int:
    """The offset after a match that cannot fail, since the text is valid."""
    match = pattern.match(text, start)
    return match.end() if match else start
