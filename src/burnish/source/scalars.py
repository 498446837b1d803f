"""Plain YAML scalars, resolved by the core schema of YAML 1.2 (section 10.3.2).

YAML 1.1 readers take `no` for false, `1_000` for a number and `2025-01-02` for a date; descriptions are YAML 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .node import Scalar

__all__ = ["resolve"]

WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
OCTAL = re.compile(r"0o[0-7]+", re.ASCII)
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
NUMBER_START = frozenset("0123456789+-.")
# CPython refuses longer decimal text (PEP 682); no number of a description has a use for them.
LONGEST_INTEGER = 4300


def resolve(text: str) -> Scalar:
    """Give the value of a plain scalar; what no rule takes is a string."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in NUMBER_START:
        return text
    if INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST_INTEGER else text
    if OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if FLOAT.fullmatch(text):
        return float(text)
    return text
