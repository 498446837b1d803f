"""The public surface of a package as a flat table: `resources.files.Files.create(purpose)` and its shape, and so on.

Only what a caller can reach by a public path counts: modules without a leading underscore, and the names that they
export, followed to their definitions. A class that several paths reach is listed whole at one of them (its home) and
by name at the others.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from .classes import Ancestry, methods_and_fields
from .modules import Assigned
from .package import Found, Package
from .signatures import parameters, returned
from .spelling import Scope, Speller

__all__ = ["Kind", "Symbol", "homes", "surface"]


DESCRIBED = frozenset(("TypedDict", "BaseModel"))
"""Kinds of classes whose fields must be given, or need not be."""


class Kind(StrEnum):
    """What a symbol is."""

    MODULE = "module"
    CLASS = "class"
    EXCEPTION = "exception"
    FUNCTION = "function"
    VALUE = "value"
    METHOD = "method"
    FIELD = "field"
    PARAMETER = "parameter"


class Symbol(Struct, frozen=True):
    """One symbol.

    Attributes:
        path: From below the package: `types.File`, `types.File.name`, `Acme.copy(timeout)`.
        kind: What it is.
        shape: What a caller relies on besides its existence, in one spelling: a type, a default, a list of ancestors.
        parent: The path of what it belongs to; empty for a top module's.
    """

    path: str
    kind: Kind
    shape: str
    parent: str


def surface(package: Package, whole: frozenset[str], *, private: bool) -> list[Symbol]:
    """The symbols of a package, in order of modules.

    Args:
        package: The package.
        whole: Paths at which classes and functions are listed with what is in them.
        private: Whether modules with a leading underscore count too.
    """
    reader = Reader(package, Speller(package), Ancestry(package))
    return [symbol for module in public_modules(package, private) for symbol in reader.module(module, whole)]


def homes(package: Package, *, private: bool) -> frozenset[str]:
    """For every definition the path that lists it whole: where it is defined if that is public, else the first."""
    chosen: dict[tuple[str, str], str] = {}
    for module in public_modules(package, private):
        for name in package.exported(module):
            found = package.find(module, name)
            if found is None or found.meaning is None:
                continue
            key = (found.module, found.name)
            if key not in chosen or key == (module, name):
                chosen[key] = joined(below(package, module), name)
    return frozenset(chosen.values())


def public_modules(package: Package, private: bool) -> list[str]:
    """The modules that count, sorted."""
    return [
        name for name in package.modules if private or not any(part.startswith("_") for part in name.split(".")[1:])
    ]


def below(package: Package, module: str) -> str:
    """A module's name without the package's."""
    return module.removeprefix(package.name).removeprefix(".")


def joined(parent: str, name: str) -> str:
    """A path one step deeper."""
    return f"{parent}.{name}" if parent else name


class Reader(Struct, frozen=True):
    """Lists the symbols of one package."""

    package: Package
    speller: Speller
    ancestry: Ancestry

    def module(self, module: str, whole: frozenset[str]) -> Iterator[Symbol]:
        """A module and all that it exports."""
        path = below(self.package, module)
        if path:
            yield Symbol(path, Kind.MODULE, "", path.rpartition(".")[0])
        for name in self.package.exported(module):
            found = self.package.find(module, name)
            if found is not None and not (not found.name and found.module in self.package.modules):
                yield from self.name(joined(path, name), path, found, whole)

    def name(self, path: str, parent: str, found: Found, whole: frozenset[str]) -> Iterator[Symbol]:
        """One exported name, with what is in it when this path is its home."""
        scope = Scope(found.module)
        match found.meaning:
            case ast.ClassDef():
                kind = Kind.EXCEPTION if self.ancestry.is_exception(found) else Kind.CLASS
                yield Symbol(path, kind, self.ancestry.shape(found), parent)
                if path in whole:
                    yield from self.members(path, found)
            case tuple() as definitions:
                yield Symbol(path, Kind.FUNCTION, returned(definitions, self.speller, scope), parent)
                if path in whole:
                    yield from self.arguments(path, definitions, scope, bound=False)
            case Assigned(annotation=None, value=value) if isinstance(value, ast.Subscript | ast.BinOp):
                yield Symbol(path, Kind.VALUE, self.speller.spell(value, scope), parent)
            case Assigned(annotation=ast.Name(id="TypeAlias"), value=value):
                yield Symbol(path, Kind.VALUE, self.speller.spell(value, scope), parent)
            case _:
                yield Symbol(path, Kind.VALUE, "", parent)

    def members(self, path: str, found: Found) -> Iterator[Symbol]:
        """The fields and methods of a class, inherited ones too."""
        described = self.ancestry.shape(found) in DESCRIBED
        for name, member in sorted(methods_and_fields(self.package, self.ancestry, found).items()):
            scope = Scope(member.module)
            inside = joined(path, name)
            match member.meaning:
                case tuple() as definitions:
                    yield Symbol(inside, Kind.METHOD, returned(definitions, self.speller, scope), path)
                    yield from self.arguments(inside, definitions, scope, bound=True)
                case _:
                    spelled = self.speller.spell(member.annotation, scope)
                    shape = f"required {spelled}" if member.required and described else spelled
                    yield Symbol(inside, Kind.FIELD, shape, path)

    def arguments(
        self,
        path: str,
        definitions: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...],
        scope: Scope,
        *,
        bound: bool,
    ) -> Iterator[Symbol]:
        """The parameters of a function or method."""
        for parameter in parameters(definitions, self.speller, scope, bound=bound):
            yield Symbol(f"{path}({parameter.name})", Kind.PARAMETER, parameter.shape, path)
