"""What an OpenAPI object may hold: which of its members are objects again, and of which kind.

One table for Swagger 2.0 and OpenAPI 3.0 to 3.2: no name means two things in two versions. Data (`example`, `default`,
`enum`, `const`, extensions) is in no table, so a `$ref` inside it is not taken for a reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

__all__ = ["GRAMMAR", "VERBS", "Kind", "Shape"]

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Kind(Enum):
    """The objects of the standard that hold others, or that references may lead to."""

    DOCUMENT = auto()
    COMPONENTS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    REQUEST_BODY = auto()
    RESPONSE = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    HEADER = auto()
    EXAMPLE = auto()
    LINK = auto()
    CALLBACK = auto()
    SECURITY_SCHEME = auto()
    SCHEMA = auto()


class Shape(Enum):
    """How a member holds objects."""

    ONE = auto()
    MANY = auto()
    NAMED = auto()
    ONE_OR_MANY = auto()


ONE, MANY, NAMED = Shape.ONE, Shape.MANY, Shape.NAMED
SCHEMA = (ONE, Kind.SCHEMA)
SCHEMAS = (MANY, Kind.SCHEMA)
NAMED_SCHEMAS = (NAMED, Kind.SCHEMA)
CONTENT = (NAMED, Kind.MEDIA_TYPE)
EXAMPLES = (NAMED, Kind.EXAMPLE)
HEADERS = (NAMED, Kind.HEADER)

COMPONENTS: Mapping[str, tuple[Shape, Kind]] = {
    "schemas": NAMED_SCHEMAS,
    "responses": (NAMED, Kind.RESPONSE),
    "parameters": (NAMED, Kind.PARAMETER),
    "examples": EXAMPLES,
    "requestBodies": (NAMED, Kind.REQUEST_BODY),
    "headers": HEADERS,
    "securitySchemes": (NAMED, Kind.SECURITY_SCHEME),
    "links": (NAMED, Kind.LINK),
    "callbacks": (NAMED, Kind.CALLBACK),
    "pathItems": (NAMED, Kind.PATH_ITEM),
    "mediaTypes": CONTENT,
}
ENCODING: Mapping[str, tuple[Shape, Kind]] = {
    "headers": HEADERS,
    "encoding": (NAMED, Kind.ENCODING),
    "prefixEncoding": (MANY, Kind.ENCODING),
    "itemEncoding": (ONE, Kind.ENCODING),
}
GRAMMAR: Mapping[Kind, Mapping[str, tuple[Shape, Kind]]] = {
    Kind.DOCUMENT: {
        "paths": (NAMED, Kind.PATH_ITEM),
        "webhooks": (NAMED, Kind.PATH_ITEM),
        "x-webhooks": (NAMED, Kind.PATH_ITEM),
        "components": (ONE, Kind.COMPONENTS),
        "definitions": NAMED_SCHEMAS,
        "parameters": (NAMED, Kind.PARAMETER),
        "responses": (NAMED, Kind.RESPONSE),
        "securityDefinitions": (NAMED, Kind.SECURITY_SCHEME),
    },
    Kind.COMPONENTS: COMPONENTS,
    Kind.PATH_ITEM: {
        "parameters": (MANY, Kind.PARAMETER),
        "additionalOperations": (NAMED, Kind.OPERATION),
        **dict.fromkeys(VERBS, (ONE, Kind.OPERATION)),
    },
    Kind.OPERATION: {
        "parameters": (MANY, Kind.PARAMETER),
        "requestBody": (ONE, Kind.REQUEST_BODY),
        "responses": (NAMED, Kind.RESPONSE),
        "callbacks": (NAMED, Kind.CALLBACK),
    },
    Kind.PARAMETER: {"schema": SCHEMA, "items": SCHEMA, "content": CONTENT, "examples": EXAMPLES},
    Kind.REQUEST_BODY: {"content": CONTENT},
    Kind.RESPONSE: {"schema": SCHEMA, "content": CONTENT, "headers": HEADERS, "links": (NAMED, Kind.LINK)},
    Kind.MEDIA_TYPE: {"schema": SCHEMA, "itemSchema": SCHEMA, "examples": EXAMPLES, **ENCODING},
    Kind.ENCODING: ENCODING,
    Kind.HEADER: {"schema": SCHEMA, "items": SCHEMA, "content": CONTENT, "examples": EXAMPLES},
    Kind.EXAMPLE: {},
    Kind.LINK: {},
    Kind.CALLBACK: {},
    Kind.SECURITY_SCHEME: {},
    Kind.SCHEMA: {
        **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "definitions", "$defs"), NAMED_SCHEMAS),
        **dict.fromkeys(("allOf", "oneOf", "anyOf", "prefixItems"), SCHEMAS),
        **dict.fromkeys(
            (
                *("additionalProperties", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "contains"),
                *("not", "if", "then", "else", "contentSchema", "additionalItems"),
            ),
            SCHEMA,
        ),
        "items": (Shape.ONE_OR_MANY, Kind.SCHEMA),
    },
}
