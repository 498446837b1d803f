"""Unwrapping: answers whose only purpose is to hold one value."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from burnish.ir import (
    Alias,
    Declaration,
    DeclarationId,
    Field,
    FieldPath,
    JsonAnswer,
    Nullable,
    Operation,
    Record,
    Ref,
    Required,
    Response,
    Type,
)
from burnish.settings import MethodSettings

from .scope import Scope

__all__ = ["Unwrapped", "rewrapped", "unwrapped"]


class Unwrapped(Struct, frozen=True):
    """Responses with the types of what they hold; the path to it, and the record that holds it."""

    responses: tuple[Response, ...]
    path: FieldPath = ()
    wrapper: DeclarationId | None = None


def unwrapped(
    responses: tuple[Response, ...],
    chosen: MethodSettings | None,
    declarations: Mapping[DeclarationId, Declaration],
    scope: Scope,
) -> Unwrapped:
    """The responses with the types of what they hold; unchanged where nothing is unwrapped."""
    types = [
        answer.type
        for response in responses
        if response.status.first // 100 == 2
        for answer in response.answers
        if isinstance(answer, JsonAnswer)
    ]
    record = record_of(types[0], declarations) if len(types) == 1 else None
    field = chosen_field(record, chosen, scope) if record is not None else None
    if record is None or field is None:
        return Unwrapped(responses)
    inner = field.type if isinstance(field.presence, Required) else Nullable(bare(field.type))

    def changed(response: Response) -> Response:
        if response.status.first // 100 != 2:
            return response
        answers = tuple(
            replace(answer, type=inner) if isinstance(answer, JsonAnswer) else answer for answer in response.answers
        )
        return replace(response, answers=answers)

    return Unwrapped(tuple(map(changed, responses)), (field.name.wire,), record.id)


def record_of(type_: Type, declarations: Mapping[DeclarationId, Declaration]) -> Record | None:
    """The record that a type is a reference to, other names looked through."""
    seen: set[DeclarationId] = set()
    while isinstance(type_, Ref) and type_.target not in seen:
        seen.add(type_.target)
        found = declarations.get(type_.target)
        if isinstance(found, Record):
            return found
        type_ = found.type if isinstance(found, Alias) else type_
    return None


def chosen_field(record: Record, chosen: MethodSettings | None, scope: Scope) -> Field | None:
    """The field that a method returns: as stated for it, else one that has one of the stated names.

    That one stands alone, unless settings say that others may stand beside it.
    """
    stated = chosen.unwrap if chosen is not None else None
    if stated is not None:
        return next((field for field in record.fields if field.name.wire == stated), None)
    if len(record.fields) > 1 and not scope.settings.unwrap_among_others:
        return None
    return next((field for field in record.fields if field.name.wire in scope.settings.unwrap), None)


def rewrapped(operation: Operation) -> Operation:
    """An operation with the whole answer, where its methods return what that holds."""
    if operation.wrapper is None:
        return operation
    whole = Ref(operation.wrapper)

    def changed(response: Response) -> Response:
        if response.status.first // 100 != 2:
            return response
        answers = (replace(item, type=whole) if isinstance(item, JsonAnswer) else item for item in response.answers)
        return replace(response, answers=tuple(answers))

    return replace(operation, responses=tuple(map(changed, operation.responses)), unwrap=(), wrapper=None)


def bare(type_: Type) -> Type:
    """A type without null."""
    return type_.inner if isinstance(type_, Nullable) else type_
