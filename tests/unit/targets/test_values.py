"""Values for tests and READMEs: they fit what the description asks for."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from burnish.ir import Bounds, Scalar, ScalarKind
from burnish.targets.python.patterns import matching
from burnish.targets.python.values import number, string

from .conftest import Make


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[a-z]{3}-\d{2,}$", r"^(cat|dog)s?$", r"^[^a-z]+$", r"^\w+@\w+\.[a-z]{2,4}$", r"^(?:\+|-)?[0-9]+(\.[0-9]+)?$",
        r"^[\w.\-]+$",
        r"^\u0041\x42$", r"^[A-F0-9]{8}(-[A-F0-9]{4}){3}$", r"^$|^x$", r"^(?<year>\d{4})$",
    ],
)  # fmt: skip
def test_a_text_matches_its_pattern(pattern: str) -> None:
    found = matching(pattern)
    assert found is not None
    assert re.search(pattern.replace("(?<", "(?P<"), found)


@pytest.mark.parametrize(
    "pattern", [r"^(?!a)b", r"(a)\1", "(", "[", "*", "a{99999}", "(((((" * 20, r"(a{999}){999}", r"\k<a>"]
)
def test_what_cannot_be_read_is_left_alone(pattern: str) -> None:
    assert matching(pattern) is None


@given(st.text(alphabet="ab0-[](){}|*+?.^$\\dws,1", max_size=25))
def test_no_pattern_stops_the_reader(pattern: str) -> None:
    found = matching(pattern)
    assert found is None or isinstance(found, str)


@pytest.mark.parametrize(("shortest", "longest"), [(5, 5), (1, 3), (12, None)])
def test_a_pattern_is_met_within_the_length(shortest: int, longest: int | None) -> None:
    bounds = Bounds(pattern="^[a-z]+$", min_length=shortest, max_length=longest)
    found = string(Scalar(ScalarKind.STRING, bounds))
    assert shortest <= len(found) <= (longest or len(found))
    assert re.fullmatch("[a-z]+", found)


@given(st.integers(-50, 50), st.integers(0, 50), st.booleans(), st.booleans())
def test_a_number_is_within_its_bounds(low: int, size: int, below: bool, above: bool) -> None:
    bounds = Bounds(minimum=low if below else None, maximum=low + size if above else None)
    found = number(bounds, 1)
    assert not below or found >= low
    assert not above or found <= low + size


def test_exclusive_bounds_and_multiples_are_kept() -> None:
    assert number(Bounds(exclusive_minimum=4, exclusive_maximum=6), 1) == 5
    assert number(Bounds(minimum=3, multiple_of=5), 1) == 5
    assert number(Bounds(maximum=-1), 1) == -1


RECURSIVE = """
paths:
  /nodes:
    post:
      operationId: nodes.create
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
      responses: {'204': {description: done}}
components:
  schemas:
    Node:
      type: object
      required: [next, label]
      properties:
        label: {type: string, pattern: '^n[0-9]{2}$'}
        next: {anyOf: [{$ref: '#/components/schemas/Node'}, {type: 'null'}]}
        pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
        kind:
          oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
          discriminator: {propertyName: tag, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}
    A: {type: object, required: [tag], properties: {tag: {type: string}}}
    B: {type: object, required: [tag], properties: {tag: {type: string}}}
"""


def calls(text: str) -> dict[str, dict[str, Any]]:
    """The keyword arguments of the call that each test makes."""
    found: dict[str, dict[str, Any]] = {}
    for test in (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)):
        lambda_ = next(node for node in ast.walk(test) if isinstance(node, ast.Lambda))
        assert isinstance(lambda_.body, ast.Call)
        found[test.name] = {word.arg or "": ast.literal_eval(word.value) for word in lambda_.body.keywords}
    return found


def test_contract_tests_call_with_little_and_with_everything(make: Make) -> None:
    found = calls(make(RECURSIVE).text("/tests/api_resources/test_nodes.py"))
    least = {"label": "n00", "next": {"label": "n00", "next": None}}
    most = {"label": "n00", "pair": ("text", 1), "kind": {"tag": "a"}}
    assert found == {
        "test_create": least,
        "test_create_with_all_params": {**most, "next": {**most, "next": None}},
    }
