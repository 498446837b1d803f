"""Singulars as Stainless writes them: by the ending of a word, and sometimes wrongly (`species` is `specie`).

The rules are those that published SDKs show; names of modules and classes depend on them, right or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["singular_words"]

Words = tuple[str, ...]

# Words without a plural, and abbreviations.
UNCHANGED = frozenset(
    [
        "analytics",
        "athletics",
        "canvas",
        "chassis",
        "corps",
        "data",
        "debris",
        "diabetes",
        "gallows",
        "has",
        "headquarters",
        "jeans",
        "kudos",
        "media",
        "metadata",
        "news",
        "premises",
        "redis",
        "scissors",
        "series",
        "shambles",
        "tennis",
        "this",
        "yes",
        "aws",
        "cors",
        "css",
        "dns",
        "gps",
        "ios",
        "os",
        "pos",
        "sms",
        "tls",
        "tts",
    ]
)
IRREGULAR: Mapping[str, str] = {
    "abuses": "abuse",
    "appendices": "appendix",
    "axes": "axe",
    "canvases": "canvas",
    "criteria": "criterion",
    "curricula": "curriculum",
    "dice": "die",
    "feet": "foot",
    "knives": "knife",
    "lies": "lie",
    "lives": "life",
    "matrices": "matrix",
    "menus": "menu",
    "movies": "movie",
    "phenomena": "phenomenon",
    "pies": "pie",
    "quizzes": "quiz",
    "theses": "thesis",
    "ties": "tie",
    "wives": "wife",
}
# What stands before `ies`, `ses`, `ves` and `es` where the singular is not simply without the `s`.
BEFORE_IES = [
    "dg",
    "ss",
    "ois",
    "lk",
    "ok",
    "wn",
    "mb",
    "th",
    "ch",
    "ec",
    "oal",
    "is",
    "ck",
    "ix",
    "ts",
    "wb",
    "calor",
    "gen",
]
BEFORE_SES = ["analy", "diagno", "hypothe", "parenthe", "progno", "synop", "cri"]
BEFORE_VES = ["al", "ar", "el", "ea", "eo", "oa", "oo", "wol"]
BEFORE_ES = ["alias", "ch", "cho", "gas", "go", "hero", "sh", "ss", "tto", "x", "zz"]
# The first ending that fits is replaced.
ENDINGS: tuple[tuple[str, str], ...] = (
    ("children", "child"),
    ("people", "person"),
    ("men", "man"),
    *((f"{stem}ices", f"{stem}ex") for stem in ("cod", "ind", "vert")),
    *((f"{stem}ies", f"{stem}ie") for stem in BEFORE_IES),
    ("ies", "y"),
    *((f"{stem}ses", f"{stem}sis") for stem in BEFORE_SES),
    *((f"{stem}ves", f"{stem}f") for stem in BEFORE_VES),
    *((f"{stem}es", stem) for stem in BEFORE_ES),
    *((stem, stem) for stem in ("alias", "atlas", "gas", "ss", "ous", "ois")),
    ("s", ""),
)
# Words that end like a plural and are none, and their plurals: `status`, `viruses`; `houses` and `causes` are others.
LATIN = re.compile(r"(.*[^aou]us)(?:es)?")


def singular_words(parts: Words, casings: Mapping[str, str]) -> Words:
    """Words whose last one is no plural; one that `casings` write in capitals alone is an initialism, and stays."""
    last = parts[-1]
    return parts if casings.get(last, "").isupper() else (*parts[:-1], singular(last))


def singular(word: str) -> str:
    """The singular of a word; of one that is no plural the word itself."""
    if word in UNCHANGED or len(word) < 3:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    if latin := LATIN.fullmatch(word):
        return latin[1]
    return next((word[: -len(old)] + new for old, new in ENDINGS if word.endswith(old)), word)
