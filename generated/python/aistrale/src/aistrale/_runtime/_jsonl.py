# Copied from overlays/python/runtime/_jsonl.py; edit it there.
"""JSON Lines and JSON text sequences (RFC 7464), cut into records and written without any I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ._exceptions import ResponseDecodeError
from ._sse import DEFAULT_LINE_LIMIT

__all__ = ["JSONLines", "JSONLinesDecoder"]

_BLANK = b" \t\r\n\x1e"


class JSONLinesDecoder:
    """Turns chunks cut anywhere into the JSON texts of the lines they complete.

    Blank lines are skipped, CRLF is accepted, and the record separator that opens each text of
    `application/json-seq` (RFC 7464, section 2.2) is dropped. Raises `ResponseDecodeError` when a line is longer than
    `line_limit` bytes.
    """

    __slots__ = ("_line_limit", "_partial")

    def __init__(self, *, line_limit: int = DEFAULT_LINE_LIMIT) -> None:
        self._line_limit = line_limit
        self._partial = bytearray()

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take the next bytes and return the records they complete, in order."""
        if b"\n" not in chunk:
            self._keep(chunk)
            return []
        if self._partial:
            self._partial += chunk
            chunk = bytes(self._partial)
            self._partial.clear()
        *lines, rest = chunk.split(b"\n")
        self._keep(rest)
        return [record for line in lines if (record := line.strip(_BLANK))]

    def finish(self) -> list[bytes]:
        """Return the last record if the body ended without a line feed."""
        record = bytes(self._partial).strip(_BLANK)
        self._partial.clear()
        return [record] if record else []

    def _keep(self, rest: bytes) -> None:
        if len(self._partial) + len(rest) > self._line_limit:
            raise ResponseDecodeError(f"a line of the stream is longer than {self._line_limit} bytes")
        self._partial += rest


@dataclass(frozen=True, slots=True)
class JSONLines:
    """The lines of a body, one for each item; they are written anew whenever it is iterated over."""

    items: Iterable[object]
    """The items."""
    to_json: Callable[[object], bytes]
    """Writes an item as JSON."""
    opening: bytes = b""
    """What stands before each JSON text."""

    def __iter__(self) -> Iterator[bytes]:
        """Write the items, one after the other."""
        for item in self.items:
            yield self.opening + self.to_json(item) + b"\n"
