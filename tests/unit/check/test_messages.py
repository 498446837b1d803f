"""Every code has an example, and what a person reads for it is pinned, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from burnish.diagnostics import Code, Report
from burnish.diagnostics.render import Look, render_human
from burnish.openapi.check import check, codes
from burnish.source import codes as source_codes, read

MESSAGES = Path(__file__).parent / "messages"
CODES = [
    code
    for module in (codes, source_codes)
    for name in module.__all__
    if isinstance(code := getattr(module, name), Code) and code.example
]


def told(code: Code, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Report, str]:
    monkeypatch.chdir(folder)
    (folder / "openapi.yaml").write_text(code.example, encoding="utf-8")
    report = Report()
    check(read("openapi.yaml", report), report)
    return report, render_human(report, Look())


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.slug)
def test_the_example_is_told_in_these_words(code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, text = told(code, tmp_path, monkeypatch)
    assert code in [item.code for item in report]
    pinned = MESSAGES / f"{code.slug}.txt"
    if os.environ.get("BURNISH_UPDATE_MESSAGES"):
        pinned.write_text(text, encoding="utf-8")
    assert text == pinned.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.slug)
def test_the_place_is_inside_the_file_and_its_pointer_resolves(
    code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, _ = told(code, tmp_path, monkeypatch)
    lines = code.example.split("\n")
    for item in report:
        span = item.at.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert span.end_column <= len(lines[span.end_line - 1]) + 2
        assert item.at.pointer.startswith("#")


@pytest.mark.parametrize("module", [codes, source_codes])
def test_every_code_says_why_and_how_to_mend_it(module: object) -> None:
    found = [value for value in vars(module).values() if isinstance(value, Code)]
    assert sorted(vars(module)["__all__"]) == sorted(name for name, value in vars(module).items() if value in found)
    for code in found:
        assert code.why.endswith(".")
        assert code.fix
        assert code.title[0].islower() or code.title[0] in '"{'
        assert not code.title.endswith(".")


def test_slugs_are_unique() -> None:
    slugs = [code.slug for code in CODES]
    assert len(slugs) == len(set(slugs))


def test_no_pinned_message_is_left_over() -> None:
    assert sorted(path.stem for path in MESSAGES.iterdir()) == sorted(code.slug for code in CODES)
