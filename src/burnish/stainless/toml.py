"""Settings as the text of a `burnish.toml`: only what is not default, in the order of the page that tells the keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo

from burnish.diagnostics import Diagnostic
from burnish.settings import (
    AuthOption,
    BodyDefault,
    EnvironmentSettings,
    MethodSettings,
    PaginationSettings,
    ResourceSettings,
    SchemeSettings,
    Settings,
    UnwrapSettings,
    keys_of,
)

__all__ = ["to_toml"]

Entries: TypeAlias = "Iterable[tuple[str, object]]"
BARE = re.compile(r"[A-Za-z0-9_-]+")
# Tables whose keys are names of the user's, and the field that has the name.
KEYED: Mapping[type, str] = {
    AuthOption: "argument",
    BodyDefault: "argument",
    PaginationSettings: "scheme",
    ResourceSettings: "path",
    MethodSettings: "name",
    SchemeSettings: "id",
    UnwrapSettings: "name",
}


def to_toml(settings: Settings, source: str, problems: Iterable[Diagnostic]) -> str:
    """The text of the settings; `problems` of what they were read from stand above as comments."""
    lines = [f"# Made of {source} by `burnish import stainless`."]
    notes = [f"# - line {item.at.span.line}: {item.message}" for item in problems]
    if notes:
        lines += ["# What did not carry over, or only in part:", *notes]
    return "\n".join([*lines, "", *table((), settings)]) + "\n"


def table(path: tuple[str, ...], record: object) -> Iterator[str]:
    """A record as a table: plain values first, then the tables inside it."""
    entries = list(stated(record))
    plain = [(name, value) for name, value in entries if is_plain(value)]
    if path and plain:
        yield header(path)
    for name, value in plain:
        yield f"{key(name)} = {literal(value)}"
    if plain:
        yield ""
    for name, value in entries:
        if not is_plain(value):
            yield from inner((*path, name), value)


def inner(path: tuple[str, ...], value: object) -> Iterator[str]:
    """What needs a table of its own."""
    match value:
        case EnvironmentSettings(urls=urls):
            yield from mapping(path, dict(urls))
        case dict():
            yield from mapping(path, cast("dict[str, object]", value))
        case tuple():
            for item in cast("tuple[object, ...]", value):
                if (own := KEYED.get(type(item))) is not None:
                    yield from entry(path, own, item)
                else:
                    yield f"[[{'.'.join(map(key, path))}]]"
                    yield from (f"{key(name)} = {literal(part)}" for name, part in stated(item))
                    yield ""
        case _:
            yield from table(path, value)


def entry(path: tuple[str, ...], own: str, item: object) -> Iterator[str]:
    """An entry whose key names it; one that says nothing else still is there."""
    below = (*path, str(getattr(item, own)))
    lines = list(table(below, item))
    yield from lines or [header(below), ""]


def mapping(path: tuple[str, ...], values: Mapping[str, object]) -> Iterator[str]:
    """A table of the user's keys."""
    yield header(path)
    yield from (f"{key(name)} = {literal(value)}" for name, value in values.items())
    yield ""


def stated(record: object) -> Entries:
    """The fields that differ from their defaults, without the one that names the record."""
    own = KEYED.get(type(record), "")
    for item in keys_of(cast("type", type(record))):
        value = getattr(record, item.name)
        if item.name != own and value is not None and value != default_of(item):
            yield item.name, value


def default_of(item: FieldInfo) -> object:
    """The default of a field; `NODEFAULT` where it has none."""
    return item.default_factory() if item.default_factory is not NODEFAULT else item.default


def is_plain(value: object) -> bool:
    """Whether a value is written in one line."""
    if isinstance(value, tuple):
        return not any(isinstance(item, Struct) for item in cast("tuple[object, ...]", value))
    return not isinstance(value, dict) and not isinstance(value, Struct)


def header(path: tuple[str, ...]) -> str:
    """The line that opens a table."""
    return f"[{'.'.join(map(key, path))}]"


def key(name: str) -> str:
    """A key, quoted where TOML asks for it."""
    return name if BARE.fullmatch(name) else json.dumps(name)


def literal(value: object) -> str:
    """A value as TOML writes it; JSON and TOML agree on text, numbers and truth."""
    if isinstance(value, tuple):
        return f"[{', '.join(literal(item) for item in cast('tuple[object, ...]', value))}]"
    return json.dumps(value)
