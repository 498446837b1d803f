"""Streams: types, ends, errors, resumption and the fate of the connection. Sync and async read the same bodies."""

import asyncio
import gc
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from sdk_runtime._async_streaming import AsyncConnection, AsyncStream
from sdk_runtime._events import JSONLinesReader, SSEReader, StreamStyle, resume_delay
from sdk_runtime._exceptions import APIConnectionError, StreamInterruptedError
from sdk_runtime._sse import ServerSentEvent
from sdk_runtime._streaming import Connection, Stream


class Body:
    """Chunks from memory, which may end in an error; sync and async alike."""

    def __init__(self, *chunks: bytes | Exception) -> None:
        self.chunks = chunks
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


class Token(BaseModel):
    content: str


class Step(BaseModel):
    index: int


class InBandError(Exception):
    pass


def reader(style: StreamStyle) -> SSEReader[Any] | JSONLinesReader[Any]:
    def decoder_for(type_: Any) -> Callable[[bytes], object]:
        return TypeAdapter[Any](type_).validate_json

    if style.format == "jsonl":
        return JSONLinesReader(style, decoder_for)
    return SSEReader(style, decoder_for, lambda event: InBandError(event.text))


def read(style: StreamStyle, *bodies: Body, waits: list[float] | None = None) -> list[Any]:
    """Read a stream to its end; later bodies are what reconnections get."""
    later = iter(bodies[1:])
    reopen = (lambda _: next(later)) if style.resume else None
    sleep = (waits if waits is not None else []).append
    with Stream[Any](None, reader(style), Connection(bodies[0], reopen, attempts=3, sleep=sleep)) as stream:
        return list(stream)


def aread(style: StreamStyle, *bodies: Body, waits: list[float] | None = None) -> list[Any]:
    later = iter(bodies[1:])

    async def reopen(_: str) -> Body:
        return next(later)

    async def sleep(seconds: float) -> None:
        (waits if waits is not None else []).append(seconds)

    async def run() -> list[Any]:
        connection = AsyncConnection(bodies[0], reopen if style.resume else None, attempts=3, sleep=sleep)
        async with AsyncStream[Any](None, reader(style), connection) as stream:
            return [item async for item in stream]

    return asyncio.run(run())


READ = pytest.mark.parametrize("read", [read, aread], ids=["sync", "async"])
Read = Callable[..., list[Any]]
TOKENS = StreamStyle(item=Token, terminator="[DONE]", error_event="error")


@READ
def test_items_are_typed_and_the_terminator_ends(read: Read) -> None:
    body = Body(b'data: {"content": "a"}\n\nda', b'ta: {"content": "b"}\n\ndata: [DONE]\n\ndata: junk\n\n')
    assert read(TOKENS, body) == [Token(content="a"), Token(content="b")]
    assert body.closed == 1


@READ
def test_the_event_name_chooses_the_type_and_unknown_names_are_kept(read: Read) -> None:
    style = StreamStyle(events={"token": Token, "step": Step})
    body = Body(b'event: step\ndata: {"index": 1}\n\nevent: new\ndata: ?\n\n')
    assert read(style, body) == [Step(index=1), ServerSentEvent(b"?", "new")]


@READ
def test_the_end_without_terminator_is_an_interruption(read: Read) -> None:
    body = Body(b'id: 4\ndata: {"content": "a"}\n\n')
    with pytest.raises(StreamInterruptedError) as caught:
        read(TOKENS, body)
    assert caught.value.last_event_id == "4"
    assert body.closed == 1


@READ
def test_a_stream_may_just_end_where_its_terminator_is_only_assumed(read: Read) -> None:
    style = replace(TOKENS, may_just_end=True)
    assert read(style, Body(b'data: {"content": "a"}\n\n')) == [Token(content="a")]
    assert read(style, Body(b'data: {"content": "a"}\n\ndata: [DONE]\n\ndata: x\n\n')) == [Token(content="a")]


@READ
def test_a_terminator_must_match_whole(read: Read) -> None:
    with pytest.raises(ValidationError):
        read(TOKENS, Body(b"data: [DONE] \n\n"))


@READ
def test_the_name_of_an_event_can_be_the_terminator(read: Read) -> None:
    style = StreamStyle(events={"stop": Step}, terminator="stop")
    assert read(style, Body(b'event: stop\ndata: {"index": 0}\n\ndata: x\n\n')) == [Step(index=0)]


CHUNKS = (
    b'data: {"content": "a"}\n\n', b'data: {"content": "\xff"}\n\n', b'id: 1\ndata: {"content": "b"}\n\n', b"id: 2\n\n",
    b": ping\n\n", b"data: [DONE]\n\n", b"da", b'ta: {"content": "c"}\n', b"\n", b"\r\n",
    b"event: error\ndata: busy\n\n", b'data: {"content": "d"}\r\n\r\n', b'data: {"content": "e"}\n\r',
)  # fmt: skip


def read_in(chunks: list[bytes]) -> tuple[list[Any], str, int | None, bool, str]:
    """What a reader gives for these chunks, where a resumed stream would go on, and the error it met."""
    fed, items, error = reader(TOKENS), list[Any](), ""
    try:
        for chunk in chunks:
            if not fed.ended:
                items += fed.feed(chunk)
    except (InBandError, ValidationError) as met:
        error = type(met).__name__
    else:
        fed.restart()
    position: Any = getattr(fed, "_position")  # noqa: B009  # what a resumed stream is compared with
    repeats = position.repeats if fed.last_event_id else None  # Without an id there is no resuming.
    return items, fed.last_event_id, repeats, fed.ended, error


@given(st.lists(st.sampled_from(CHUNKS), max_size=8))
def test_events_in_chunks_of_their_own_read_as_in_one(chunks: list[bytes]) -> None:
    assert read_in(chunks) == read_in([b"".join(chunks)])


@READ
def test_an_error_in_band_is_raised(read: Read) -> None:
    with pytest.raises(InBandError, match="busy"):
        read(TOKENS, Body(b"event: error\ndata: busy\n\n"))


@READ
def test_what_is_not_utf_8_is_replaced(read: Read) -> None:
    assert read(TOKENS, Body(b'data: {"content": "\xff"}\n\ndata: [DONE]\n\n')) == [Token(content="\ufffd")]


@READ
def test_json_lines_need_no_terminator(read: Read) -> None:
    assert read(StreamStyle("jsonl", item=Step), Body(b'{"index":1}\n{"ind', b'ex":2}')) == [
        Step(index=1), Step(index=2),
    ]  # fmt: skip


@READ
def test_a_lost_connection_tells_where_the_stream_stood(read: Read) -> None:
    body = Body(b'id: 9\ndata: {"content": "a"}\n\n', APIConnectionError("reset"))
    with pytest.raises(StreamInterruptedError) as caught:
        read(TOKENS, body)
    assert caught.value.last_event_id == "9"


RESUMED = StreamStyle(item=Token, terminator="[DONE]", resume=True)


def event(text: str, id_: str = "") -> bytes:
    return (f"id: {id_}\n" if id_ else "").encode() + f'data: {{"content": "{text}"}}\n\n'.encode()


@READ
@pytest.mark.parametrize(
    "again",
    [event("c") + event("d", "3"), event("b", "2") + event("c") + event("d", "3"), event("b", "2") + event("d", "3")],
    ids=["follower again", "event and follower again", "event again"],
)
def test_a_resumed_stream_repeats_nothing(read: Read, again: bytes) -> None:
    first = Body(event("a", "1") + event("b", "2") + event("c") + b"data: cut", APIConnectionError("reset"))
    second = Body(again, b"data: [DONE]\n\n")
    waits: list[float] = []
    assert [token.content for token in read(RESUMED, first, second, waits=waits)] == ["a", "b", "c", "d"]
    assert waits == [0.5]
    assert (first.closed, second.closed) == (1, 1)


@READ
def test_a_resumed_stream_loses_no_follower(read: Read) -> None:
    first = Body(event("a", "1") + event("b"), APIConnectionError("reset"))
    second = Body(event("b") + event("c") + b"data: [DONE]\n\n")
    assert [token.content for token in read(RESUMED, first, second)] == ["a", "b", "c"]


@READ
def test_reconnections_without_progress_are_given_up(read: Read) -> None:
    bodies = [Body(b"retry: 100\n" + event("a", "1"), APIConnectionError("reset"))]
    bodies += [Body(b"retry: 100\n", APIConnectionError("reset")) for _ in range(3)]
    waits: list[float] = []
    with pytest.raises(StreamInterruptedError):
        read(RESUMED, *bodies, waits=waits)
    assert waits == [0.1, 0.2, 0.4]
    assert [body.closed >= 1 for body in bodies] == [True] * 4


def test_a_stream_that_was_closed_is_not_taken_up_again() -> None:
    reopened: list[str] = []
    body = Body(event("a", "1"), APIConnectionError("read after close"))

    def reopen(last_event_id: str) -> Body:
        reopened.append(last_event_id)
        return Body()

    stream = Stream[Any](None, reader(RESUMED), Connection(body, reopen))
    next(stream)
    stream.close()
    with pytest.raises(StreamInterruptedError, match="the stream was closed before it ended"):
        next(stream)
    assert reopened == []


async def test_a_stream_whose_reading_was_cancelled_does_not_look_as_if_it_had_ended() -> None:
    class Slow(Body):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield event("a", "1")
            await asyncio.Event().wait()

    body = Slow()
    stream = AsyncStream[Any](None, reader(RESUMED), AsyncConnection(body))
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for _ in range(2):
        with pytest.raises(StreamInterruptedError, match="cancelled") as caught:
            await anext(stream)
        assert caught.value.last_event_id == "1"
    assert body.closed == 1


def test_a_stream_that_was_interrupted_by_the_user_does_not_look_as_if_it_had_ended() -> None:
    class Interrupted(Body):
        def __iter__(self) -> Iterator[bytes]:
            yield event("a", "1")
            raise KeyboardInterrupt

    stream = Stream[Any](None, reader(RESUMED), Connection(Interrupted()))
    next(stream)
    with pytest.raises(KeyboardInterrupt):
        next(stream)
    with pytest.raises(StreamInterruptedError, match="cancelled"):
        next(stream)


async def test_a_stream_that_is_closed_while_it_is_taken_up_again_frees_the_new_connection() -> None:
    second = Body(event("b", "2"))

    async def reopen(_: str) -> Body:
        await stream.close()
        return second

    async def no_wait(_: float) -> None:
        return

    first = Body(event("a", "1"), APIConnectionError("reset"))
    stream = AsyncStream[Any](None, reader(RESUMED), AsyncConnection(first, reopen, sleep=no_wait))
    await anext(stream)
    with pytest.raises(StreamInterruptedError):
        await anext(stream)
    assert second.closed == 1


def test_the_wait_before_a_reconnection_grows_up_to_half_a_minute() -> None:
    assert [resume_delay(None, failures) for failures in (0, 1, 2, 5000)] == [0.5, 1, 2, 30]
    assert resume_delay(250, 1) == 0.5


def test_a_dropped_stream_frees_its_connection_and_warns() -> None:
    body = Body(b'data: {"content": "a"}\n\n' * 2)

    def look_at_one() -> None:
        next(Stream[Any](None, reader(TOKENS), Connection(body)))

    with pytest.warns(ResourceWarning, match="Stream was dropped open"):
        look_at_one()
    assert body.closed == 1


async def test_a_dropped_async_stream_frees_its_connection_and_warns() -> None:
    body = Body(b'data: {"content": "a"}\n\n' * 2)

    async def look_at_one() -> None:
        await anext(AsyncStream[Any](None, reader(TOKENS), AsyncConnection(body)))

    with pytest.warns(ResourceWarning, match="AsyncStream was dropped open"):
        await look_at_one()
    gc.collect()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert body.closed == 1


def test_a_finished_stream_is_dropped_in_silence() -> None:
    body = Body(b"data: [DONE]\n\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(Stream[Any](None, reader(TOKENS), Connection(body))) == []


async def test_cancelling_a_reader_frees_the_connection() -> None:
    started = asyncio.Event()

    class Endless(Body):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b'data: {"content": "a"}\n\n'
            started.set()
            await asyncio.Event().wait()

    body = Endless()

    async def consume() -> None:
        async for _ in AsyncStream[Any](None, reader(TOKENS), AsyncConnection(body)):
            pass

    task = asyncio.create_task(consume())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert body.closed == 1
