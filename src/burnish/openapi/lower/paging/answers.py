"""Answers as pages: where the items stand, and which fields stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from burnish.ir import (
    Alias,
    Choice,
    Declaration,
    DeclarationId,
    Field,
    FieldPath,
    ListOf,
    Nullable,
    Record,
    Ref,
    Scalar,
    ScalarKind,
    Type,
)

from .vocabulary import ASIDE, ITEMS, PAGE_OBJECTS, PAGING_STEMS, WRAPPERS, spell

__all__ = ["Listing", "PageField", "Shapes"]

DEEPEST = 3  # objects between the root of an answer and what says how to go on
LONGEST_ALIAS = 8


class PageField(Struct, frozen=True):
    """A field of an answer, with the path that leads to it."""

    path: FieldPath
    field: Field

    @property
    def name(self) -> str:
        """The name without its habits."""
        return spell(self.path[-1])

    @property
    def parent(self) -> str:
        """The name of the object it stands in; empty at the root."""
        return spell(self.path[-2]) if len(self.path) > 1 else ""


class Listing(Struct, frozen=True):
    """An answer that has items: their type, their path, and the fields that may say how to go on."""

    item: Type
    items: FieldPath
    fields: tuple[PageField, ...]


class Shapes(Struct, frozen=True):
    """Looks into named types."""

    declarations: Mapping[DeclarationId, Declaration]

    def bare(self, type_: Type) -> Type:
        """A type without null and without aliases."""
        for _ in range(LONGEST_ALIAS):
            if isinstance(type_, Nullable):
                type_ = type_.inner
            elif isinstance(type_, Ref) and isinstance(found := self.declarations.get(type_.target), Alias):
                type_ = found.type
            else:
                break
        return type_

    def record(self, type_: Type) -> Record | None:
        """The record that a type names."""
        bare = self.bare(type_)
        found = self.declarations.get(bare.target) if isinstance(bare, Ref) else None
        return found if isinstance(found, Record) else None

    def is_choice(self, type_: Type) -> bool:
        """Whether a type names a union."""
        bare = self.bare(type_)
        return isinstance(bare, Ref) and isinstance(self.declarations.get(bare.target), Choice)

    def kind(self, type_: Type) -> ScalarKind | None:
        """The kind of a scalar."""
        bare = self.bare(type_)
        return bare.kind if isinstance(bare, Scalar) else None

    def listing(self, type_: Type, noun: str) -> Listing | None:
        """The answer as a page; None if no array surely holds the items. `noun` is what the path calls them."""
        bare = self.bare(type_)
        if isinstance(bare, ListOf):
            return Listing(bare.item, (), ())
        record = self.record(type_)
        if record is None:
            return None
        found = self.items(record, (), noun)
        if found is None:
            return None
        path, item = found
        return Listing(item, path, tuple(self.fields(record, (), 0)))

    def items(self, record: Record, path: FieldPath, noun: str) -> tuple[FieldPath, Type] | None:
        """The path of the items in a record: its only array, or the one with a name that says so."""
        arrays = {field.name.wire: bare for field in record.fields if isinstance(bare := self.bare(field.type), ListOf)}
        named = next((wire for word in (noun, *ITEMS) for wire in arrays if spell(wire) == word), "")
        likely = [wire for wire in arrays if spell(wire) not in ASIDE] or list(arrays)
        if named or len(likely) == 1:
            wire = named or likely[0]
            return (*path, wire), arrays[wire].item
        if arrays or path:
            return None
        inner = [
            (field.name.wire, self.record(field.type)) for field in record.fields if spell(field.name.wire) in WRAPPERS
        ]
        found = [self.items(item, (wire,), noun) for wire, item in inner if item is not None]
        return found[0] if len(found) == 1 else None

    def fields(self, record: Record, path: FieldPath, depth: int) -> Iterator[PageField]:
        """The fields of an answer, and of the objects in it that say how to go on."""
        for field in record.fields:
            here = (*path, field.name.wire)
            yield PageField(here, field)
            inner = self.record(field.type) if depth < DEEPEST and tells_of_pages(spell(field.name.wire)) else None
            if inner is not None:
                yield from self.fields(inner, here, depth + 1)

    def at(self, type_: Type, path: FieldPath) -> Type | None:
        """The type at a path; None if nothing is there."""
        for wire in path:
            record = self.record(type_)
            field = (
                next((item for item in record.fields if item.name.wire == wire), None) if record is not None else None
            )
            if field is None:
                return None
            type_ = field.type
        return type_


def tells_of_pages(name: str) -> bool:
    """Whether an object of this name may say how to go on."""
    return name in PAGE_OBJECTS or any(word.startswith(PAGING_STEMS) for word in name.split("_"))
