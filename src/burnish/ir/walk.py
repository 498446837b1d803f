"""Walks over the closed unions of the model: the one place that knows which types stand inside which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from msgspec.structs import replace

from .api import Resource
from .declarations import Alias, Choice, Declaration, Enumeration, Record
from .operations import (
    Answer,
    Binary,
    BinaryAnswer,
    EmptyAnswer,
    EventStream,
    Form,
    JsonAnswer,
    JsonBody,
    JsonLines,
    LinesBody,
    Multipart,
    Operation,
    Payload,
    Text,
    TextAnswer,
)
from .types import (
    AnyOf,
    Anything,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Nothing,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
)

__all__ = [
    "answer_types",
    "declared_types",
    "inner_types",
    "map_declaration",
    "map_types",
    "operation_types",
    "payload_types",
    "walk",
    "walk_operations",
    "walk_resources",
]


def inner_types(type_: Type) -> tuple[Type, ...]:
    """The types directly inside a type."""
    match type_:
        case Scalar() | Literal() | Literals() | Ref() | Anything() | Nothing():
            return ()
        case ListOf(item):
            return (item,)
        case MapOf(value):
            return (value,)
        case TupleOf(items, rest):
            return items if rest is None else (*items, rest)
        case Nullable(inner):
            return (inner,)
        case AnyOf(variants):
            return variants
        case _:
            assert_never(type_)


def walk(type_: Type) -> Iterator[Type]:
    """A type and every type inside it, outermost first; references are not followed."""
    pending = [type_]
    while pending:
        found = pending.pop()
        yield found
        pending.extend(reversed(inner_types(found)))


def map_types(type_: Type, change: Callable[[Type], Type]) -> Type:
    """Rebuild a type from the inside out: `change` sees each type after what is inside it was changed."""

    def inside(inner: Type) -> Type:
        return map_types(inner, change)

    match type_:
        case Scalar() | Literal() | Literals() | Ref() | Anything() | Nothing():
            return change(type_)
        case ListOf(item):
            return change(replace(type_, item=inside(item)))
        case MapOf(value):
            return change(MapOf(inside(value)))
        case TupleOf(items, rest):
            return change(TupleOf(tuple(map(inside, items)), None if rest is None else inside(rest)))
        case Nullable(inner):
            return change(Nullable(inside(inner)))
        case AnyOf(variants):
            return change(AnyOf(tuple(map(inside, variants))))
        case _:
            assert_never(type_)


def declared_types(declaration: Declaration) -> tuple[Type, ...]:
    """The types that a declaration is made of."""
    match declaration:
        case Record(fields=fields, extra=extra, patterns=patterns):
            rest = () if extra is None else (extra,)
            return (*(field.type for field in fields), *rest, *(type_ for _, type_ in patterns))
        case Enumeration():
            return ()
        case Choice(variants=variants):
            return tuple(variant.type for variant in variants)
        case Alias(type=type_):
            return (type_,)
        case _:
            assert_never(declaration)


def map_declaration(declaration: Declaration, change: Callable[[Type], Type]) -> Declaration:
    """Rebuild a declaration with each of its types changed (see `map_types`)."""

    def inside(type_: Type) -> Type:
        return map_types(type_, change)

    match declaration:
        case Record(fields=fields, extra=extra, patterns=patterns):
            return replace(
                declaration,
                fields=tuple(replace(field, type=inside(field.type)) for field in fields),
                extra=None if extra is None else inside(extra),
                patterns=tuple((pattern, inside(type_)) for pattern, type_ in patterns),
            )
        case Enumeration():
            return declaration
        case Choice(variants=variants):
            return replace(declaration, variants=tuple(replace(item, type=inside(item.type)) for item in variants))
        case Alias(type=type_):
            return replace(declaration, type=inside(type_))
        case _:
            assert_never(declaration)


def payload_types(payload: Payload) -> tuple[Type, ...]:
    """The types of a request body."""
    match payload:
        case JsonBody(type=type_) | Form(type=type_) | Multipart(type=type_) | LinesBody(type=type_):
            return (type_,)
        case Binary() | Text():
            return ()
        case _:
            assert_never(payload)


def answer_types(answer: Answer) -> tuple[Type, ...]:
    """The types of an answer."""
    match answer:
        case JsonAnswer(type=type_) | JsonLines(type=type_):
            return (type_,)
        case EventStream(type=type_, events=events):
            return (type_, *(event for _, event in events))
        case BinaryAnswer() | TextAnswer() | EmptyAnswer():
            return ()
        case _:
            assert_never(answer)


def operation_types(operation: Operation) -> Iterator[Type]:
    """Every type an operation names: of its parameters, its body, its answers."""
    for parameter in operation.parameters:
        yield parameter.type
    for payload in operation.body.payloads if operation.body is not None else ():
        yield from payload_types(payload)
    for response in operation.responses:
        for answer in response.answers:
            yield from answer_types(answer)
    if operation.websocket is not None:
        yield from (operation.websocket.send, operation.websocket.receive)


def walk_resources(root: Resource) -> Iterator[tuple[tuple[Resource, ...], Resource]]:
    """Every resource with those above it, parents first."""
    pending: list[tuple[tuple[Resource, ...], Resource]] = [((), root)]
    while pending:
        above, resource = pending.pop()
        yield above, resource
        pending.extend(((*above, resource), child) for child in reversed(resource.children))


def walk_operations(root: Resource) -> Iterator[Operation]:
    """Every operation of a resource tree."""
    for _, resource in walk_resources(root):
        yield from resource.operations
