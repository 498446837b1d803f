"""Which objects stand where in a description, so that a walk knows what it is looking at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto

from msgspec import Struct

from burnish.source import Obj

from ..canonical import WEBSOCKET

__all__ = [
    "GRAMMAR",
    "NESTING",
    "SCHEMA_LISTS",
    "SCHEMA_MAPS",
    "SCHEMA_SINGLES",
    "VERBS",
    "Kind",
    "Many",
    "Member",
    "Named",
    "One",
    "operations_in",
]

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Kind(Enum):
    """Objects of OpenAPI that may be written as a reference."""

    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    REQUEST_BODY = auto()
    RESPONSE = auto()
    HEADER = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    EXAMPLE = auto()
    LINK = auto()
    CALLBACK = auto()
    SECURITY_SCHEME = auto()
    SCHEMA = auto()
    WEBSOCKET = auto()


class One(Struct, frozen=True):
    """The member is one object of a kind."""

    kind: Kind


class Many(Struct, frozen=True):
    """The member is an array of them."""

    kind: Kind


class Named(Struct, frozen=True):
    """The member is an object with one of them under every name."""

    kind: Kind


Member = One | Many | Named

# Schema Object and, where Swagger 2.0 differs, its members too.
GRAMMAR: Mapping[Kind, Mapping[str, Member]] = {
    Kind.PATH_ITEM: {
        **{verb: One(Kind.OPERATION) for verb in VERBS},
        "parameters": Many(Kind.PARAMETER),
        "additionalOperations": Named(Kind.OPERATION),
    },
    Kind.OPERATION: {
        "parameters": Many(Kind.PARAMETER),
        "requestBody": One(Kind.REQUEST_BODY),
        "responses": Named(Kind.RESPONSE),
        "callbacks": Named(Kind.CALLBACK),
        WEBSOCKET: One(Kind.WEBSOCKET),
    },
    Kind.WEBSOCKET: {"send": One(Kind.SCHEMA), "receive": One(Kind.SCHEMA)},
    Kind.PARAMETER: {
        "schema": One(Kind.SCHEMA),
        "items": One(Kind.SCHEMA),
        "content": Named(Kind.MEDIA_TYPE),
        "examples": Named(Kind.EXAMPLE),
    },
    Kind.REQUEST_BODY: {"content": Named(Kind.MEDIA_TYPE)},
    Kind.RESPONSE: {
        "schema": One(Kind.SCHEMA),
        "headers": Named(Kind.HEADER),
        "content": Named(Kind.MEDIA_TYPE),
        "links": Named(Kind.LINK),
    },
    Kind.HEADER: {
        "schema": One(Kind.SCHEMA),
        "items": One(Kind.SCHEMA),
        "content": Named(Kind.MEDIA_TYPE),
        "examples": Named(Kind.EXAMPLE),
    },
    Kind.MEDIA_TYPE: {
        "schema": One(Kind.SCHEMA),
        "itemSchema": One(Kind.SCHEMA),
        "examples": Named(Kind.EXAMPLE),
        "encoding": Named(Kind.ENCODING),
    },
    Kind.ENCODING: {"headers": Named(Kind.HEADER)},
    Kind.EXAMPLE: {},
    Kind.LINK: {},
    Kind.CALLBACK: {},
    Kind.SECURITY_SCHEME: {},
}

SCHEMA_SINGLES = (
    "items",
    "additionalProperties",
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "contentSchema",
)
SCHEMA_LISTS = ("allOf", "oneOf", "anyOf", "prefixItems")
SCHEMA_MAPS = ("properties", "patternProperties", "dependentSchemas")
NESTING = frozenset((*SCHEMA_SINGLES, *SCHEMA_LISTS, *SCHEMA_MAPS))
"""The keywords below which schemas stand; most schemas have none of them."""


def operations_in(item: Obj) -> Iterator[tuple[str, Obj]]:
    """The operations of a path item with their methods; those of an API's own are written as they are sent (3.2)."""
    more = item.get("additionalOperations")
    listed = ((verb, item.get(verb)) for verb in VERBS)
    for verb, node in (*listed, *(more.items() if isinstance(more, Obj) else ())):
        if isinstance(node, Obj):
            yield verb, node
