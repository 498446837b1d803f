"""Images and PDFs, in every form that users can give them; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

import base64
import io
import json
import logging
import socket
import sys
from pathlib import Path
from typing import Any

import artificer
import pytest
from artificer import Artificer, exceptions
from artificer.processing.pdf import PdfProcessor

from tests.servers.artificer import ArtificerServer

from .conftest import User
from .files import PIXEL, blank, written

MB = 1024 * 1024
LONG = "The harbour is closed because of fog, and no berth is free before the morning. " * 2


async def test_4_a_scan_needs_ocr(user: User, server: ArtificerServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = await user("images.check_pdf_needs_ocr", pdf_data=blank(), min_text_threshold=100)

    assert found.needs_ocr is True
    assert f"{found.estimated_ocr_cost:.4f}" == "0.0015"
    assert (server.seen[-1].method, server.seen[-1].query) == ("POST", "")
    sent = json.loads(server.seen[-1].body)["pdfData"]
    assert base64.b64decode(sent) == blank()
    assert sent[:40] not in caplog.text
    assert caplog.text


async def test_5_text_of_a_pdf_is_read_directly(user: User, server: ArtificerServer) -> None:
    found = await user("images.process_pdf", pdf_data=written(LONG), options={"force_ocr": False})

    assert "harbour is closed" in found.text
    assert (found.metadata.method, found.metadata.pages) == ("direct", 1)
    assert json.loads(server.seen[-1].body)["options"] == {"forceOCR": False}


async def test_6_ocr_can_be_forced(user: User) -> None:
    found = await user("images.process_pdf", written(LONG), options={"force_ocr": True})
    assert found.metadata.method == "ocr"


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "base64"])
async def test_6_a_pdf_is_given_in_any_form(user: User, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "harbour.pdf"
    path.write_bytes(written(LONG))
    with path.open("rb") as file:
        forms: dict[str, Any] = {
            "bytes": path.read_bytes(),
            "path": path,
            "file": file,
            "base64": base64.b64encode(path.read_bytes()).decode(),
        }
        assert "harbour is closed" in (await user("images.process_pdf", forms[kind])).text


async def test_7_text_of_an_image_is_recognised(user: User) -> None:
    found = await user("images.extract_text_from_image", image_data=PIXEL, content_type="image/png")
    assert isinstance(found.text, str)
    assert 0 <= found.confidence <= 1


def test_7_the_content_type_is_that_of_the_path(client: Artificer, server: ArtificerServer, tmp_path: Path) -> None:
    path = tmp_path / "pixel.webp"
    path.write_bytes(PIXEL)
    client.images.extract_text_from_image(path)
    assert json.loads(server.seen[-1].body)["contentType"] == "image/webp"


SIZES = [
    ("extract_text_from_image", "image_data", 20 * MB),
    ("analyze_image", "image_data", 20 * MB),
    ("process_pdf", "pdf_data", 50 * MB),
    ("check_pdf_needs_ocr", "pdf_data", 50 * MB),
]


@pytest.mark.parametrize(("method", "field", "limit"), SIZES, ids=[method for method, *_ in SIZES])
async def test_8_what_is_too_large_is_not_sent(
    user: User, server: ArtificerServer, tmp_path: Path, method: str, field: str, limit: int
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(limit + 1)
    with path.open("rb") as file:
        for form in (path, file, bytes(limit + 1)):
            with pytest.raises(exceptions.ValidationError) as caught:
                await user(f"images.{method}", form)
            assert caught.value.errors == {field: [f"at most {limit // MB} MB ({limit:,} bytes) are allowed"]}
            assert caught.value.status_code is None
    assert not server.seen


def test_8_what_is_as_large_as_allowed_passes(client: Artificer, server: ArtificerServer) -> None:
    assert client.images.extract_text_from_image(PIXEL + bytes(20 * MB - len(PIXEL))).confidence >= 0
    with pytest.raises(artificer.UnprocessableEntityError, match="PDF"):
        client.images.process_pdf(bytes(50 * MB))
    assert [seen.path for seen in server.seen] == ["/api/images/extract-text", "/api/images/process-pdf"]


async def test_9_an_image_is_described(user: User, server: ArtificerServer) -> None:
    assert (await user("images.analyze_image", image_data=PIXEL, content_type="image/jpeg")).description
    assert list(json.loads(server.seen[-1].body)) == ["imageData", "contentType"]
    with pytest.raises(artificer.APIStatusError) as caught:
        await user("images.analyze_image", PIXEL, content_type="image/bmp")
    assert caught.value.status_code == 415


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


def test_33_an_export_becomes_a_file(client: Artificer, tmp_path: Path) -> None:
    id_ = client.conversations.create(title="Harbour").id
    client.export.conversation(id_, format="markdown").write_to_file(tmp_path / "a.md")

    assert (tmp_path / "a.md").read_text() == "# Harbour\n\n"
