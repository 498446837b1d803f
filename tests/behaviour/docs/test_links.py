"""Pages at the root of the repository, and what they point to. Links inside `docs/` are checked by its build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
BUILT = "docs/_build"  # by `nox -s docs`
PLACE = re.compile(r"`((?:src|docs|overlays|templates|tests|spec|generated|tools|\.ci)/[\w./-]*)`")
SESSION = re.compile(r"^@nox\.session\ndef (\w+)", re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [*LINK.findall(text), *PLACE.findall(text)]
    assert [name for name in named if name != BUILT and not (ROOT / name).exists()] == []


def test_contributors_are_told_of_every_session() -> None:
    sessions = SESSION.findall((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in sessions if f"`{name}`" not in told and f"-s {name}" not in told] == []
