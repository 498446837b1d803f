"""Singulars of the names that drop-in SDKs have."""

from __future__ import annotations

import pytest

from burnish.targets.python.drop_in.plurals import singular_words


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("stats", "stat"),
        ("ids", "id"),
        ("statuses", "status"),
        ("species", "specie"),
        ("policies", "policy"),
        ("cookies", "cookie"),
        ("batches", "batch"),
        ("houses", "house"),
        ("analyses", "analysis"),
        ("indices", "index"),
        ("leaves", "leaf"),
        ("archives", "archive"),
        ("children", "child"),
        ("axes", "axe"),
    ],
)
def test_a_plural_loses_its_ending(plural: str, singular: str) -> None:
    assert singular_words(("long", plural), {}) == ("long", singular)


@pytest.mark.parametrize("word", ["status", "access", "analytics", "metadata", "media", "atlas", "os", "redis"])
def test_a_word_that_is_no_plural_stays(word: str) -> None:
    assert singular_words((word,), {}) == (word,)


def test_an_initialism_stays_and_its_plural_does_not() -> None:
    casings = {"vms": "VMS", "ids": "IDs"}
    assert singular_words(("vms",), casings) == ("vms",)
    assert singular_words(("ids",), casings) == ("id",)
