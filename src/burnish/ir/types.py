"""Types of the API model: what a value may be, without saying how a language spells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from .names import DeclarationId

__all__ = [
    "AnyOf",
    "Anything",
    "Bounds",
    "ListOf",
    "Literal",
    "LiteralValue",
    "Literals",
    "MapOf",
    "Nothing",
    "Nullable",
    "Ref",
    "Scalar",
    "ScalarKind",
    "TupleOf",
    "Type",
]

LiteralValue: TypeAlias = str | int | float | bool


class ScalarKind(Enum):
    """The scalar formats a target must know; an unknown `format` is its base type."""

    STRING = auto()
    INTEGER = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    DATE_TIME = auto()
    DATE = auto()
    TIME = auto()
    DURATION = auto()
    UUID = auto()
    DECIMAL = auto()
    """An exact number; on the wire a string, or, where `Scalar.format` is `number`, the literal text of a number."""
    BASE64 = auto()
    """`format: byte` or `contentEncoding: base64`: bytes, base64 on the wire."""
    BINARY = auto()
    """Raw bytes; only in bodies, multipart parts and binary responses."""
    NULL = auto()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Assertions on a value that no type can say; for docstrings, examples and test values."""

    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `format` keeps the wire's word where it tells more than `kind` (`uri`, `int64`, `email`)."""

    kind: ScalarKind
    bounds: Bounds = field(default_factory=Bounds)
    format: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly one value (`const`, or an enum of one)."""

    value: LiteralValue


@dataclass(frozen=True, slots=True)
class Literals:
    """One of a few values, written where it is used; `open` lets values through that the description does not know."""

    values: tuple[LiteralValue, ...]
    open: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array of one item type; `title` is what the description calls it, which makes no difference to the type."""

    item: Type
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    title: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object with free keys and one value type."""

    value: Type


@dataclass(frozen=True, slots=True)
class TupleOf:
    """An array with a type per position (`prefixItems`); `rest` types what follows, None forbids more."""

    items: tuple[Type, ...]
    rest: Type | None = None


@dataclass(frozen=True, slots=True)
class Nullable:
    """The inner type or null; never nested, never around `Anything`."""

    inner: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A declaration, by its id in `Api.declarations`."""

    target: DeclarationId


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several types, without a discriminator, in the order in which they are to be tried."""

    variants: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value (`{}` or `true`)."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value at all (`false`)."""


Type: TypeAlias = Scalar | Literal | Literals | ListOf | MapOf | TupleOf | Nullable | Ref | AnyOf | Anything | Nothing
