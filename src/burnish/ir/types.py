"""Types of the API model: what a value may be, without saying how a language spells it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias

from msgspec import Struct, field

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


class Bounds(Struct, frozen=True):
    """Assertions on a value that no type can say; for docstrings, examples and test values."""

    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


class Scalar(Struct, frozen=True):
    """One value. `format` keeps the wire's word where it tells more than `kind` (`uri`, `int64`, `email`)."""

    kind: ScalarKind
    bounds: Bounds = field(default_factory=Bounds)
    format: str = ""


class Literal(Struct, frozen=True):
    """Exactly one value (`const`, or an enum of one)."""

    value: LiteralValue


class Literals(Struct, frozen=True):
    """One of a few values, written where it is used; `open` lets values through that the description does not know."""

    values: tuple[LiteralValue, ...]
    open: bool = True


class ListOf(Struct, frozen=True):
    """An array of one item type; `title` is what the description calls it, which makes no difference to the type."""

    item: Type
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    title: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ListOf) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[object, ...]:
        return self.item, self.min_items, self.max_items, self.unique


class MapOf(Struct, frozen=True):
    """An object with free keys and one value type."""

    value: Type


class TupleOf(Struct, frozen=True):
    """An array with a type per position (`prefixItems`); `rest` types what follows, None forbids more."""

    items: tuple[Type, ...]
    rest: Type | None = None


class Nullable(Struct, frozen=True):
    """The inner type or null; never nested, never around `Anything`."""

    inner: Type


class Ref(Struct, frozen=True):
    """A declaration, by its id in `Api.declarations`."""

    target: DeclarationId


class AnyOf(Struct, frozen=True):
    """One of several types, without a discriminator, in the order in which they are to be tried."""

    variants: tuple[Type, ...]


class Anything(Struct, frozen=True):
    """Any JSON value (`{}` or `true`)."""


class Nothing(Struct, frozen=True):
    """No value at all (`false`)."""


Type: TypeAlias = Scalar | Literal | Literals | ListOf | MapOf | TupleOf | Nullable | Ref | AnyOf | Anything | Nothing
