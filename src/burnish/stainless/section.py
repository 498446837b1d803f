"""Sections of a configuration: tables whose keys are known, with values of known kinds."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct, field

from burnish.diagnostics import Code, Located, Report
from burnish.source import Arr, KeyOf, Obj, Value

from .codes import BAD_VALUE, NOT_DONE, PARTLY_DONE, UNKNOWN_KEY
from .grammar import Keys

__all__ = ["Notes", "Section"]


class Notes(Struct):
    """What is told about a configuration; `allow` are the codes, alone or with a place, that are knowingly left out."""

    report: Report
    allow: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set[str])

    def add(self, code: Code, at: Located, **facts: object) -> None:
        """Report a problem, unless it is allowed."""
        allowed = [entry for entry in self.allow if entry in (code.slug, f"{code.slug}@{at.pointer}")]
        self.used.update(allowed)
        if not allowed:
            self.report.add(code, at, related=(), **facts)


class Section(Struct, frozen=True):
    """A table of the configuration. Values of the wrong kind are reported, and read as if they were not there."""

    node: Obj
    report: Notes

    def check(self, keys: Keys) -> Section:
        """Report keys that the format does not have, and those that Burnish does nothing with."""
        for key, value in self.node.items():
            place = KeyOf(self.node.at / key)
            if key in keys.undone:
                if value not in (None, False):
                    self.report.add(NOT_DONE, place, name=key, what=keys.undone[key])
            elif key in keys.partly:
                self.report.add(PARTLY_DONE, place, name=key, what=keys.partly[key])
            elif key not in keys.read and key not in keys.elsewhere and not key.startswith("x-"):
                known = sorted({*keys.read, *keys.elsewhere, *keys.undone, *keys.partly})
                near = get_close_matches(key, known, n=1)
                advice = f'did you mean "{near[0]}"?' if near else "remove the key"
                self.report.add(UNKNOWN_KEY, place, name=key, advice=advice)
        return self

    def bad(self, key: str, wanted: str) -> None:
        """Report a value of the wrong kind."""
        self.report.add(BAD_VALUE, self.node.at / key, name=key, wanted=wanted)

    def text(self, key: str) -> str:
        """A text; empty if it is not there."""
        value = self.node.get(key)
        if value is not None and not isinstance(value, str):
            self.bad(key, "a text")
        return value if isinstance(value, str) else ""

    def flag(self, key: str) -> bool | None:
        """True, false, or not there."""
        value = self.node.get(key)
        if value is not None and not isinstance(value, bool):
            self.bad(key, "true or false")
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        """A number, or not there."""
        value = self.node.get(key)
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not right:
            self.bad(key, "a number")
        return float(value) if isinstance(value, int | float) and right else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.node.get(key)
        if value is None:
            return ()
        if not isinstance(value, Arr) or not all(isinstance(item, str) for item in value):
            self.bad(key, "a list of texts")
            return ()
        return tuple(item for item in value if isinstance(item, str))

    def section(self, key: str) -> Section:
        """A table inside this one; an empty one where it is not there."""
        value = self.node.get(key)
        if value is not None and not isinstance(value, Obj):
            self.bad(key, "a table")
        return Section(value if isinstance(value, Obj) else Obj(self.node.at / key), self.report)

    def sections(self) -> Iterator[tuple[str, Section]]:
        """The tables that have names of the user's."""
        for key, value in self.node.items():
            if isinstance(value, Obj):
                yield key, Section(value, self.report)
            elif value is not None:
                self.bad(key, "a table")

    def tables(self) -> Iterator[tuple[str, Section]]:
        """Those of the entries that are tables."""
        for key, value in self.node.items():
            if isinstance(value, Obj):
                yield key, Section(value, self.report)

    def listed(self, key: str) -> Iterator[Section]:
        """The tables of a list."""
        value = self.node.get(key)
        if value is not None and not isinstance(value, Arr):
            self.bad(key, "a list")
        for item in value if isinstance(value, Arr) else ():
            if isinstance(item, Obj):
                yield Section(item, self.report)
            else:
                self.bad(key, "a list of tables")

    def get(self, key: str) -> Value:
        """Any value."""
        return self.node.get(key)

    def __contains__(self, key: str) -> bool:
        """Whether the key is there."""
        return self.node.get(key) is not None
