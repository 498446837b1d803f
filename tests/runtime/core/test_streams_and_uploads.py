"""Streams and uploads over the network, in every world."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from sdk_runtime import APITimeoutError, StreamInterruptedError
from sdk_runtime._endpoint import BinaryBody, Endpoint, MultipartBody, PartStyle
from sdk_runtime._events import StreamStyle
from sdk_runtime._options import CallOptions

from tests.servers.fault import Behaviour, Connection, answer, echo, fin, reset, silent

from .conftest import READ, Caller, with_config

EVENTS = b"".join(b'data: {"n": %d}\n\n' % number for number in range(3))
SSE = {"Content-Type": "text/event-stream"}
STREAM = Endpoint[Any]("GET", "/events", answer=object, stream=StreamStyle("sse", item=dict, terminator="[DONE]"))
UPLOAD = Endpoint[Any]("POST", "/files", answer=object, body=MultipartBody(parts={"file": PartStyle(file=True)}))


RESUMED = STREAM._replace(stream=StreamStyle("sse", item=dict, terminator="[DONE]", resume=True))


def streamed(
    caller: Caller, client: Any, options: CallOptions | None = None, *, endpoint: Endpoint[Any] = STREAM
) -> list[Any]:
    """All events of a stream."""

    async def walk() -> list[Any]:
        return [event async for event in await client.request_stream(endpoint, options=options)]

    return caller.run(walk()) if caller.asynchronous else list(client.request_stream(endpoint, options=options))


def split(body: bytes, at: int) -> Behaviour:
    """An event stream in two pieces, each a chunk and a packet of its own."""

    async def behave(connection: Connection) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        await connection.send(head)
        for piece in (body[:at], body[at:]):
            if piece:
                await connection.send(b"%x\r\n%b\r\n" % (len(piece), piece))
                await asyncio.sleep(0)
        await connection.send(b"0\r\n\r\n")

    return behave


def test_events_split_at_every_byte_are_whole(caller: Caller) -> None:
    body = 'data: {"n": "ü€"}\r\n\r\ndata: [DONE]\n\n'.encode()
    client = caller.client()
    for at in range(len(body) + 1):
        caller.server.script(split(body, at))
        assert streamed(caller, client) == [{"n": "ü€"}], at


@pytest.mark.parametrize("end", [fin, reset], ids=["end", "reset"])
def test_a_stream_that_is_cut_is_an_error_after_what_came(caller: Caller, end: Any) -> None:
    caller.server.script(end(len(EVENTS) - 3, EVENTS, headers={**SSE, "Content-Length": "4000"}))
    client = caller.client()
    seen: list[Any] = []

    async def walk() -> None:
        stream = await client.request_stream(STREAM)
        while True:
            seen.append(await anext(stream))

    def read() -> None:
        stream = client.request_stream(STREAM)
        while True:
            seen.append(next(stream))

    with pytest.raises(StreamInterruptedError):
        caller.run(walk()) if caller.asynchronous else read()
    assert seen[:2] == [{"n": 0}, {"n": 1}]
    assert len(caller.server.requests) == 1


def test_a_stream_that_falls_silent_is_a_timeout(caller: Caller) -> None:
    caller.server.script(silent(len(EVENTS), 2 * EVENTS))
    with pytest.raises((APITimeoutError, StreamInterruptedError)):
        streamed(caller, caller.client(), caller.fast())


def test_a_stream_is_taken_up_with_the_id_as_the_server_wrote_it(caller: Caller) -> None:
    first = 'retry: 0\nid: ☃é\ndata: {"n": 0}\n\n'.encode()
    ended = answer(b'data: {"n": 1}\n\ndata: [DONE]\n\n', headers=SSE)
    caller.server.script(reset(len(first), 2 * first, headers=SSE), ended)
    assert streamed(caller, caller.client(), endpoint=RESUMED) == [{"n": 0}, {"n": 1}]
    sent = caller.server.requests[1].headers["last-event-id"]
    assert sent.encode("latin-1").decode() == "☃é", "UTF-8, as the standard has it"


def test_streams_that_are_left_early_do_not_starve_a_small_pool(caller: Caller) -> None:
    client = caller.client(with_config(max_connections=2))
    count = 60

    async def first() -> Any:
        async with await client.request_stream(STREAM) as stream:
            return await anext(aiter(stream))

    def take() -> Any:
        with client.request_stream(STREAM) as stream:
            return next(iter(stream))

    caller.server.script(*(silent(len(EVENTS), 2 * EVENTS) for _ in range(count)))
    for _ in range(count):
        assert (caller.run(first()) if caller.asynchronous else take()) == {"n": 0}


def test_calls_that_are_cancelled_leave_the_pool_whole(caller: Caller) -> None:
    if not caller.asynchronous:
        pytest.skip("threads cannot be cancelled")
    client = caller.client(with_config(max_connections=2))
    caller.server.script(*(silent() for _ in range(50)), answer({"ok": True}))

    async def cancelled() -> None:
        for turn in range(50):
            task = asyncio.ensure_future(client.request(READ))
            while len(caller.server.requests) <= turn:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    caller.run(cancelled())
    assert caller.call(READ, client) == {"ok": True}


def test_a_file_is_sent_with_its_name_and_length(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "cat.txt"
    path.write_bytes(b"meow" * 50_000)
    caller.server.script(echo())
    seen = caller.call(UPLOAD, body={"file": path, "note": "soft"})
    assert 'name="file"; filename="cat.txt"' in seen["body"]
    assert seen["body"].count("meow") == 50_000
    assert int(seen["headers"]["content-length"]) == len(seen["body"])


def test_an_upload_that_can_be_read_again_is_sent_again(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "cat.bin"
    path.write_bytes(b"meow")
    caller.server.script(answer(status=503), echo())
    endpoint = Endpoint[Any]("PUT", "/photo", answer=object, body=BinaryBody())
    assert caller.call(endpoint, body=path)["body"] == "meow"


def test_logs_never_hold_a_credential(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caller.server.script(answer(status=500), answer({"ok": True}), answer(status=404))
    client = caller.client(with_config(security=(("query",), ("bearer",))), credentials={"key": "secret-key"})
    with caplog.at_level(logging.DEBUG):
        caller.call(READ, client)
        with pytest.raises(Exception, match="404"):
            caller.call(READ, client)
    ours = [record.getMessage() for record in caplog.records if record.name == "zoo"]
    assert any("attempt 2" in line for line in ours)
    assert "secret" not in " ".join(ours)
