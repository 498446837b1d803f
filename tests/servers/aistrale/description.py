"""The description as the server uses it: routes and validation, so that the two cannot drift apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import jsonschema_rs

from burnish.diagnostics import Report
from burnish.source import apply_overlay, plain, read

from .errors import ApiError

__all__ = ["Operation", "Parameter", "operation_at", "operations", "validate"]

SPEC = Path(__file__).parents[3] / "spec" / "aistrale"
VERBS = ("get", "post", "put", "patch", "delete")
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the path, the query or a header."""

    name: str
    place: str
    many: bool
    kind: str
    default: Any
    schema: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: how it is called, and what its body must be."""

    id: str
    verb: str
    path: str
    open: bool
    parameters: tuple[Parameter, ...]
    body: Node | None

    def match(self, path: str) -> dict[str, str] | None:
        """The parameters of a path, if it is this operation's."""
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


@cache
def document() -> Node:
    """The description with its overlay."""
    report = Report()
    whole = apply_overlay(read(SPEC / "openapi.yaml", report), SPEC / "overlay.yaml", report)
    report.or_stop()
    return cast("Node", plain(whole.root))


@cache
def operations() -> Mapping[str, Operation]:
    """All operations by their ids, in the order of the description."""
    return {operation.id: operation for operation in read_operations(document())}


def read_operations(root: Node) -> Iterator[Operation]:
    """The operations of a description."""
    for path, item in root["paths"].items():
        for verb in VERBS:
            if verb not in item:
                continue
            node: Node = item[verb]
            content: Node = node.get("requestBody", {}).get("content", {})
            yield Operation(
                node["operationId"],
                verb.upper(),
                path,
                node.get("security") == [],
                tuple(read_parameter(followed(parameter)) for parameter in node.get("parameters", [])),
                content["application/json"]["schema"] if content else None,
            )


def read_parameter(node: Node) -> Parameter:
    """A parameter; the type of a list is that of its items."""
    schema = followed(node["schema"])
    many = schema.get("type") == "array"
    kind = schema["items"]["type"] if many else schema.get("type", "string")
    return Parameter(node["name"], node["in"], many, kind, schema.get("default"), schema)


def followed(node: Node) -> Node:
    """What a reference leads to."""
    while "$ref" in node:
        found: Any = document()
        for part in str(node["$ref"]).removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def operation_at(verb: str, path: str) -> tuple[Operation, dict[str, str]]:
    """The operation of a request; one whose path is written out wins over one with parameters."""
    matches = ((item, item.match(path)) for item in operations().values() if item.verb == verb)
    found = [(item, match) for item, match in matches if match is not None]
    if not found:
        raise ApiError("not_found", f"nothing is at {verb} {path}")
    return min(found, key=lambda pair: len(pair[1]))


@cache
def validator(pointer: str) -> jsonschema_rs.Draft202012Validator:
    """What holds values against a component."""
    schema = {"$ref": pointer, "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, mask="the value")


def validate(schema: Node, value: Any, *where: str | int) -> None:
    """Hold a value against a schema of the description; nothing of the value is in what is told.

    Raises:
        ApiError: everything that is wrong.
    """
    named = "$ref" in schema
    rules = validator(schema["$ref"]) if named else jsonschema_rs.Draft202012Validator(schema, mask="the value")
    issues = [
        {"loc": [*where, *error.instance_path], "msg": error.message, "type": str(error.kind.name)}
        for error in rules.iter_errors(value)
    ]
    if issues:
        raise ApiError("validation_error", issues)
