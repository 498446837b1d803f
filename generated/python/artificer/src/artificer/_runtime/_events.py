# Copied from overlays/python/runtime/_events.py; edit it there.
"""Readers of streams, without I/O: chunks of bytes in, typed items out.

A reader is fed by `Stream` and `AsyncStream`, which own the connection. It decides four things: which type an item
has, when the stream has properly ended, what an error sent in band is, and, after a reconnection, which items the
caller already has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

from ._exceptions import APIConnectionError, APITimeoutError, StreamInterruptedError
from ._jsonl import JSONLinesDecoder
from ._retry import doubled
from ._sse import DEFAULT_LINE_LIMIT, ServerSentEvent, SSEDecoder

__all__ = [
    "Decode", "DecoderFor", "EventReader", "JSONLinesReader", "SSEReader", "StreamReader", "StreamStyle",
    "interrupted", "reader_of", "resume_delay",
]  # fmt: skip

MAX_RESUME_DELAY = 30.0
"""Seconds; a server that asks to wait longer is asked again earlier."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Decode = Callable[[bytes], object]
"""Reads one JSON text as one type; raises the client's validation error."""

DecoderFor = Callable[[object], Decode]
"""Gives the `Decode` of a type."""

ErrorFor = Callable[[ServerSentEvent], Exception]
"""Makes the exception of an error that was sent as an event."""


@dataclass(frozen=True, slots=True)
class StreamStyle:
    """How the answer of an operation is streamed; part of its `Endpoint`."""

    format: str = "sse"
    """`sse` for server-sent events, `jsonl` for JSON Lines and JSON text sequences."""
    item: object = None
    """The type of every item; with `events`, of events without a name. None for events as they came."""
    events: Mapping[str, object] = field(default_factory=dict[str, object])
    """Types by the names of events; events with other names are given as `ServerSentEvent`."""
    terminator: str = ""
    """Data, or name, of the event that ends the stream; empty if the end of the body does."""
    error_event: str = ""
    """Name of the event that reports an error; empty if there is none."""
    resume: bool = False
    """Whether a lost connection can be resumed with `Last-Event-ID`."""
    may_just_end: bool = False
    """Whether the end of the body ends the stream too, though there is a terminator."""


class StreamReader(Protocol[T_co]):
    """Reads one stream, whatever its format. `ended` turns true at the terminator; bytes after it are not read."""

    @property
    def ended(self) -> bool:
        """Whether the stream has come to its proper end."""
        ...

    @property
    def last_event_id(self) -> str:
        """Id of the last event that was given; empty without any."""
        ...

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before a reconnection, as the server asked for; None when it did not."""
        ...

    def feed(self, chunk: bytes) -> Iterable[T_co]:
        """Give the items that `chunk` completes."""
        ...

    def finish(self) -> Iterable[T_co]:
        """Take note that the body has ended; `StreamInterruptedError` when it must not have."""
        ...

    def restart(self) -> None:
        """Prepare for the body of a new connection that carries on after `last_event_id`."""
        ...


class SSEReader(Generic[T]):
    """Reads an event stream. `last_event_id` is that of the last event the caller was given.

    `must_terminate` says whether the end of the body without the stream's terminator is an error.
    """

    def __init__(
        self,
        style: StreamStyle,
        decoder_for: DecoderFor,
        error_for: ErrorFor,
        *,
        line_limit: int = DEFAULT_LINE_LIMIT,
    ) -> None:
        self._line_limit = line_limit
        self._decoder = SSEDecoder(line_limit=line_limit)
        self._default = decoder_for(style.item) if style.item is not None else None
        self._named = {name: decoder_for(type_) for name, type_ in style.events.items()}
        self._error_for = error_for
        self._error_event = style.error_event
        self._terminator_data = style.terminator.encode()
        self._terminator_event = style.terminator
        self._position = _Position()
        self._plain = None if "message" in (style.error_event, style.terminator) else self._decode_for("message")
        self.must_terminate = not style.may_just_end
        self.ended = False

    @property
    def last_event_id(self) -> str:
        """Id of the last event that was given; empty without any."""
        return self._position.id

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before a reconnection, as the server asked for; None when it did not."""
        return self._decoder.retry

    def feed(self, chunk: bytes) -> Iterable[T]:
        """Give the items that `chunk` completes; raises what `error_for` makes of an error event."""
        decode = self._plain
        if decode is None or (data := self._decoder.plain_data(chunk)) is None:
            return self._items(chunk)
        if data == self._terminator_data and data:
            self.ended = True
            return ()
        item: Any = decode(data if data.isascii() else _as_utf8(data))
        return (item,)

    def _items(self, chunk: bytes) -> Iterator[T]:
        """The items of a chunk that is cut anywhere."""
        terminator, error_event, position = self._terminator_data, self._error_event, self._position
        for event in self._decoder.feed(chunk):
            if terminator and event.data == terminator:
                self.ended = True
                return
            if error_event and event.event == error_event:
                raise self._error_for(event)
            if position.repeats >= 0 and position.already_given(event):
                continue
            item: Any = self._read(event)
            position.give(event)
            yield item
            if terminator and event.event == self._terminator_event:
                self.ended = True
                return

    def finish(self) -> Iterator[T]:
        """Take note that the body has ended; `StreamInterruptedError` when the terminator did not come."""
        if self._terminator_data and self.must_terminate:
            raise StreamInterruptedError(
                "the stream ended before its terminator", last_event_id=self.last_event_id or None
            )
        self.ended = True
        return iter(())

    def restart(self) -> None:
        """Prepare for the body of a new connection that carries on after `last_event_id`."""
        self._position.restart()
        self._decoder = SSEDecoder(last_event_id=self.last_event_id, line_limit=self._line_limit)

    def _read(self, event: ServerSentEvent) -> object:
        decode = self._decode_for(event.event)
        return event if decode is None else decode(_as_utf8(event.data))

    def _decode_for(self, name: str) -> Decode | None:
        """What reads the data of events of a name; None for those that are given as they came."""
        return self._named.get(name) or (None if self._named and name != "message" else self._default)


class JSONLinesReader(Generic[T]):
    """Reads JSON Lines: every line is an `item`, and the end of the body is the end."""

    def __init__(self, style: StreamStyle, decoder_for: DecoderFor, *, line_limit: int = DEFAULT_LINE_LIMIT) -> None:
        self._decoder = JSONLinesDecoder(line_limit=line_limit)
        self._decode = decoder_for(style.item)
        self.ended = False
        self.last_event_id = ""
        self.retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[T]:
        """Give the items of the lines that `chunk` completes."""
        return cast("Iterator[T]", map(self._decode, self._decoder.feed(chunk)))

    def finish(self) -> Iterator[T]:
        """Give the item of a last line without a line feed."""
        self.ended = True
        return cast("Iterator[T]", map(self._decode, self._decoder.finish()))

    def restart(self) -> None:
        """Raise `StreamInterruptedError`: there is nothing to carry on from."""
        raise StreamInterruptedError("JSON Lines have no event ids to carry on from")


class EventReader(SSEReader[ServerSentEvent]):
    """Reads an event stream without types: every event is given as it came."""

    def _read(self, event: ServerSentEvent) -> object:
        return event


def reader_of(style: StreamStyle, decoder_for: DecoderFor, error_for: ErrorFor) -> StreamReader[Any]:
    """The reader of a stream of this style."""
    if style.format == "jsonl":
        return JSONLinesReader[Any](style, decoder_for)
    if style.item is None and not style.events:
        return EventReader(style, decoder_for, error_for)
    return SSEReader[Any](style, decoder_for, error_for)


def _as_utf8(data: bytes) -> bytes:
    """Replace what is not UTF-8, as the standard decodes streams; JSON parsers refuse it."""
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace").encode()
    return data


def interrupted(lost: APIConnectionError, last_event_id: str, *, closed: bool = False) -> APIConnectionError:
    """Say what a broken connection means for a stream: where it stood. A time-out stays what it is."""
    if isinstance(lost, (APITimeoutError, StreamInterruptedError)):
        return lost
    cause = "the stream was closed before it ended" if closed else "the connection broke before the stream ended"
    return StreamInterruptedError(cause, last_event_id=last_event_id or None)


def resume_delay(retry: int | None, failures: int) -> float:
    """Seconds to wait before connecting again: what the server asked for, else 0.5 s, doubled for each failure."""
    first = 0.5 if retry is None else retry / 1000
    return min(doubled(first, failures), MAX_RESUME_DELAY)


class _Position:
    """Where the caller stands in a stream, so that a resumed one repeats nothing and loses nothing.

    A server that is asked to go on after id `n` sends again what followed `n` without an id of its own, and some send
    `n` itself. Both were given already: event `n` once, and `followers` events after it.
    """

    __slots__ = ("_followers", "id", "repeats")

    def __init__(self) -> None:
        self.id = ""
        self._followers = 0
        self.repeats = -1
        """How many events of the old connection the new one may begin with; below 0 when there is none to compare."""

    def give(self, event: ServerSentEvent) -> None:
        if event.numbered:
            self.id = event.id
            self._followers = 0
        else:
            self.follow(event.id)

    def follow(self, id_in_force: str) -> None:
        """Take note of an event without an id of its own."""
        if id_in_force == self.id:
            self._followers += 1
        else:  # The id came in an event without data.
            self.id = id_in_force
            self._followers = 1

    def restart(self) -> None:
        self.repeats = self._followers

    def already_given(self, event: ServerSentEvent) -> bool:
        if event.id == self.id:
            if event.numbered:
                return True
            if self.repeats > 0:
                self.repeats -= 1
                return True
        self.repeats = -1
        return False
