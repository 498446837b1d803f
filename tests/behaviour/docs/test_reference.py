"""The reference of an SDK, as it is read from its code: what a user looks for is there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.sdkdocs import write_pages

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdks")
    write_pages(ROOT / "generated" / "python", ROOT / "docs" / "guides", out)
    return out


def test_methods_written_by_hand_come_with_their_defaults_and_types(pages: Path) -> None:
    text = (pages / "artificer" / "resources" / "batch.md").read_text(encoding="utf-8")
    assert "client.batch.wait(\n    job_id: str,\n    *,\n    poll_interval: float = 2.0," in text
    assert text.count("## `create`") == 1
    assert "Sends `POST /api/batch`." in text
    assert "[`BatchJob`](../types/batch.md#batchjob)" in text
    assert "pause_before_next" not in text


def test_options_of_every_call_are_left_to_the_guide(pages: Path) -> None:
    text = (pages / "huggingplace" / "resources" / "responses.md").read_text(encoding="utf-8")
    assert "extra_headers" not in text
    assert "    session_id: str = omit," in text


def test_models_have_their_fields_and_names_for_types_what_they_stand_for(pages: Path) -> None:
    text = (pages / "artificer" / "types" / "batch.md").read_text(encoding="utf-8")
    assert "- `task_type: str | None`: The kind of task" in text
    assert "BatchStatus = Literal['PENDING'," in text
    assert "BatchItemParam`" not in text


def test_the_client_its_errors_and_modules_written_by_hand_have_pages(pages: Path) -> None:
    client = (pages / "huggingplace" / "client.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `(\w+)`", client, re.MULTILINE)[:2] == ["log", "log_many"]
    assert "delivery: Literal['direct', 'background'] = 'direct'," in client
    errors = (pages / "huggingplace" / "exceptions.md").read_text(encoding="utf-8")
    assert "## `NetworkError`\n\nAnother name of `APIConnectionError`." in errors
    session = (pages / "huggingplace" / "modules" / "session.md").read_text(encoding="utf-8")
    assert "## `Session`" in session
    assert "AsyncSession`" not in session
