"""Streams, read in every form that users can; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import artificer
import httpx2
import pytest
from artificer import Artificer, AsyncArtificer, ChatStream
from artificer.types.orchestration import ChainResult, StepCompleted, StepStarted, Token

from tests.servers.artificer import (
    ROOT_SECRET,
    ApiError,
    ArtificerServer,
    Break,
    Code,
    Cut,
    ErrorEvent,
    Extra,
    Fault,
)
from tests.servers.artificer.frames import frame
from tests.servers.running import running

from .conftest import Stepwise, User

QUESTION = "Describe a harbour."


async def conversation(user: User) -> str:
    found: str = (await user("conversations.create", title="a")).id
    return found


async def answer(user: User, id_: str) -> str:
    """The answer that the conversation has, which holds nothing else but the question."""
    _, said = (await user("messages.list", conversation_id=id_)).data
    text: str = said.content
    return text


def asked(server: ArtificerServer) -> int:
    """How often an answer was asked for."""
    return sum(seen.path == "/api/chat/stream" for seen in server.seen)


async def read(user: User, id_: str, **options: object) -> list[str]:
    """The pieces of an answer."""
    stream = user.begin("chat.stream", conversation_id=id_, message=QUESTION, **options)
    return [chunk.content for chunk in await user.every(stream)]


async def test_19_events_are_typed_and_in_order(user: User) -> None:
    events = await user.every(await user("orchestration.execute_stream", query="What is a quay?"))

    steps: list[type[object]] = [type(event) for event in events if not isinstance(event, Token)]
    assert steps == [StepStarted, StepCompleted, StepStarted, StepCompleted, ChainResult]
    assert "".join(event.content for event in events if isinstance(event, Token))


async def test_19_an_event_of_an_unknown_name_is_kept(user: User, server: ArtificerServer) -> None:
    server.faults.order("orchestration.executeStream", Extra(1, 'event: thought\ndata: {"a": 1}\n\n'))
    events = await user.every(await user("orchestration.execute_stream", query="What is a quay?"))

    assert (events[1].event, events[1].data) == ("thought", b'{"a": 1}')
    assert isinstance(events[-1], ChainResult)


async def test_20_a_stream_arrives_piece_by_piece(stepwise: Stepwise, stepwise_url: str) -> None:
    with Artificer(api_key=ROOT_SECRET, base_url=stepwise_url) as client:
        id_ = client.conversations.create(title="a").id
        pieces: list[str] = []
        with client.chat.stream(conversation_id=id_, message=QUESTION, max_tokens=3) as stream:
            for _ in range(3):
                assert id_ in stepwise.server.state.live, "the answer is not finished"
                stepwise.step()
                pieces.append(next(stream).content)
            assert [chunk.finish_reason for chunk in stream] == ["length"]

        assert stream.text == "".join(pieces)
        assert client.messages.list(conversation_id=id_).data[-1].content == stream.text.rstrip()


@pytest.mark.parametrize("form", ["twin", "async"])
async def test_21_a_stream_may_be_awaited_and_need_not_be(url: str, form: str) -> None:
    made = AsyncArtificer if form == "async" else Artificer
    async with made(api_key=ROOT_SECRET, base_url=url) as client:
        stream = client.chat.stream if isinstance(client, AsyncArtificer) else client.chat.stream_async
        ids = [await conversation(User(form, client)) for _ in range(3)]
        plain = [chunk.content async for chunk in stream(conversation_id=ids[0], message=QUESTION)]
        awaited = [chunk.content async for chunk in await stream(conversation_id=ids[1], message=QUESTION)]
        async with stream(conversation_id=ids[2], message=QUESTION) as entered:
            inside = [chunk.content async for chunk in entered]

    assert plain == awaited == inside
    assert len(plain) > 3


async def test_a_stream_gives_its_text_and_the_whole_message(user: User) -> None:
    texts, whole = await conversation(user), await conversation(user)
    stream = user.begin("chat.stream", conversation_id=texts, message=QUESTION)
    text = "".join(await user.every(stream.iter_text()))
    async with AsyncExitStack() as stack:
        stream = await user.entered(stack, user.begin("chat.stream", conversation_id=whole, message=QUESTION))
        assert stream.response.status_code == 200
        message = await user.result(stream.get_final_message)

    stored = (await user("messages.list", conversation_id=whole)).data[-1]
    assert text == message.content == stored.content == await answer(user, texts)
    assert (message.id, message.conversation_id, message.finish_reason) == (stored.id, whole, "stop")
    assert message.usage == stored.usage


async def test_a_stream_that_was_closed_has_no_final_message(user: User) -> None:
    id_ = await conversation(user)
    async with AsyncExitStack() as stack:
        stream = await user.entered(stack, user.begin("chat.stream", conversation_id=id_, message=QUESTION))
    assert await user.every(stream) == []
    with pytest.raises(artificer.ArtificerError, match="closed before"):
        await user.result(stream.get_final_message)


async def test_a_stream_that_is_never_read_sends_nothing(user: User, server: ArtificerServer) -> None:
    stream = user.begin("chat.stream", conversation_id="conv_1", message=QUESTION)
    assert stream.response is None
    await user.result(stream.close)
    assert not server.seen


def conversations(server: ArtificerServer, client: Artificer, count: int) -> Iterator[str]:
    """Ids of many conversations; making them one by one would take longer than the test."""
    one = server.state.conversations[client.conversations.create(title="a").id]
    for number in range(count):
        id_ = f"conv_copy_{number}"
        server.state.conversations[id_] = replace(one, id=id_)
        yield id_


def test_22_leaving_a_stream_frees_its_connection(server: ArtificerServer, url: str, client: Artificer) -> None:
    with httpx2.Client(limits=httpx2.Limits(max_connections=2)) as pool:
        small = Artificer(api_key=ROOT_SECRET, base_url=url, http_client=pool)
        for id_ in conversations(server, client, 1000):
            for chunk in small.chat.stream(conversation_id=id_, message=QUESTION, max_tokens=4):
                if chunk.index == 1:
                    break
    assert asked(server) == 1000


async def test_22_so_it_does_asynchronously(server: ArtificerServer, url: str, client: Artificer) -> None:
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=2)) as pool:
        small = AsyncArtificer(api_key=ROOT_SECRET, base_url=url, http_client=pool)
        for id_ in conversations(server, client, 100):
            async for chunk in small.chat.stream(conversation_id=id_, message=QUESTION, max_tokens=4):
                if chunk.index == 1:
                    break
    assert asked(server) == 100


@pytest.mark.parametrize("fault", [Cut(3), Break(3)], ids=["end", "break"])
async def test_23_a_stream_that_breaks_off_is_noticed(user: User, server: ArtificerServer, fault: Fault) -> None:
    id_ = await conversation(user)
    server.faults.order("chat.stream", fault)
    stream = user.begin("chat.stream", conversation_id=id_, message=QUESTION, idempotency_key="k")
    with pytest.raises(artificer.StreamInterruptedError) as caught:
        await user.every(stream)

    assert caught.value.last_event_id == "2"
    assert asked(server) == 1
    assert "after event 2" in caught.value.message
    for advice in ("idempotency_key='k'", "extra_headers={'Last-Event-ID': '2'}", "resume=True"):
        assert advice in caught.value.message


async def test_23_the_advice_of_the_error_holds(user: User, server: ArtificerServer) -> None:
    id_ = await conversation(user)
    server.faults.order("chat.stream", Cut(3))
    stream = user.begin("chat.stream", conversation_id=id_, message=QUESTION)
    with pytest.raises(artificer.StreamInterruptedError) as caught:
        await user.every(stream)
    last = {"Last-Event-ID": caught.value.last_event_id}
    rest = await read(user, id_, idempotency_key=stream.idempotency_key, extra_headers=last)

    assert stream.text + "".join(rest) == await answer(user, id_)


FAULTS: dict[str, tuple[Fault, ...]] = {
    "once": (Cut(3),),
    "broken": (Break(3),),
    "at once": (Cut(0),),
    "again and again": (Cut(3), Break(1), Cut(2), Break(1), Cut(1)),
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
async def test_23_a_stream_goes_on_where_it_broke_off(
    user: User, server: ArtificerServer, faults: tuple[Fault, ...]
) -> None:
    id_ = await conversation(user)
    server.faults.order("chat.stream", *faults)
    text = "".join(await read(user, id_, resume=True))

    assert text == await answer(user, id_)
    assert asked(server) == len(faults) + 1
    keys = {seen.headers["idempotency-key"] for seen in server.seen if seen.path == "/api/chat/stream"}
    assert len(keys) == 1


async def test_23_a_piece_that_the_server_repeats_is_given_once(user: User, server: ArtificerServer) -> None:
    id_ = await conversation(user)
    chunk = {
        "id": "s",
        "conversationId": id_,
        "messageId": "m",
        "content": "again",
        "finishReason": None,
        "usage": None,
    }
    server.faults.order("chat.stream", Cut(3), Extra(0, frame({**chunk, "index": 2}, id_=2)))

    assert "".join(await read(user, id_, resume=True)) == await answer(user, id_)


async def test_23_going_on_ends_when_nothing_comes(
    user: User, server: ArtificerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artificer.chat_stream.PAUSES_S", (0.0, 0.0, 0.0))
    id_ = await conversation(user)
    server.faults.order("chat.stream", Cut(1), Cut(0), Break(0), Cut(0))
    with pytest.raises(artificer.StreamInterruptedError, match="after event 0") as caught:
        await read(user, id_, resume=True)

    assert asked(server) == 4
    assert "resume=True" not in caught.value.message


async def test_23_what_is_kept_no_longer_is_a_conflict(client: Artificer, server: ArtificerServer) -> None:
    id_ = client.conversations.create(title="a").id
    server.faults.order("chat.stream", Cut(1))
    stream = client.chat.stream(conversation_id=id_, message=QUESTION, resume=True)
    next(stream)
    server.state.streams.clear()
    with pytest.raises(artificer.ConflictError, match="no stream to go on with"):
        next(stream)


@pytest.mark.parametrize("resume", [False, True])
def test_23_a_server_that_is_gone_leaves_what_is_known(stepwise: Stepwise, resume: bool) -> None:
    with running(stepwise.server) as address:
        client = Artificer(api_key=ROOT_SECRET, base_url=address.url, max_retries=0)
        id_ = client.conversations.create(title="a").id
        stream = client.chat.stream(conversation_id=id_, message=QUESTION, resume=resume).__enter__()
        stepwise.step()
        first = next(stream).content
    with client, pytest.raises(artificer.StreamInterruptedError) as caught:
        next(stream)
    assert (caught.value.last_event_id, stream.text) == ("0", first)


def test_a_first_request_that_fails_is_told_as_it_is() -> None:
    with Artificer(api_key="k", base_url="http://127.0.0.1:9", max_retries=0) as lost:
        stream = lost.chat.stream(conversation_id="a", message=QUESTION, resume=True)
        with pytest.raises(artificer.APIConnectionError, match=r"127\.0\.0\.1:9") as caught:
            next(stream)
    assert not isinstance(caught.value, artificer.StreamInterruptedError)


def test_a_server_that_falls_silent_is_a_time_out(stepwise: Stepwise, stepwise_url: str) -> None:
    with Artificer(api_key=ROOT_SECRET, base_url=stepwise_url) as client:
        id_ = client.conversations.create(title="a").id
        stream: ChatStream = client.chat.stream(conversation_id=id_, message=QUESTION, timeout=0.05)
        with pytest.raises(artificer.APITimeoutError):
            next(stream)


async def test_24_an_error_in_a_stream_is_raised(user: User, server: ArtificerServer) -> None:
    id_ = await conversation(user)
    server.faults.order("chat.stream", ErrorEvent(2, ApiError(Code.INTERNAL_SERVER_ERROR, "the model is gone")))
    stream: Any = user.begin("chat.stream", conversation_id=id_, message=QUESTION, resume=True)
    with pytest.raises(artificer.ArtificerError, match="the model is gone") as caught:
        await user.every(stream)

    assert caught.value.code == "INTERNAL_SERVER_ERROR"
    assert stream.last_event_id == "1"
    assert stream.text.count(" ") == 2
    assert asked(server) == 1


async def test_whole_responses_are_those_of_the_plain_stream(client: Artificer, async_client: AsyncArtificer) -> None:
    ids = [client.conversations.create(title="a").id for _ in range(4)]
    raw = client.chat.with_raw_response.stream(conversation_id=ids[0], message=QUESTION)
    with client.chat.with_streaming_response.stream(conversation_id=ids[1], message=QUESTION) as streamed:
        texts = {"".join(chunk.content for chunk in found.parse()) for found in (raw, streamed)}
    later = await async_client.chat.with_raw_response.stream(conversation_id=ids[2], message=QUESTION)
    texts.add("".join([chunk.content async for chunk in await later.parse()]))
    async with async_client.chat.with_streaming_response.stream(conversation_id=ids[3], message=QUESTION) as response:
        texts.add("".join([chunk.content async for chunk in await response.parse()]))

    assert raw.headers["x-request-id"]
    assert len(texts) == 1
