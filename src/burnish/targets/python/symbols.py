"""The names of an SDK that come from one place of the description: classes, fields, methods and arguments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from burnish.diagnostics import Located
from burnish.ir import DeclarationId, Operation, Record

from .annotate import Annotator
from .arguments import arguments_of
from .fields import field_names
from .layout import Layout, PlacedResource
from .resources import methods_of, root_item

__all__ = ["ClassSymbol", "MemberSymbol", "MethodSymbol", "Symbol", "symbols"]


class ClassSymbol(Struct, frozen=True):
    """A type; `names` are the dotted names it has, the usual one first, and `file` is below the SDK's root."""

    names: tuple[str, ...]
    file: PurePosixPath
    origin: Located
    id: DeclarationId


class MethodSymbol(Struct, frozen=True):
    """A method of a resource or of the client, with the id of its operation."""

    names: tuple[str, ...]
    file: PurePosixPath
    origin: Located
    operation: str


class MemberSymbol(Struct, frozen=True):
    """A field of a type or an argument of a method, with its name on the wire."""

    names: tuple[str, ...]
    file: PurePosixPath
    origin: Located
    wire: str


Symbol: TypeAlias = ClassSymbol | MethodSymbol | MemberSymbol


def symbols(layout: Layout) -> Iterator[Symbol]:
    """All of them: types and their fields first, then methods and their arguments."""
    for id_, place in layout.places.items():
        declaration = layout.api.declarations[id_]
        file = file_of(layout, place.module)
        classes = dict.fromkeys((place.name, place.param) if id_ in layout.params else (place.name,))
        names = tuple(f"{layout.package}.{home}.{name}" for name in classes for home in ("types", place.module[1:]))
        yield ClassSymbol(names, file, declaration.origin, id_)
        if isinstance(declaration, Record):
            yield from fields(declaration, names, file, layout)
    for item in (root_item(layout), *layout.every_resource):
        yield from methods(item, layout)


def fields(record: Record, owners: tuple[str, ...], file: PurePosixPath, layout: Layout) -> Iterator[MemberSymbol]:
    """The fields of a record, by their Python names and those of the wire."""
    spelled = field_names(record, layout)
    for field in record.fields:
        wire = field.name.wire
        yield MemberSymbol(below(owners, spelled[wire], wire), file, field.origin, wire)


def methods(item: PlacedResource, layout: Layout) -> Iterator[Symbol]:
    """The methods of a resource, each with its arguments."""
    spelled, file = methods_of(item), file_of(layout, item.module)
    module = f"{layout.package}{item.module.removesuffix('._resource')}"
    for operation in item.resource.operations:
        name = spelled[operation.id]
        owners = (".".join(("client", *item.path)), f"{module}.{item.class_name}", f"{module}.Async{item.class_name}")
        names = below(owners, name)
        yield MethodSymbol(names, file, operation.origin, operation.id)
        yield from arguments(operation, names, file, layout)


def arguments(operation: Operation, owners: tuple[str, ...], file: PurePosixPath, layout: Layout) -> Iterator[Symbol]:
    """The arguments of a method that are parameters, or properties of its body."""
    origins = {parameter.name.wire: parameter.origin for parameter in operation.parameters}
    declared = layout.api.declarations.get(operation.declared) if operation.declared is not None else None
    if isinstance(declared, Record):
        origins |= {field.name.wire: field.origin for field in declared.fields if field.name.wire not in origins}
    for argument in arguments_of(operation, layout, Annotator(layout, arguments=True)):
        if origin := origins.get(argument.wire):
            yield MemberSymbol(below(owners, argument.name, argument.wire), file, origin, argument.wire)


def below(owners: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """Names inside their owners, the first name of the first owner first."""
    return tuple(f"{owner}.{name}" for name in dict.fromkeys(names) for owner in owners)


def file_of(layout: Layout, module: str) -> PurePosixPath:
    """The file of a module of the package."""
    return PurePosixPath("src", layout.package, *module[1:].split(".")).with_suffix(".py")
