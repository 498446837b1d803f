# Copied from overlays/python/runtime/_streaming.py; edit it there.
# Derived from `_async_streaming.py`: change that instead.
"""Streams that are read with `for`: the connection, its end, and what happens when it breaks."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar
from weakref import ref

from ._dropped import close_dropped
from ._events import StreamReader, interrupted, resume_delay
from ._exceptions import APIConnectionError, StreamInterruptedError

if TYPE_CHECKING:
    from types import TracebackType

    from ._response import APIResponse

__all__ = ["ChunkBody", "Connection", "Stream", "StreamBody"]

T = TypeVar("T")


class StreamBody(Protocol):
    """The body of a response that is still arriving: decoded chunks, and a way to release the connection."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """Free the connection; harmless when called again."""
        ...


class ChunkBody:
    """The body of a response, as streams read it."""

    def __init__(self, response: APIResponse[Any]) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()

    def close(self) -> None:
        """Release the connection."""
        self._response.close()


@dataclass(slots=True)
class Connection:
    """Where the bytes of a stream come from, now and after a reconnection."""

    body: StreamBody
    """The body that is being read."""
    reopen: Callable[[str], StreamBody] | None = None
    """Sends the request again with a `Last-Event-ID`; None if the operation cannot be resumed."""
    attempts: int = 2
    """How often in a row, without an event in between, a reconnection is tried."""
    sleep: Callable[[float], None] = time.sleep
    """Waits for some seconds before a reconnection."""
    failures: int = field(default=0, init=False)
    """Reconnections since the last event."""
    closed: bool = field(default=False, init=False)
    """Whether the connection was released."""
    abandoned: bool = field(default=False, init=False)
    """Whether it is being released by a finaliser."""

    def resume(self, lost: APIConnectionError, reader: StreamReader[Any]) -> None:
        """Connect again after the last event that was given, unless the stream was closed meanwhile.

        Raises:
            StreamInterruptedError: it cannot be taken up again. A time-out is raised as it is.
        """
        last_event_id = reader.last_event_id
        error = lost
        while self.reopen is not None and last_event_id and not self.closed and self.failures < self.attempts:
            self.body.close()
            self.sleep(resume_delay(reader.retry, self.failures))
            self.failures += 1
            try:
                self.body = self.reopen(last_event_id)
            except APIConnectionError as again:
                error = again
                continue
            if self.closed:
                self.body.close()
                break
            reader.restart()
            return
        raise interrupted(error, last_event_id, closed=self.closed) from error

    def close(self) -> None:
        """Release the connection, once."""
        if not self.closed:
            self.closed = True
            self.body.close()


class Stream(Generic[T]):
    """The items of a stream as they arrive.

    Use it as a context manager, or read it to its end: both release the connection at once, and so does leaving the
    loop inside `with`. A stream that is dropped open releases it as well, with a `ResourceWarning`.

    Reading that is cancelled ends it: what arrived meanwhile is not there any more.

    Raises while it is read:
        StreamInterruptedError: the stream broke off, was cancelled before, or ended without its terminator.
        APITimeoutError: the server was silent for longer than the limit `read` allows.
        APIError: the server reported an error within the stream.
        APIResponseValidationError: an item is not JSON, or (on a strict client) not of its type.
    """

    response: Any
    """The response, whose status and headers have arrived."""

    def __init__(self, response: Any, reader: StreamReader[T], connection: Connection) -> None:
        self.response = response
        self._reader = reader
        self._connection = connection
        self._items: Iterator[T] = _read(connection, reader, ref(self))

    @property
    def last_event_id(self) -> str:
        """Id of the last event that the caller was given; empty if events carry none."""
        return self._reader.last_event_id

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and release the connection; harmless when called again."""
        self._connection.close()

    def abandon(self) -> None:
        """Release the connection from a finaliser, which cannot wait, and spare the warning of a dropped stream."""
        if not self._connection.closed:
            self._connection.abandoned = True
            close_dropped(self._connection)

    def __del__(self) -> None:
        connection: Connection | None = getattr(self, "_connection", None)
        if connection is None or connection.closed or connection.abandoned:
            return
        warnings.warn(f"{type(self).__name__} was dropped open", ResourceWarning, stacklevel=2, source=self)
        close_dropped(connection)


class Cut(Iterator[T]):
    """What is left of a stream whose reading was cancelled: it has not ended, and must not look as if it had."""

    def __init__(self, reader: StreamReader[T]) -> None:
        self._reader = reader

    def __next__(self) -> T:
        told = "the stream was closed when reading it was cancelled"
        raise StreamInterruptedError(told, last_event_id=self._reader.last_event_id or None)


def _read(connection: Connection, reader: StreamReader[T], stream: ref[Stream[T]]) -> Iterator[T]:
    """Read to the end, over reconnections. It does not keep the stream object alive, so dropping that ends it."""
    try:
        while not reader.ended:
            try:
                for chunk in connection.body:
                    for item in reader.feed(chunk):
                        connection.failures = 0
                        yield item
                    if reader.ended:
                        return
                for item in reader.finish():
                    yield item
            except APIConnectionError as lost:
                connection.resume(lost, reader)
    except (Exception, GeneratorExit):
        raise
    except BaseException:
        if (cut := stream()) is not None:
            cut._items = Cut(reader)  # pyright: ignore[reportPrivateUsage]  # of the same module
        raise
    finally:
        connection.close()
