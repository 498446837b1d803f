"""Declarations: the types that have a name."""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias

from msgspec import Struct, field

from burnish.diagnostics import Located

from .docs import Docs
from .names import DeclarationId, Name
from .types import LiteralValue, Type

__all__ = [
    "Access",
    "Alias",
    "Choice",
    "Declaration",
    "Defaulted",
    "Discriminator",
    "Enumeration",
    "Field",
    "Member",
    "Optional",
    "Presence",
    "Record",
    "Required",
    "Variant",
    "called",
]


class Access(Enum):
    """Which way a property travels (`readOnly`, `writeOnly`)."""

    BOTH = auto()
    READ = auto()
    WRITE = auto()


class Required(Struct, frozen=True):
    """The member must be present."""


class Optional(Struct, frozen=True):
    """The member may be absent."""


class Defaulted(Struct, frozen=True):
    """The member may be absent, and the server then takes this value (compact JSON text)."""

    json: str


Presence: TypeAlias = Required | Optional | Defaulted


class Field(Struct, frozen=True):
    """A property of a record."""

    name: Name
    type: Type
    presence: Presence
    origin: Located
    access: Access = Access.BOTH
    docs: Docs = field(default_factory=Docs)


class Record(Struct, frozen=True):
    """An object with known properties.

    `extra` types the properties that are not listed: None forbids them (`additionalProperties: false`), `Anything`
    is the default. `patterns` types those whose key matches a regular expression. `bases` are the declarations that
    `allOf` took whole: their fields are among these, unless a target's model leaves out what a base class has.
    """

    id: DeclarationId
    name: Name
    fields: tuple[Field, ...]
    origin: Located
    extra: Type | None
    patterns: tuple[tuple[str, Type], ...] = ()
    docs: Docs = field(default_factory=Docs)
    bases: tuple[DeclarationId, ...] = ()


class Member(Struct, frozen=True):
    """A value of an enumeration; `name` comes from a varname extension or from the value."""

    value: LiteralValue
    name: Name
    docs: Docs = field(default_factory=Docs)


class Enumeration(Struct, frozen=True):
    """A named set of values; `open` lets values through that the description does not know."""

    id: DeclarationId
    name: Name
    members: tuple[Member, ...]
    origin: Located
    open: bool = True
    docs: Docs = field(default_factory=Docs)


class Variant(Struct, frozen=True):
    """One alternative of a choice; `tags` are its discriminator values (empty: none known)."""

    type: Type
    tags: tuple[str, ...] = ()


class Discriminator(Struct, frozen=True):
    """The property whose value selects the variant; `mapped` where the description maps values to variants."""

    property: Name
    mapped: bool = False


class Choice(Struct, frozen=True):
    """A named union (`oneOf`, `anyOf`)."""

    id: DeclarationId
    name: Name
    variants: tuple[Variant, ...]
    origin: Located
    discriminator: Discriminator | None = None
    docs: Docs = field(default_factory=Docs)


class Alias(Struct, frozen=True):
    """A named type that is none of the above: a named list, map or scalar."""

    id: DeclarationId
    name: Name
    type: Type
    origin: Located
    docs: Docs = field(default_factory=Docs)


Declaration: TypeAlias = Record | Enumeration | Choice | Alias


def called(declaration: Declaration) -> tuple[str, str, str]:
    """What settings may call a declaration: its name in the description, its id, or its pointer."""
    return declaration.name.wire, str(declaration.id), declaration.origin.pointer
