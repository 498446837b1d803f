"""The scope of one run of lowering: what every concern reads, and the two things that they write to."""

from __future__ import annotations

from msgspec import Struct, field

from burnish.diagnostics import Code, Located, Report, Span
from burnish.ir import DeclarationId, Name, Omission
from burnish.settings import Settings
from burnish.source import Obj, Value

from ..canonical import Canonical
from .codes import UNMATCHED_ALLOW
from .names import name_of

__all__ = ["PREFIX", "Allowances", "Scope", "SettingsPlace"]

PREFIX = "#/components/schemas/"


class SettingsPlace(Struct, frozen=True):
    """The place of a setting; the message names its key."""

    path: str = "burnish.toml"

    @property
    def span(self) -> Span:
        """The settings file as a whole."""
        return Span(self.path)

    @property
    def pointer(self) -> str:
        """No pointer."""
        return "#"


class Allowances(Struct):
    """The settings' `allow` entries, and what they let be left out."""

    entries: tuple[str, ...]
    omissions: list[Omission] = field(default_factory=list[Omission])
    _used: set[str] = field(default_factory=set[str])

    def covers(self, code: Code, at: Located) -> bool:
        """Whether an entry names the code, alone or with the place."""
        wanted = [entry for entry in self.entries if entry in (code.slug, f"{code.slug}@{at.pointer}")]
        self._used.update(wanted)
        return bool(wanted)

    def unused(self) -> tuple[str, ...]:
        """The entries that matched nothing."""
        return tuple(entry for entry in self.entries if entry not in self._used)


class Scope(Struct, frozen=True):
    """The description, the settings and the report."""

    canonical: Canonical
    settings: Settings
    report: Report
    schemas: Obj
    allowances: Allowances
    told: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """What was reported where: a parameter that many operations share is read with each of them."""

    def name(self, wire: str) -> Name:
        """The name of a property, parameter or variable."""
        return name_of(wire, self.settings.acronyms)

    def target(self, ref: Value) -> DeclarationId | None:
        """The declaration that a `$ref` or a discriminator's mapping value means."""
        if not isinstance(ref, str):
            return None
        key = ref.removeprefix(PREFIX)
        return DeclarationId(key) if key in self.schemas else None

    def followed(self, schema: Value) -> Obj | None:
        """A schema behind its references; None if it is a boolean schema, or a circle of references."""
        seen: set[str] = set()
        while isinstance(schema, Obj):
            target = self.target(schema.get("$ref"))
            if target is None:
                return schema
            if target in seen:
                return None
            seen.add(target)
            schema = self.schemas[target]
        return None

    def warn(self, code: Code, at: Located, **facts: str) -> None:
        """Report something about a place, once."""
        key = (code.slug, at.span.path, at.pointer, *facts.values())
        if key not in self.told:
            self.told.add(key)
            self.report.add(code, at, related=(), **facts)

    def unsupported(self, code: Code, at: Located, what: str) -> None:
        """Report what no SDK can express: an error, unless the settings allow to leave it out."""
        if self.allowances.covers(code, at):
            self.allowances.omissions.append(Omission(what, at))
        else:
            self.warn(code, at, what=what)

    def report_unused_allowances(self) -> None:
        """Report the `allow` entries that matched nothing."""
        for entry in self.allowances.unused():
            self.report.add(UNMATCHED_ALLOW, SettingsPlace(), entry=entry)
