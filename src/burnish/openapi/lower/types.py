"""Types: what a schema allows, as a closed union."""

from __future__ import annotations

from functools import lru_cache

import jsonschema_rs

from burnish.ir import (
    AnyOf,
    Anything,
    Bounds,
    Declaration,
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
    declared_types,
    map_declaration,
    map_types,
    walk,
)
from burnish.source import Arr, Obj, Value

from .codes import BAD_PATTERN
from .enums import is_open, values_of
from .extensions import is_any
from .reading import text
from .scope import Scope

__all__ = [
    "NULL",
    "declared_values",
    "declared_without_files",
    "has_files",
    "is_linear",
    "lower_type",
    "nullable",
    "union",
    "without_files",
]

STRINGS = {
    "date-time": ScalarKind.DATE_TIME,
    "datetime": ScalarKind.DATE_TIME,
    "date": ScalarKind.DATE,
    "time": ScalarKind.TIME,
    "duration": ScalarKind.DURATION,
    "uuid": ScalarKind.UUID,
    "decimal": ScalarKind.DECIMAL,
    "byte": ScalarKind.BASE64,
    "base64": ScalarKind.BASE64,
    "binary": ScalarKind.BINARY,
}
BASES = {
    "string": ScalarKind.STRING,
    "integer": ScalarKind.INTEGER,
    "number": ScalarKind.NUMBER,
    "boolean": ScalarKind.BOOLEAN,
    "null": ScalarKind.NULL,
}
NULL = Scalar(ScalarKind.NULL)
NO_BOUNDS = Bounds()
ASSERTIONS = frozenset(
    ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern")
)
REGEX_LIMIT = 10 * 1024 * 1024  # bytes of a compiled pattern, as Rust's regex has it by default
LINEAR = jsonschema_rs.RegexOptions(size_limit=REGEX_LIMIT)


def lower_type(schema: Value, scope: Scope) -> Type:
    """The type of a schema where it is used; references are kept, so that circles end."""
    if not isinstance(schema, Obj):
        return Nothing() if schema is False else Anything()
    if is_any(schema, scope):
        return Anything()
    target = scope.target(schema.get("$ref"))
    if target is not None:
        return Ref(target)
    for name in ("oneOf", "anyOf"):
        variants = schema.get(name)
        if isinstance(variants, Arr):
            return union([lower_type(variant, scope) for variant in variants])
    if "enum" in schema or "const" in schema:
        return value_type(schema, scope)
    kinds = schema.get("type")
    if isinstance(kinds, Arr):
        named = [kind for kind in kinds if isinstance(kind, str)]
        return union([typed(schema, kind, scope) for kind in named]) if named else Anything()
    return typed(schema, kinds, scope) if isinstance(kinds, str) else Anything()


def value_type(schema: Obj, scope: Scope) -> Type:
    """The type of an enumeration or constant that has no name."""
    values = values_of(schema, scope)
    if values is None:
        rest = Obj(schema.at, {key: value for key, value in schema.items() if key not in ("enum", "const")})
        return lower_type(rest, scope)
    known = [value for value in values if value is not None]
    if not known:
        return NULL
    if {repr(value) for value in known} == {"True", "False"}:
        type_: Type = Scalar(ScalarKind.BOOLEAN)
    elif len(known) == 1:
        type_ = Literal(known[0])
    else:
        type_ = Literals(tuple(known), is_open(schema, scope.settings))
    may_be_null = len(known) < len(values) or (isinstance(kinds := schema.get("type"), Arr) and "null" in kinds)
    return nullable(type_) if may_be_null else type_


def declared_values(schema: Obj, scope: Scope) -> tuple[LiteralValue, ...] | None:
    """The values of a schema that is an enumeration; None if it is something simpler."""
    type_ = value_type(schema, scope)
    inner = type_.inner if isinstance(type_, Nullable) else type_
    return inner.values if isinstance(inner, Literals) else None


def typed(schema: Obj, kind: str, scope: Scope) -> Type:
    """The type of a schema for one word of `type`."""
    match kind:
        case "object":
            return map_type(schema, scope)
        case "array":
            return array_type(schema, scope)
        case "string" | "integer" | "number" | "boolean" | "null":
            return scalar(schema, kind, scope)
        case _:
            return Anything()


def map_type(schema: Obj, scope: Scope) -> Type:
    """The type of an object without properties of its own."""
    patterns = schema.get("patternProperties")
    values = [lower_type(item, scope) for item in patterns.values()] if isinstance(patterns, Obj) else []
    extra = schema.get("additionalProperties")
    if isinstance(extra, Obj) or (extra is True and values):
        values.append(lower_type(extra, scope))
    return MapOf(union(values) if values else Anything())


def array_type(schema: Obj, scope: Scope) -> Type:
    """The type of a list or a tuple."""
    positions = schema.get("prefixItems")
    longest = count(schema, "maxItems")
    if isinstance(positions, Arr) and positions:
        rest = schema.get("items", True)
        closed = rest is False or (longest is not None and longest <= len(positions))
        items = tuple(lower_type(item, scope) for item in positions)
        return TupleOf(items, None if closed else lower_type(rest, scope))
    item = lower_type(schema.get("items", True), scope)
    return ListOf(item, count(schema, "minItems"), longest, schema.get("uniqueItems") is True, text(schema, "title"))


def scalar(schema: Obj, kind: str, scope: Scope) -> Type:
    """A single value, with the bounds that no type can say."""
    if kind == "null":
        return NULL
    word = text(schema, "format")
    base = BASES[kind]
    if kind == "string":
        base = STRINGS.get(word, base)
    elif kind == "number" and word == "decimal":
        return Scalar(ScalarKind.DECIMAL, bounds(schema, scope), "number")
    return Scalar(base, bounds(schema, scope), "" if word in STRINGS and base is not BASES[kind] else word)


def bounds(schema: Obj, scope: Scope) -> Bounds:
    """The assertions on a value."""
    if schema.keys().isdisjoint(ASSERTIONS):
        return NO_BOUNDS
    return Bounds(
        minimum=number(schema, "minimum"),
        maximum=number(schema, "maximum"),
        exclusive_minimum=number(schema, "exclusiveMinimum"),
        exclusive_maximum=number(schema, "exclusiveMaximum"),
        multiple_of=number(schema, "multipleOf"),
        min_length=count(schema, "minLength"),
        max_length=count(schema, "maxLength"),
        pattern=pattern(schema, scope),
    )


def pattern(schema: Obj, scope: Scope) -> str | None:
    """The pattern, if a linear-time engine runs it."""
    found = text(schema, "pattern")
    if not found:
        return None
    if not is_linear(found):
        scope.warn(BAD_PATTERN, schema.at / "pattern", pattern=found[:80])
        return None
    return found


@lru_cache(maxsize=4096)
def is_linear(expression: str) -> bool:
    """Whether Rust's regex engine, which pydantic and jsonschema-rs run, takes the expression."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": expression}, pattern_options=LINEAR)
    except jsonschema_rs.ValidationError:
        return False
    return True


def number(schema: Obj, key: str) -> float | None:
    """The number under a key."""
    value = schema.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def count(schema: Obj, key: str) -> int | None:
    """The length under a key, which may be written as 10.0."""
    value = number(schema, key)
    return int(value) if value is not None and value >= 0 and value == value // 1 else None


def nullable(type_: Type) -> Type:
    """The type or null, once."""
    return type_ if isinstance(type_, Nullable | Anything) or type_ == NULL else Nullable(type_)


def union(variants: list[Type]) -> Type:
    """Any of the types: flat, without repetitions, null outside; an unconstrained one absorbs the others."""
    flat: list[Type] = []
    null = False
    for variant in variants:
        null = null or isinstance(variant, Nullable) or variant == NULL
        inner = variant.inner if isinstance(variant, Nullable) else variant
        for item in inner.variants if isinstance(inner, AnyOf) else (inner,):
            if item != NULL and not isinstance(item, Nothing) and item not in flat:
                flat.append(item)
    if any(isinstance(item, Anything) for item in flat):
        return Anything()
    if not flat:
        return NULL if null else Nothing()
    flat = opened(flat)
    type_ = flat[0] if len(flat) == 1 else AnyOf(tuple(flat))
    return nullable(type_) if null else type_


def opened(variants: list[Type]) -> list[Type]:
    """`string` beside an enum of strings is the idiom for an open enum: known values, and any other."""
    plain = Scalar(ScalarKind.STRING)
    known = [item for item in variants if isinstance(item, Literal | Literals) and is_text(item)]
    if plain not in variants or not known:
        return variants
    values = dict.fromkeys(value for item in known for value in literal_values(item))
    kept = [item for item in variants if item != plain and item not in known]
    return [Literals(tuple(values), open=True), *kept]


def literal_values(type_: Literal | Literals) -> tuple[LiteralValue, ...]:
    """The values of a literal type."""
    return (type_.value,) if isinstance(type_, Literal) else type_.values


def is_text(type_: Literal | Literals) -> bool:
    """Whether all values are strings."""
    return all(isinstance(value, str) for value in literal_values(type_))


def has_files(type_: Type) -> bool:
    """Whether raw bytes stand somewhere in a type."""
    if isinstance(type_, Scalar):
        return type_.kind is ScalarKind.BINARY
    return not isinstance(type_, Ref) and any(
        isinstance(inner, Scalar) and inner.kind is ScalarKind.BINARY for inner in walk(type_)
    )


def without_files(type_: Type) -> Type:
    """The type outside multipart bodies, where raw bytes cannot stand: `binary` is a string there."""
    return map_types(type_, as_text) if has_files(type_) else type_


def declared_without_files(declaration: Declaration) -> Declaration:
    """The same for all types of a declaration."""
    if not any(map(has_files, declared_types(declaration))):
        return declaration
    return map_declaration(declaration, as_text)


def as_text(type_: Type) -> Type:
    """A string in place of raw bytes."""
    if isinstance(type_, Scalar) and type_.kind is ScalarKind.BINARY:
        return Scalar(ScalarKind.STRING, type_.bounds, "binary")
    return type_
