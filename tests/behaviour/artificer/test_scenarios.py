"""What users do with the SDK, against the reference server; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

import base64
import io
import json
import time
from datetime import date
from pathlib import Path

import artificer
import pytest
from artificer import Artificer, AsyncArtificer
from artificer.types.batch import BatchItemParam, BatchJob, BatchOptionsParam, PhaseConfigParam
from pypdf import PdfWriter

from tests.servers.artificer import (
    ROOT_SECRET,
    ArtificerServer,
    Code,
    Refuse,
)
from tests.servers.running import running

ITEMS: list[BatchItemParam] = [{"input": "Harbour closed."}, {"input": "Fog expected."}, {"input": "No berth."}]
PHASES: list[PhaseConfigParam] = [
    {"name": "draft", "model": "gpt-4o-mini", "task_type": "translate"},
    {"name": "review", "task_type": "validate", "validation": {"enabled": True, "min_score": 7}},
]
ENDED = ("COMPLETED", "FAILED", "CANCELLED")


def scan() -> str:
    """A PDF without text, as base64."""
    content = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(content)
    return base64.b64encode(content.getvalue()).decode()


def wait(client: Artificer, job: BatchJob) -> BatchJob:
    deadline = time.monotonic() + 5
    while job.status not in ENDED and time.monotonic() < deadline:
        job = client.batch.get(job.id)
    return job


def test_1_a_client_opens_nothing_and_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTIFICER_API_KEY", raising=False)
    with Artificer(api_key="k", base_url="http://localhost:3001", timeout=30.0):
        pass
    with pytest.raises(artificer.ArtificerError, match=r"(?s)api_key.*ARTIFICER_API_KEY"):
        Artificer()


def test_2_a_conversation_is_created_with_what_was_given(client: Artificer, server: ArtificerServer) -> None:
    found = client.conversations.create(title="a", model="deepseek-chat", system_prompt="b")

    assert found.id
    assert list(json.loads(server.seen[-1].body)) == ["title", "model", "systemPrompt"]


def test_3_a_message_is_answered_and_stored(client: Artificer) -> None:
    id_ = client.conversations.create(title="a").id
    message = client.conversations.send_message(id_, content="Describe a harbour.")

    assert (message.role, bool(message.content)) == ("assistant", True)
    assert len(client.messages.list(conversation_id=id_).data) == 2


async def test_3_the_same_with_the_asynchronous_client(async_client: AsyncArtificer) -> None:
    id_ = (await async_client.conversations.create(title="a")).id
    message = await async_client.conversations.send_message(id_, content="Describe a harbour.")
    roles = [found.role async for found in async_client.messages.list(conversation_id=id_)]

    assert message.role == "assistant"
    assert roles == ["user", "assistant"]


def test_4_a_scan_needs_ocr(client: Artificer, server: ArtificerServer) -> None:
    found = client.images.check_pdf_needs_ocr(pdf_data=scan(), min_text_threshold=100)

    assert found.needs_ocr
    assert f"{found.estimated_ocr_cost:.4f}" == "0.0015"
    assert (server.seen[-1].method, server.seen[-1].query) == ("POST", "")


def test_6_ocr_can_be_forced(client: Artificer, server: ArtificerServer) -> None:
    found = client.images.process_pdf(pdf_data=scan(), options={"force_ocr": True})

    assert (found.metadata.method, found.metadata.pages) == ("ocr", 1)
    assert json.loads(server.seen[-1].body)["options"] == {"forceOCR": True}


def test_10_to_13_a_batch_job_is_created_watched_and_read(client: Artificer, server: ArtificerServer) -> None:
    options: BatchOptionsParam = {"auto_start": True, "checkpoint_frequency": 5, "concurrency": 4}
    job = client.batch.create(name="a", items=ITEMS, phases=PHASES, options=options)
    sent = json.loads(server.seen[-1].body)
    ended = wait(client, job)
    results = client.batch.get_results(job.id)

    assert (job.status, job.total_items) == ("RUNNING", 3)
    assert sent["phases"][1]["validation"] == {"enabled": True, "minScore": 7}
    assert sent["options"] == {"autoStart": True, "checkpointFrequency": 5, "concurrency": 4}
    assert (ended.status, ended.completed_items) == ("COMPLETED", 3)
    assert [result.item_index for result in results] == [0, 1, 2]
    assert [result.output for result in client.batch.stream_results(job.id)] == [r.output for r in results]


def test_14_and_15_states_are_kept(client: Artificer) -> None:
    items: list[BatchItemParam] = [{"input": f"Ship {index}."} for index in range(500)]
    job = client.batch.create(name="a", items=items, phases=[{"name": "a"}])
    states = [deed(job.id).status for deed in (client.batch.start, client.batch.pause, client.batch.resume)]

    assert (job.status, states) == ("PENDING", ["RUNNING", "PAUSED", "RUNNING"])
    with pytest.raises(artificer.ConflictError):
        client.batch.start(job.id)
    assert client.batch.cancel(job.id).status == "CANCELLED"


def test_17_lists_are_walked_in_pages(client: Artificer, server: ArtificerServer) -> None:
    for index in range(45):
        client.projects.create(name=f"project {index}")
    before = len(server.seen)
    page = client.projects.list(limit=20, offset=0)

    assert len(page.data) == 20
    assert len(list(page)) == 45
    assert [seen.query for seen in server.seen[before:]] == [f"limit=20&offset={start}" for start in (0, 20, 40)]


def test_18_a_chain_is_executed(client: Artificer) -> None:
    found = client.orchestration.execute(
        query="What is a quay?",
        model="gpt-4o",
        task_type="qa",
        validation_config={"enabled": True, "min_score": 8},
        use_rag=True,
    )

    assert found.response
    assert f"{found.cost:.4f}"
    assert found.tokens > 0


def test_26_too_many_requests_tell_when_to_come_back(client: Artificer, server: ArtificerServer) -> None:
    server.faults.order("batch.list", Refuse(Code.TOO_MANY_REQUESTS, retry_after=1))
    with pytest.raises(artificer.RateLimitError) as caught:
        client.batch.list(max_retries=0)

    assert caught.value.retry_after == 1.0
    assert client.batch.list(max_retries=0).data == []


ERRORS = {
    Code.BAD_REQUEST: "BadRequestError",
    Code.UNAUTHORIZED: "AuthenticationError",
    Code.FORBIDDEN: "PermissionDeniedError",
    Code.NOT_FOUND: "NotFoundError",
    Code.CONFLICT: "ConflictError",
    Code.UNPROCESSABLE_CONTENT: "UnprocessableEntityError",
    Code.TOO_MANY_REQUESTS: "RateLimitError",
    Code.INTERNAL_SERVER_ERROR: "InternalServerError",
    Code.SERVICE_UNAVAILABLE: "InternalServerError",
}


@pytest.mark.parametrize(("code", "name"), ERRORS.items(), ids=[code.name for code in ERRORS])
def test_27_each_status_has_its_class(client: Artificer, server: ArtificerServer, code: Code, name: str) -> None:
    server.faults.order("batch.list", Refuse(code))
    with pytest.raises(getattr(artificer, name)) as caught:
        client.batch.list(max_retries=0)

    assert caught.value.status_code == code.value
    assert isinstance(caught.value, artificer.ArtificerError)


def test_29_resources_go_to_the_worker(client: Artificer, server: ArtificerServer, url: str) -> None:
    worker = server.worker()
    with (
        running(worker) as there,
        Artificer(api_key=ROOT_SECRET, typescript_api_url=url, python_worker_url=there.url) as both,
    ):
        both.images.process_pdf(pdf_data=scan())
        both.conversations.create(title="a")
        extracted = both.pdf.extract(file=base64.b64decode(scan()))

    assert [seen.path for seen in worker.seen] == ["/api/images/process-pdf", "/api/pdf/extract"]
    assert [seen.path for seen in server.seen] == ["/api/conversations"]
    assert extracted.pages == 1
    with pytest.raises(artificer.ArtificerError, match="python_worker_url"):
        client.pdf.extract(file=b"%PDF-")


def test_31_and_32_keys_are_limited_and_rotated(client: Artificer, url: str) -> None:
    key = client.auth.keys.create(name="a", scopes=["batch:read"])
    far = client.auth.keys.create(name="b", scopes=["batch:read"], ip_allow_list=["10.0.0.0/8"])
    with Artificer(api_key=far.key, base_url=url) as outside, pytest.raises(artificer.PermissionDeniedError):
        outside.batch.list()
    with Artificer(api_key=key.key, base_url=url) as reader:
        with pytest.raises(artificer.PermissionDeniedError):
            reader.batch.create(name="a", items=ITEMS, phases=PHASES)
        client.auth.keys.rotate(key.id, grace_period_seconds=0)
        with pytest.raises(artificer.AuthenticationError):
            reader.batch.list()


def test_33_an_export_becomes_a_file(client: Artificer, tmp_path: Path) -> None:
    id_ = client.conversations.create(title="Harbour").id
    client.export.conversation(id_, format="markdown").write_to_file(tmp_path / "a.md")

    assert (tmp_path / "a.md").read_text() == "# Harbour\n\n"


def test_34_hits_are_walked_by_cursor(client: Artificer) -> None:
    for index in range(5):
        client.projects.create(name=f"Harbour {index}")
    client.conversations.create(title="The harbour")
    hits = list(client.search.query(query="harbour", limit=2))

    assert len(hits) == 6
    assert {hit.type for hit in hits} == {"conversation", "project"}


def test_35_names_travel_as_the_wire_wants_them(client: Artificer, server: ArtificerServer) -> None:
    assert client.model_admin.get("meta-llama/Llama-3").display_name == "Llama 3"
    assert server.seen[-1].path == "/api/models/meta-llama%2FLlama-3"
    client.usage.summary(from_=date(2025, 1, 1))
    assert server.seen[-1].query == "from=2025-01-01"
    with pytest.raises(ValueError, match="is empty"):
        client.conversations.get("")


def test_36_null_clears_and_absent_keeps(client: Artificer, server: ArtificerServer) -> None:
    id_ = client.conversations.create(title="a", system_prompt="b").id
    kept = client.conversations.update(id_, title="c")
    cleared = client.conversations.update(id_, system_prompt=None)

    assert (kept.system_prompt, cleared.system_prompt) == ("b", None)
    assert json.loads(server.seen[-1].body) == {"systemPrompt": None}


ONE_PHASE: list[PhaseConfigParam] = [{"name": "draft", "model": "gpt-4o-mini", "task_type": "translate"}]


def job_of(client: Artificer, *, start: bool = True) -> str:
    items: list[BatchItemParam] = [{"input": f"text {number}"} for number in range(3)]
    return client.batch.create(name="b", items=items, phases=ONE_PHASE, options={"auto_start": start}).id


def test_11_and_12_a_job_is_waited_for_with_its_progress(client: Artificer) -> None:
    seen: list[tuple[str, int]] = []
    id_ = job_of(client)
    job = client.batch.wait(
        id_, poll_interval=0.001, on_progress=lambda job: seen.append((job.status, job.completed_items))
    )

    assert (job.status, job.completed_items) == ("COMPLETED", 3)
    assert seen[-1] == ("COMPLETED", 3)
    assert seen == sorted(seen, key=lambda look: look[1])
    assert client.batch.get_status(id_) == job


def test_12_a_cancelled_job_has_ended_too(client: Artificer) -> None:
    id_ = job_of(client, start=False)
    client.batch.cancel(id_)
    assert client.batch.wait(id_, timeout=0).status == "CANCELLED"


def test_12_waiting_ends_in_time_and_the_job_goes_on(client: Artificer) -> None:
    id_ = job_of(client, start=False)
    with pytest.raises(artificer.APITimeoutError, match="is PENDING with 0 of 3 items done"):
        client.batch.wait(id_, poll_interval=0.001, timeout=0.005)
    assert client.batch.get(id_).status == "PENDING"
    with pytest.raises(ValueError, match="0 or more"):
        client.batch.wait(id_, poll_interval=-1)


async def test_12_waiting_works_in_both_async_forms(client: Artificer, async_client: AsyncArtificer) -> None:
    first, second = job_of(client), job_of(client)
    assert (await async_client.batch.wait(first, poll_interval=0.001)).status == "COMPLETED"
    assert (await client.batch.wait_async(second, poll_interval=0.001)).status == "COMPLETED"
    assert (await async_client.batch.get_status(first)).id == (await client.batch.get_status_async(first)).id
    await client.aclose()


def test_models_have_their_public_places() -> None:
    from artificer import models
    from artificer.models.batch import BatchJob, PhaseConfig
    from artificer.models.ocr import OCRResult

    assert models.BatchJob is BatchJob
    assert PhaseConfig.__module__ == "artificer.types.batch"
    assert OCRResult.__name__ == "OCRResult"
    assert "BatchJob" in dir(models)
