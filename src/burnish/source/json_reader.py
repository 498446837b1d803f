"""JSON, by the standard library: values in one pass, positions in another if somebody asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import Any, NoReturn, cast

from .node import Arr, Obj, Place, Positions, Scalar, Value
from .syntax import MAX_DEPTH, BadSource, too_deep

__all__ = ["read_json"]

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str, file: Positions, problems: list[BadSource]) -> Value:
    """Build the value of a JSON document (RFC 8259).

    Keys that stand twice and halves of surrogate pairs are added to `problems`.

    Raises:
        BadSource: the text breaks the syntax, or the nesting is too deep.
    """
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            repeated.append("")
        return result

    try:
        value: object = json.loads(
            text, object_pairs_hook=unique, parse_constant=refuse_constant, parse_float=finite_number
        )
    except NotJson as error:
        place = place_of_word(text, str(error))
        raise BadSource(f"{error} is not a JSON number", *place, code="number") from None
    except json.JSONDecodeError as error:
        raise BadSource(error.msg.lower(), *place_of(error)) from None
    except RecursionError:
        raise too_deep() from None
    except ValueError:  # CPython refuses to read whole numbers of more than 4,300 digits (PEP 682).
        raise BadSource("a number has too many digits", code="number") from None
    if repeated:
        problems += duplicates(text)
    if SURROGATE.search(text):
        problems += lone_surrogates(text)
    return placed(value, Place(file), 0)


def place_of(error: json.JSONDecodeError) -> tuple[int, int]:
    """Line and column of an error; a comma too many is told where it stands, as Python does from 3.13 on."""
    before = error.doc[: error.pos].rstrip()
    if not before.endswith(",") or error.doc[error.pos : error.pos + 1] not in ("}", "]"):
        return error.lineno, error.colno
    return before.count("\n") + 1, len(before) - before.rfind("\n") - 1


class NotJson(Exception):
    """A number that JSON does not have; the message is its text."""


def refuse_constant(name: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which Python's reader takes."""
    raise NotJson(name)


def finite_number(text: str) -> float:
    """Read a number that floating point can hold."""
    value = float(text)
    if isfinite(value):
        return value
    raise NotJson(text)


def placed(value: Any, place: Place, depth: int) -> Value:
    """Give every container its place."""
    if depth > MAX_DEPTH:
        raise too_deep()
    file = place.file
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        return Obj(
            place,
            [
                (key, placed(item, Place(file, place, key), depth + 1) if isinstance(item, dict | list) else item)
                for key, item in members
            ],
        )
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return Arr(place, [placed(item, Place(file, place, index), depth + 1) for index, item in enumerate(items)])
    return cast("Scalar", value)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place_of_word(text: str, word: str) -> tuple[int, int]:
    """Where a number or constant stands, outside of strings."""
    offsets = (token.start() for token in TOKEN.finditer(text) if token.group() == word)
    return position(text, next(offsets, 0))


def duplicates(text: str) -> Iterator[BadSource]:
    """Every key that stands again in its object, with the place of the first."""
    stack: list[dict[str, int]] = []
    tokens = list(TOKEN.finditer(text))
    for token, after in pairwise(tokens):
        character = token.group()[0]
        if character in "{[":
            stack.append({})
        elif character in "}]":
            stack.pop()
        elif character == '"' and after.group() == ":":
            key = json.loads(token.group())
            first = stack[-1].setdefault(key, token.start())
            if first != token.start():
                place = position(text, token.start())
                yield BadSource(key, *place, code="duplicate", first=position(text, first))


def lone_surrogates(text: str) -> Iterator[BadSource]:
    """Every string with half of a surrogate pair, which is no character and cannot be written as UTF-8."""
    for token in TOKEN.finditer(text):
        if token.group()[0] == '"' and SURROGATE.search(token.group()):
            found = next((one for one in json.loads(token.group()) if "\ud800" <= one <= "\udfff"), None)
            if found is not None:
                place = position(text, token.start())
                yield BadSource(f"\\u{ord(found):04x} is half of a surrogate pair", *place)
