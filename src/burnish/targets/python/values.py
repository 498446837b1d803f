"""Example values: program text of arguments that fit their types, for READMEs and contract tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import ceil, floor
from typing import assert_never

from msgspec import Struct

from burnish.code import Code
from burnish.ir import (
    Access,
    Alias,
    AnyOf,
    Anything,
    Bounds,
    Choice,
    DeclarationId,
    Docs,
    Enumeration,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Nothing,
    Nullable,
    Record,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
    Variant,
)

from .fields import field_names
from .layout import Layout
from .patterns import matching
from .spelling import literal

__all__ = ["FILE", "Values", "example_of"]

DEEPEST = 12
MOST_ITEMS = 50
FILE = 'b"content"'
TEXTS = {
    ScalarKind.DATE_TIME: "2025-01-02T03:04:05Z",
    ScalarKind.DATE: "2025-01-02",
    ScalarKind.TIME: "03:04:05Z",
    ScalarKind.DURATION: "P1D",
    ScalarKind.UUID: "6f2c1b8e-5d1a-4c2e-9f3b-0a1b2c3d4e5f",
    ScalarKind.DECIMAL: "1.50",
    ScalarKind.BASE64: "aGVsbG8=",
}
FORMATS = {
    "uri": "https://example.com",
    "url": "https://example.com",
    "uri-reference": "/resource",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def example_of(type_: Type, layout: Layout, docs: Docs) -> Code:
    """A literal for an argument: its example if it is a scalar, else a value made from its type."""
    for example in docs.examples:
        value = json.loads(example.json)
        if isinstance(value, str | int | float | bool) and isinstance(type_, Scalar) and fits(value, type_.kind):
            return literal(value)
    return Values(layout).minimal(type_)


def fits(value: object, kind: ScalarKind) -> bool:
    """Whether an example has the type of its schema."""
    match kind:
        case ScalarKind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case ScalarKind.NUMBER | ScalarKind.DECIMAL:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ScalarKind.BOOLEAN:
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)


class Tag(Struct, frozen=True):
    """The discriminator of a union and the value that selects one of its variants."""

    wire: str
    value: str


class Values:
    """Writes values; what it has written for a declaration is kept, since it fits wherever the declaration stands."""

    def __init__(self, layout: Layout) -> None:
        """Nothing is written yet."""
        self._layout = layout
        self._known: dict[tuple[DeclarationId, int, Tag | None], str] = {}

    def minimal(self, type_: Type) -> Code:
        """The smallest value of a type."""
        return Code(self.written(type_, 0, ()) or "None")

    def full(self, type_: Type) -> Code:
        """A value with everything that may stand in it, two levels deep."""
        return Code(self.written(type_, 2, ()) or "None")

    def written(self, type_: Type, levels: int, above: tuple[DeclarationId, ...]) -> str:
        """A value whose optional members are written on the first `levels` levels; empty if a value cannot end.

        `above` are the declarations that this value stands in: none is entered a second time.
        """
        match type_:
            case Scalar():
                return scalar_text(type_)
            case Literal(value=value) | Literals(values=(value, *_)):
                return literal(value).text
            case ListOf():
                return self.items(type_, levels, above)
            case MapOf(value=inner):
                text = self.written(inner, levels - 1, above) if levels > 0 else ""
                return f'{{"key": {text}}}' if text else "{}"
            case TupleOf(items=items, rest=rest):
                return self.positions(items, levels, above, open_ended=rest is not None)
            case Nullable(inner=inner):
                return self.written(inner, levels, above) or "None"
            case AnyOf(variants=variants):
                return first(self.written(variant, levels, above) for variant in variants)
            case Ref(target=target):
                return self.declared(target, levels, above)
            case Anything():
                return "{}"
            case Nothing() | Literals():
                return "None"
            case _:
                assert_never(type_)

    def items(self, type_: ListOf, levels: int, above: tuple[DeclarationId, ...]) -> str:
        """A list: as many items as it must have, or one."""
        fewest = min(type_.min_items or 0, MOST_ITEMS)
        count = fewest or (1 if levels > 0 and type_.max_items != 0 else 0)
        item = self.written(type_.item, levels - 1, above) if count else ""
        if item:
            return f"[{', '.join([item] * count)}]"
        return "" if fewest else "[]"

    def positions(
        self, items: tuple[Type, ...], levels: int, above: tuple[DeclarationId, ...], *, open_ended: bool
    ) -> str:
        """A tuple; one whose length is open is a list, as its annotation is."""
        texts = [self.written(item, levels, above) for item in items]
        if not all(texts):
            return ""
        if open_ended:
            return f"[{', '.join(texts)}]"
        return f"({', '.join(texts)},)" if texts else "()"

    def declared(
        self, target: DeclarationId, levels: int, above: tuple[DeclarationId, ...], tag: Tag | None = None
    ) -> str:
        """A value of a declaration, which `tag` selects where it is a variant."""
        key = (target, max(levels, 0), tag)
        if key not in self._known:
            if target in above or len(above) >= DEEPEST:
                return ""
            text = self.made(target, levels, (*above, target), tag)
            if not text:
                return ""
            self._known[key] = text
        return self._known[key]

    def made(self, target: DeclarationId, levels: int, above: tuple[DeclarationId, ...], tag: Tag | None) -> str:
        """A value of a declaration that was not written before."""
        declaration = self._layout.api.declarations[target]
        match declaration:
            case Enumeration(members=members):
                return literal(members[0].value).text if members else "None"
            case Alias(type=type_):
                return self.written(type_, levels, above)
            case Choice(variants=variants):
                wire = declaration.discriminator.property.wire if declaration.discriminator else ""
                return first(self.variant(variant, wire, levels, above) for variant in variants)
            case Record():
                return self.record(declaration, levels, above, tag)
            case _:
                assert_never(declaration)

    def variant(self, variant: Variant, wire: str, levels: int, above: tuple[DeclarationId, ...]) -> str:
        """A value of one alternative, with the discriminator value that selects it."""
        if not (wire and variant.tags and isinstance(variant.type, Ref)):
            return self.written(variant.type, levels, above)
        return self.declared(variant.type.target, levels, above, Tag(wire, variant.tags[0]))

    def record(self, record: Record, levels: int, above: tuple[DeclarationId, ...], tag: Tag | None) -> str:
        """A dict with the Python names of a record's fields; optional ones near the top only, if they can end."""
        names = field_names(record, self._layout)
        entries: list[str] = []
        for field in record.fields:
            wanted = isinstance(field.presence, Required)
            tells = tag is not None and field.name.wire == tag.wire
            if field.access is Access.READ or not (wanted or tells or levels > 0):
                continue
            text = literal(tag.value).text if tag and tells else self.written(field.type, levels - 1, above)
            if text:
                entries.append(f"{literal(names[field.name.wire])}: {text}")
            elif wanted:
                return ""
        return f"{{{', '.join(entries)}}}"


def first(texts: Iterable[str]) -> str:
    """The first text that is not empty; empty if there is none."""
    return next(filter(None, texts), "")


def scalar_text(type_: Scalar) -> str:
    """A scalar within its bounds."""
    match type_.kind:
        case ScalarKind.BOOLEAN:
            return "True"
        case ScalarKind.INTEGER:
            return str(ceil(number(type_.bounds, 1)))
        case ScalarKind.DECIMAL if type_.format != "number":
            return literal(TEXTS[ScalarKind.DECIMAL]).text
        case ScalarKind.NUMBER | ScalarKind.DECIMAL:
            return literal(float(number(type_.bounds, 0.5))).text
        case ScalarKind.NULL:
            return "None"
        case ScalarKind.BINARY:
            return FILE
        case ScalarKind.STRING:
            return literal(string(type_)).text
        case kind:
            return literal(TEXTS[kind]).text


def string(type_: Scalar) -> str:
    """A string that meets its format, pattern and length, as far as they agree."""
    bounds = type_.bounds
    shortest, longest = bounds.min_length or 0, bounds.max_length
    if bounds.pattern is not None:
        found = matching(bounds.pattern, max(shortest, 1), longest) or matching(bounds.pattern, shortest, longest)
        if found is not None:
            return found
    return FORMATS.get(type_.format, "text").ljust(shortest, "x")[:longest]


def number(bounds: Bounds, step: float) -> float:
    """1, or the number nearest to it that is within the bounds."""
    lows = [bounds.minimum] if bounds.minimum is not None else []
    highs = [bounds.maximum] if bounds.maximum is not None else []
    lows += [bounds.exclusive_minimum + step] if bounds.exclusive_minimum is not None else []
    highs += [bounds.exclusive_maximum - step] if bounds.exclusive_maximum is not None else []
    value = min([max([1.0, *lows]), *highs])
    multiple = bounds.multiple_of
    if not multiple:
        return value
    above = ceil(value / multiple) * multiple
    return above if all(above <= high for high in highs) else floor(value / multiple) * multiple
