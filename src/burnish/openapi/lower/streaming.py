"""Streaming: event streams, JSON Lines, and the property that asks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from burnish.ir import (
    Answer,
    Anything,
    Body,
    Declaration,
    DeclarationId,
    EmptyAnswer,
    EventStream,
    JsonAnswer,
    JsonBody,
    JsonLines,
    Literal,
    Ref,
    Response,
    Scalar,
    ScalarKind,
    Type,
    called,
    walk,
)
from burnish.openapi.events import is_event
from burnish.settings import MethodSettings
from burnish.source import Arr, Obj, Value

from .media import Media, media_of
from .reading import elements, entries, strings, text
from .scope import Scope
from .sequences import item_schema
from .types import lower_type, union

__all__ = [
    "StreamHints",
    "event_stream",
    "hints_of",
    "stream_parameter",
    "with_streams",
    "without_streams",
]

DONE = "[DONE]"
# What ends a stream and is no data: `[DONE]`, `EOF`; not `ping`.
ENDING = re.compile(r"\[[A-Z_ ]+\]|DONE|END|EOF")
SENTINELS = ("x-stream-terminator", "x-speakeasy-sse-sentinel")


class StreamHints(Struct, frozen=True):
    """How the streams of an operation end and fail."""

    terminator: str
    error_event: str


def hints_of(node: Obj, scope: Scope) -> StreamHints:
    """What the settings say, else the operation's extension."""
    settings = scope.settings.streaming
    return StreamHints(settings.terminator or text(node, *SENTINELS), settings.error_event)


def terminator_of(type_: Type, stated: str) -> str:
    """What ends a stream: as stated, else `[DONE]` is assumed, which no stream of JSON can hold as a value."""
    may_be_text = any(isinstance(inner, Scalar) and inner.kind is ScalarKind.STRING for inner in walk(type_))
    return stated or ("" if may_be_text else DONE)


def event_stream(content_type: str, media: Obj, hints: StreamHints, scope: Scope) -> EventStream:
    """The event stream of a response.

    A schema describes the data of one event. Where it describes the event itself (an object of `event`, `data`, ...),
    the type of the data is taken, by event name where names are told.
    """
    stated = text(media, *SENTINELS) or hints.terminator
    schema = item_schema(media, scope)
    variants = event_variants(schema, scope)
    if variants is None:
        type_ = lower_type(schema, scope)
        return EventStream(content_type, type_, (), terminator_of(type_, stated), hints.error_event, not stated)
    found = [(data_type(variant, scope), event_names(variant, scope)) for variant in variants]
    ending = sentinel([type_ for type_, _ in found])
    found = [(type_, names) for type_, names in found if not ending or type_ != Literal(ending)]
    events: dict[str, Type] = {}
    for type_, names in found:
        events |= {name: union([events[name], type_]) if name in events else type_ for name in names}
    kept = [type_ for type_, names in found if hints.error_event not in names]
    named = tuple(events.items()) if len(set(events.values())) > 1 or len(kept) < len(found) else ()
    whole = union(kept or [Anything()])
    last = terminator_of(whole, stated or ending)
    return EventStream(content_type, whole, named, last, hints.error_event, not stated)


def sentinel(types: Sequence[Type]) -> str:
    """The text among other data that ends a stream: `[DONE]`; empty if there is none."""
    texts = [type_.value for type_ in types if isinstance(type_, Literal) and isinstance(type_.value, str)]
    ending = next((text for text in texts if ENDING.fullmatch(text)), "")
    return ending if len(texts) < len(types) else ""


def event_variants(schema: Value, scope: Scope) -> list[Obj] | None:
    """The schemas of events; None if the schema describes their data."""
    node = scope.followed(schema)
    if node is None:
        return None
    variants = node.get("oneOf", node.get("anyOf"))
    found = [scope.followed(item) for item in variants] if isinstance(variants, Arr) else [node]
    events = [item for item in found if item is not None and is_event(item)]
    return events if events and len(events) == len(found) else None


def event_names(schema: Obj, scope: Scope) -> tuple[str, ...]:
    """The names an event may have."""
    event = scope.followed(entries(schema, "properties").get("event"))
    constant = event.get("const") if event is not None else None
    if isinstance(constant, str):
        return (constant,)
    return strings(event.get("enum")) if event is not None else ()


def data_type(schema: Obj, scope: Scope) -> Type:
    """The type of an event's data; of text that holds JSON (`contentMediaType`), the type of what it holds."""
    data = entries(schema, "properties").get("data", True)
    if isinstance(data, Obj) and media_of(text(data, "contentMediaType")) is Media.JSON:
        return lower_type(data.get("contentSchema", True), scope)
    return lower_type(data, scope)


def with_streams(
    responses: tuple[Response, ...],
    chosen: MethodSettings,
    hints: StreamHints,
    declarations: Mapping[DeclarationId, Declaration],
    scope: Scope,
) -> tuple[Response, ...]:
    """Successes that stream because settings say so: events of the stated schema, else of what is answered otherwise.

    A method that has no argument to choose by answers with nothing else.
    """
    stated = stated_event(chosen.stream_model, declarations, scope)

    def streaming(response: Response) -> Response:
        plain = next((answer for answer in response.answers if isinstance(answer, JsonAnswer)), None)
        told = next((answer for answer in response.answers if isinstance(answer, EventStream)), None)
        type_ = stated or (told.type if told is not None else plain and plain.type) or Anything()
        stream = replace(told, type=type_, events=()) if told is not None and stated is not None else told
        if stream is None:
            ending = terminator_of(type_, hints.terminator)
            assumed = not hints.terminator
            media = "text/event-stream" if plain is None else plain.media
            stream = EventStream(media, type_, (), ending, hints.error_event, assumed)
        others = tuple(answer for answer in response.answers if not isinstance(answer, EventStream | EmptyAnswer))
        return replace(response, answers=(*(others if chosen.stream_parameter else ()), stream))

    return tuple(streaming(item) if item.status.first // 100 == 2 else item for item in responses)


def without_streams(responses: tuple[Response, ...]) -> tuple[Response, ...]:
    """Responses that answer with JSON where they could stream too; those that only stream still do."""

    def plain(response: Response) -> Response:
        kept = tuple(item for item in response.answers if not isinstance(item, EventStream | JsonLines))
        return replace(response, answers=kept) if any(isinstance(item, JsonAnswer) for item in kept) else response

    return tuple(map(plain, responses))


def stated_event(model: str, declarations: Mapping[DeclarationId, Declaration], scope: Scope) -> Type | None:
    """The schema that a model of the settings (`chat.chunk`) is."""
    path, _, name = model.rpartition(".")
    schemas = {
        resource.models[name]
        for resource in scope.settings.resources
        if resource.path == path and name in resource.models
    }
    found = (id_ for id_, declaration in declarations.items() if not schemas.isdisjoint(called(declaration)))
    target = next(found, None) if schemas else None
    return Ref(target) if target is not None else None


def stream_parameter(
    chosen: MethodSettings | None, body: Body | None, responses: tuple[Response, ...], scope: Scope
) -> str:
    """The field that selects between a JSON answer and a stream: as settings state it, else a flag of the JSON body."""
    if chosen is not None and chosen.streams:
        return chosen.stream_parameter
    answers = [answer for response in responses if response.status.first // 100 == 2 for answer in response.answers]
    if not (any_of(answers, JsonAnswer) and (any_of(answers, EventStream) or any_of(answers, JsonLines))):
        return ""
    name = scope.settings.streaming.parameter
    for payload in body.payloads if body is not None else ():
        if isinstance(payload, JsonBody) and has_flag(payload.type, name, scope):
            return name
    return ""


def any_of(answers: list[Answer], kind: type[Answer]) -> bool:
    """Whether an answer of a kind is there."""
    return any(isinstance(answer, kind) for answer in answers)


def has_flag(type_: Type, name: str, scope: Scope) -> bool:
    """Whether an object has a boolean property of that name."""
    node = scope.followed(scope.schemas[type_.target]) if isinstance(type_, Ref) else None
    flag = scope.followed(entries(node, "properties").get(name))
    if flag is None:
        return False
    variants = elements(flag.get("anyOf"))
    kinds = [flag.get("type"), *(variant.get("type") for variant in variants)]
    return any(kind == "boolean" or (isinstance(kind, Arr) and "boolean" in kind) for kind in kinds)
