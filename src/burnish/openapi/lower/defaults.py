"""Defaults: whether a value is one that its type allows."""

from __future__ import annotations

from typing import assert_never

from burnish.ir import (
    AnyOf,
    Anything,
    ListOf,
    Literal,
    Literals,
    LiteralValue,
    MapOf,
    Nothing,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
)
from burnish.source import Arr, Obj, Value

from .scope import Scope
from .types import lower_type

__all__ = ["suits"]


def suits(value: Value, type_: Type, scope: Scope) -> bool:
    """Whether a value is of the right kind; the members of named objects and unions are taken on trust."""
    match type_:
        case Scalar(kind=kind):
            return suits_scalar(value, kind)
        case Literal(value=only):
            return same(value, only)
        case Literals(values=values, open=open_):
            return any(same(value, item) or (open_ and type(value) is type(item)) for item in values)
        case ListOf(item=item):
            return isinstance(value, Arr) and all(suits(element, item, scope) for element in value)
        case TupleOf():
            return isinstance(value, Arr)
        case MapOf(value=inner):
            return isinstance(value, Obj) and all(suits(element, inner, scope) for element in value.values())
        case Nullable(inner=inner):
            return value is None or suits(value, inner, scope)
        case AnyOf(variants=variants):
            return any(suits(value, variant, scope) for variant in variants)
        case Ref(target=target):
            return suits_named(value, scope.followed(scope.schemas[target]), scope)
        case Anything():
            return True
        case Nothing():
            return False
        case _:
            assert_never(type_)


def same(value: Value, other: LiteralValue) -> bool:
    """Whether two values are equal in JSON, where 1 and 1.0 are, and 1 and true are not."""
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    return value == other


def suits_scalar(value: Value, kind: ScalarKind) -> bool:
    """Whether a value is of a scalar's kind on the wire."""
    match kind:
        case ScalarKind.INTEGER:
            return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        case ScalarKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ScalarKind.DECIMAL:
            return isinstance(value, str | int | float) and not isinstance(value, bool)
        case ScalarKind.BOOLEAN:
            return isinstance(value, bool)
        case ScalarKind.NULL:
            return value is None
        case _:
            return isinstance(value, str)


def suits_named(value: Value, schema: Obj | None, scope: Scope) -> bool:
    """Whether a value has the kind of a named schema."""
    if schema is None or isinstance(schema.get("oneOf", schema.get("anyOf")), Arr):
        return True
    if isinstance(schema.get("properties"), Obj) or schema.get("type") == "object":
        return isinstance(value, Obj)
    return suits(value, lower_type(schema, scope), scope)
