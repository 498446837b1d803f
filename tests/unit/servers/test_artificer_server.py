"""The reference server answers every operation as the description says."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pypdf import PdfWriter

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, Options
from tests.servers.artificer.description import Node, OperationSpec, description
from tests.servers.artificer.routers import HANDLERS
from tests.servers.running import running

SPECS = list(description().operations.values())
MULTIPART = "multipart/form-data"


def blank_pdf() -> bytes:
    content = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(content)
    return content.getvalue()


@dataclass
class World:
    """A server with one of everything, and its worker."""

    api: httpx.Client
    worker: httpx.Client
    ids: dict[str, str] = field(default_factory=dict[str, str])

    def make(self, kind: str, path: str, body: object) -> str:
        answer = self.api.post(path, json=body)
        assert answer.status_code == 200, answer.text
        self.ids[kind] = answer.json()["id"]
        return self.ids[kind]

    def client(self, spec: OperationSpec) -> httpx.Client:
        return self.worker if spec.router == "pdf" else self.api

    def wait_for(self, path: str, *statuses: str) -> None:
        deadline = time.monotonic() + 5
        while self.api.get(path).json()["status"] not in statuses:
            assert time.monotonic() < deadline, path


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[httpx.Client, httpx.Client]]:
    server = ArtificerServer(Options(pace=0.002))
    headers = {"Authorization": f"Bearer {ROOT_SECRET}"}
    with (
        running(server) as api,
        running(server.worker()) as worker,
        httpx.Client(base_url=api.url, headers=headers) as one,
        httpx.Client(base_url=worker.url, headers=headers) as other,
    ):
        yield one, other


@pytest.fixture
def world(clients: tuple[httpx.Client, httpx.Client]) -> World:
    found = World(*clients)
    project = found.make("projectId", "/api/projects", {"name": "Port authority"})
    conversation = found.make("conversationId", "/api/conversations", {"title": "Harbour", "projectId": project})
    found.make("messageId", f"/api/conversations/{conversation}/messages", {"content": "Describe a harbour."})
    phases = [{"name": "draft", "taskType": "translate"}]
    items = [{"input": "The harbour is closed."}, {"input": "[fail] Fog."}]
    found.make("jobId", "/api/batch", {"name": "Notices", "items": items, "phases": phases})
    found.make("executionId", "/api/orchestration/execute", {"query": "What is a harbour?"})
    found.make("exportId", f"/api/export/projects/{project}", {"format": "zip"})
    found.wait_for(f"/api/export/jobs/{found.ids['exportId']}", "READY")
    found.make("keyId", "/api/auth/keys", {"name": "reader", "scopes": ["batch:read"]})
    found.api.delete("/api/models/meta-llama%2FLlama-3")
    model = {"id": f"acme/{project}", "provider": "acme", "contextWindow": 1, "inputCostPer1k": 0, "outputCostPer1k": 0}
    found.make("modelId", "/api/models", model)
    found.ids["taskType"] = "translate"
    return found


def started(world: World, *more: str) -> None:
    for verb in ("start", *more):
        world.api.post(f"/api/batch/{world.ids['jobId']}/{verb}")


def ended(world: World) -> None:
    started(world)
    world.wait_for(f"/api/batch/{world.ids['jobId']}", "COMPLETED", "FAILED")


def long_job(world: World) -> None:
    """A job that is still running when the next request comes."""
    items = [{"input": f"Ship {index} arrives at noon."} for index in range(1000)]
    body = {"name": "long", "items": items, "phases": [{"name": "a"}], "options": {"autoStart": True, "concurrency": 1}}
    world.make("jobId", "/api/batch", body)


def paused(world: World) -> None:
    long_job(world)
    world.api.post(f"/api/batch/{world.ids['jobId']}/pause")


def nothing(_: World) -> None:
    """Most operations need no more than one of everything."""


BEFORE: dict[str, Callable[[World], None]] = {
    "batch.pause": long_job,
    "batch.resume": paused,
    "batch.retryFailed": ended,
    "batch.getResults": ended,
    "batch.streamResults": ended,
    "batch.delete": ended,
    "export.batchResults": ended,
}
PDF = base64.b64encode(blank_pdf()).decode()
BODIES: dict[str, Callable[[World], Node]] = {
    "chat.stream": lambda world: {"conversationId": world.ids["conversationId"], "message": "Describe a quay."},
    "conversations.fork": lambda world: {"messageId": world.ids["messageId"]},
    "messages.create": lambda world: {
        "conversationId": world.ids["conversationId"], "role": "user", "content": "Describe a quay."
    },
    "images.processPdf": lambda _: {"pdfData": PDF},
    "images.checkPdfNeedsOcr": lambda _: {"pdfData": PDF},
}  # fmt: skip
QUERIES: dict[str, Callable[[World], dict[str, str]]] = {
    "messages.list": lambda world: {"conversationId": world.ids["conversationId"]},
    "search.conversations": lambda _: {"q": "harbour"},
    "search.messages": lambda _: {"q": "harbour"},
    "search.suggest": lambda _: {"prefix": "har"},
    "usage.timeseries": lambda _: {"from": "2000-01-01", "to": "2999-12-31"},
    "usage.breakdown": lambda _: {"by": "model"},
}  # fmt: skip


def send(world: World, spec: OperationSpec) -> httpx.Response:
    """Call an operation."""
    path = spec.path
    for name, id_ in world.ids.items():
        path = path.replace(f"{{{name}}}", quote(id_, safe=""))
    query = QUERIES[spec.id](world) if spec.id in QUERIES else {}
    if spec.media == MULTIPART:
        return world.client(spec).request(spec.verb, path, files={"file": ("a.pdf", blank_pdf())})
    return world.client(spec).request(spec.verb, path, params=query, json=body_of(world, spec))


def body_of(world: World, spec: OperationSpec) -> Any:
    """The example of the body, or one that names what this server has."""
    if spec.id in BODIES:
        return BODIES[spec.id](world)
    return spec.node["requestBody"]["content"][spec.media]["example"] if spec.media else None


def told(answer: httpx.Response, media: str) -> Iterator[Any]:
    """The values of an answer that the schema of its content type is about."""
    match media:
        case "application/json":
            yield answer.json()
        case "application/x-ndjson":
            yield from (json.loads(line) for line in answer.text.splitlines())
        case "text/event-stream":
            yield from events(answer.text)
        case _:
            yield answer.text


def events(text: str) -> Iterator[Any]:
    """The events of a stream: their data, or name and data where names are sent."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        data = fields.get("data", "[DONE]")
        if data != "[DONE]":
            value = json.loads(data)
            yield {"event": fields["event"], "data": value} if "event" in fields else value


def test_every_operation_has_a_handler() -> None:
    assert set(HANDLERS) == set(description().operations)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_it_answers_as_described(spec: OperationSpec, world: World) -> None:
    BEFORE.get(spec.id, nothing)(world)
    answer = send(world, spec)
    described = spec.node["responses"]["200"]
    media, content = next(iter(described["content"].items()))
    values = list(told(answer, media))
    rules = description().rules(content["schema"])

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media
    assert [name for name in described["headers"] if name not in answer.headers] == []
    assert values
    assert [issue for value in values for issue in rules.issues(value)] == []


@pytest.mark.parametrize("spec", [spec for spec in SPECS if not spec.open], ids=lambda spec: spec.id)
def test_it_lets_nobody_in_without_a_key(spec: OperationSpec, clients: tuple[httpx.Client, httpx.Client]) -> None:
    path = spec.path.replace("{", "").replace("}", "")
    answer = World(*clients).client(spec).request(spec.verb, path, headers={"Authorization": ""})

    assert answer.status_code == 401
    assert answer.json()["code"] == "UNAUTHORIZED"
