"""A value that fits a schema of the canonical document: its example, else the simplest that its keywords allow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import ceil
from typing import cast

from msgspec import Struct

from burnish.openapi.events import is_event
from burnish.source import Arr, Obj, Value

__all__ = ["Sampler"]


# Below this depth only required members are written, so that recursive schemas end.
FULL_DEPTH = 6
LAST_DEPTH = 24
MOST_ITEMS = 100

TEXT = {
    "date-time": "2025-01-02T03:04:05Z",
    "date": "2025-01-02",
    "time": "03:04:05Z",
    "duration": "P1DT2H",
    "uuid": "6f2c1b8e-5d1a-4c2e-9f3b-0a1b2c3d4e5f",
    "uri": "http://example.com/resource",
    "uri-reference": "/resource",
    "url": "http://example.com/resource",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "decimal": "1.50",
}


class Sampler(Struct, frozen=True):
    """Samples over one table of `components/schemas`."""

    schemas: Obj

    def sample(self, schema: Value, depth: int = 0) -> object:
        """Give a JSON value for a schema; `true`, `{}` and what cannot be met give a string."""
        if not isinstance(schema, Obj):
            return "value"
        for keyword in ("examples", "enum"):
            if values := array(schema, keyword):
                return values[0]
        for keyword in ("const", "default"):
            if keyword in schema:
                return schema[keyword]
        if "$ref" in schema:
            return self.referenced(str(schema["$ref"]), depth)
        for keyword in ("oneOf", "anyOf"):
            if variants := array(schema, keyword):
                return self.variant(schema, variants, depth)
        return self.typed(schema, depth)

    def referenced(self, ref: str, depth: int) -> object:
        """Follow a reference; one that leads too deep ends in null."""
        return None if depth > LAST_DEPTH else self.sample(self.schemas.get(ref.rpartition("/")[2]), depth + 1)

    def samples_events(self, schema: Value) -> bool:
        """Whether a sample of a schema is an event of a stream, and not its data."""
        for _ in range(LAST_DEPTH):
            if not isinstance(schema, Obj):
                return False
            if "$ref" in schema:
                schema = self.schemas.get(str(schema["$ref"]).rpartition("/")[2])
            elif variants := array(schema, "oneOf") or array(schema, "anyOf"):
                schema = first_that_is(variants)
            else:
                return is_event(schema)
        return False

    def variant(self, schema: Obj, variants: Sequence[Value], depth: int) -> object:
        """Sample the first variant that is not null, and give it the discriminator value that selects it."""
        chosen = first_that_is(variants)
        value = self.sample(chosen, depth + 1)
        discriminator = schema.get("discriminator")
        if not (isinstance(discriminator, Obj) and isinstance(chosen, Obj) and isinstance(value, dict)):
            return value
        mapping = discriminator.get("mapping")
        ref = str(chosen.get("$ref", ""))
        tags = mapping.items() if isinstance(mapping, Obj) else ()
        tag = next((tag for tag, target in tags if target == ref), ref.rpartition("/")[2])
        members = cast("dict[str, object]", value)
        members.setdefault(str(discriminator.get("propertyName")), tag)
        return members

    def typed(self, schema: Obj, depth: int) -> object:
        """Sample by `type`; a schema without one is told by its other keywords."""
        kind = schema.get("type")
        if isinstance(kind, Arr):
            kind = next((k for k in kind if k != "null"), "null")
        if kind is None:
            kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
        match kind:
            case "object":
                return self.members(schema, depth)
            case "array":
                return self.items(schema, depth)
            case "integer":
                return int(number(schema, step=1))
            case "number":
                return number(schema, step=0.5)
            case "boolean":
                return True
            case "null":
                return None
            case _ if "contentSchema" in schema and "contentEncoding" not in schema:
                return json.dumps(self.sample(schema["contentSchema"], depth + 1))
            case _:
                return text(schema)

    def members(self, schema: Obj, depth: int) -> dict[str, object]:
        """All properties near the root, required ones further down."""
        properties = schema.get("properties")
        members = properties.items() if isinstance(properties, Obj) else ()
        required = array(schema, "required")
        value = {
            name: self.sample(member, depth + 1) for name, member in members if name in required or depth < FULL_DEPTH
        }
        extra = schema.get("additionalProperties")
        if not value and isinstance(extra, Obj) and depth < FULL_DEPTH:
            value["key"] = self.sample(extra, depth + 1)
        return value

    def items(self, schema: Obj, depth: int) -> list[object]:
        """As many items as are needed, one where none is."""
        if prefix := array(schema, "prefixItems"):
            return [self.sample(item, depth + 1) for item in prefix]
        wanted = schema.get("minItems") or (1 if depth < FULL_DEPTH else 0)
        return [self.sample(schema.get("items"), depth + 1) for _ in range(min(cast("int", wanted), MOST_ITEMS))]


def first_that_is(variants: Sequence[Value]) -> Value:
    """The first variant that is not null."""
    return next((v for v in variants if not (isinstance(v, Obj) and v.get("type") == "null")), variants[0])


def array(schema: Obj, keyword: str) -> Sequence[Value]:
    """The array at a keyword; empty where there is none."""
    value = schema.get(keyword)
    return value if isinstance(value, Arr) else ()


def number(schema: Obj, step: float) -> float:
    """The smallest allowed number at or above 1, or the largest allowed one."""
    low = cast("float", schema.get("minimum", 1))
    if "exclusiveMinimum" in schema:
        low = max(low, cast("float", schema["exclusiveMinimum"]) + step)
    high = cast("float", schema.get("maximum", low))
    if "exclusiveMaximum" in schema:
        high = min(high, cast("float", schema["exclusiveMaximum"]) - step)
    value = min(low, high)
    multiple = cast("float", schema.get("multipleOf") or 0)
    return ceil(value / multiple) * multiple if multiple else value


def text(schema: Obj) -> str:
    """A string of the format and length; a `pattern` is not met."""
    value = TEXT.get(str(schema.get("format")), "text")
    shortest = cast("int", schema.get("minLength") or 0)
    longest = cast("int", schema.get("maxLength", max(shortest, len(value))))
    return value.ljust(shortest, "x")[:longest]
