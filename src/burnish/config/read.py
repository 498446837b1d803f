"""`burnish.toml`: every key is known, typed, and complained about at its own line."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from msgspec import UNSET, Struct
from msgspec.structs import replace

from burnish.diagnostics import Report, Span
from burnish.settings import (
    CLIENT_ARGUMENTS,
    PAGING_KEYS,
    AuthOption,
    BodyDefault,
    ClientCall,
    EnvironmentSettings,
    MethodSettings,
    PaginationSettings,
    RefreshSettings,
    ResourceSettings,
    SchemeSettings,
    Settings,
    UnwrapSettings,
    is_python_name,
    is_table,
    keys_of,
)

from .codes import BAD_SETTING, BAD_SETTINGS_FILE, NO_SUCH_CONFIG, UNKNOWN_SETTING

__all__ = ["load_settings"]

Table = dict[str, Any]
# Tables whose keys are names of the user's: the key becomes the field on the right.
KEYED: Mapping[type, str] = {
    AuthOption: "argument",
    BodyDefault: "argument",
    PaginationSettings: "scheme",
    ResourceSettings: "path",
    MethodSettings: "name",
    SchemeSettings: "id",
    RefreshSettings: "scheme",
    UnwrapSettings: "name",
}
RESOURCE_KEYS = frozenset(field.name for field in keys_of(ResourceSettings)) - {"path"}
# Settings in YAML are those of a Stainless SDK.
STAINLESS = (".yml", ".yaml")
WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "an array",
}


PYTHON_NAMES: Mapping[tuple[str, ...], str] = {
    ("package", "name"): "",
    ("client", "name"): "",
    ("client", "base_url_alias"): "",
    ("client", "async_suffix"): "create",
}
"""Settings that become names in the SDK as they are, and what may stand before them."""


class Key(Struct, frozen=True):
    """The place of a key in a TOML file."""

    text: str
    path: str
    keys: tuple[str, ...]

    @property
    def pointer(self) -> str:
        """The dotted key."""
        return "#/" + "/".join(self.keys)

    @property
    def span(self) -> Span:
        """The line that sets the key, or the header of its table; the top of the file where neither is found."""
        table: tuple[str, ...] = ()
        best = Span(self.path, 1, 1, 1, 1)
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?([^\]]+)\]\]?", line):
                table = dotted(header[1])
                if table == self.keys[: len(table)]:
                    best = Span(self.path, number, 1, number, len(line) + 1)
            elif (key := re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)) and (*table, *dotted(key[1])) == self.keys:
                return Span(self.path, number, key.start(1) + 1, number, key.end(1) + 1)
        return best


def dotted(text: str) -> tuple[str, ...]:
    """The parts of a dotted key, quotes removed."""
    parts: list[tuple[str, ...]] = re.findall(r'"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)', text)
    return tuple(next((piece for piece in part if piece), "") for part in parts)


def load_settings(path: Path | None, report: Report) -> Settings:
    """Read the settings of an SDK; without a file all are default.

    Raises:
        OSError: the file cannot be read.
    """
    if path is None:
        return Settings()
    if path.suffix in STAINLESS:
        from burnish.stainless import read_stainless

        return read_stainless(path, report)
    data = path.read_bytes()
    try:
        text = data.decode()
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line, column, problem = broken(error, data)
        report.add(BAD_SETTINGS_FILE, Spot(Span(str(path), line, column, line, column + 1)), problem=problem)
        return Settings()
    return Reader(text, str(path), report).settings(table)


def broken(error: UnicodeDecodeError | tomllib.TOMLDecodeError, data: bytes) -> tuple[int, int, str]:
    """Line and column of what is wrong with a file, and what it is; without a place in the error, that of its end."""
    if isinstance(error, UnicodeDecodeError):
        before, problem = data[: error.start].decode(), "this byte is not UTF-8 text"
    else:
        before, problem = data.decode().rstrip(), str(error).partition(" (at")[0]
        if place := re.search(r"\(at line (\d+), column (\d+)\)", str(error)):
            return int(place[1]), int(place[2]), problem
    return before.count("\n") + 1, len(before) - before.rfind("\n"), problem


def wrong_argument(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a client's argument, and what belongs there; None where it is right."""
    if not is_python_name(name):
        return WORDS[str], "a name that Python takes"
    return ("an argument of every client", "another name") if name in CLIENT_ARGUMENTS else None


def is_client_call(value: object) -> bool:
    """Whether a value is a call of `client` in Python, on one line."""
    if not isinstance(value, str) or "\n" in value:
        return False
    try:
        call = ast.parse(value, mode="eval").body
    except (SyntaxError, ValueError):
        return False
    place = call.func if isinstance(call, ast.Call) else call
    while isinstance(place, ast.Attribute):
        place = place.value
    return isinstance(call, ast.Call) and isinstance(place, ast.Name) and place.id == "client"


class Spot(Struct, frozen=True):
    """A place known by line and column."""

    span: Span
    pointer: str = "#"


class Reader(Struct, frozen=True):
    """Reads one file."""

    text: str
    path: str
    report: Report

    def settings(self, table: Table) -> Settings:
        """The whole file, over the configuration that it names; `[environments]` maps names to URLs."""
        environments = self.mapping(str, table.pop("environments", {}), ("environments",))
        base = self.base(table)
        found = cast("Settings", self.record(Settings, table, (), base))
        if base.sdk != found.sdk:
            # The entries that the configuration used up.
            found = replace(found, allow=base.allow)
        if isinstance(environments, dict) and environments:
            urls = tuple(cast("dict[str, str]", environments).items())
            found = replace(found, environments=EnvironmentSettings(urls))
        return found

    def base(self, table: Table) -> Settings:
        """The settings that these are laid over: the configuration of `[sdk]`, or the defaults."""
        sdk = table.get("sdk")
        config = cast("Table", sdk).get("config") if isinstance(sdk, dict) else None
        if not isinstance(config, str) or not config:
            return Settings()
        path = Path(self.path).parent / config
        if not path.is_file():
            self.report.add(NO_SUCH_CONFIG, self.key(("sdk", "config")), path=config)
            return Settings()
        from burnish.stainless import read_stainless

        allow = cast("list[object]", table["allow"]) if isinstance(table.get("allow"), list) else []
        return read_stainless(path, self.report, tuple(entry for entry in allow if isinstance(entry, str)))

    def key(self, keys: tuple[str, ...]) -> Key:
        """The place of a key."""
        return Key(self.text, self.path, keys)

    def record(self, kind: type, table: Table, keys: tuple[str, ...], base: object = None, **given: object) -> object:
        """A table as a record; what it leaves out is as in `base`."""
        hints = get_type_hints(kind)
        known = keys_for(kind, table) - set(given)
        values: dict[str, object] = dict(given)
        for name, value in table.items():
            if name not in known:
                near = get_close_matches(name, known, n=1)
                advice = f'did you mean "{near[0]}"?' if near else f"the settings here are {', '.join(sorted(known))}"
                self.report.add(UNKNOWN_SETTING, self.key((*keys, name)), name=name, advice=advice)
            else:
                made = self.value(hints[name], value, (*keys, name), getattr(base, name, None))
                if made is not UNSET:
                    values[name] = made
        if base is not None:
            return replace(cast("Settings", base), **cast("dict[str, Any]", values))
        missing = [f.name for f in keys_of(kind) if f.required and f.name not in values]
        for name in missing:
            if name not in table:
                self.report.add(BAD_SETTING, self.key(keys), name=name, found="missing", wanted="a value")
            values[name] = ""
        return kind(**values)

    def value(self, hint: Any, value: Any, keys: tuple[str, ...], base: object = None) -> object:
        """A value by the type of its field, laid over `base`; `UNSET` after a complaint."""
        origin = get_origin(hint)
        if origin is UnionType:
            (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
            return self.value(inner, value, keys, base)
        if origin is tuple:
            return over(base, self.items(get_args(hint)[0], value, keys, base), get_args(hint)[0])
        if origin is not None and issubclass(origin, Mapping):
            made = self.mapping(get_args(hint)[1], value, keys)
            return laid(base, made)
        if is_table(hint):
            table = cast("Table", value) if isinstance(value, dict) else None
            return self.bad(dict, value, keys) if table is None else self.record(cast("type", hint), table, keys, base)
        if hint is ClientCall:
            return (
                ClientCall(value)
                if is_client_call(value)
                else self.bad("a call such as client.jobs.list()", value, keys)
            )
        if issubclass(hint, StrEnum):
            allowed = [str(item) for item in hint]
            return hint(value) if value in allowed else self.bad(f"one of {', '.join(allowed)}", value, keys)
        if hint is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
            return self.bad(hint, value, keys)
        if keys in PYTHON_NAMES and value and not is_python_name(f"{PYTHON_NAMES[keys]}{value}"):
            return self.bad("a name that Python takes", value, keys)
        return value

    def items(self, item: Any, value: Any, keys: tuple[str, ...], base: object = None) -> object:
        """An array, or a table whose keys name its entries."""
        if item in KEYED and isinstance(value, dict):
            entries = cast("dict[str, Any]", value).items()
            known = named(base, item)
            records = (self.entry(item, inner, (*keys, name), known.get(name)) for name, inner in nested(item, entries))
            return tuple(record for record in records if record is not UNSET)
        if not isinstance(value, list):
            return self.bad(list, value, keys)
        made = [self.value(item, inner, keys) for inner in cast("Sequence[Any]", value)]
        return tuple(entry for entry in made if entry is not UNSET)

    def entry(self, item: type, value: Any, keys: tuple[str, ...], base: object = None) -> object:
        """An entry whose key names it."""
        if not isinstance(value, dict):
            return self.bad(dict, value, keys)
        if KEYED[item] == "argument" and (wrong := wrong_argument(keys[-1])):
            found, wanted = wrong
            self.report.add(BAD_SETTING, self.key(keys), name=keys[-1], found=found, wanted=wanted)
            return UNSET
        return self.record(item, cast("Table", value), keys, base, **{KEYED[item]: keys[-1]})

    def mapping(self, item: Any, value: Any, keys: tuple[str, ...]) -> object:
        """A table of values of one type."""
        if not isinstance(value, dict):
            return self.bad(dict, value, keys)
        entries = cast("dict[str, Any]", value).items()
        return {name: made for name, inner in entries if (made := self.value(item, inner, (*keys, name))) is not UNSET}

    def bad(self, wanted: Any, value: Any, keys: tuple[str, ...]) -> object:
        """Complain about a value of the wrong type."""
        words = wanted if isinstance(wanted, str) else WORDS.get(wanted, wanted.__name__)
        found = WORDS.get(value.__class__, "something else")
        self.report.add(BAD_SETTING, self.key(keys), name=keys[-1], found=found, wanted=words)
        return UNSET


def keys_for(kind: type, table: Table) -> set[str]:
    """The keys that a table may have: a paging scheme has those of its type."""
    names = {field.name for field in keys_of(kind)}
    own = PAGING_KEYS.get(str(table.get("type"))) if kind is PaginationSettings else None
    return names if own is None else names - frozenset[str]().union(*PAGING_KEYS.values()) | own


def laid(base: object, made: object) -> object:
    """A table of values laid over that of a base."""
    if not isinstance(base, dict) or not isinstance(made, dict):
        return made
    return {**cast("Table", base), **cast("Table", made)}


def named(base: object, item: type) -> dict[str, object]:
    """The entries of a base, by what names them."""
    entries = cast("tuple[object, ...]", base) if isinstance(base, tuple) else ()
    return {getattr(entry, KEYED[item]): entry for entry in entries}


def over(base: object, made: object, item: Any) -> object:
    """Entries laid over those of a base: by name where they have one, in place of them otherwise."""
    if item not in KEYED or not isinstance(made, tuple):
        return made
    merged = named(base, item) | named(cast("tuple[object, ...]", made), item)
    return tuple(merged.values())


def nested(item: type, entries: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Entries of a table of tables; resources below resources are listed under their dotted path."""
    if item is not ResourceSettings:
        return list(entries)
    found: list[tuple[str, Any]] = []
    for name, table in entries:
        if not isinstance(table, dict):
            found.append((name, table))
            continue
        table = cast("Table", table)
        own = {key: value for key, value in table.items() if key in RESOURCE_KEYS}
        inner = {key: value for key, value in table.items() if key not in own}
        if own or not inner:
            found.append((name, own))
        found += [(f"{name}.{key}", value) for key, value in nested(item, inner.items())]
    return found
