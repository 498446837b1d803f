"""Calls, their errors and repetitions; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

import json
import socket
from datetime import date

import artificer
import pytest
from artificer import Artificer, exceptions

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, Code, Instead, Refuse, Silence
from tests.servers.running import running

from .conftest import User
from .files import blank

JOB = {"name": "a", "items": [{"input": "x"}], "phases": [{"name": "p"}]}


def test_1_a_client_opens_nothing_and_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTIFICER_API_KEY", raising=False)
    monkeypatch.setattr(socket, "socket", None)
    with Artificer(api_key="k", base_url="http://localhost:3001", timeout=30.0):
        pass
    with pytest.raises(artificer.ArtificerError, match=r"(?s)api_key=.*ARTIFICER_API_KEY"):
        Artificer()


async def test_2_a_conversation_is_created_with_what_was_given(user: User, server: ArtificerServer) -> None:
    found = await user("conversations.create", title="a", model="deepseek-chat", system_prompt="b")

    assert found.id
    assert list(json.loads(server.seen[-1].body)) == ["title", "model", "systemPrompt"]


async def test_3_a_message_is_answered_and_stored(user: User) -> None:
    id_ = (await user("conversations.create", title="a")).id
    message = await user("conversations.send_message", conversation_id=id_, content="Describe a harbour.")
    messages = await user.every(await user("messages.list", conversation_id=id_))

    assert (message.role, bool(message.content)) == ("assistant", True)
    assert [found.role for found in messages] == ["user", "assistant"]


async def test_18_a_chain_is_executed(user: User) -> None:
    found = await user(
        "orchestration.execute",
        query="What is a quay?",
        model="gpt-4o",
        task_type="qa",
        validation_config={"enabled": True, "min_score": 8},
        use_rag=True,
    )

    assert found.response
    assert float(f"{found.cost:.4f}") >= 0
    assert isinstance(found.tokens, int)


async def test_25_the_server_tells_what_is_wrong_by_path(user: User, server: ArtificerServer) -> None:
    client = user.client.async_client if user.form == "twin" and isinstance(user.client, Artificer) else user.client
    with pytest.raises(exceptions.ValidationError) as caught:
        await User(user.form if user.form == "sync" else "async", client)(
            "post", "/api/batch", body={**JOB, "items": [{"input": ""}]}
        )
    assert isinstance(caught.value, artificer.BadRequestError)
    assert list(caught.value.errors) == ["items.0.input"]
    assert caught.value.errors["items.0.input"][0]


def test_25_so_does_the_worker(server: ArtificerServer, url: str) -> None:
    with (
        running(server.worker()) as there,
        Artificer(api_key=ROOT_SECRET, base_url=url, python_worker_url=there.url) as client,
        pytest.raises(artificer.UnprocessableEntityError) as caught,
    ):
        client.images.process_pdf(blank(), options={"min_text_threshold": -1})
    assert isinstance(caught.value, exceptions.ValidationError)
    assert list(caught.value.errors) == ["options.minTextThreshold"]


async def test_26_too_many_requests_tell_when_to_come_back(user: User, server: ArtificerServer) -> None:
    server.faults.order("batch.list", Refuse(Code.TOO_MANY_REQUESTS, retry_after=1))
    with pytest.raises(exceptions.RateLimitError) as caught:
        await user("batch.list", max_retries=0)

    assert caught.value.retry_after == 1.0
    assert (await user("batch.list", max_retries=0)).data == []


def test_26_without_a_header_there_is_still_a_number(client: Artificer, server: ArtificerServer) -> None:
    server.faults.order("batch.list", Refuse(Code.TOO_MANY_REQUESTS))
    with pytest.raises(exceptions.RateLimitError) as caught:
        client.batch.list(max_retries=0)
    assert caught.value.retry_after == 1.0


ERRORS = {
    Code.BAD_REQUEST: exceptions.BadRequestError,
    Code.UNAUTHORIZED: exceptions.AuthenticationError,
    Code.FORBIDDEN: exceptions.PermissionError,
    Code.NOT_FOUND: exceptions.NotFoundError,
    Code.TIMEOUT: exceptions.APIStatusError,
    Code.CONFLICT: exceptions.ConflictError,
    Code.PAYLOAD_TOO_LARGE: exceptions.APIStatusError,
    Code.UNSUPPORTED_MEDIA_TYPE: exceptions.APIStatusError,
    Code.UNPROCESSABLE_CONTENT: exceptions.UnprocessableEntityError,
    Code.TOO_MANY_REQUESTS: exceptions.RateLimitError,
    Code.INTERNAL_SERVER_ERROR: exceptions.ServerError,
    Code.NOT_IMPLEMENTED: exceptions.ServerError,
    Code.BAD_GATEWAY: exceptions.ServerError,
    Code.SERVICE_UNAVAILABLE: exceptions.ServerError,
    Code.GATEWAY_TIMEOUT: exceptions.ServerError,
}


def test_27_every_code_is_tried() -> None:
    assert ERRORS.keys() == {*Code}


@pytest.mark.parametrize(("code", "kind"), ERRORS.items(), ids=[code.name for code in ERRORS])
def test_27_each_status_has_its_class(
    client: Artificer, server: ArtificerServer, code: Code, kind: type[artificer.ArtificerError]
) -> None:
    server.faults.order("batch.list", Refuse(code, message="told by the server"))
    with pytest.raises(artificer.ArtificerError, match="told by the server") as caught:
        client.batch.list(max_retries=0)

    assert type(caught.value) is kind
    assert (caught.value.status_code, caught.value.code) == (code.value, code.name)
    assert caught.value.request_id
    assert "told by the server" in caught.value.message


def test_27_the_names_that_users_know() -> None:
    assert exceptions.PermissionError is artificer.PermissionDeniedError
    assert exceptions.ServerError is artificer.InternalServerError
    assert exceptions.TimeoutError is artificer.APITimeoutError
    assert exceptions.ConnectionError is artificer.APIConnectionError
    assert not {"PermissionError", "TimeoutError", "ConnectionError"} & {*exceptions.__all__}


def test_27_a_port_that_refuses() -> None:
    lost = Artificer(api_key="k", base_url="http://127.0.0.1:9", max_retries=0)
    with lost, pytest.raises(exceptions.ConnectionError, match=r"127\.0\.0\.1:9") as caught:
        lost.batch.list()
    assert (caught.value.attempts, caught.value.status_code) == (1, None)


async def test_27_a_server_that_says_nothing(user: User, server: ArtificerServer) -> None:
    server.faults.order("batch.list", Silence(0.3))
    with pytest.raises(exceptions.TimeoutError) as caught:
        await user("batch.list", timeout=0.05, max_retries=0)
    assert isinstance(caught.value, artificer.ArtificerError)
    assert (caught.value.attempts, caught.value.status_code) == (1, None)


async def test_28_creating_is_repeated_until_it_is_done_once(user: User, server: ArtificerServer) -> None:
    waits = user.waits()
    server.faults.order("batch.create", Refuse(Code.SERVICE_UNAVAILABLE), Refuse(Code.SERVICE_UNAVAILABLE))
    job = await user("batch.create", **JOB)

    assert [seen.path for seen in server.seen] == ["/api/batch"] * 3
    assert len({seen.headers["idempotency-key"] for seen in server.seen}) == 1
    assert [found.id for found in (await user("batch.list")).data] == [job.id]
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2


async def test_29_resources_go_to_the_worker(server: ArtificerServer, url: str) -> None:
    worker = server.worker()
    with (
        running(worker) as there,
        Artificer(api_key=ROOT_SECRET, typescript_api_url=url, python_worker_url=there.url) as both,
    ):
        both.images.process_pdf(blank())
        both.conversations.create(title="a")
        assert both.pdf.extract(file=blank()).pages == 1

    assert [seen.path for seen in worker.seen] == ["/api/images/process-pdf", "/api/pdf/extract"]
    assert [seen.path for seen in server.seen] == ["/api/conversations"]
    keys = {seen.headers["authorization"] for seen in (*worker.seen, *server.seen)}
    assert keys == {f"Bearer {ROOT_SECRET}"}


async def test_29_a_worker_that_is_down_is_named_and_nobody_else_asked(server: ArtificerServer, url: str) -> None:
    with (
        Artificer(api_key=ROOT_SECRET, base_url=url, python_worker_url="http://127.0.0.1:9", max_retries=0) as half,
        pytest.raises(exceptions.ConnectionError, match=r"127\.0\.0\.1:9"),
    ):
        half.images.process_pdf(blank())
    assert not server.seen


def test_29_what_only_the_worker_has_names_the_argument(client: Artificer) -> None:
    with pytest.raises(artificer.ArtificerError, match="python_worker_url"):
        client.pdf.extract(file=b"%PDF-")


async def test_34_hits_are_walked_by_cursor(user: User, server: ArtificerServer) -> None:
    for index in range(5):
        await user("projects.create", name=f"Harbour {index}")
    await user("conversations.create", title="The harbour")
    before = len(server.seen)
    hits = await user.every(await user("search.query", query="harbour", limit=2))

    assert len(hits) == 6
    assert {type(hit).__name__ for hit in hits} == {"ConversationHit", "ProjectHit"}
    assert len(server.seen) == before + 3


async def test_34_a_cursor_that_comes_again_stops_the_walk(user: User, server: ArtificerServer) -> None:
    await user("conversations.create", title="The harbour")
    page = Instead({"items": [], "nextCursor": "again"})
    server.faults.order("search.query", page, page, page)
    with pytest.raises(artificer.PaginationLoopError):
        await user.every(await user("search.query", query="harbour"))


async def test_35_names_travel_as_the_wire_wants_them(user: User, server: ArtificerServer) -> None:
    assert (await user("model_admin.get", "meta-llama/Llama-3")).display_name == "Llama 3"
    assert server.seen[-1].path == "/api/models/meta-llama%2FLlama-3"
    await user("usage.summary", from_=date(2025, 1, 1))
    assert server.seen[-1].query == "from=2025-01-01"
    with pytest.raises(ValueError, match="is empty"):
        await user("conversations.get", "")


async def test_36_null_clears_and_absent_keeps(user: User, server: ArtificerServer) -> None:
    id_ = (await user("conversations.create", title="a", system_prompt="b")).id
    kept = await user("conversations.update", id_, title="c")
    cleared = await user("conversations.update", id_, system_prompt=None)

    assert (kept.system_prompt, cleared.system_prompt) == ("b", None)
    assert json.loads(server.seen[-1].body) == {"systemPrompt": None}
