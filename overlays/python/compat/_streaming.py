"""Streams and server-sent events: the runtime's streams on an httpx response."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, TypeVar, cast, get_origin, runtime_checkable

import httpx

from ._runtime._async_streaming import AsyncConnection, AsyncStream as RuntimeAsyncStream
from ._runtime._decode import decoder
from ._runtime._events import SSEReader, StreamStyle
from ._runtime._exceptions import APIError
from ._runtime._streaming import Connection, Stream as RuntimeStream
from ._utils._typing import extract_type_var_from_base

if TYPE_CHECKING:
    from typing import Self

    from ._base_client import AsyncAPIClient, SyncAPIClient
    from ._models import FinalRequestOptions
    from ._runtime._sse import ServerSentEvent as RuntimeEvent

__all__ = [
    "AsyncStream", "SSEBytesDecoder", "SSEDecoder", "ServerSentEvent", "Stream", "extract_stream_chunk_type",
    "is_stream_class_type",
]  # fmt: skip

_T = TypeVar("_T")
DONE = "[DONE]"
"""The data that ends a stream by convention."""


class Stream(RuntimeStream[_T]):
    """The items of a stream as they arrive, for `for`."""

    response: httpx.Response
    _decoder: SSEBytesDecoder

    def __init__(
        self,
        *,
        cast_to: type[_T],
        response: httpx.Response,
        client: SyncAPIClient,
        options: FinalRequestOptions | None = None,
    ) -> None:
        self._cast_to = cast_to
        self._decoder = SSEDecoder()
        super().__init__(response, reader(cast_to, client), Connection(Body(response)))

    @classmethod
    def of(cls, response: httpx.Response, given: RuntimeStream[_T]) -> Self:
        """A stream of the runtime's, with the httpx response in place of its own."""
        made = cls.__new__(cls)
        made.__dict__.update(given.__dict__, response=response, _decoder=SSEDecoder())
        given.__dict__.clear()
        # The end of the body was always taken for the end of the stream.
        if isinstance(made._reader, SSEReader):
            made._reader.must_terminate = False
        return made

    def _iter_events(self) -> Iterator[ServerSentEvent]:
        """The events of the stream, without types."""
        yield from self._decoder.iter_bytes(self.response.iter_bytes())

    def __del__(self) -> None:
        """Dropped streams were always silent here; their connection goes back with the response."""


class AsyncStream(RuntimeAsyncStream[_T]):
    """The items of a stream as they arrive, for `async for`."""

    response: httpx.Response
    _decoder: SSEBytesDecoder

    def __init__(
        self,
        *,
        cast_to: type[_T],
        response: httpx.Response,
        client: AsyncAPIClient,
        options: FinalRequestOptions | None = None,
    ) -> None:
        self._cast_to = cast_to
        self._decoder = SSEDecoder()
        super().__init__(response, reader(cast_to, client), AsyncConnection(AsyncBody(response)))

    @classmethod
    def of(cls, response: httpx.Response, given: RuntimeAsyncStream[_T]) -> Self:
        """A stream of the runtime's, with the httpx response in place of its own."""
        made = cls.__new__(cls)
        made.__dict__.update(given.__dict__, response=response, _decoder=SSEDecoder())
        given.__dict__.clear()
        # The end of the body was always taken for the end of the stream.
        if isinstance(made._reader, SSEReader):
            made._reader.must_terminate = False
        return made

    async def _iter_events(self) -> AsyncIterator[ServerSentEvent]:
        """The events of the stream, without types."""
        async for event in self._decoder.aiter_bytes(self.response.aiter_bytes()):
            yield event

    def __del__(self) -> None:
        """Dropped streams were always silent here; their connection goes back with the response."""


class Body:
    """The body of an httpx response, as the runtime's streams want it."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()


class AsyncBody:
    """The body of an async httpx response, as the runtime's streams want it."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.aiter_bytes()

    async def aclose(self) -> None:
        """Give the connection back."""
        await self._response.aclose()


def reader(cast_to: Any, client: SyncAPIClient | AsyncAPIClient) -> SSEReader[Any]:
    """What reads a stream whose operation is not known: every event is an item, until `[DONE]`."""

    def error_for(event: RuntimeEvent) -> Exception:
        return APIError("An error occurred during streaming", body=event.text)

    style = StreamStyle(item=cast_to, terminator=DONE, error_event="error", may_just_end=True)
    decoder_for = partial(decoder, strict=client._strict, drift=None)  # pyright: ignore[reportPrivateUsage]  # the same package
    return SSEReader[Any](style, decoder_for, error_for)


class ServerSentEvent:
    """One event; `event` is None when the server named none."""

    def __init__(
        self, *, event: str | None = None, data: str | None = None, id: str | None = None, retry: int | None = None
    ) -> None:
        self._event = event or None
        self._data = data if data is not None else ""
        self._id = id
        self._retry = retry

    @property
    def event(self) -> str | None:
        """The event's name."""
        return self._event

    @property
    def id(self) -> str | None:
        """The id of the last event that had one."""
        return self._id

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before connecting again."""
        return self._retry

    @property
    def data(self) -> str:
        """The data; lines are joined with line feeds."""
        return self._data

    def json(self) -> Any:
        """The data read as JSON."""
        return json.loads(self.data)

    def __repr__(self) -> str:
        return f"ServerSentEvent(event={self.event}, data={self.data}, id={self.id}, retry={self.retry})"


@runtime_checkable
class SSEBytesDecoder(Protocol):
    """Makes events of chunks of bytes."""

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        """The events of a body."""
        ...

    def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        """The events of an async body."""
        ...


class SSEDecoder:
    """Makes events of lines. Unlike the standard's, events without data are given too: some APIs ping with them."""

    def __init__(self) -> None:
        self._rest = b""
        self._after_cr = False
        self._last_event_id: str | None = None
        self._clear()

    def _clear(self) -> None:
        self._event: str | None = None
        self._data: list[str] = []
        self._retry: int | None = None

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        """The events of a body; one that is cut off at its end is not given."""
        for chunk in iterator:
            yield from self._fed(chunk)

    async def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        """The events of an async body."""
        async for chunk in iterator:
            for event in self._fed(chunk):
                yield event

    def _fed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """The events that a chunk completes; lines end with CR, LF or both, wherever the chunk was cut."""
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        *lines, self._rest = (self._rest + chunk).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            event = self.decode(line.decode("utf-8", "replace"))
            if event is not None:
                yield event

    def decode(self, line: str) -> ServerSentEvent | None:
        """Take a line without its end; gives an event when the line is the empty one that completes it."""
        if not line:
            return self._completed()
        if line.startswith(":"):
            return None
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._event = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._last_event_id = value
            case "retry" if value.isascii() and value.isdigit():
                self._retry = int(value)
            case _:
                pass
        return None

    def _completed(self) -> ServerSentEvent | None:
        """The event that an empty line completes; None where nothing came since the last."""
        if not self._event and not self._data and self._retry is None:
            return None
        event = ServerSentEvent(
            event=self._event, data="\n".join(self._data), id=self._last_event_id, retry=self._retry
        )
        self._clear()
        return event


def is_stream_class_type(typ: type) -> TypeGuard[type[Stream[object]] | type[AsyncStream[object]]]:
    """Whether a type is a class of streams."""
    origin = get_origin(typ) or typ
    return isinstance(origin, type) and issubclass(origin, Stream | AsyncStream)


def extract_stream_chunk_type(stream_cls: type, *, failure_message: str | None = None) -> type:
    """The type of a class of streams' items.

    Raises:
        RuntimeError: the class does not say.
    """
    return extract_type_var_from_base(
        stream_cls,
        index=0,
        generic_bases=cast("tuple[type, ...]", (Stream, AsyncStream)),
        failure_message=failure_message,
    )
