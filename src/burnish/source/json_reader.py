"""JSON, by the standard library: values in one pass, positions in another if somebody asks."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from .node import Arr, Key, Obj, Place, Positions, Value
from .positions import Positioned
from .syntax import BadSource

__all__ = ["index_json", "read_json"]

MAX_DEPTH = 200
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def read_json(text: str, file: Positions) -> Value:
    """Build the value of a JSON document (RFC 8259).

    Raises:
        BadSource: the text breaks the syntax, a key stands twice, or the nesting is too deep.
    """
    try:
        value: object = json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise BadSource(error.msg.lower(), error.lineno, error.colno) from None
    except RecursionError:
        raise too_deep() from None
    except DuplicateKey as error:
        raise duplicate(text, error.key) from None
    return placed(value, Place(file), 0)


class DuplicateKey(Exception):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object whose keys are unique."""
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DuplicateKey(key)
            seen.add(key)
    return result


def refuse_constant(name: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which are not JSON."""
    raise BadSource(f"{name} is not a JSON value")


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
        items = enumerate(cast("list[Any]", value))
        return Arr(place, [placed(item, Place(file, place, index), depth + 1) for index, item in items])
    return value


def too_deep() -> BadSource:
    """The error for nesting beyond the limit."""
    return BadSource(f"the value is nested more than {MAX_DEPTH} levels deep", code="depth")


def duplicate(text: str, key: str) -> BadSource:
    """Find where a key stands for the second time in one object."""
    stack: list[set[str] | None] = []
    for match, is_key in keys_of(text, stack):
        if is_key and json.loads(match.group()) == key and stack and stack[-1] is not None:
            if key in stack[-1]:
                line = text.count("\n", 0, match.start()) + 1
                column = match.start() - text.rfind("\n", 0, match.start())
                return BadSource(key, line, column, code="duplicate")
            stack[-1].add(key)
    return BadSource(key, code="duplicate")


def keys_of(text: str, stack: list[set[str] | None]) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield each string token and whether it is a key; `stack` follows the nesting (None for arrays)."""
    tokens = list(TOKEN.finditer(text))
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        character = token.group()[0]
        if character in "{[":
            stack.append(set() if character == "{" else None)
        elif character in "}]":
            stack.pop()
        elif character == '"':
            yield token, after is not None and after.group() == ":"


def index_json(text: str) -> Positioned:
    """Positions of every value of a document that `read_json` accepts."""
    return Indexer(text).value()


class Indexer:
    """Walks the tokens of a valid JSON text."""

    def __init__(self, text: str) -> None:
        """Prepare the tokens and the offsets at which lines begin."""
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._tokens = TOKEN.finditer(text)

    def value(self, key: re.Match[str] | None = None) -> Positioned:
        """Index the value that begins at the next token."""
        token = next(self._tokens)
        opening = token.group()
        if opening == "{":
            return self.node(key or token, self.members())
        if opening == "[":
            return self.node(key or token, self.items())
        return self.node(token, {})

    def members(self) -> dict[Key, Positioned]:
        """Index the members of an object up to its closing brace."""
        children: dict[Key, Positioned] = {}
        for token in self._tokens:
            if token.group() == "}":
                break
            if token.group() != ",":
                next(self._tokens)
                children[json.loads(token.group())] = self.value(token)
        return children

    def items(self) -> dict[Key, Positioned]:
        """Index the elements of an array up to its closing bracket."""
        children: dict[Key, Positioned] = {}
        for token in self._tokens:
            opening = token.group()
            if opening == "]":
                break
            if opening == ",":
                continue
            inner = self.members() if opening == "{" else self.items() if opening == "[" else {}
            children[len(children)] = self.node(token, inner)
        return children

    def node(self, token: re.Match[str], children: dict[Key, Positioned]) -> Positioned:
        """The position of a token."""
        return Positioned(*self.place(token.start()), *self.place(token.end()), children)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1
