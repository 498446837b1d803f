"""What goes wrong on the user's side or on the way: an error that says what to do, nothing lost, nothing sent twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import artificer
import httpx
import pytest
from artificer import Artificer, exceptions
from artificer.processing.pdf import PdfProcessor
from artificer.types.batch import BatchItemParam

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, Code, Refuse
from tests.servers.fault import Connection, FaultServer

from .conftest import User

JOB: dict[str, Any] = {"name": "a", "items": [{"input": "x"}], "phases": [{"name": "p"}]}
TAKING_IDS = [
    "conversations.get",
    "conversations.delete",
    "messages.get",
    "batch.get",
    "batch.start",
    "batch.wait",
    "batch.get_results",
    "projects.delete",
    "export.conversation",
    "auth.keys.rotate",
    "chat.stop",
]


@pytest.mark.parametrize("method", TAKING_IDS)
@pytest.mark.parametrize("id_", ["", None, ".."])
async def test_an_id_that_would_call_another_operation(
    user: User, server: ArtificerServer, method: str, id_: str | None
) -> None:
    with pytest.raises(ValueError, match="another operation"):
        await user(method, id_)
    assert not server.seen


WRONG_JOBS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no name": ({"name": None}, {"name": "must be a text, and is missing"}),
    "long name": ({"name": "x" * 201}, {"name": "must have at most 200 characters, and has 201"}),
    "no items": ({"items": []}, {"items": "must have 1 to 10,000 entries, and has 0"}),
    "many items": ({"items": [{"input": "x"}] * 10_001}, {"items": "must have 1 to 10,000 entries, and has 10,001"}),
    "items that end": ({"items": iter([])}, {"items": "must be a list, and is of type list_iterator"}),
    "a text for items": ({"items": "abc"}, {"items": "must be a list, and is of type str"}),
    "an item of another type": ({"items": ["x"]}, {"items.0.input": "must be a text, and is missing"}),
    "an empty item": ({"items": [{"input": ""}]}, {"items.0.input": "must not be empty"}),
    "many phases": ({"phases": [{"name": "p"}] * 11}, {"phases": "must have 1 to 10 entries, and has 11"}),
    "a phase for phases": ({"phases": {"name": "p"}}, {"phases": "must be a list, and is of type dict"}),
    "a phase without a name": ({"phases": [{}]}, {"phases.0.name": "must be a text, and is missing"}),
    "a high score": (
        {"phases": [{"name": "p", "validation": {"enabled": True, "minScore": 10.5}}]},
        {"phases.0.validation.min_score": "must be a number from 0 to 10, and is 10.5"},
    ),
    "a text for a number": (
        {"options": {"concurrency": "4"}},
        {"options.concurrency": "must be a number from 1 to 50, and is of type str"},
    ),
    "a truth for a number": (
        {"options": {"checkpoint_frequency": True}},
        {"options.checkpoint_frequency": "must be a number from 1 to 100, and is of type bool"},
    ),
}


@pytest.mark.parametrize(("change", "wanted"), WRONG_JOBS.values(), ids=WRONG_JOBS)
async def test_a_job_that_would_be_refused(
    client: Artificer, server: ArtificerServer, change: dict[str, Any], wanted: dict[str, str]
) -> None:
    with pytest.raises(exceptions.ValidationError, match="nothing was sent") as caught:
        client.batch.create(**{**JOB, **change})
    assert caught.value.errors == {path: [text] for path, text in wanted.items()}
    assert caught.value.code == "BAD_REQUEST"
    assert not server.seen


def test_a_message_tells_the_first_faults_and_the_error_all(client: Artificer) -> None:
    items: list[BatchItemParam] = [{"input": ""}] * 10_000
    with pytest.raises(exceptions.ValidationError) as caught:
        client.batch.create(name="a", items=items, phases=[{"name": "p"}])
    assert len(caught.value.errors) == 10_000
    assert caught.value.message.endswith("items.4.input: must not be empty; and 9995 more")


def test_what_only_the_server_judges_is_told_by_its_path(client: Artificer) -> None:
    wrong: Any = {**JOB, "items": [{"input": "x", "metadata": 5}]}
    with pytest.raises(exceptions.ValidationError, match=r"400 POST /api/batch: .*\(items\.0\.metadata: ") as caught:
        client.batch.create(**wrong)
    assert list(caught.value.errors) == ["items.0.metadata"]


@pytest.mark.parametrize(("conversation_id", "message"), [("", "x"), ("conv_1", ""), (None, "x"), ("conv_1", 5)])
async def test_a_question_that_would_be_refused(
    user: User, server: ArtificerServer, conversation_id: Any, message: Any
) -> None:
    with pytest.raises(exceptions.ValidationError, match="must "):
        user.begin("chat.stream", conversation_id=conversation_id, message=message)
    assert not server.seen


FILES: dict[str, tuple[Any, str]] = {
    "nothing": (None, "must be bytes, a path, .* and is missing"),
    "a number": (5, "and is of type int"),
    "no bytes": (b"", "must not be empty"),
    "no text": ("", "must not be empty"),
    "a path as a str": ("/tmp/scan.pdf", "give a path as a pathlib.Path"),
    "no base64": ("no base64!", "no base64"),
}
METHODS = [
    ("process_pdf", "pdf_data"),
    ("check_pdf_needs_ocr", "pdf_data"),
    ("analyze_image", "image_data"),
    ("extract_text_from_image", "image_data"),
]


@pytest.mark.parametrize(("file", "text"), FILES.values(), ids=FILES)
@pytest.mark.parametrize(("method", "field"), METHODS, ids=[method for method, _ in METHODS])
async def test_a_file_that_is_none(
    user: User, server: ArtificerServer, method: str, field: str, file: Any, text: str
) -> None:
    with pytest.raises(exceptions.ValidationError, match=text) as caught:
        await user(f"images.{method}", file)
    assert list(caught.value.errors) == [field]
    assert not server.seen


def test_a_path_that_leads_nowhere(client: Artificer, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="lost"):
        client.images.process_pdf(tmp_path / "lost.pdf")


def test_a_file_that_is_opened_as_text(client: Artificer, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_text("%PDF-")
    readers = (client.images.process_pdf, PdfProcessor().extract_text)
    for read in readers:
        with path.open() as file, pytest.raises(exceptions.ValidationError, match="binary mode"):
            read(cast("Any", file))


async def test_a_server_that_cannot_be_reached() -> None:
    async with Artificer(api_key="k", base_url="http://127.0.0.1:9", max_retries=0) as lost:
        for form in ("sync", "twin"):
            with pytest.raises(exceptions.ConnectionError, match=r"127\.0\.0\.1:9 .*is it running, and is the base"):
                await User(form, lost)("batch.create", **JOB)


async def test_a_key_without_the_scope_names_it(user: User, url: str) -> None:
    key = (await user("auth.keys.create", name="a", scopes=["chat:read"])).key
    async with Artificer(api_key=key, base_url=url) as poor:
        for form in ("sync", "twin"):
            with pytest.raises(exceptions.PermissionError, match=r"403 POST /api/batch: .* no scope batch:write"):
                await User(form, poor)("batch.create", **JOB)


async def test_a_delay_that_the_server_asks_for_is_kept(user: User, server: ArtificerServer) -> None:
    waits = user.waits()
    server.faults.order("batch.create", Refuse(Code.TOO_MANY_REQUESTS, retry_after=7))
    job = await user("batch.create", **JOB)

    assert [7 <= wait <= 7.7 for wait in waits] == [True]
    assert len({seen.headers["idempotency-key"] for seen in server.seen}) == 1
    assert [found.id for found in (await user("batch.list")).data] == [job.id]


async def test_a_delay_that_is_too_long_is_told(user: User, server: ArtificerServer) -> None:
    waits = user.waits()
    server.faults.order("batch.create", Refuse(Code.TOO_MANY_REQUESTS, retry_after=3600))
    with pytest.raises(exceptions.RateLimitError) as caught:
        await user("batch.create", **JOB)

    assert caught.value.retry_after == 3600
    assert not waits
    assert len(server.seen) == 1


def relayed(url: str, *, lost: bool) -> Callable[[Connection], Any]:
    """Hand a request on; the answer comes back, or is lost with the connection."""

    async def relay(connection: Connection) -> None:
        request = connection.request
        async with httpx.AsyncClient(base_url=url) as client:
            answer = await client.request(
                request.method, request.target, headers=dict(request.headers), content=request.body
            )
        if lost:
            connection.reset()
            return
        head = f"HTTP/1.1 {answer.status_code} OK\r\ncontent-type: application/json\r\n"
        await connection.send(f"{head}content-length: {len(answer.content)}\r\n\r\n".encode() + answer.content)

    return relay


@pytest.mark.parametrize("form", ["sync", "twin"])
async def test_an_answer_that_is_lost_is_asked_for_again_and_the_deed_done_once(
    server: ArtificerServer, url: str, form: str
) -> None:
    with FaultServer() as between:
        between.script(relayed(url, lost=True), relayed(url, lost=False))
        async with Artificer(api_key=ROOT_SECRET, base_url=between.url) as client:
            user = User(form, client)
            user.waits()
            job = await user("batch.create", **JOB)

    assert len(between.requests) == len(server.seen) == 2
    assert list(server.state.jobs) == [job.id]


async def test_a_cut_download_leaves_an_error(user: User, tmp_path: Path) -> None:
    with FaultServer() as broken:

        async def cut(connection: Connection) -> None:
            await connection.send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
            connection.finish()

        broken.script(cut)
        with Artificer(api_key="k", base_url=broken.url) as client:
            file = client.export.download("exp_1")
            with pytest.raises(artificer.APIConnectionError):
                file.write_to_file(tmp_path / "export.zip")
