"""What lowering an operation may look up: the settings, the named types."""

from __future__ import annotations

from dataclasses import dataclass

from burnish.ir import (
    Alias,
    AnyOf,
    Anything,
    Choice,
    Declaration,
    DeclarationId,
    Field,
    Literal,
    Nullable,
    Record,
    Ref,
    Type,
)
from burnish.settings import Settings

from .types import Types

__all__ = ["Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Named types and settings of the API being lowered."""

    types: Types
    declarations: dict[DeclarationId, Declaration]

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.types.settings

    def declaration(self, type_: Type) -> Declaration | None:
        """The declaration behind a type: references, aliases and null followed."""
        for _ in range(len(self.declarations) + 1):
            if isinstance(type_, Nullable):
                type_ = type_.inner
            if not isinstance(type_, Ref):
                return None
            found = self.declarations[type_.target]
            if not isinstance(found, Alias):
                return found
            type_ = found.type
        return None

    def resolved(self, type_: Type) -> Type:
        """A type behind aliases and null; a reference to a record stays one."""
        for _ in range(len(self.declarations) + 1):
            if isinstance(type_, Nullable):
                type_ = type_.inner
            elif isinstance(type_, Ref) and isinstance(alias := self.declarations[type_.target], Alias):
                type_ = alias.type
            else:
                break
        return type_

    def field(self, type_: Type, wire: str) -> Field | None:
        """A property of the record behind a type."""
        record = self.declaration(type_)
        if not isinstance(record, Record):
            return None
        return next((field for field in record.fields if field.name.wire == wire), None)

    def variants(self, type_: Type) -> tuple[Type, ...]:
        """The variants of a union; a type that is none is its only variant."""
        declaration = self.declaration(type_)
        if isinstance(declaration, Choice):
            return tuple(variant.type for variant in declaration.variants)
        resolved = self.resolved(type_)
        return resolved.variants if isinstance(resolved, AnyOf) else (resolved,)

    def event_of(self, type_: Type) -> tuple[str, Type] | None:
        """Event name and data type of a record that describes a server-sent event."""
        event, data = self.field(type_, "event"), self.field(type_, "data")
        if event is None or not isinstance(event.type, Literal) or not isinstance(event.type.value, str):
            return None
        return event.type.value, data.type if data is not None else Anything()
