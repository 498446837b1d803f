"""Answers: what a method returns, and how the runtime is told to read it."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from burnish.code import Code
from burnish.ir import (
    Answer,
    AnyOf,
    Anything,
    BinaryAnswer,
    EmptyAnswer,
    EventStream,
    JsonAnswer,
    JsonLines,
    Nullable,
    Operation,
    Paging,
    Response,
    TextAnswer,
    Type,
    Verb,
    WebSocket,
)

__all__ = [
    "Binary",
    "Connected",
    "Data",
    "Nothing",
    "Page",
    "Returned",
    "Streamed",
    "Switched",
    "Text",
    "error_types",
    "json_media",
    "returned",
]


class Nothing(Struct, frozen=True):
    """None."""


class Data(Struct, frozen=True):
    """A value parsed from JSON."""

    type: Type


class Text(Struct, frozen=True):
    """`str`."""

    media: str


class Binary(Struct, frozen=True):
    """Bytes, read on demand."""

    media: str


class Streamed(Struct, frozen=True):
    """A stream of events or lines."""

    answer: EventStream | JsonLines


class Switched(Struct, frozen=True):
    """A value, or a stream when the argument `parameter` is true."""

    type: Type
    answer: EventStream | JsonLines
    parameter: str


class Page(Struct, frozen=True):
    """The first page of a list."""

    paging: Paging
    type: Type


class Connected(Struct, frozen=True):
    """A connection for messages both ways."""

    messages: WebSocket

    @property
    def send(self) -> Type:
        """What the client sends."""
        return self.messages.send

    @property
    def receive(self) -> Type:
        """What arrives."""
        return self.messages.receive


Returned: TypeAlias = Nothing | Data | Text | Binary | Streamed | Switched | Page | Connected


def returned(operation: Operation) -> Returned:
    """What the successes of an operation give the caller."""
    if (messages := operation.websocket) is not None:
        return Connected(messages)
    answers = [answer for response in successes(operation) for answer in response.answers]
    types = [answer.type for answer in answers if isinstance(answer, JsonAnswer)]
    streams = [answer for answer in answers if isinstance(answer, EventStream | JsonLines)]
    if operation.verb == Verb.HEAD or not answers:
        return Nothing()
    if operation.paging is not None and types:
        return Page(operation.paging, types[0])
    if types and streams and operation.stream_parameter:
        return Switched(whole(types, answers), streams[0], operation.stream_parameter)
    if types:
        return Data(whole(types, answers))
    if streams:
        return Streamed(streams[0])
    for answer in answers:
        if isinstance(answer, BinaryAnswer):
            return Binary(answer.media)
        if isinstance(answer, TextAnswer):
            return Text(answer.media)
    return Nothing()


def json_media(operation: Operation) -> str:
    """The media type of the JSON that successes are; empty for that of all JSON, or where the description has none."""
    found = [answer.media for item in successes(operation) for answer in item.answers if isinstance(answer, JsonAnswer)]
    plain = any("*" in media or media.partition(";")[0].strip() == "application/json" for media in found)
    return "" if plain or not found else found[0]


def successes(operation: Operation) -> list[Response]:
    """The responses that are no errors; the default one where nothing else, not even a redirection, is told."""
    found = [response for response in operation.responses if response.status.first // 100 == 2]
    if found or any(response.status.first // 100 == 3 for response in operation.responses):
        return found
    return [response for response in operation.responses if response.status.last == 999]


def whole(types: list[Type], answers: list[Answer]) -> Type:
    """The type of all JSON successes; None too where one has no body."""
    unique = tuple(dict.fromkeys(types))
    if any(isinstance(type_, Anything) for type_ in unique):
        return Anything()
    one: Type = unique[0] if len(unique) == 1 else AnyOf(unique)
    empty = any(isinstance(answer, EmptyAnswer) for answer in answers)
    return Nullable(one) if empty and not isinstance(one, Nullable) else one


def error_types(operation: Operation) -> tuple[tuple[Code, Type], ...]:
    """Statuses of errors with the types of their bodies, as keys that the runtime takes."""
    found: list[tuple[Code, Type]] = []
    for response in operation.responses:
        first, last = response.status.first, response.status.last
        type_ = next((answer.type for answer in response.answers if isinstance(answer, JsonAnswer)), None)
        if type_ is None or isinstance(type_, Anything) or (first // 100 in (1, 2, 3)):
            continue
        if last == 999:
            if response not in successes(operation):
                found.append((Code('"default"'), type_))
        else:
            found.append((Code(str(first)) if first == last else Code(f"({first}, {last})"), type_))
    return tuple(found)
