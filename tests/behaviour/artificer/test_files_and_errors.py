"""Files, limits and errors, against the reference server; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

import base64
import io
import json
import socket
import sys
from pathlib import Path
from typing import Any

import artificer
import pytest
from artificer import Artificer, AsyncArtificer, exceptions
from artificer.processing.pdf import PdfProcessor
from artificer.types.batch import BatchItemParam, PhaseConfigParam
from pypdf import PdfWriter

from tests.servers.artificer import ArtificerServer, Code, Refuse

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
MB = 1024 * 1024


def blank() -> bytes:
    """A PDF without text."""
    content = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(content)
    return content.getvalue()


def written(text: str) -> bytes:
    """A PDF of one page with text."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return content + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(content)


LONG = "The harbour is closed because of fog, and no berth is free before the morning. " * 2


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "base64"])
def test_5_and_6_a_pdf_is_given_in_any_form(client: Artificer, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "harbour.pdf"
    path.write_bytes(written(LONG))
    forms: dict[str, Any] = {"bytes": path.read_bytes(), "path": path, "file": path.open("rb")}
    found = client.images.process_pdf(
        forms.get(kind, base64.b64encode(path.read_bytes()).decode()), options={"force_ocr": False}
    )
    forms["file"].close()
    assert "harbour is closed" in found.text
    assert (found.metadata.method, found.metadata.pages) == ("direct", 1)


def test_5_the_option_has_its_wire_name(client: Artificer, server: ArtificerServer) -> None:
    found = client.images.process_pdf(blank(), options={"force_ocr": True})
    assert found.metadata.method == "ocr"
    assert json.loads(server.seen[-1].body)["options"] == {"forceOCR": True}


async def test_5_7_and_9_in_all_async_forms(client: Artificer, async_client: AsyncArtificer) -> None:
    for images in (async_client.images.process_pdf, client.images.process_pdf_async):
        assert "harbour" in (await images(written(LONG))).text
    for read in (async_client.images.extract_text_from_image, client.images.extract_text_from_image_async):
        assert 0 <= (await read(PIXEL)).confidence <= 1
    for look in (async_client.images.analyze_image, client.images.analyze_image_async):
        assert (await look(PIXEL)).description
    await client.aclose()


def test_7_and_9_the_content_type_is_that_of_the_path(
    client: Artificer, server: ArtificerServer, tmp_path: Path
) -> None:
    path = tmp_path / "pixel.webp"
    path.write_bytes(PIXEL)
    client.images.extract_text_from_image(path)
    assert json.loads(server.seen[-1].body)["contentType"] == "image/webp"
    client.images.analyze_image(image_data=PIXEL)
    assert list(json.loads(server.seen[-1].body)) == ["imageData"]
    with pytest.raises(artificer.APIStatusError) as caught:
        client.images.analyze_image(PIXEL, content_type="image/bmp")
    assert caught.value.status_code == 415


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [
        ("extract_text_from_image", "image_data", 20 * MB),
        ("analyze_image", "image_data", 20 * MB),
        ("process_pdf", "pdf_data", 50 * MB),
        ("check_pdf_needs_ocr", "pdf_data", 50 * MB),
    ],
)
def test_8_what_is_too_large_is_not_sent(
    client: Artificer, server: ArtificerServer, tmp_path: Path, method: str, field: str, limit: int
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(limit + 1)
    for form in (path, path.open("rb"), bytes(limit + 1)):
        with pytest.raises(exceptions.ValidationError) as caught:
            getattr(client.images, method)(form)
        assert caught.value.errors == {field: [f"at most {limit // MB} MB ({limit} bytes) are allowed"]}
        assert caught.value.status_code is None
        if isinstance(form, io.IOBase):
            form.close()
    assert not server.seen


def test_8_what_is_as_large_as_allowed_passes(client: Artificer) -> None:
    assert client.images.extract_text_from_image(PIXEL + bytes(20 * MB - len(PIXEL))).confidence >= 0


@pytest.mark.parametrize("world", ["sync", "twin"])
async def test_16_all_limits_of_a_job_are_told_at_once(client: Artificer, server: ArtificerServer, world: str) -> None:
    items = [*([BatchItemParam(input="x")] * 10_000), BatchItemParam(input="x" * 100_001)]
    phases = [*([PhaseConfigParam(name="p")] * 10), PhaseConfigParam(name="")]
    wanted = ["name", "items", "items.10000.input", "phases", "phases.10.name", "options.concurrency"]

    async def create() -> None:
        if world == "sync":
            client.batch.create(name="", items=items, phases=phases, options={"concurrency": 51})
        await client.batch.create_async(name="", items=items, phases=phases, options={"concurrency": 51})

    with pytest.raises(exceptions.ValidationError) as caught:
        await create()
    assert list(caught.value.errors) == wanted
    assert not server.seen
    await client.aclose()


def test_25_the_server_tells_what_is_wrong_by_path(client: Artificer) -> None:
    with pytest.raises(exceptions.ValidationError) as caught:
        client.post("/api/batch", body={"name": "a", "items": [{"input": ""}], "phases": [{"name": "p"}]})
    assert isinstance(caught.value, artificer.BadRequestError)
    assert list(caught.value.errors) == ["items.0.input"]
    assert caught.value.errors["items.0.input"][0]


def test_26_too_many_requests_always_tell_a_pause(client: Artificer, server: ArtificerServer) -> None:
    server.faults.order("batch.list", Refuse(Code.TOO_MANY_REQUESTS, retry_after=1))
    with pytest.raises(exceptions.RateLimitError) as caught:
        client.batch.list(max_retries=0)
    assert caught.value.retry_after == 1.0
    server.faults.order("batch.list", Refuse(Code.TOO_MANY_REQUESTS))
    with pytest.raises(exceptions.RateLimitError) as caught:
        client.batch.list(max_retries=0)
    assert caught.value.retry_after == 1.0


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


def test_30_text_of_a_pdf_without_a_request(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(socket, "socket", None)
    path = tmp_path / "harbour.pdf"
    path.write_bytes(written(LONG))
    for form in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        found = PdfProcessor().extract_text(form)
        assert "harbour is closed" in found.text
        assert (found.pages, found.has_text_content) == (1, True)
    assert not PdfProcessor().extract_text(blank()).has_text_content
    assert PdfProcessor().extract_images(blank()) == []


def test_30_what_is_no_pdf_is_said() -> None:
    with pytest.raises(exceptions.ValidationError) as caught:
        PdfProcessor().extract_text(b"hello")
    assert list(caught.value.errors) == ["pdf"]


def test_30_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(artificer.ArtificerError, match=r"artificer\[pdf\]"):
        PdfProcessor().extract_text(b"%PDF-")
