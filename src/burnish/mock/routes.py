"""Which operation a request is for, and whether the request fits it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, cast
from urllib.parse import parse_qs, unquote

import jsonschema_rs
from msgspec import Struct, field

from burnish.openapi.canonical import Canonical, CanonicalOperation
from burnish.source import Arr, Obj, plain

from .lines import is_lines, item_schema

__all__ = ["Call", "Fault", "Route", "Routes"]

Json = Mapping[str, Any]
# The standard says that parameters of these names are ignored (OpenAPI, Parameter Object: name).
UNTOLD_HEADERS = frozenset(("accept", "content-type", "authorization"))
SLASH = re.compile("%2f", re.IGNORECASE)


class Call(Struct, frozen=True):
    """A request as the server read it; header and cookie names are lower case."""

    verb: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes


class Fault(Struct, frozen=True):
    """A reason to refuse a request, with the status that says so."""

    status: int
    message: str
    pointer: str = ""


class Route(Struct, frozen=True, dict=True):
    """One operation: its path as a pattern, and the checks of its requests."""

    operation: CanonicalOperation
    pattern: re.Pattern[str]
    schemas: Json
    secured: bool

    @cached_property
    def parameters(self) -> tuple[Json, ...]:
        """The operation's parameters."""
        return tuple(cast("Sequence[Json]", self.operation.node.get("parameters") or ()))

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The parameters that the path itself ends in: `/token?refresh`."""
        return parse_qs(self.operation.path.partition("#")[0].partition("?")[2], keep_blank_values=True)

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """The media types of the successes."""
        responses = cast("Json", self.operation.node.get("responses") or {})
        found = [item for status, item in responses.items() if status.startswith("2") and isinstance(item, Obj)]
        return tuple(media for item in found for media in cast("Json", item.get("content") or {}))

    def answers(self, offers: Sequence[str]) -> bool:
        """Whether a success has a media type that a request takes."""
        return any(accepts(offer, media) for offer in offers for media in self.answered)

    def is_for(self, verb: str) -> bool:
        """Whether the operation has a method of HTTP."""
        return verb in (self.operation.verb, self.operation.verb.upper())

    def is_asked(self, query: Mapping[str, Sequence[str]]) -> bool:
        """Whether a request has the parameters of the path, where these are no variables."""
        fixed = {name: values for name, values in self.query.items() if not any("{" in value for value in values)}
        return all(name in query and set(values) <= set(query[name]) for name, values in fixed.items())

    @cached_property
    def contents(self) -> Json:
        """The request body's media types."""
        return cast("Json", (self.operation.node.get("requestBody") or {})).get("content") or {}

    @cached_property
    def body_required(self) -> bool:
        """Whether a body must be sent."""
        return bool(cast("Json", self.operation.node.get("requestBody") or {}).get("required"))

    @cached_property
    def body_validator(self) -> Any:
        """The compiled schema of the JSON body, of one line where it has lines; None where there is none."""
        for media, content in self.contents.items():
            wanted = item_schema(media, content) if "json" in media and isinstance(content, Obj) else None
            if wanted is not None:
                schema: dict[str, Any] = {"allOf": [any_of(plain(wanted))], "components": {"schemas": self.schemas}}
                return jsonschema_rs.Draft202012Validator(schema)
        return None

    def faults(self, call: Call) -> list[Fault]:
        """Everything that is wrong with a request to this operation."""
        return [*self.auth_faults(call), *self.parameter_faults(call), *self.body_faults(call)]

    def auth_faults(self, call: Call) -> list[Fault]:
        """A secured operation wants some credential; which one is not judged."""
        given = (
            "authorization" in call.headers
            or "cookie" in call.headers
            or any(
                "key" in name or "token" in name or "auth" in name
                for name in (*call.headers, *map(str.lower, call.query))
            )
        )
        return [Fault(401, "the operation needs credentials and none were sent")] if self.secured and not given else []

    def parameter_faults(self, call: Call) -> list[Fault]:
        """Required query and header parameters must be there."""
        faults: list[Fault] = []
        for parameter in self.parameters:
            name, where = str(parameter.get("name")), parameter.get("in")
            if not parameter.get("required") or where not in ("query", "header"):
                continue
            if where == "header" and name.lower() in UNTOLD_HEADERS:
                continue
            known = call.query if where == "query" else call.headers
            wanted = name if where == "query" else name.lower()
            if not any(key == wanted or key.startswith(wanted + "[") for key in known) and not exploded(parameter):
                faults.append(Fault(400, f'the {where} parameter "{name}" is missing'))
        return faults

    def body_faults(self, call: Call) -> list[Fault]:
        """A JSON body must fit its schema; of other bodies only the media type is checked."""
        if not call.body:
            return [Fault(400, "the body is missing")] if self.body_required else []
        media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self.contents and not any(accepts(offer, media) for offer in self.contents):
            return [Fault(415, f'the media type "{media}" is not among {", ".join(self.contents)}')]
        if "json" not in media or self.body_validator is None:
            return []
        texts = call.body.replace(b"\x1e", b"").splitlines() if is_lines(media) else [call.body]
        try:
            values = [json.loads(text) for text in texts if text.strip()]
        except ValueError as error:
            return [Fault(400, f"the body is not JSON: {error}")]
        return [
            Fault(400, error.message, "#/" + "/".join(str(key) for key in error.instance_path))
            for value in values
            for error in self.body_validator.iter_errors(value)
        ]


def exploded(parameter: Json) -> bool:
    """Whether an object parameter is spread over the query under the names of its properties."""
    schema = cast("Json", parameter.get("schema") or {})
    return "$ref" in schema or schema.get("type") == "object"


def accepts(offer: str, media: str) -> bool:
    """Whether a media type (or range) of the description covers the one that was sent."""
    offer = offer.partition(";")[0].strip().lower()
    return offer in ("*/*", media) or (offer.endswith("/*") and media.startswith(offer[:-1]))


class Routes(Struct, frozen=True, dict=True):
    """All operations of a description; literal paths win over templates (OpenAPI, Paths Object)."""

    routes: tuple[Route, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, canonical: Canonical) -> Routes:
        """Build the table of a canonical description."""
        components = cast("Json", canonical.document.get("components") or {})
        schemas = for_requests(cast("Json", components.get("schemas") or {}))
        routes = [
            Route(operation, path_pattern(operation.path), schemas, secured(operation))
            for operation in canonical.operations
        ]
        routes.sort(key=lambda route: (route.operation.path.count("{"), -len(route.query)))
        return cls(tuple(routes))

    def find(self, call: Call) -> Route | Fault:
        """The route of a request, or the fault that there is none; of several, one whose answer the request takes."""
        verb, path = call.verb, call.path.rstrip("/") or "/"
        plain_path = "%2F".join(map(unquote, SLASH.split(path)))
        matching = [route for route in self.routes if route.pattern.fullmatch(plain_path)]
        fitting = [route for route in matching if route.is_for(verb) and route.is_asked(call.query)]
        if fitting:
            offers = [offer.partition(";")[0].strip() for offer in call.headers.get("accept", "*/*").split(",")]
            first = fitting[0]
            alike = (item for item in fitting if (item.pattern, item.query) == (first.pattern, first.query))
            return next((route for route in alike if route.answers(offers)), first)
        return Fault(405, f"{verb} is not described for {path}") if matching else Fault(404, f"no operation at {path}")


def path_pattern(path: str) -> re.Pattern[str]:
    """A regular expression for a path template; a variable takes one segment, percent-encoded slashes included."""
    pieces = re.split(r"(\{[^}]*\})", path.partition("?")[0].partition("#")[0].rstrip("/") or "/")
    return re.compile("".join("[^/]+" if piece.startswith("{") else re.escape(unquote(piece)) for piece in pieces))


def secured(operation: CanonicalOperation) -> bool:
    """Whether no alternative of the operation's security is anonymous."""
    alternatives = cast("Sequence[Json]", operation.node.get("security") or ())
    return bool(alternatives) and all(alternatives)


def for_requests(schemas: Json) -> Json:
    """The schemas as requests must meet them: read-only properties are not required (OpenAPI, Schema Object)."""
    return {name: any_of(with_given(schema)) for name, schema in schemas.items()}


def any_of(schema: object) -> object:
    """A schema whose unions take what fits several variants: descriptions rarely mean that it should be refused."""
    match schema:
        case dict():
            named = cast("dict[str, object]", schema)
            return {"anyOf" if name == "oneOf" else name: any_of(item) for name, item in named.items()}
        case list():
            return [any_of(item) for item in cast("list[object]", schema)]
        case _:
            return schema


def with_given(schema: Any) -> object:
    """Drop from `required` what no SDK sends: read-only names, and those that no property has.

    The result is plain data, since the validator takes no other lists than Python's own.
    """
    if not isinstance(schema, Obj):
        return schema
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, Obj) or not isinstance(required, Arr):
        return plain(schema)
    given = {name for name, member in properties.items() if not (isinstance(member, Obj) and member.get("readOnly"))}
    kept = Arr(required.at, [name for name in required if name in given])
    return plain(Obj(schema.at, {**schema, "required": kept}))
