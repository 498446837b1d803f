"""What docstrings say of a field."""

from __future__ import annotations

import pytest

from burnish.ir import Defaulted, Docs
from burnish.targets.python.told import default_note, told


@pytest.mark.parametrize(
    ("text", "json", "notes"),
    [
        ("How many.", "20", ["Default: `20`."]),
        ("How many. Defaults to `20`.", "20", []),
        ("How many (default: 20).", "20", []),
        ("How many; the default is 200.", "20", ["Default: `20`."]),
        ("The default order. Up to 20.", "20", ["Default: `20`."]),
        ("The order, by default `asc`", '"asc"', []),
        ("", "null", []),
    ],
)
def test_a_default_is_said_once(text: str, json: str, notes: list[str]) -> None:
    assert default_note(Defaulted(json), text) == notes


@pytest.mark.parametrize(
    ("summary", "description", "text"),
    [
        ("Search", "Search for pets", "Search for pets"),
        ("getByName", "The pet of a name", "The pet of a name"),
        ("getByName", "", "getByName"),
        ("Search pets", "By name or kind", "Search pets.\n\nBy name or kind"),
    ],
)
def test_a_title_that_tells_nothing_more_is_left_out(summary: str, description: str, text: str) -> None:
    assert told(Docs(summary=summary, description=description)) == text
