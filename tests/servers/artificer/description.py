"""The API description, as the server uses it: routes, scopes and validation, so that the two cannot drift apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import jsonschema_rs
import yaml

from .errors import Issue

__all__ = ["Description", "OperationSpec", "Parameter", "Rules", "description", "typed"]

Node: TypeAlias = dict[str, Any]
SOURCE = Path(__file__).parents[3] / "spec" / "artificer" / "openapi.yaml"
VERBS = ("get", "post", "put", "patch", "delete")


class Rules:
    """A schema of the description that values are held against."""

    def __init__(self, schema: Node, components: Node) -> None:
        self._validator = jsonschema_rs.Draft202012Validator(
            {**schema, "components": components}, validate_formats=True, mask="the value"
        )

    def issues(self, value: object) -> tuple[Issue, ...]:
        """Everything that is wrong with a value; nothing of the value is in the messages."""
        return tuple(issue_of(error) for error in self._validator.iter_errors(value))


def issue_of(error: jsonschema_rs.ValidationError) -> Issue:
    """A fault, placed at the property that it is about, even where that one is missing."""
    path = tuple(error.instance_path)
    missing = getattr(error.kind, "property", None)
    return Issue((*path, missing) if isinstance(missing, str) else path, error.message, str(error.kind.name))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter."""

    name: str
    required: bool
    default: object
    kind: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """An operation: how it is called, who may call it and what it answers."""

    id: str
    verb: str
    path: str
    pattern: tuple[str, ...]
    open: bool
    scope: str
    """The scope that a key needs; empty if any key will do."""
    query: tuple[Parameter, ...]
    body: Rules | None
    body_required: bool
    media: str
    """The content type of the request's body; empty without one."""
    node: Node = field(repr=False)

    @property
    def router(self) -> str:
        """The router that the operation belongs to."""
        return self.id.split(".")[0]

    def match(self, raw_path: str) -> dict[str, str] | None:
        """The path parameters, if the path is this operation's; a `%2F` stays inside its segment."""
        found: dict[str, str] = {}
        segments = raw_path.split("/")
        if len(segments) != len(self.pattern):
            return None
        for wanted, given in zip(self.pattern, segments, strict=True):
            if wanted.startswith("{"):
                found[wanted.strip("{}")] = unquote(given)
            elif wanted != given:
                return None
        return found if all(found.values()) else None


@dataclass(frozen=True, slots=True)
class Description:
    """The whole description."""

    document: Node
    operations: Mapping[str, OperationSpec]

    def resolve(self, node: Node) -> Node:
        """Follow a reference."""
        while "$ref" in node:
            found: Any = self.document
            for part in str(node["$ref"]).removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def rules(self, schema: Node) -> Rules:
        """A schema as rules."""
        return Rules(schema, self.document["components"])


@cache
def description() -> Description:
    """Read `spec/artificer/openapi.yaml`."""
    document: Node = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    bare = Description(document, {})
    return Description(document, {spec.id: spec for spec in operations(bare)})


def operations(described: Description) -> Iterator[OperationSpec]:
    """All operations, in the order of the description."""
    paths: dict[str, Node] = described.document["paths"]
    for path, item in paths.items():
        for verb in VERBS:
            if verb in item:
                yield operation(path, verb, item[verb], described)


def operation(path: str, verb: str, node: Node, described: Description) -> OperationSpec:
    """One operation."""
    security: list[dict[str, list[str]]] = node.get("security", described.document["security"])
    scopes = [scope for alternative in security for listed in alternative.values() for scope in listed]
    body: Node = node.get("requestBody", {})
    media, content = next(iter(body.get("content", {}).items()), ("", None))
    return OperationSpec(
        id=node["operationId"],
        verb=verb.upper(),
        path=path,
        pattern=tuple(path.split("/")),
        open=not security,
        scope=scopes[0] if scopes else "",
        query=tuple(query_parameters(node, described)),
        body=described.rules(content["schema"]) if content and media == "application/json" else None,
        body_required=bool(body.get("required")),
        media=media,
        node=node,
    )


def query_parameters(node: Node, described: Description) -> Iterator[Parameter]:
    """The query parameters of an operation."""
    for listed in node.get("parameters", []):
        found = described.resolve(listed)
        if found["in"] == "query":
            schema = described.resolve(found["schema"])
            default = found["schema"].get("default", schema.get("default"))
            yield Parameter(
                found["name"], bool(found.get("required")), default, schema["type"], described.rules(found["schema"])
            )


INTEGER = re.compile(r"-?[0-9]{1,18}")


def typed(text: str, kind: str) -> object:
    """A query value as the type that is described; text that is none of it stays text, for the rules to refuse."""
    if kind == "integer" and INTEGER.fullmatch(text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text
