"""The notebook runs from top to bottom, and is committed without what a run leaves in it."""

from __future__ import annotations

import os
from typing import Any, cast

import nbformat
import pytest
from nbclient import NotebookClient

from tests.servers.artificer import ROOT_SECRET

from .conftest import ROOT

NOTEBOOK = ROOT / "docs/notebooks/artificer.ipynb"
SHOWN = (
    "deepseek-chat",
    "ended by 'stop' after ",
    "██████ 6/6  COMPLETED",
    "Nebel und Sturm erwartet.",
    "3 pages, text here: False",
    "OCR is needed: True, for $0.0045",
    "What is a quay?",
    "options.concurrency    must be a number from 1 to 50, and is 99",
    "gpt-4o-mini ",
)


def notebook() -> Any:
    return cast("Any", nbformat).read(NOTEBOOK, as_version=4)  # it has no types


def test_nothing_of_a_run_is_committed() -> None:
    cells = [cell for cell in notebook().cells if cell.cell_type == "code"]
    assert len(cells) >= 8
    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)


async def test_it_runs_from_top_to_bottom(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTIFICER_BASE_URL", url)
    monkeypatch.setenv("ARTIFICER_API_KEY", ROOT_SECRET)
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT / "generated/python/artificer/src"))
    found = notebook()
    await NotebookClient(found, timeout=60, kernel_name="python3").async_execute()

    outputs = [output for cell in found.cells for output in cell.get("outputs", ())]
    text = "".join(output.text for output in outputs)
    assert {(output.output_type, output.name) for output in outputs} == {("stream", "stdout")}
    assert [words for words in SHOWN if words not in text] == []
