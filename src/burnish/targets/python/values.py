"""Example values: literals that fit a type, for READMEs and contract tests."""

from __future__ import annotations

import json
from math import ceil
from typing import cast

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
)

from .layout import Layout
from .models import field_names
from .spelling import literal

__all__ = ["example_of", "value_of"]

DEEPEST = 8
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
    return literal(value_of(type_, layout))


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


def value_of(type_: Type, layout: Layout, *, full: bool = False, depth: int = 0) -> object:
    """A value that fits a type: required fields only, or (`full`) all of them near the top."""
    match type_:
        case Scalar():
            return scalar_value(type_)
        case Literal(value=value):
            return value
        case Literals(values=values):
            return values[0]
        case ListOf(item=item, min_items=fewest):
            count = max(fewest or 0, 1 if full and depth < DEEPEST else 0)
            return [value_of(item, layout, full=full, depth=depth + 1) for _ in range(min(count, 50))]
        case MapOf(value=value):
            return {"key": value_of(value, layout, full=full, depth=depth + 1)} if full and depth < DEEPEST else {}
        case TupleOf(items=items):
            return [value_of(item, layout, full=full, depth=depth + 1) for item in items]
        case Nullable(inner=inner):
            return value_of(inner, layout, full=full, depth=depth) if depth < DEEPEST else None
        case AnyOf(variants=variants):
            return value_of(variants[0], layout, full=full, depth=depth + 1)
        case Ref(target=target):
            return declared_value(layout, target, full=full, depth=depth)
        case Anything():
            return {}
        case Nothing():
            return None


def declared_value(layout: Layout, target: DeclarationId, *, full: bool, depth: int) -> object:
    """A value that fits a declaration."""
    declaration = layout.api.declarations[target]
    match declaration:
        case Enumeration(members=members):
            return members[0].value
        case Alias(type=type_):
            return value_of(type_, layout, full=full, depth=depth + 1) if depth < 3 * DEEPEST else None
        case Choice(variants=variants, discriminator=discriminator):
            value = value_of(variants[0].type, layout, full=full, depth=depth + 1) if depth < 3 * DEEPEST else None
            if discriminator and variants[0].tags and isinstance(value, dict):
                return {discriminator.property.wire: variants[0].tags[0], **cast("dict[str, object]", value)}
            return value
        case Record():
            return record_value(declaration, layout, full=full, depth=depth)


def record_value(record: Record, layout: Layout, *, full: bool, depth: int) -> dict[str, object]:
    """A dict with the Python names of a record's fields."""
    if depth > 3 * DEEPEST:
        return {}
    names = field_names(record)
    return {
        names[field.name.wire]: value_of(field.type, layout, full=full, depth=depth + 1)
        for field in record.fields
        if field.access is not Access.READ and (isinstance(field.presence, Required) or (full and depth < 2))
    }


def scalar_value(type_: Scalar) -> object:
    """A scalar within its bounds."""
    match type_.kind:
        case ScalarKind.BOOLEAN:
            return True
        case ScalarKind.INTEGER:
            return int(number(type_.bounds, 1))
        case ScalarKind.NUMBER:
            return float(number(type_.bounds, 0.5))
        case ScalarKind.NULL:
            return None
        case ScalarKind.BINARY:
            return "content"
        case ScalarKind.STRING:
            text = FORMATS.get(type_.format, "text")
            longest = type_.bounds.max_length
            return text.ljust(type_.bounds.min_length or 0, "x")[: longest if longest is not None else None]
        case kind:
            return TEXTS[kind]


def number(bounds: Bounds, step: float) -> float:
    """A number within bounds, 1 if that is one."""
    low = bounds.minimum if bounds.minimum is not None else 1.0
    if bounds.exclusive_minimum is not None:
        low = max(low, bounds.exclusive_minimum + step)
    high = bounds.maximum if bounds.maximum is not None else low
    if bounds.exclusive_maximum is not None:
        high = min(high, bounds.exclusive_maximum - step)
    value = min(max(low, 1.0), high) if high >= low else low
    multiple = bounds.multiple_of
    return ceil(value / multiple) * multiple if multiple else value
