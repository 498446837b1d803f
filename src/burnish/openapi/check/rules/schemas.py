"""Rules of schemas."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

import jsonschema_rs

from burnish.diagnostics import Report
from burnish.source import Arr, Obj, Value

from .. import codes
from ..grammar import Kind
from ..structure import described
from ..survey import Survey

__all__ = [
    "crossed_limits",
    "defaults",
    "discriminators",
    "empty_enums",
    "mappings",
    "patterns",
    "tuple_items",
]

LIMITS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)


def empty_enums(survey: Survey, report: Report) -> None:
    """An enumeration has at least one value (JSON Schema validation, 6.1.2)."""
    for schema in survey.schemas["enum"]:
        if schema["enum"] == []:
            report.add(codes.EMPTY_ENUM, schema.at / "enum")


def defaults(survey: Survey, report: Report) -> None:
    """A default is a value of its schema (JSON Schema validation, 9.2; OpenAPI 3.0 makes it a must)."""
    flat = [node for node in survey.nodes[Kind.PARAMETER] if "default" in node]
    for holder in (*survey.schemas["default"], *flat):
        schema = survey.target(holder)
        if isinstance(schema, Obj) and (wanted := misfit(holder["default"], schema)):
            value = described(holder["default"])
            report.add(codes.DEFAULT_MISMATCH, holder.at / "default", value=value, wanted=wanted)


def misfit(value: Value, schema: Obj) -> str:
    """What a value should have been by type and enumeration; empty where it fits."""
    types = schema.get("type")
    names = [name for name in (types if isinstance(types, Arr) else [types]) if isinstance(name, str)]
    enum = schema.get("enum")
    if value is None:
        if not names or "null" in names or schema.get("nullable") is True or schema.get("x-nullable") is True:
            return ""
        return f"of type {names[0]}"
    if names and not any(has_type(value, name) for name in names):
        return f"of type {' or '.join(names)}"
    if isinstance(enum, Arr) and enum and value not in enum and not isinstance(value, Arr):
        return f"one of {', '.join(described(item) for item in enum[:5])}{', ...' if len(enum) > 5 else ''}"
    return ""


def has_type(value: Value, name: str) -> bool:
    """Whether a value is of a type of JSON Schema; a type that does not exist is another rule's affair."""
    match name:
        case "string" | "file":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return isinstance(value, Arr)
        case "object":
            return isinstance(value, Obj)
        case "null":
            return value is None
        case _:
            return True


def tuple_items(survey: Survey, report: Report) -> None:
    """`items` is one schema (JSON Schema core 2020-12, 10.3.1.2; OpenAPI 3.0, Schema Object)."""
    for schema in survey.schemas["items"]:
        if isinstance(schema["items"], Arr):
            report.add(codes.TUPLE_ITEMS, schema.at / "items")


def patterns(survey: Survey, report: Report) -> None:
    """A pattern is a regular expression (JSON Schema core, 6.4)."""
    for schema in survey.schemas["pattern"]:
        if isinstance(text := schema["pattern"], str) and (problem := fault(text)):
            report.add(codes.PATTERN, schema.at / "pattern", problem=problem)
    for schema in survey.schemas["patternProperties"]:
        patterned = schema["patternProperties"]
        for text in patterned.keys() if isinstance(patterned, Obj) else ():
            if problem := fault(text):
                report.add(codes.PATTERN, schema.at / "patternProperties" / text, problem=problem)


@cache
def fault(pattern: str) -> str:
    """Why a pattern does not compile; empty where it does."""
    try:
        jsonschema_rs.validator_for({"pattern": pattern})
    except (jsonschema_rs.ValidationError, ValueError):
        return f"{described(pattern)} is not a regular expression"
    return ""


def crossed_limits(survey: Survey, report: Report) -> None:
    """A lower limit is not above the upper one."""
    for low, high in LIMITS:
        for schema in survey.schemas[low]:
            minimum, maximum = schema[low], schema.get(high)
            if isinstance(minimum, int | float) and isinstance(maximum, int | float) and minimum > maximum:
                at = schema.at / low
                report.add(codes.LIMITS_CROSSED, at, low=low, minimum=minimum, high=high, maximum=maximum)


def discriminators(survey: Survey, report: Report) -> None:
    """Each variant of a discriminated union has the discriminating property (OpenAPI, Discriminator Object)."""
    for schema in survey.schemas["discriminator"]:
        discriminator = schema["discriminator"]
        name = discriminator.get("propertyName") if isinstance(discriminator, Obj) else None
        if not isinstance(name, str):
            continue
        for index, variant in variants(schema):
            if not may_have(survey.target(variant), name, survey):
                named = str(variant.get("$ref", "")).rpartition("/")[2]
                shown = f'"{named}"' if named else f"variant {index + 1}"
                report.add(codes.DISCRIMINATOR_WITHOUT_PROPERTY, variant.at, name=name, variant=shown)


def variants(schema: Obj) -> Iterator[tuple[int, Obj]]:
    """The variants of a union."""
    for word in ("oneOf", "anyOf"):
        listed = schema.get(word)
        for index, variant in enumerate(listed if isinstance(listed, Arr) else ()):
            if isinstance(variant, Obj) and variant.get("type") != "null":
                yield index, variant


def may_have(schema: Value, name: str, survey: Survey, depth: int = 8) -> bool:
    """Whether a schema describes a property, itself or through its members; beyond a depth it is believed."""
    if not isinstance(schema, Obj) or depth == 0 or "$dynamicRef" in schema or "$recursiveRef" in schema:
        return True
    properties = schema.get("properties")
    if isinstance(properties, Obj) and name in properties:
        return True
    members = [
        member
        for word in ("allOf", "oneOf", "anyOf")
        if isinstance(listed := schema.get(word), Arr)
        for member in listed
    ]
    return any(may_have(survey.target(member), name, survey, depth - 1) for member in members)


def mappings(survey: Survey, report: Report) -> None:
    """A mapping names a schema, by its name or by a reference (OpenAPI, Discriminator Object)."""
    root = survey.document.root
    components = root.get("components")
    named = components.get("schemas") if isinstance(components, Obj) else None
    known = list(named) if isinstance(named, Obj) else []
    for schema in survey.schemas["discriminator"]:
        discriminator = schema["discriminator"]
        mapping = discriminator.get("mapping") if isinstance(discriminator, Obj) else None
        if not isinstance(mapping, Obj):
            continue
        for key, ref in mapping.items():
            if not isinstance(ref, str) or ref in known or survey.leads(ref, mapping, report):
                continue
            close = get_close_matches(ref.rpartition("/")[2], known, 1)
            advice = f'did you mean "{close[0]}"?' if close else "name an existing schema"
            report.add(codes.UNKNOWN_MAPPING, mapping.at / key, key=key, ref=ref, advice=advice)
