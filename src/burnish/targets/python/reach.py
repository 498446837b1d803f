"""Reach: the types that operations and declarations mention, and the declarations that these lead to."""

from __future__ import annotations

from collections.abc import Iterator

from burnish.ir import DeclarationId, EventStream, JsonAnswer, JsonLines, Operation, Ref, Type

from .walk import inner_types

__all__ = ["answered", "operation_types", "references"]


def operation_types(operation: Operation) -> Iterator[Type]:
    """Every type that an operation mentions."""
    for parameter in operation.parameters:
        yield parameter.type
    for payload in operation.body.payloads if operation.body else ():
        if (type_ := getattr(payload, "type", None)) is not None:
            yield type_
    if operation.websocket is not None:
        yield operation.websocket.send
    yield from answered(operation)


def answered(operation: Operation) -> Iterator[Type]:
    """Every type that the server's part of an operation mentions."""
    for response in operation.responses:
        for answer in response.answers:
            if isinstance(answer, JsonAnswer | EventStream | JsonLines):
                yield answer.type
            if isinstance(answer, EventStream):
                yield from (type_ for _, type_ in answer.events)
    if operation.websocket is not None:
        yield operation.websocket.receive


def references(type_: Type) -> Iterator[DeclarationId]:
    """The declarations that a type names."""
    for inner in inner_types(type_):
        if isinstance(inner, Ref):
            yield inner.target
