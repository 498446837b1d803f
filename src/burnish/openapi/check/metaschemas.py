"""The official meta-schemas, compiled: one validator for each version and kind of object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from burnish.source import Value

from .grammar import Kind

__all__ = ["VERSIONS", "complaints", "version_of"]

VERSIONS = ("2.0", "3.0", "3.1", "3.2")
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# The definitions of the meta-schemas that describe a kind: of 2.0, of 3.0, and of 3.1 and later.
DEFINITIONS: Mapping[Kind, tuple[str, str, str]] = {
    Kind.PATH_ITEM: ("pathItem", "PathItem", "path-item"),
    Kind.OPERATION: ("operation", "Operation", "operation"),
    Kind.PARAMETER: ("parameter", "Parameter", "parameter"),
    Kind.REQUEST_BODY: ("", "RequestBody", "request-body"),
    Kind.RESPONSE: ("response", "Response", "response"),
    Kind.MEDIA_TYPE: ("", "MediaType", "media-type"),
    Kind.ENCODING: ("", "Encoding", "encoding"),
    Kind.HEADER: ("header", "Header", "header"),
    Kind.EXAMPLE: ("", "Example", "example"),
    Kind.LINK: ("", "Link", "link"),
    Kind.CALLBACK: ("", "Callback", "callbacks"),
    Kind.SCHEMA: ("schema", "Schema", "schema"),
}


def version_of(root: Mapping[str, Value]) -> str:
    """The version whose meta-schema applies to a document; empty where it names none that we know."""
    if root.get("swagger") in ("2.0", 2.0, 2):
        return "2.0"
    named = str(root.get("openapi") or "")
    return next((version for version in VERSIONS[1:] if named == version or named.startswith(version + ".")), "")


def complaints(version: str, kind: Kind, value: Value) -> list[jsonschema_rs.ValidationError]:
    """What the meta-schema of a version has against an object of a kind."""
    found = validator(version, kind)
    return list(found.iter_errors(value)) if found else []


@cache
def validator(version: str, kind: Kind) -> Any:
    """Compile the validator of a kind of object; None where a version has no such object."""
    schema = meta_schema(version)
    column = 0 if version == "2.0" else 1 if version == "3.0" else 2
    if kind is Kind.DOCUMENT:
        pointer = ""
    elif name := DEFINITIONS.get(kind, ("", "", ""))[column]:
        pointer = f"/{'$defs' if column == 2 else 'definitions'}/{name}"
    else:
        return None
    if column == 2:
        return modern(schema, pointer)
    whole = schema if not pointer else {**embedded(schema), "allOf": [{"$ref": "#" + pointer}]}
    return jsonschema_rs.validator_for(whole, validate_formats=False)


@cache
def meta_schema(version: str) -> dict[str, Any]:
    """Read a meta-schema that ships with the tool.

    What those of 3.1 and later say about names of components is a rule of ours (`rules.names`): the validator repeats
    the whole map for each name, which takes a time that grows with the square of their number.
    """
    text = files("burnish.openapi.check").joinpath(f"meta/openapi-{version}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    for maps in schema.get("$defs", {}).get("components", {}).get("patternProperties", {}).values():
        maps.pop("propertyNames", None)
    return schema


def embedded(schema: dict[str, Any]) -> dict[str, Any]:
    """The definitions of a draft-04 meta-schema without its own demands."""
    return {key: schema[key] for key in ("$schema", "definitions")}


def modern(schema: dict[str, Any], pointer: str) -> Any:
    """Compile a meta-schema of 3.1 or later, with JSON Schema 2020-12 in the places of Schema Objects.

    The published ones leave those places open through `$dynamicRef: #meta`, to be filled by a dialect.
    """
    whole = {
        "$schema": JSON_SCHEMA,
        "$id": "urn:burnish:meta-schema",
        "$ref": JSON_SCHEMA if pointer == "/$defs/schema" else schema["$id"] + "#" + pointer,
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": JSON_SCHEMA}},
    }
    registry = jsonschema_rs.Registry([(schema["$id"], schema)])
    return jsonschema_rs.validator_for(whole, registry=registry, validate_formats=False)
