# Copied from overlays/python/artificer/chat_stream.py; edit it there.
"""Answers of chats while they are written: by pieces, as text, as a whole, and across lost connections."""

# burnish: derive sync
from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from ._exceptions import APIConnectionError, APITimeoutError, ArtificerError, StreamInterruptedError

if TYPE_CHECKING:
    from types import TracebackType

    from ._runtime import AsyncStream
    from .types.chat import ChatChunk
    from .types.shared import Usage

__all__ = ["AsyncChatStream", "FinalMessage"]

PAUSES_S = (0.0, 1.0, 2.0)
"""Seconds before the first, second and third attempt to go on without a new piece in between."""


@dataclass(frozen=True, slots=True)
class FinalMessage:
    """A whole answer. The conversation has it as the message `id`."""

    id: str
    conversation_id: str
    content: str
    finish_reason: str
    """Why it ended: `stop`, `length`, or `cancelled` by `chat.stop`."""
    usage: Usage | None


class AsyncAsk(Protocol):
    """Sends the request of a stream; with the id of an event, the answer goes on after that one."""

    async def __call__(self, last_event_id: str) -> AsyncStream[ChatChunk]: ...


class AsyncChatStream:
    """An answer while it is written; its request is sent when it is first read or entered.

    Iterating gives the pieces, `iter_text` their text, `get_final_message` the whole. Use it as a context manager to
    give the connection back at a certain point; leaving a loop over it does so as soon as nobody holds it any more.

    Raises, while it is read:
        StreamInterruptedError: the answer broke off; the message tells how to go on, `last_event_id` where it stood.
        APITimeoutError: the server was silent for too long.
        ArtificerError: the server reported a failure within the answer; `code` tells which.
    """

    def __init__(self, ask: AsyncAsk, idempotency_key: str, *, resume: bool) -> None:
        self.idempotency_key = idempotency_key
        """Sent with the request: the server knows by it which answer is asked for again."""
        self._ask = ask
        self._resume = resume
        self._stream: AsyncStream[ChatChunk] | None = None
        self._last: ChatChunk | None = None
        self._texts: list[str] = []
        self._failures = 0
        self._closed = False

    @property
    def text(self) -> str:
        """The answer as far as it was read."""
        return "".join(self._texts)

    @property
    def last_event_id(self) -> str:
        """Id of the last event that was read; empty before the first."""
        return "" if self._last is None else str(self._last.index)

    @property
    def response(self) -> Any:
        """The response that is being read, with its status and headers; None before the request is sent."""
        return None if self._stream is None else self._stream.response

    async def iter_text(self) -> AsyncIterator[str]:
        """The text piece by piece, without the last piece, which has none."""
        async for chunk in self:
            if chunk.content:
                yield chunk.content

    async def get_final_message(self) -> FinalMessage:
        """Read what is left of the answer, and give the whole of it.

        Raises:
            ArtificerError: the stream was closed before the answer had ended.
        """
        async for _ in self:
            continue
        last = self._last
        if last is None or last.finish_reason is None:
            raise ArtificerError("the stream was closed before the answer had ended; the conversation has all of it")
        return FinalMessage(last.message_id, last.conversation_id, self.text, last.finish_reason, last.usage)

    async def close(self) -> None:
        """Read no more, and give the connection back; the server writes the answer to its end all the same."""
        self._closed = True
        if self._stream is not None:
            await self._stream.close()

    def __aiter__(self) -> AsyncIterator[ChatChunk]:
        return self

    async def __anext__(self) -> ChatChunk:
        while not self._closed:
            try:
                chunk = await anext(await self._opened())
            except APIConnectionError as lost:
                await self._go_on(lost)
                continue
            if self._last is None or chunk.index > self._last.index:
                self._last, self._failures = chunk, 0
                self._texts.append(chunk.content)
                return chunk
        raise StopAsyncIteration

    async def __aenter__(self) -> Self:
        await self._opened()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __await__(self) -> Generator[Any, Any, AsyncChatStream]:
        return self.__aenter__().__await__()

    def __del__(self) -> None:
        stream: AsyncStream[ChatChunk] | None = getattr(self, "_stream", None)
        if stream is not None:
            stream.abandon()

    async def _opened(self) -> AsyncStream[ChatChunk]:
        """The stream, whose request is sent now if it was not yet."""
        if self._stream is None:
            self._stream = await self._ask("")
        return self._stream

    async def _go_on(self, lost: APIConnectionError) -> None:
        """Ask for the rest of a broken answer.

        Raises:
            APIConnectionError: that is not wanted, or not possible, or the first request already failed.
        """
        given_up = not self._resume or self._failures == len(PAUSES_S)
        if self._stream is None or (given_up and isinstance(lost, APITimeoutError)):
            raise lost
        if given_up:
            raise self._interrupted(lost) from lost
        from asyncio import sleep

        await sleep(PAUSES_S[self._failures])
        self._failures += 1
        try:
            self._stream = await self._ask(self.last_event_id)
        except APIConnectionError as error:
            raise self._interrupted(error) from error

    def _interrupted(self, lost: APIConnectionError) -> StreamInterruptedError:
        """Say what a broken connection means for the answer, and what to do."""
        place = f"after event {self.last_event_id}" if self.last_event_id else "before its first event"
        header = f", extra_headers={{'Last-Event-ID': '{self.last_event_id}'}}" if self.last_event_id else ""
        advice = (
            f"within 5 minutes the same call with idempotency_key={self.idempotency_key!r}{header} goes on"
            f"{'' if self._resume else '; with resume=True the client does that itself'}"
        )
        return StreamInterruptedError(
            f"the answer broke off {place} ({lost.message}); {advice}",
            last_event_id=self.last_event_id or None,
            request=lost.request,
        )


# Derived from the async classes above by Burnish.

from collections.abc import Iterator

if TYPE_CHECKING:
    from ._runtime import Stream


class Ask(Protocol):
    """Sends the request of a stream; with the id of an event, the answer goes on after that one."""

    def __call__(self, last_event_id: str) -> Stream[ChatChunk]: ...


class ChatStream:
    """An answer while it is written; its request is sent when it is first read or entered.

    Iterating gives the pieces, `iter_text` their text, `get_final_message` the whole. Use it as a context manager to
    give the connection back at a certain point; leaving a loop over it does so as soon as nobody holds it any more.

    Raises, while it is read:
        StreamInterruptedError: the answer broke off; the message tells how to go on, `last_event_id` where it stood.
        APITimeoutError: the server was silent for too long.
        ArtificerError: the server reported a failure within the answer; `code` tells which.
    """

    def __init__(self, ask: Ask, idempotency_key: str, *, resume: bool) -> None:
        self.idempotency_key = idempotency_key
        """Sent with the request: the server knows by it which answer is asked for again."""
        self._ask = ask
        self._resume = resume
        self._stream: Stream[ChatChunk] | None = None
        self._last: ChatChunk | None = None
        self._texts: list[str] = []
        self._failures = 0
        self._closed = False

    @property
    def text(self) -> str:
        """The answer as far as it was read."""
        return "".join(self._texts)

    @property
    def last_event_id(self) -> str:
        """Id of the last event that was read; empty before the first."""
        return "" if self._last is None else str(self._last.index)

    @property
    def response(self) -> Any:
        """The response that is being read, with its status and headers; None before the request is sent."""
        return None if self._stream is None else self._stream.response

    def iter_text(self) -> Iterator[str]:
        """The text piece by piece, without the last piece, which has none."""
        for chunk in self:
            if chunk.content:
                yield chunk.content

    def get_final_message(self) -> FinalMessage:
        """Read what is left of the answer, and give the whole of it.

        Raises:
            ArtificerError: the stream was closed before the answer had ended.
        """
        for _ in self:
            continue
        last = self._last
        if last is None or last.finish_reason is None:
            raise ArtificerError("the stream was closed before the answer had ended; the conversation has all of it")
        return FinalMessage(last.message_id, last.conversation_id, self.text, last.finish_reason, last.usage)

    def close(self) -> None:
        """Read no more, and give the connection back; the server writes the answer to its end all the same."""
        self._closed = True
        if self._stream is not None:
            self._stream.close()

    def __iter__(self) -> Iterator[ChatChunk]:
        return self

    def __next__(self) -> ChatChunk:
        while not self._closed:
            try:
                chunk = next(self._opened())
            except APIConnectionError as lost:
                self._go_on(lost)
                continue
            if self._last is None or chunk.index > self._last.index:
                self._last, self._failures = chunk, 0
                self._texts.append(chunk.content)
                return chunk
        raise StopIteration

    def __enter__(self) -> Self:
        self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        stream: Stream[ChatChunk] | None = getattr(self, "_stream", None)
        if stream is not None:
            stream.abandon()

    def _opened(self) -> Stream[ChatChunk]:
        """The stream, whose request is sent now if it was not yet."""
        if self._stream is None:
            self._stream = self._ask("")
        return self._stream

    def _go_on(self, lost: APIConnectionError) -> None:
        """Ask for the rest of a broken answer.

        Raises:
            APIConnectionError: that is not wanted, or not possible, or the first request already failed.
        """
        given_up = not self._resume or self._failures == len(PAUSES_S)
        if self._stream is None or (given_up and isinstance(lost, APITimeoutError)):
            raise lost
        if given_up:
            raise self._interrupted(lost) from lost
        from time import sleep

        sleep(PAUSES_S[self._failures])
        self._failures += 1
        try:
            self._stream = self._ask(self.last_event_id)
        except APIConnectionError as error:
            raise self._interrupted(error) from error

    def _interrupted(self, lost: APIConnectionError) -> StreamInterruptedError:
        """Say what a broken connection means for the answer, and what to do."""
        place = f"after event {self.last_event_id}" if self.last_event_id else "before its first event"
        header = f", extra_headers={{'Last-Event-ID': '{self.last_event_id}'}}" if self.last_event_id else ""
        advice = (
            f"within 5 minutes the same call with idempotency_key={self.idempotency_key!r}{header} goes on"
            f"{'' if self._resume else '; with resume=True the client does that itself'}"
        )
        return StreamInterruptedError(
            f"the answer broke off {place} ({lost.message}); {advice}",
            last_event_id=self.last_event_id or None,
            request=lost.request,
        )
