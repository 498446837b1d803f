"""Types: a schema of the canonical document as a type of the model."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass

from burnish.diagnostics import Report
from burnish.ir import (
    AnyOf,
    Anything,
    Bounds,
    DeclarationId,
    Deprecation,
    Docs,
    Example,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Name,
    Nothing,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
)
from burnish.settings import Settings
from burnish.source import Arr, Obj, Value, plain

from ..naming import words
from .codes import PATTERN_DROPPED

__all__ = ["Types", "compact", "docs_of", "number_of", "text_of", "whole_of"]

PREFIX = "#/components/schemas/"
STRING_FORMATS = {
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
KINDS = {
    "string": ScalarKind.STRING,
    "integer": ScalarKind.INTEGER,
    "number": ScalarKind.NUMBER,
    "boolean": ScalarKind.BOOLEAN,
    "null": ScalarKind.NULL,
}
# Engines with bounded time have neither look-around nor back-references.
UNBOUNDED = re.compile(r"\(\?[=!<]|\\[1-9]|\(\?P=")


@dataclass(frozen=True, slots=True)
class Types:
    """Lowers schemas; names are made with the settings' acronyms."""

    settings: Settings
    report: Report

    def name(self, wire: str, fallback: str = "value") -> Name:
        """The name of something on the wire."""
        return Name(wire, words(wire, self.settings.acronyms) or (fallback,))

    def type(self, schema: Value) -> Type:
        """The type of a schema where it is used."""
        if not isinstance(schema, Obj):
            return Nothing() if schema is False else Anything()
        kind = schema.get("type")
        if isinstance(kind, Arr):
            inner = Obj(schema.at, {**schema, "type": next((k for k in kind if k != "null"), "null")})
            return nullable(self.type(inner))
        if isinstance(ref := schema.get("$ref"), str):
            return Ref(DeclarationId(ref.removeprefix(PREFIX)))
        const = schema.get("const")
        if isinstance(const, str | int | float | bool):
            return Literal(const)
        if isinstance(enum := schema.get("enum"), Arr) and (values := scalars(enum)):
            return Literal(values[0]) if len(values) == 1 else Literals(values, self.settings.enums_open)
        for union in ("oneOf", "anyOf"):
            if isinstance(variants := schema.get(union), Arr):
                return self.union(variants)
        return self.plain(schema, str(kind or ""))

    def union(self, variants: Arr) -> Type:
        """A union without a name."""
        found = [self.type(variant) for variant in variants]
        types = [t for t in dict.fromkeys(found) if t != Scalar(ScalarKind.NULL)]
        if any(isinstance(t, Anything) for t in types):
            return Anything()
        one: Type = types[0] if len(types) == 1 else AnyOf(tuple(types)) if types else Scalar(ScalarKind.NULL)
        return nullable(one) if len(types) < len(dict.fromkeys(found)) else one

    def plain(self, schema: Obj, kind: str) -> Type:
        """A schema with a type of its own."""
        match kind:
            case "object":
                return self.map(schema)
            case "array":
                return self.array(schema)
            case "string":
                text_kind = STRING_FORMATS.get(str(schema.get("format", "")), ScalarKind.STRING)
                return Scalar(text_kind, self.bounds(schema), text_of(schema.get("format")))
            case "integer" | "number" | "boolean" | "null":
                exact = kind == "number" and schema.get("format") == "decimal"
                scalar = ScalarKind.DECIMAL if exact else KINDS[kind]
                return Scalar(scalar, self.bounds(schema), text_of(schema.get("format")))
            case _:
                return Anything()

    def map(self, schema: Obj) -> Type:
        """An object without known properties."""
        patterns = schema.get("patternProperties")
        values = [self.type(item) for item in patterns.values()] if isinstance(patterns, Obj) else []
        extra = schema.get("additionalProperties")
        if isinstance(extra, Obj) and extra:
            values.append(self.type(extra))
        unique = tuple(dict.fromkeys(values))
        if not unique:
            return MapOf(Anything())
        return MapOf(unique[0] if len(unique) == 1 else AnyOf(unique))

    def array(self, schema: Obj) -> Type:
        """A list, or a tuple where positions are typed."""
        prefix = schema.get("prefixItems")
        items = schema.get("items")
        if isinstance(prefix, Arr) and prefix:
            rest = None if items is False else self.type(items) if isinstance(items, Obj) else Anything()
            return TupleOf(tuple(self.type(item) for item in prefix), rest)
        return ListOf(
            self.type(items) if items is not None else Anything(),
            whole_of(schema.get("minItems")),
            whole_of(schema.get("maxItems")),
            schema.get("uniqueItems") is True,
        )

    def bounds(self, schema: Obj) -> Bounds:
        """The assertions on a scalar."""
        if not any(key in schema for key in BOUND_KEYS):
            return NO_BOUNDS
        return Bounds(
            minimum=number_of(schema.get("minimum")),
            maximum=number_of(schema.get("maximum")),
            exclusive_minimum=number_of(schema.get("exclusiveMinimum")),
            exclusive_maximum=number_of(schema.get("exclusiveMaximum")),
            multiple_of=number_of(schema.get("multipleOf")),
            min_length=whole_of(schema.get("minLength")),
            max_length=whole_of(schema.get("maxLength")),
            pattern=self.pattern(schema),
        )

    def pattern(self, schema: Obj) -> str | None:
        """The pattern, if it compiles and runs in bounded time."""
        pattern = schema.get("pattern")
        if not isinstance(pattern, str):
            return None
        if UNBOUNDED.search(pattern) or not compiles(pattern):
            shown = pattern if len(pattern) <= 60 else pattern[:57] + "..."
            self.report.add(PATTERN_DROPPED, schema.at / "pattern", pattern=json.dumps(shown))
            return None
        return pattern


BOUND_KEYS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
)  # fmt: skip
NO_BOUNDS = Bounds()


def compiles(pattern: str) -> bool:
    """Whether Python takes a pattern; Unicode classes, which only it lacks, are let through."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(re.sub(r"\\[pP](\{[^}]*\}|[A-Z])", "x", pattern))
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def nullable(type_: Type) -> Type:
    """The type or null, never twice."""
    if isinstance(type_, Nullable | Anything) or type_ == Scalar(ScalarKind.NULL):
        return type_
    return Nullable(type_)


def scalars(values: Arr) -> tuple[str | int | float | bool, ...]:
    """The values of an enum that can be literals."""
    return tuple(value for value in values if isinstance(value, str | int | float | bool))


def docs_of(node: Obj) -> Docs:
    """What a node says about itself."""
    deprecated = node.get("deprecated") is True
    message = text_of(node.get("x-deprecated-message")) or text_of(node.get("x-deprecation-message"))
    values = node.get("examples")
    examples = tuple(Example(compact(value)) for value in values) if isinstance(values, Arr) else ()
    return Docs(
        summary=text_of(node.get("summary")) or text_of(node.get("title")),
        description=text_of(node.get("description")),
        examples=examples,
        deprecated=Deprecation(message) if deprecated else None,
    )


def compact(value: Value) -> str:
    """A value as compact JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def text_of(value: Value) -> str:
    """The value if it is text."""
    return value if isinstance(value, str) else ""


def number_of(value: Value) -> float | None:
    """The value if it is a number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole_of(value: Value) -> int | None:
    """The value if it is a whole number."""
    number = number_of(value)
    return int(number) if number is not None and number == number // 1 else None
