"""Responses: what comes back, by status, best content type first."""

from __future__ import annotations

import re

from burnish.ir import (
    Answer,
    BinaryAnswer,
    EmptyAnswer,
    JsonAnswer,
    JsonLines,
    Response,
    StatusRange,
    TextAnswer,
)
from burnish.source import Obj

from .bodies import structured
from .codes import MEDIA_AS_TEXT
from .docs import docs_of
from .media import Media, concrete, essence, media_of
from .reading import members
from .scope import Scope
from .sequences import item_schema
from .streaming import StreamHints, event_stream
from .types import lower_type, without_files

__all__ = ["lower_responses"]

STATUS = re.compile(r"[1-5][0-9]{2}")
RANGE = re.compile(r"([1-5])[xX]{2}")
ORDER = (Media.JSON, Media.EVENTS, Media.LINES, Media.BINARY, Media.TEXT)
ANY_STATUS = StatusRange(0, 999)


def lower_responses(node: Obj, hints: StreamHints, scope: Scope) -> tuple[Response, ...]:
    """The responses of an operation: single statuses before ranges, ranges before the default."""
    found: list[Response] = []
    for key, response in members(node, "responses"):
        # The check has told of keys that are no status.
        if (status := status_of(key)) is not None:
            found.append(Response(status, lower_answers(response, hints, scope), response.at, docs_of(response)))
    return tuple(sorted(found, key=lambda item: (item.status.last - item.status.first, item.status.first)))


def status_of(key: str) -> StatusRange | None:
    """The statuses that a key means; None if it means none."""
    if key == "default":
        return ANY_STATUS
    if STATUS.fullmatch(key):
        return StatusRange(int(key), int(key))
    if match := RANGE.fullmatch(key):
        first = int(match[1]) * 100
        return StatusRange(first, first + 99)
    return None


def lower_answers(response: Obj, hints: StreamHints, scope: Scope) -> tuple[Answer, ...]:
    """The answers of a response, without repetitions."""
    contents = [(kind_of(name, media, scope), name, media) for name, media in members(response, "content")]
    if not contents:
        return (EmptyAnswer(),)
    contents.sort(key=lambda item: ORDER.index(item[0]))
    best = contents[0][0]
    answers: list[Answer] = []
    for kind, name, media in contents:
        if kind is Media.TEXT and best is Media.TEXT and structured(scope.followed(media.get("schema"))):
            scope.warn(MEDIA_AS_TEXT, media.at, media=name)
        answer = lower_answer(kind, name, media, hints, scope)
        if not any(same(answer, other) for other in answers):
            answers.append(answer)
    return tuple(answers)


def kind_of(content_type: str, media: Obj, scope: Scope) -> Media:
    """What an answer is; JSON whose schema is raw bytes is bytes, text whose schema is an object is JSON."""
    kind = media_of(content_type)
    schema = scope.followed(media.get("schema"))
    if kind is Media.JSON and schema is not None and schema.get("format") == "binary":
        return Media.BINARY
    if kind is Media.JSON and essence(content_type) == "*/*" and schema is None:
        return Media.BINARY
    if kind is Media.TEXT and essence(content_type) == "text/plain" and structured(schema):
        return Media.JSON
    if kind is Media.FORM:
        return Media.TEXT
    return Media.BINARY if kind in (Media.MULTIPART, Media.MIXED) else kind


def lower_answer(kind: Media, content_type: str, media: Obj, hints: StreamHints, scope: Scope) -> Answer:
    """One answer."""
    content_type = concrete(content_type, kind)
    match kind:
        case Media.JSON:
            type_ = without_files(lower_type(media.get("schema", True), scope))
            return JsonAnswer(content_type, type_, "schema" in media)
        case Media.EVENTS:
            return event_stream(content_type, media, hints, scope)
        case Media.LINES:
            return JsonLines(content_type, lower_type(item_schema(media, scope), scope))
        case Media.TEXT:
            return TextAnswer(content_type)
        case _:
            return BinaryAnswer(content_type)


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are JSON of the same type."""
    return isinstance(one, JsonAnswer) and isinstance(other, JsonAnswer) and one.type == other.type
