"""What the reference server promises beyond shapes: states, keys, limits, repeated requests, streams."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pypdf import PdfWriter

from tests.servers.artificer import (
    ROOT_SECRET,
    ApiError,
    ArtificerServer,
    Code,
    Cut,
    ErrorEvent,
    ManualClock,
    Options,
    Refuse,
)

JOB: dict[str, Any] = {
    "name": "Notices",
    "items": [{"input": "Harbour closed."}, {"input": "[fail] Fog."}, {"input": "[fail once] Storm."}],
    "phases": [{"name": "draft", "taskType": "translate"}],
}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(clock: ManualClock) -> ArtificerServer:
    return ArtificerServer(Options(clock=clock))


@pytest.fixture
async def client(server: ArtificerServer) -> AsyncIterator[httpx.AsyncClient]:
    async with connected(server) as found:
        yield found


def connected(server: ArtificerServer, secret: str = ROOT_SECRET, address: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(server, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://api", headers={"Authorization": f"Bearer {secret}"})


async def until(client: httpx.AsyncClient, path: str, status: str) -> dict[str, Any]:
    deadline = time.monotonic() + 5
    while (found := (await client.get(path)).json())["status"] != status:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0)
    return found


async def test_a_job_runs_through_its_states(client: httpx.AsyncClient) -> None:
    job = (await client.post("/api/batch", json=JOB)).json()
    path = f"/api/batch/{job['id']}"
    started = await client.post(f"{path}/start")
    ended = await until(client, path, "COMPLETED")
    results = (await client.get(f"{path}/results")).json()

    assert (job["status"], started.json()["status"]) == ("PENDING", "RUNNING")
    assert (ended["completedItems"], ended["failedItems"]) == (1, 2)
    assert [result["output"] for result in results] == ["Hafen gesperrt.", None, None]
    assert results[1]["errors"][0]["code"] == "MODEL_ERROR"
    assert (await client.post(f"{path}/start")).status_code == 409


async def test_failed_items_can_be_tried_again(client: httpx.AsyncClient) -> None:
    job = (await client.post("/api/batch", json={**JOB, "options": {"autoStart": True}})).json()
    path = f"/api/batch/{job['id']}"
    await until(client, path, "COMPLETED")
    await client.post(f"{path}/retry-failed", json={"itemIndexes": [2]})
    ended = await until(client, path, "COMPLETED")

    assert (ended["completedItems"], ended["failedItems"]) == (2, 1)


async def test_a_paused_job_stands_still_and_a_cancelled_one_keeps_its_results(clock: ManualClock) -> None:
    server = ArtificerServer(Options(clock=clock, pace=1.0))
    async with connected(server) as client:
        body = {**JOB, "options": {"autoStart": True, "concurrency": 1}}
        path = f"/api/batch/{(await client.post('/api/batch', json=body)).json()['id']}"
        await turn(clock, 1.0)
        paused = (await client.post(f"{path}/pause")).json()
        await turn(clock, 5.0)
        standing = (await client.get(path)).json()
        resumed = (await client.post(f"{path}/resume")).json()
        cancelled = (await client.post(f"{path}/cancel")).json()
        results = (await client.get(f"{path}/results")).json()

    assert [paused["status"], resumed["status"], cancelled["status"]] == ["PAUSED", "RUNNING", "CANCELLED"]
    assert standing["completedItems"] + standing["failedItems"] == 2  # the one that was worked on still ended
    assert [result["itemIndex"] for result in results] == [0, 1]


async def turn(clock: ManualClock, seconds: float) -> None:
    """Let tasks reach their sleep, move the clock, and let them go on."""
    for step in (0.0, seconds):
        clock.advance(step)
        for _ in range(20):
            await asyncio.sleep(0)


async def test_the_same_idempotency_key_gives_the_same_answer(client: httpx.AsyncClient, clock: ManualClock) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = await client.post("/api/projects", json={"name": "a"}, headers=headers)
    again = await client.post("/api/projects", json={"name": "a"}, headers=headers)
    other = await client.post("/api/projects", json={"name": "b"}, headers=headers)
    clock.advance(24 * 3600)
    later = await client.post("/api/projects", json={"name": "b"}, headers=headers)

    assert first.json() == again.json()
    assert other.status_code == 409
    assert later.json()["name"] == "b"


async def test_a_request_that_failed_may_be_repeated_with_its_key(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    lost = await client.post("/api/conversations", json={"projectId": "proj_000001"}, headers=headers)
    await client.post("/api/projects", json={"name": "a"})
    found = await client.post("/api/conversations", json={"projectId": "proj_000001"}, headers=headers)

    assert (lost.status_code, found.status_code) == (404, 200)


async def test_a_key_is_held_to_scope_address_and_end(server: ArtificerServer, client: httpx.AsyncClient) -> None:
    body = {"name": "reader", "scopes": ["batch:read"], "ipAllowList": ["10.0.0.0/8"]}
    key = (await client.post("/api/auth/keys", json=body)).json()
    async with connected(server, key["key"], "10.1.2.3") as inside, connected(server, key["key"]) as outside:
        allowed = await inside.get("/api/batch")
        writing = await inside.post("/api/batch", json=JOB)
        elsewhere = await outside.get("/api/batch")
        await client.delete(f"/api/auth/keys/{key['id']}")
        revoked = await inside.get("/api/batch")

    assert [allowed.status_code, writing.status_code, elsewhere.status_code] == [200, 403, 403]
    assert revoked.status_code == 401
    assert "key" not in (await client.get(f"/api/auth/keys/{key['id']}")).json()


async def test_a_rotated_key_works_until_its_grace_ends(
    server: ArtificerServer, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    key = (await client.post("/api/auth/keys", json={"name": "a", "scopes": ["batch:read"]})).json()
    path = f"/api/auth/keys/{key['id']}/rotate"
    new = (await client.post(path, json={"gracePeriodSeconds": 60})).json()
    async with connected(server, key["key"]) as old, connected(server, new["key"]) as fresh:
        before = await old.get("/api/batch")
        clock.advance(60)
        after = await old.get("/api/batch")
        still = await fresh.get("/api/batch")

    assert [before.status_code, after.status_code, still.status_code] == [200, 401, 200]


async def test_too_many_requests_are_told_when_to_come_back(
    server: ArtificerServer, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    limit = {"requests": 2, "windowSeconds": 10}
    body = {"name": "slow", "scopes": ["batch:read"], "rateLimit": limit}
    key = (await client.post("/api/auth/keys", json=body)).json()
    async with connected(server, key["key"]) as slow:
        remaining = [(await slow.get("/api/batch")).headers["X-RateLimit-Remaining"] for _ in range(2)]
        clock.advance(7.5)
        refused = await slow.get("/api/batch")
        clock.advance(float(refused.headers["Retry-After"]))
        again = await slow.get("/api/batch")

    assert remaining == ["1", "0"]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3")
    assert again.status_code == 200


async def conversation(client: httpx.AsyncClient) -> str:
    return (await client.post("/api/conversations", json={"title": "Harbour"})).json()["id"]


async def streamed(client: httpx.AsyncClient, id_: str, **headers: str) -> httpx.Response:
    body = {"conversationId": id_, "message": "Describe a harbour."}
    return await client.post("/api/chat/stream", json=body, headers=headers)


def contents(text: str) -> list[str]:
    data = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: {")]
    return [json.loads(value).get("content", "") for value in data]


async def test_a_stream_tells_pieces_with_ids_and_is_stored(client: httpx.AsyncClient) -> None:
    id_ = await conversation(client)
    text = (await streamed(client, id_)).text
    stored = (await client.get("/api/messages", params={"conversationId": id_})).json()

    assert text.startswith("id: 0\ndata: {")
    assert text.endswith("data: [DONE]\n\n")
    assert contents(text)[-1] == ""
    assert "".join(contents(text)) == stored[1]["content"]


async def test_a_lost_stream_goes_on_after_the_last_event(
    server: ArtificerServer, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    id_ = await conversation(client)
    whole = contents((await streamed(client, id_)).text)
    server.faults.order("chat.stream", Cut(after=3))
    cut = (await streamed(client, id_, **{"Idempotency-Key": "s"})).text
    rest = (await streamed(client, id_, **{"Idempotency-Key": "s", "Last-Event-ID": "2"})).text
    clock.advance(301)
    late = await streamed(client, id_, **{"Idempotency-Key": "s", "Last-Event-ID": "2"})

    assert "[DONE]" not in cut
    assert contents(cut) + contents(rest) == whole
    assert late.status_code == 409


async def test_a_stream_that_is_asked_for_again_is_told_again(client: httpx.AsyncClient, clock: ManualClock) -> None:
    id_, key = await conversation(client), {"Idempotency-Key": "s"}
    both = await asyncio.gather(streamed(client, id_, **key), streamed(client, id_, **key))
    clock.advance(3600)
    late = await streamed(client, id_, **key)
    body = {"conversationId": id_, "message": "Describe a quay."}
    other = await client.post("/api/chat/stream", json=body, headers=key)

    assert both[0].text == both[1].text == late.text
    assert other.status_code == 409
    assert (await client.get(f"/api/conversations/{id_}")).json()["messageCount"] == 2


async def test_a_chain_that_is_asked_for_again_runs_once(client: httpx.AsyncClient) -> None:
    body, key = {"query": "What is a quay?"}, {"Idempotency-Key": "s"}
    texts = [(await client.post("/api/orchestration/execute/stream", json=body, headers=key)).text for _ in range(2)]

    assert texts[0] == texts[1]
    assert len((await client.get("/api/orchestration/executions")).json()) == 1


async def test_a_thinking_model_sends_a_sign_of_life(clock: ManualClock) -> None:
    server = ArtificerServer(Options(clock=clock, pace=40.0))
    async with connected(server) as client:
        id_ = await conversation(client)
        request = asyncio.create_task(streamed(client, id_))
        while not request.done():
            await turn(clock, 15.0)
        text = (await request).text

    assert text.startswith(": ping\n\n: ping\n\nid: 0\n")


async def test_faults_come_on_order_and_once(server: ArtificerServer, client: httpx.AsyncClient) -> None:
    id_ = await conversation(client)
    server.faults.order("batch.list", Refuse(Code.SERVICE_UNAVAILABLE), Refuse(Code.TOO_MANY_REQUESTS, retry_after=2))
    server.faults.order("chat.stream", ErrorEvent(1, ApiError(Code.INTERNAL_SERVER_ERROR, "the model is gone")))
    answers = [await client.get("/api/batch") for _ in range(3)]
    text = (await streamed(client, id_)).text

    assert [answer.status_code for answer in answers] == [503, 429, 200]
    assert answers[1].headers["Retry-After"] == "2"
    assert text.count("data: ") == 2
    assert text.endswith('event: error\ndata: {"message":"the model is gone","code":"INTERNAL_SERVER_ERROR"}\n\n')


async def test_a_model_id_with_a_slash_is_one_segment(server: ArtificerServer, client: httpx.AsyncClient) -> None:
    found = await client.get("/api/models/meta-llama%2FLlama-3")

    assert found.json()["id"] == "meta-llama/Llama-3"
    assert server.seen[-1].path == "/api/models/meta-llama%2FLlama-3"


async def test_faults_of_a_request_are_placed(server: ArtificerServer, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/batch", json={**JOB, "items": [{"input": ""}]})
    async with connected(server.worker()) as worker:
        other = await worker.post("/api/images/process-pdf", json={})

    assert answer.status_code == 400
    assert [issue["path"] for issue in answer.json()["issues"]] == [["items", 0, "input"]]
    assert other.status_code == 422
    assert [fault["loc"] for fault in other.json()["detail"]] == [["body", "pdfData"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"imageData": "AAAA", "contentType": "image/bmp"}, 415),
        ({"imageData": "not base64"}, 400),
        ({"imageData": base64.b64encode(bytes(20 * 1_048_576 + 1)).decode()}, 413),
        ({"imageData": base64.b64encode(bytes(20 * 1_048_576)).decode()}, 200),
    ],
)
async def test_images_are_held_to_kind_and_size(client: httpx.AsyncClient, body: dict[str, str], status: int) -> None:
    assert (await client.post("/api/images/extract-text", json=body)).status_code == status


async def test_a_pdf_is_read_or_refused(client: httpx.AsyncClient) -> None:
    content = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(content)
    scan = base64.b64encode(content.getvalue()).decode()
    checked = (await client.post("/api/images/check-pdf-needs-ocr", json={"pdfData": scan})).json()
    read = (await client.post("/api/images/process-pdf", json={"pdfData": scan})).json()
    broken = await client.post("/api/images/process-pdf", json={"pdfData": "AAAA"})

    assert checked == {
        "needsOCR": True,
        "hasTextContent": False,
        "pages": 1,
        "textLength": 0,
        "estimatedOCRCost": 0.0015,
    }
    assert read["metadata"]["method"] == "ocr"
    assert broken.status_code == 422


async def test_a_score_that_is_never_reached_fails(client: httpx.AsyncClient) -> None:
    strict = {"query": "What is a quay?", "validationConfig": {"enabled": True, "minScore": 10}}
    fair = {"query": "What is a quay?", "validationConfig": {"enabled": True, "minScore": 8}}
    refused = await client.post("/api/orchestration/execute", json=strict)
    answered = (await client.post("/api/orchestration/execute", json=fair)).json()
    failed = (await client.get("/api/orchestration/executions", params={"status": "FAILED"})).json()

    assert refused.status_code == 422
    assert answered["validation"]["passed"]
    assert len(failed) == 1


async def test_lists_come_in_pages(client: httpx.AsyncClient) -> None:
    for index in range(5):
        await client.post("/api/projects", json={"name": f"Harbour {index}"})
    second = await client.get("/api/projects", params={"limit": 2, "offset": 2})
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        body = {"query": "harbour", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.post("/api/search", json=body)).json()
        found += [hit["project"]["name"] for hit in page["items"]]
        cursor = page["nextCursor"]

    assert [item["name"] for item in second.json()] == ["Harbour 2", "Harbour 1"]
    assert second.headers["X-Total-Count"] == "5"
    assert found == [f"Harbour {index}" for index in range(5)]
    assert cursor is None


async def test_usage_follows_from_what_was_done(client: httpx.AsyncClient) -> None:
    project = (await client.post("/api/projects", json={"name": "a"})).json()["id"]
    thread = (await client.post("/api/conversations", json={"projectId": project})).json()["id"]
    message = (await client.post(f"/api/conversations/{thread}/messages", json={"content": "Describe a quay."})).json()
    summary = (await client.get("/api/usage/summary", params={"projectId": project})).json()
    models = (await client.get("/api/usage/breakdown", params={"by": "model"})).json()

    assert summary["tokens"] == message["usage"]["totalTokens"]
    assert summary["requests"] == 2
    assert models["deepseek-chat"]["requests"] == 1
