"""What docstrings say of a field."""

from __future__ import annotations

import pytest

from burnish.ir import Defaulted
from burnish.targets.python.told import default_note


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
