"""Every example of the catalogue raises its code, from the file to the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from burnish.diagnostics import Code, Report
from burnish.openapi.lower import codes, lower
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import read

EXAMPLES = [code for name in codes.__all__ if (code := getattr(codes, name)).example]


@pytest.mark.parametrize("code", EXAMPLES, ids=lambda code: code.slug)
def test_the_example_raises_its_code(code: Code, tmp_path: Path) -> None:
    path = tmp_path / "pets.yaml"
    path.write_text(code.example, encoding="utf-8")
    report = Report()
    lower(normalise(read(path, report), Settings(), report), Settings(), report)
    assert [item.code.slug for item in report] == [code.slug]
