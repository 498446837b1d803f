"""Shapes: where the Python names of nested request values differ from the wire's, decided when generating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface, join
from burnish.ir import (
    Alias,
    AnyOf,
    Choice,
    DeclarationId,
    ListOf,
    MapOf,
    Nullable,
    Record,
    Ref,
    Scalar,
    ScalarKind,
    Type,
)

from .annotate import RUNTIME
from .fields import field_names
from .layout import Layout
from .spelling import literal

BY_TAG = "<by tag>"
"""The name under which the runtime looks for what tells variants apart."""

__all__ = ["ShapeTable", "Shapes", "plan_shapes"]


class ShapeTable(Struct, frozen=True):
    """`_shapes.py`: a name and a dict literal for each shape."""

    builder: Code
    entries: tuple[tuple[Code, Code], ...]


class Shapes:
    """Which declarations need a shape, and what it says."""

    def __init__(self, layout: Layout) -> None:
        """Find the records whose values cannot be sent as they are."""
        self._layout = layout
        self.needed = self.closure()

    def closure(self) -> frozenset[DeclarationId]:
        """Declarations that differ themselves, and those that contain them."""
        layout = self._layout
        reached = layout.params | {op.declared for _, ops in layout.operations_by_head() for op in ops if op.declared}
        needed = {id_ for id_ in reached if self.differs(id_)}
        users: dict[DeclarationId, list[DeclarationId]] = {}
        for id_ in reached:
            for ref in layout.links[id_]:
                users.setdefault(ref, []).append(id_)
        pending = sorted(needed)
        while pending:
            for user in users.get(pending.pop(), ()):
                if user not in needed:
                    needed.add(user)
                    pending.append(user)
        return frozenset(needed)

    def differs(self, id_: DeclarationId) -> bool:
        """Whether a record has a field whose name or encoding is not the wire's."""
        declaration = self._layout.api.declarations[id_]
        if isinstance(declaration, Record):
            names = field_names(declaration, self._layout)
            return any(names[f.name.wire] != f.name.wire or self.entry(f.type, "", set()) for f in declaration.fields)
        return False

    def name_of(self, type_: Type) -> str:
        """The shape of the objects that a body of this type is or holds; empty where none is needed."""
        map_ = self.map_of(type_)
        return self.shape_inside(map_.value if map_ is not None else type_, self.needed)

    def map_of(self, type_: Type) -> MapOf | None:
        """The map that a type is, by whatever name; None if it is none."""
        met: set[DeclarationId] = set()
        while True:
            match type_:
                case MapOf():
                    return type_
                case Nullable(inner=inner):
                    type_ = inner
                case Ref(target=target) if target not in met:
                    met.add(target)
                    declaration = self._layout.api.declarations[target]
                    if not isinstance(declaration, Alias):
                        return None
                    type_ = declaration.type
                case _:
                    return None

    def entry(self, type_: Type, wire: str, needed: set[DeclarationId] | frozenset[DeclarationId]) -> Code:
        """What the table says about a field of this type; empty for a value that is sent as it is."""
        tail = f", {literal(wire)}" if wire else ""
        match type_:
            case Scalar(kind=ScalarKind.BASE64):
                return self.made("base64", literal(wire).text if wire else "")
            case Nullable(inner=inner):
                return self.entry(inner, wire, needed)
            case Ref(target=target) if target in needed and (map_ := self.map_of(type_)) is not None:
                return self.entry(map_, wire, needed)
            case Ref(target=target) if target in needed:
                return self.made("one", f"{literal(self._layout.shape_name(target))}{tail}")
            case ListOf(item=item) if shape := self.shape_inside(item, needed):
                return self.made("many", f"{literal(shape)}{tail}")
            case MapOf(value=value) if shape := self.shape_inside(value, needed):
                return self.made("values", f"{literal(shape)}{tail}")
            case AnyOf(variants=variants):
                found = (self.entry(variant, wire, needed) for variant in variants)
                return next((entry for entry in found if entry), Code(""))
            case _:
                return Code("")

    def shape_inside(self, type_: Type, needed: set[DeclarationId] | frozenset[DeclarationId]) -> str:
        """The shape of a value or of the items of a list, nested lists looked through; empty for none."""
        match type_:
            case Nullable(inner=inner) | ListOf(item=inner):
                return self.shape_inside(inner, needed)
            case Ref(target=target) if target in needed:
                return self._layout.shape_name(target)
            case AnyOf(variants=variants):
                return next((found for v in variants if (found := self.shape_inside(v, needed))), "")
            case _:
                return ""

    def made(self, name: str, arguments: str) -> Code:
        """A call of one of the runtime's words for shapes."""
        return Code(f"{name}({arguments})", frozenset((Import(RUNTIME, name),)))

    def fields(self, id_: DeclarationId, seen: frozenset[DeclarationId] = frozenset()) -> dict[str, Code]:
        """The entries of a shape; a union has those of all its variants, an alias those of what it stands for."""
        declaration = self._layout.api.declarations[id_]
        match declaration:
            case Record():
                return self.record_fields(declaration)
            case Choice(variants=variants):
                types = [variant.type for variant in variants]
            case Alias(type=type_):
                types = list(type_.variants) if isinstance(type_, AnyOf) else [type_]
            case _:
                types = []
        merged: dict[str, Code] = self.by_tag(declaration) if isinstance(declaration, Choice) else {}
        for type_ in types:
            inner = bare(type_)
            if isinstance(inner, Ref) and inner.target not in seen:
                for name, entry in self.fields(inner.target, seen | {id_}).items():
                    merged.setdefault(name, entry)
        return merged

    def by_tag(self, choice: Choice) -> dict[str, Code]:
        """The entry that tells variants apart; none where no two of them call a field alike that the wire does not."""
        if choice.discriminator is None:
            return {}
        records = [
            (variant.tags, inner.target, declaration)
            for variant in choice.variants
            if isinstance(inner := bare(variant.type), Ref)
            and isinstance(declaration := self._layout.api.declarations[inner.target], Record)
        ]
        wires: dict[str, set[str]] = {}
        for _, _, record in records:
            for wire, name in field_names(record, self._layout).items():
                wires.setdefault(name, set()).add(wire)
        if all(len(found) == 1 for found in wires.values()):
            return {}
        wire = choice.discriminator.property.wire
        names = sorted({name for name, found in wires.items() if wire in found} | {wire})
        shapes = {
            tag: self._layout.shape_name(target) if target in self.needed else ""
            for tags, target, _ in records
            for tag in tags
        }
        told = join(", ", [Code(f"{literal(tag)}: {literal(shape)}") for tag, shape in shapes.items()])
        listed = "".join(f"{literal(name)}, " for name in names)
        return {BY_TAG: self.made("by_tag", f"({listed}), {{{told}}}")}

    def record_fields(self, record: Record) -> dict[str, Code]:
        """The entries of a record: only fields that differ."""
        names = field_names(record, self._layout)
        found: dict[str, Code] = {}
        for field in record.fields:
            name, wire = names[field.name.wire], field.name.wire
            entry = self.entry(field.type, wire if wire != name else "", self.needed)
            if entry:
                found[name] = entry
            elif name != wire:
                found[name] = literal(wire)
        return found


def bare(type_: Type) -> Type:
    """What a list holds, or a type without null; the runtime holds lists against the shape of their items."""
    while isinstance(type_, Nullable | ListOf):
        type_ = type_.inner if isinstance(type_, Nullable) else type_.item
    return type_


def plan_shapes(layout: Layout, shapes: Shapes) -> Iterator[RenderJob]:
    """Plan the table."""
    rows: list[tuple[str, Code]] = []
    for id_ in shapes.needed:
        fields = shapes.fields(id_)
        inner = join(", ", [Code(f"{literal(name)}: {entry}", entry.imports) for name, entry in fields.items()])
        rows.append((layout.shape_name(id_), Code(f"{{{inner}}}", inner.imports)))
    rows.sort()
    view = ShapeTable(
        Code("shape_table", frozenset((Import(RUNTIME, "shape_table"),))),
        tuple((literal(name), fields) for name, fields in rows),
    )
    surface = Surface(
        calls=frozenset(("one", "many", "values", "base64", "by_tag", "shape_table")),
        imports=frozenset(("shape_table",)),
    )
    yield RenderJob("shapes.py.jinja", PurePosixPath("src", layout.package, "_shapes.py"), view, surface)
