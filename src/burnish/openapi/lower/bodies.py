"""Bodies: what a request carries, and what comes back."""

from __future__ import annotations

from burnish.ir import (
    Answer,
    AnyOf,
    Anything,
    Binary,
    BinaryAnswer,
    Body,
    EmptyAnswer,
    Encoding,
    EventStream,
    Form,
    JsonAnswer,
    JsonBody,
    JsonLines,
    ListOf,
    Multipart,
    Name,
    Nullable,
    Part,
    Payload,
    Presence,
    Record,
    Response,
    Scalar,
    ScalarKind,
    StatusRange,
    Text,
    TextAnswer,
    Type,
)
from burnish.source import Obj, Value

from .parameters import STYLES
from .scope import Scope
from .types import docs_of, text_of

__all__ = ["lower_body", "lower_responses"]

STREAM_MEDIA = ("text/event-stream",)
LINES_MEDIA = ("application/jsonl", "application/x-ndjson", "application/ndjson", "application/json-seq", "application/x-jsonlines", "application/stream+json")  # fmt: skip
BINARY_PREFIXES = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/octet-stream",
    "application/pdf",
    "application/zip",
)
RANK = (JsonBody, Multipart, Form, Text, Binary)
ANSWER_RANK = (JsonAnswer, EventStream, JsonLines, BinaryAnswer, TextAnswer, EmptyAnswer)


def media_type(media: str) -> str:
    """A media type without parameters, in lower case."""
    return media.partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    """Whether a media type is JSON (RFC 6839 for the suffix); `*/*` is taken for it."""
    return media in ("application/json", "text/json", "*/*", "json", "application/*") or media.endswith("+json")


def lower_body(node: Obj, scope: Scope) -> Body | None:
    """Lower the request body of an operation; None where there is none."""
    body = node.get("requestBody")
    content = body.get("content") if isinstance(body, Obj) else None
    if not isinstance(body, Obj) or not isinstance(content, Obj) or not content:
        return None
    payloads = [lower_payload(media_type(media), holder, scope) for media, holder in content.items()]
    payloads.sort(key=lambda payload: RANK.index(type(payload)))
    unique: dict[object, Payload] = {}
    for payload in payloads:
        unique.setdefault((type(payload), getattr(payload, "type", payload.media)), payload)
    return Body(tuple(unique.values()), body.get("required") is True, body.at, docs_of(body))


def lower_payload(media: str, holder: Value, scope: Scope) -> Payload:
    """Lower one media type of a request."""
    schema = holder.get("schema") if isinstance(holder, Obj) else None
    type_ = scope.types.type(schema) if schema is not None else Anything()
    if is_json(media):
        return JsonBody("application/json" if "*" in media else media, type_)
    if media.startswith("multipart/"):
        return Multipart(media, type_, lower_parts(type_, encodings_of(holder), scope))
    if media == "application/x-www-form-urlencoded":
        return Form(media, type_, tuple(encodings_of(holder).values()))
    if is_binary(media, type_):
        return Binary(media)
    return Text(media)


def is_binary(media: str, type_: Type) -> bool:
    """Whether a body of this media type is bytes rather than text."""
    return (
        media.startswith(BINARY_PREFIXES)
        or type_ == Scalar(ScalarKind.BINARY, format="binary")
        or not (media.startswith("text/") or media.endswith(("xml", "yaml", "csv", "javascript", "graphql")))
    )


def encodings_of(holder: Value) -> dict[str, Encoding]:
    """The `encoding` object of a media type."""
    listed = holder.get("encoding") if isinstance(holder, Obj) else None
    found: dict[str, Encoding] = {}
    for name, entry in listed.items() if isinstance(listed, Obj) else ():
        if isinstance(entry, Obj):
            style = STYLES.get(text_of(entry.get("style")))
            explode = entry.get("explode")
            found[name] = Encoding(
                name, text_of(entry.get("contentType")), style, explode if isinstance(explode, bool) else True
            )
    return found


def lower_parts(type_: Type, encodings: dict[str, Encoding], scope: Scope) -> tuple[Part, ...]:
    """The parts of a multipart body: one for each property of its record."""
    record = scope.declaration(type_)
    if not isinstance(record, Record):
        return ()
    parts: list[Part] = []
    for field in record.fields:
        inner = field.type.inner if isinstance(field.type, Nullable) else field.type
        item = inner.item if isinstance(inner, ListOf) else inner
        content_type = encodings[field.name.wire].content_type if field.name.wire in encodings else ""
        parts.append(
            part(field.name, field.type, item, field.presence, content_type, repeated=isinstance(inner, ListOf))
        )
    return tuple(parts)


def part(name: Name, type_: Type, item: Type, presence: Presence, content_type: str, *, repeated: bool) -> Part:
    """One part; bytes, or a content type that is no JSON or text, make it a file."""
    file = isinstance(item, Scalar) and item.kind is ScalarKind.BINARY
    file = file or (bool(content_type) and not is_json(content_type) and not content_type.startswith("text/"))
    return Part(name, type_, presence, file, repeated, content_type)


def lower_responses(node: Obj, scope: Scope) -> tuple[Response, ...]:
    """Lower the responses of an operation, exact statuses before ranges before the default."""
    listed = node.get("responses")
    found: list[Response] = []
    for status, response in listed.items() if isinstance(listed, Obj) else ():
        range_ = status_range(status)
        if range_ is not None and isinstance(response, Obj):
            found.append(Response(range_, lower_answers(response, scope), response.at, docs_of(response)))
    found.sort(key=lambda response: (response.status.last - response.status.first, response.status.first))
    return tuple(found)


def status_range(status: str) -> StatusRange | None:
    """The statuses a key stands for; None for extensions."""
    if status == "default":
        return StatusRange(0, 999)
    if len(status) == 3 and status[0].isdigit():
        if status.isdigit():
            return StatusRange(int(status), int(status))
        if status[1:].lower() == "xx":
            return StatusRange(int(status[0]) * 100, int(status[0]) * 100 + 99)
    return None


def lower_answers(response: Obj, scope: Scope) -> tuple[Answer, ...]:
    """The bodies of a response, best first."""
    content = response.get("content")
    if not isinstance(content, Obj) or not content:
        return (EmptyAnswer(),)
    answers = [lower_answer(media_type(media), holder, scope) for media, holder in content.items()]
    answers.sort(key=lambda answer: ANSWER_RANK.index(type(answer)))
    unique: dict[object, Answer] = {}
    for answer in answers:
        unique.setdefault((type(answer), getattr(answer, "type", None)), answer)
    return tuple(unique.values())


def lower_answer(media: str, holder: Value, scope: Scope) -> Answer:
    """Lower one media type of a response."""
    schema = holder.get("itemSchema", holder.get("schema")) if isinstance(holder, Obj) else None
    type_ = scope.types.type(schema) if schema is not None else Anything()
    if media in STREAM_MEDIA:
        return lower_events(media, type_, scope)
    if media in LINES_MEDIA:
        inner = type_.item if isinstance(type_, ListOf) else type_
        return JsonLines(media, inner)
    if is_json(media):
        if type_ == Scalar(ScalarKind.BINARY, format="binary"):
            return BinaryAnswer(media)
        return JsonAnswer("application/json" if "*" in media else media, type_)
    return BinaryAnswer(media) if is_binary(media, type_) else TextAnswer(media)


def lower_events(media: str, type_: Type, scope: Scope) -> EventStream:
    """An event stream; a union of `{event, data}` records types the data by event name (OpenAPI 3.2, 4.14.4)."""
    streaming = scope.settings.streaming
    variants = scope.variants(type_)
    events: dict[str, Type] = {}
    for variant in variants:
        named = scope.event_of(variant)
        if named is not None:
            events[named[0]] = named[1]
    if not events or len(events) < len(variants):
        return EventStream(media, type_, (), streaming.terminator, streaming.error_event)
    data = tuple(dict.fromkeys(events.values()))
    whole = data[0] if len(data) == 1 else AnyOf(data)
    return EventStream(media, whole, tuple(events.items()), streaming.terminator, streaming.error_event)
