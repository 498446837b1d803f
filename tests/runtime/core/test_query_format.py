"""Queries that are written in one way for a whole API."""

from __future__ import annotations

import pytest
from sdk_runtime._absent import omit
from sdk_runtime._config import QueryFormat
from sdk_runtime._parameters import formatted_pairs

QUERY = {"a": ["x", 1, None], "b": {"c": True, "d": None}, "f": None, "g": omit, "h": "y"}


@pytest.mark.parametrize(
    ("arrays", "pairs"),
    [
        ("comma", [("a", "x,1")]),
        ("repeat", [("a", "x"), ("a", "1")]),
        ("brackets", [("a[]", "x"), ("a[]", "1")]),
        ("indices", [("a[0]", "x"), ("a[1]", "1")]),
    ],
)
def test_arrays(arrays: str, pairs: list[tuple[str, str]]) -> None:
    assert formatted_pairs(QUERY, QueryFormat(arrays)) == [*pairs, ("b[c]", "true"), ("h", "y")]


@pytest.mark.parametrize(("nested", "name"), [("brackets", "b[c][d]"), ("dots", "b.c.d")])
def test_objects_inside_objects(nested: str, name: str) -> None:
    assert formatted_pairs({"b": {"c": {"d": [1, 2]}}}, QueryFormat("comma", nested)) == [(name, "1,2")]


def test_an_empty_list_is_left_out() -> None:
    assert formatted_pairs({"a": []}, QueryFormat("comma")) == []
