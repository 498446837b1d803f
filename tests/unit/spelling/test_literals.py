"""Values as literals."""

from __future__ import annotations

import ast
from math import inf, nan

import pytest
from hypothesis import given, strategies as st

from burnish.targets.python.spelling import compact_literal, literal

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(codec=None))
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
)


@given(VALUES)
def test_a_literal_evaluates_to_its_value(value: object) -> None:
    text = literal(value).text

    found = ast.literal_eval(text)
    assert found == value
    assert repr(found) == repr(value), "1, 1.0 and True are three values"
    assert "\n" not in text


@pytest.mark.parametrize("text", ["\ud800", '"', "\\", "\u202e", "\x7f", "\x85", "\U000e0041", "{x}", "'"])
def test_strings_come_back_with_nothing_hidden_in_them(text: str) -> None:
    written = literal(text).text

    assert ast.literal_eval(written) == text
    assert written.isprintable()


@pytest.mark.parametrize("value", [inf, -inf, nan, b"bytes", object(), {"a": [inf]}])
def test_what_python_cannot_write_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


def test_numbers_beyond_the_limit_of_decimal_digits_are_written() -> None:
    assert ast.literal_eval(literal(-(10**5000)).text) == -(10**5000)


def test_subclasses_do_not_choose_how_they_are_written() -> None:
    class Loud(int):
        def __repr__(self) -> str:
            return "__import__('os')"

    assert literal(Loud(3)).text == "3"


def test_a_value_may_come_as_json() -> None:
    assert compact_literal('{"a": [1, true, null]}').text == '{"a": [1, True, None]}'
