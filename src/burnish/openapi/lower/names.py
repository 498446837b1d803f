"""Names: words for any wire name, also for those that have no letters."""

from __future__ import annotations

from functools import lru_cache

from burnish.ir import Name

from ..naming import words

__all__ = ["name_of", "spelled"]

SYMBOLS = {
    "+": "plus",
    "-": "minus",
    "*": "star",
    "/": "slash",
    "%": "percent",
    "$": "dollar",
    "#": "hash",
    "@": "at",
    "!": "not",
    "?": "question",
    "&": "and",
    "|": "or",
    "=": "equal",
    "<": "less",
    ">": "greater",
    "~": "tilde",
    "^": "caret",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "'": "quote",
    '"': "quote",
    "\\": "backslash",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "{": "open",
    "}": "close",
    "_": "underscore",
    " ": "space",
}
SIGNS = ("+", "-", "<", ">", "!", "=", "~")
LONGEST_SPELLING = 8  # characters


@lru_cache(maxsize=8192)  # an API has few names, and uses them everywhere
def name_of(wire: str, acronyms: tuple[str, ...] = ()) -> Name:
    """The name of anything but an enumeration's value; a leading sign before a digit counts (`+1`, `-1`)."""
    found = words(wire, acronyms)
    if not found or (wire[0] in SIGNS and found[0][0].isdigit()):
        found = spelled(wire, acronyms)
    return Name(wire, found)


def spelled(wire: str, acronyms: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Words that also tell the symbols: `-name` is `minus name`, `>=` is `greater equal`; never empty."""
    signs: list[str] = []
    for character in wire:
        if character not in SIGNS:
            break
        signs.append(SYMBOLS[character])
    rest = words(wire[len(signs) :], acronyms)
    if rest:
        return (*signs, *rest)
    whole = tuple(SYMBOLS.get(character, f"u{ord(character):04x}") for character in wire[:LONGEST_SPELLING])
    return whole or ("empty",)
