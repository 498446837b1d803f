# Copied from overlays/python/runtime/_sse.py; edit it there.
"""Server-sent events, decoded to the letter of the WHATWG standard (HTML, section 9.2.6), without any I/O.

The decoder takes chunks of bytes cut anywhere, even inside a line ending or a character, and gives back the events
that are complete. Lines are cut in bytes: CR and LF are ASCII, so cutting before decoding UTF-8 gives the same events
as decoding first, and the payload reaches the JSON parser without ever becoming a `str`.
"""

from __future__ import annotations

from typing import NamedTuple

from ._exceptions import ResponseDecodeError

__all__ = ["DEFAULT_LINE_LIMIT", "SSEDecoder", "ServerSentEvent"]

DEFAULT_LINE_LIMIT = 64 * 1024 * 1024
"""Bytes of the longest line, and of the data of the longest event, that are accepted."""

_BOM = b"\xef\xbb\xbf"
_LF = 10


class ServerSentEvent(NamedTuple):
    """One server-sent event, as the server sent it."""

    data: bytes
    """The lines of its data, joined with line feeds."""
    event: str = "message"
    """Its name; `message` if the server gave none."""
    id: str = ""
    """The last event id that is in force, also if an earlier event carried it; empty without one."""
    retry: int | None = None
    """The reconnection time, in milliseconds, that the server asked for last; None if it did not."""
    numbered: bool = False
    """Whether this very event carried its id."""

    @property
    def text(self) -> str:
        """The data as text; bytes that are not UTF-8 become U+FFFD."""
        return self.data.decode("utf-8", "replace")

    def json(self) -> object:
        """The data read as JSON.

        Raises:
            ValueError: it is not JSON.
        """
        from pydantic_core import from_json

        return from_json(self.text)


class SSEDecoder:
    """Turns chunks of an event stream into events; an unfinished last event is discarded with the decoder.

    `last_event_id` seeds the id in force, as a client that reconnects must (section 9.2.3).
    Raises `ResponseDecodeError` as soon as a line, or the data of one event, is longer than `line_limit` bytes.
    """

    __slots__ = (
        "_after_cr", "_between", "_data", "_data_size", "_event", "_has_ids", "_head", "_id", "_line_limit",
        "_numbered", "_partial", "_touched", "last_event_id", "retry",
    )  # fmt: skip

    def __init__(self, *, last_event_id: str = "", line_limit: int = DEFAULT_LINE_LIMIT) -> None:
        self.last_event_id = last_event_id
        self.retry: int | None = None
        self._line_limit = line_limit
        self._head: bytes | None = b""
        self._after_cr = self._between = False
        self._partial = bytearray()
        self._id = last_event_id
        self._has_ids = bool(last_event_id)
        self._touched = False
        self._data: list[bytes] = []
        self._data_size = 0
        self._event = ""
        self._numbered = False

    def plain_data(self, chunk: bytes) -> bytes | None:
        """The data of a chunk that is exactly one event with one line of data, as most servers send them; else None.

        Such a chunk needs no `feed`, unless the stream has event ids; of any other nothing is taken.
        """
        if (
            self._between
            and chunk[:6] == b"data: "
            and len(lines := chunk.splitlines()) == 2  # The second is the empty one.
            and not lines[1]
            and chunk[-1] == _LF  # A CR may go on in the next chunk.
            and len(chunk) <= self._line_limit
        ):
            return lines[0][6:]
        return None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Take the next bytes and return the events they complete, in order."""
        events = self._fed(chunk)
        unfinished = self._partial or self._touched or self._after_cr or self._head is not None
        self._between = not (unfinished or self._has_ids)
        return events

    def _fed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Take bytes that are cut anywhere."""
        if self._head is not None:
            chunk = self._skip_bom(self._head + chunk)
        if self._after_cr or b"\r" in chunk:
            chunk = self._unify_line_ends(chunk)
        if self._partial:
            self._partial += chunk
            if b"\n" not in chunk:
                self._check_size(len(self._partial))
                return []
            chunk = bytes(self._partial)
            self._partial.clear()
        *blocks, rest = chunk.split(b"\n\n")
        events: list[ServerSentEvent] = []
        for block in blocks:
            if not self._touched and block[:6] == b"data: " and b"\n" not in block and len(block) <= self._line_limit:
                events.append(ServerSentEvent(block[6:], "message", self.last_event_id, self.retry))
            else:
                self._take_lines(block.split(b"\n"), events)
                self._dispatch(events)
        if rest:
            self._take_rest(rest, events)
        return events

    def _skip_bom(self, start: bytes) -> bytes:
        """Drop one leading byte order mark; hold back a start that may still become one."""
        if len(start) < len(_BOM) and _BOM.startswith(start):
            self._head = start
            return b""
        self._head = None
        return start.removeprefix(_BOM)

    def _unify_line_ends(self, chunk: bytes) -> bytes:
        """Make CR and CRLF a LF; a CR ends its line at once, so a LF that opens the next chunk belongs to it."""
        if not chunk:
            return chunk
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
        self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _take_rest(self, rest: bytes, events: list[ServerSentEvent]) -> None:
        """Take what follows the last blank line: whole lines now, the unfinished one when its end comes."""
        lines, _, partial = rest.rpartition(b"\n")
        if len(partial) < len(rest):
            self._take_lines(lines.split(b"\n"), events)
        self._check_size(len(partial))
        self._partial += partial

    def _take_lines(self, lines: list[bytes], events: list[ServerSentEvent]) -> None:
        for line in lines:
            if line:
                self._take_field(line)
            else:
                self._dispatch(events)

    def _take_field(self, line: bytes) -> None:
        self._check_size(len(line))
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._touched = True
                self._data_size += len(value) + 1
                self._check_size(self._data_size)
                self._data.append(value)
            case b"event":
                self._touched = True
                self._event = value.decode("utf-8", "replace")
            case b"id" if b"\0" not in value:
                self._touched = True
                self._id = value.decode("utf-8", "replace")
                self._numbered = self._has_ids = True
            case b"retry" if value.isdigit():
                self.retry = int(value[:18])  # Bounded: `int` refuses more than 4,300 digits.
            case _:
                pass  # A comment (empty name) or a field the standard tells us to ignore.

    def _dispatch(self, events: list[ServerSentEvent]) -> None:
        """End the event at a blank line: its id counts even when it has no data and so is no event."""
        if not self._touched:
            return
        self.last_event_id = self._id
        if self._data:
            data = b"\n".join(self._data)
            events.append(ServerSentEvent(data, self._event or "message", self._id, self.retry, self._numbered))
        self._touched = self._numbered = False
        self._data.clear()
        self._data_size = 0
        self._event = ""

    def _check_size(self, size: int) -> None:
        if size > self._line_limit:
            raise ResponseDecodeError(f"a line or event of the stream is longer than {self._line_limit} bytes")
