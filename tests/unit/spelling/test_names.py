"""Words as identifiers, and collisions."""

from __future__ import annotations

import keyword
import random

import pytest
from hypothesis import example, given, strategies as st

from burnish.targets.python.spelling import (
    class_name,
    identifier,
    module_name,
    safe_part,
    settle_names,
)

WORDS = st.lists(st.text(max_size=12), max_size=4)


@given(WORDS)
def test_every_name_is_a_name(words: list[str]) -> None:
    for name in (identifier(words), class_name(words), module_name(words)):
        assert name.isidentifier()
        assert name.isascii()
        assert not keyword.iskeyword(name)
        assert len(name) <= 100
    assert not identifier(words).startswith("_")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("pet", "id"), "pet_id"),
        (("class",), "class_"),
        (("None",), "none"),
        (("type",), "type"),
        (("match",), "match"),
        (("2", "fa"), "n2_fa"),
        (("1a",), "n_1a"),
        ((), "value"),
        (("名",), "value"),
        (("ſelf",), "self"),
        (("ﬁle",), "file"),
        (("\u212aelvin",), "kelvin"),
        (("__import__('os')",), "importos"),
        (("a" * 500,), "a" * 80),
    ],
)
def test_identifiers(words: tuple[str, ...], name: str) -> None:
    assert identifier(words) == name


def test_names_that_the_scope_needs_get_an_underscore() -> None:
    assert identifier(("self",), {"self"}) == "self_"
    assert identifier(("json",), {"json", "json_"}) == "json__"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("pet", "store"), "PetStore"),
        (("none",), "NoneModel"),
        (("warning",), "WarningModel"),
        (("exception", "group"), "ExceptionGroupModel"),
        (("2", "fa"), "N2Fa"),
        ((), "Value"),
    ],
)
def test_class_names(words: tuple[str, ...], name: str) -> None:
    assert class_name(words) == name


@pytest.mark.parametrize(("words", "name"), [(("con",), "con_"), (("LPT1",), "lpt1_"), (("class",), "class_")])
def test_modules_have_no_name_of_a_device(words: tuple[str, ...], name: str) -> None:
    assert module_name(words) == name


@pytest.mark.parametrize(
    ("text", "part"),
    [("../../etc", "etc"), ("A B", "a-b"), ("nul", "nul-sdk"), ("", "sdk"), (".hidden", "hidden"), ("x\0y", "x-y")],
)
def test_parts_of_paths_stay_where_they_are(text: str, part: str) -> None:
    assert safe_part(text) == part


def test_the_key_that_reads_the_same_keeps_its_name() -> None:
    assert settle_names([("a-b", "a_b"), ("a_b", "a_b")]) == {"a_b": "a_b", "a-b": "a_b_"}


SAME_DIGITS = {"": "a", "0": "a_", "00": "a_", "Ï\U00104a50\x84": "a_", "\t\x97\x0c\U0005e3b1": "a"}


@given(st.dictionaries(st.text(max_size=6), st.sampled_from(["a", "b", "a_", "value"]), max_size=12), st.randoms())
@example(SAME_DIGITS, random.Random(0))
@example(SAME_DIGITS, random.Random(1))
def test_collisions_are_settled_by_keys_and_not_by_arrival(wanted: dict[str, str], chance: random.Random) -> None:
    pairs = list(wanted.items())
    settled = settle_names(pairs, {"b"})
    chance.shuffle(pairs)

    assert settle_names(pairs, {"b"}) == settled
    assert len(set(settled.values())) == len(wanted)
    assert "b" not in settled.values()


def test_many_collisions_stay_short() -> None:
    settled = settle_names((str(index), "value") for index in range(5000))

    assert len(set(settled.values())) == 5000
    assert max(map(len, settled.values())) <= len("value_") + 12


def test_long_names_lose_words_from_their_middle_and_never_half_a_word() -> None:
    words = ("customer", "cash", "balance", *["transaction", "resource", "funded"] * 4, "eu", "transfer")
    assert class_name(words) == "CustomerCashBalanceTransactionResourceFundedTransactionResourceFundedEuTransfer"
    assert identifier(words).endswith("_funded_eu_transfer")
    assert len(identifier(words)) <= 80
