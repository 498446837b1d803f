"""What the modules of a package define, read from their text: nothing is imported or run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

__all__ = ["FOREIGN", "Definition", "Foreign", "Function", "Module", "Package", "target_of"]

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Foreign(Struct, frozen=True):
    """Something of another distribution: nothing is known of it."""


FOREIGN = Foreign()
IMPORTED = re.compile(rb"^\s*from \.[\w.]* import (\([^)]*\)|[^\n]*)", re.MULTILINE)
WORD = re.compile(rb"\w+")
BARE = frozenset(("object", "Generic", "Protocol", "ABC"))
"""Bases that bring no public members."""


class Imported(Struct, frozen=True):
    """A name that an import of the same package binds; `name` is empty where it binds the module itself."""

    module: str
    name: str


class Binding(Struct, frozen=True):
    """What a name of a module stands for; `typing_only` ones are bound for type checkers alone."""

    value: ast.stmt | Imported | Foreign
    typing_only: bool


class Module(Struct, frozen=True, dict=True):
    """A module by its dotted name inside the package `root` ("types.jobs"; "" is the package itself)."""

    name: str
    path: PurePosixPath
    tree: ast.Module
    root: str

    @property
    def package(self) -> tuple[str, ...]:
        """The parts of the package that relative imports start from."""
        parts = tuple(filter(None, self.name.split(".")))
        return parts if self.path.name == "__init__.py" else parts[:-1]

    @cached_property
    def names(self) -> Mapping[str, Binding]:
        """The names that the module binds at its top level; what is bound at run time wins."""
        found: dict[str, Binding] = {}
        for name, binding in bindings(self.tree.body, self, typing_only=False):
            if name not in found or not binding.typing_only:
                found[name] = binding
        return found

    @cached_property
    def stars(self) -> tuple[str | None, ...]:
        """The modules whose public names are imported all together; None for one of another distribution."""
        return tuple(
            target_of(statement, self)
            for statement in self.tree.body
            if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"
        )

    @property
    def lazy(self) -> bool:
        """Whether names that type checkers see are loaded when they are first asked for (PEP 562)."""
        return "__getattr__" in self.names


class Definition(Struct, frozen=True):
    """Where something is defined; `statement` is None for a module."""

    module: Module
    name: str
    statement: ast.stmt | None


class Package:
    """The modules of one package, by the text of its files."""

    def __init__(self, root: PurePosixPath, contents: Mapping[PurePosixPath, bytes]) -> None:
        """`root` is the package's folder; `contents` has the files, by paths that begin with it."""
        self.root = root
        self._contents = contents
        self._modules: dict[str, Module | None] = {}

    def path_of(self, name: str) -> PurePosixPath | None:
        """The file of a module; None if there is none."""
        folder = self.root.joinpath(*filter(None, name.split(".")))
        for path in (folder.with_name(f"{folder.name}.py"), folder / "__init__.py"):
            if path in self._contents and path != self.root.with_name(f"{self.root.name}.py"):
                return path
        return None

    def module(self, name: str) -> Module | None:
        """Read a module; None if it is not there, or is no Python."""
        if name not in self._modules:
            path = self.path_of(name)
            try:
                tree = None if path is None else ast.parse(self._contents[path])
            except (SyntaxError, ValueError):
                tree = None
            self._modules[name] = None if path is None or tree is None else Module(name, path, tree, self.root.name)
        return self._modules[name]

    def at(self, path: PurePosixPath) -> Module:
        """The module of a file that is known to be there, and to be Python."""
        found = self.module(name_of(path.relative_to(self.root)))
        assert found is not None, path
        return found

    @property
    def module_names(self) -> set[str]:
        """The dotted names of all modules; none is read."""
        paths = (path for path in self._contents if path.suffix == ".py" and path.is_relative_to(self.root))
        return {name_of(path.relative_to(self.root)) for path in paths}

    @property
    def imported_names(self) -> set[str]:
        """Names that modules import from each other, found by their text: reading them all takes half a second."""
        found: set[str] = set()
        for path, content in self._contents.items():
            if path.suffix == ".py":
                for names in IMPORTED.findall(content):
                    found |= {name.decode() for name in WORD.findall(names)}
        return found

    def unlike(self, other: Package) -> Iterator[Module]:
        """The modules whose text the other package does not have at the same path."""
        for path, content in sorted(self._contents.items()):
            same = other._contents.get(path) == content  # of the same class
            if path.suffix == ".py" and path.is_relative_to(self.root) and not same:
                found = self.module(name_of(path.relative_to(self.root)))
                if found is not None:
                    yield found

    def find(
        self, module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Definition | Foreign | None:
        """Where a name that can be imported from a module is defined; imports are followed. None: nowhere."""
        if (module, name) in seen:
            return FOREIGN  # an import of itself: whatever it is, it is no definition of ours
        home = self.module(module)
        if home is None:
            return None if self.path_of(module) is None else FOREIGN
        inner = self.module(f"{module}.{name}".lstrip("."))
        binding = home.names.get(name)
        if binding is None:
            found = None if inner is None else Definition(inner, "", None)
            return found or self.starred(home, name, seen | {(module, name)})
        match binding.value:
            case Imported(target, ""):
                whole = self.module(target)
                return None if whole is None else Definition(whole, "", None)
            case Imported(target, original):
                return self.find(target, original, seen | {(module, name)})
            case Foreign():
                return FOREIGN
            case ast.stmt() as statement:
                return Definition(home, name, statement)

    def starred(self, home: Module, name: str, seen: frozenset[tuple[str, str]]) -> Definition | Foreign | None:
        """What a name is that only `from ... import *` can bind."""
        for target in home.stars:
            found = FOREIGN if target is None else self.find(target, name, seen)
            if found is not None:
                return found
        return None

    def bases(self, found: Definition | Foreign) -> Iterator[Definition | Foreign]:
        """A class and all its bases, nearest first (depth first; each once)."""
        pending: list[Definition | Foreign] = [found]
        seen: set[tuple[str, str]] = set()
        while pending:
            item = pending.pop(0)
            if isinstance(item, Foreign) or not isinstance(item.statement, ast.ClassDef):
                yield FOREIGN
                continue
            if (item.module.name, item.name) in seen:
                continue
            seen.add((item.module.name, item.name))
            yield item
            named = [base for base in item.statement.bases if ast.unparse(base).partition("[")[0] not in BARE]
            pending[:0] = [self.expression(item.module, base) or FOREIGN for base in named]

    def expression(self, module: Module, node: ast.expr) -> Definition | Foreign | None:
        """What a dotted name, perhaps subscripted, stands for; None: nothing."""
        match node:
            case ast.Name(id=name):
                return self.find(module.name, name) if name in module.names else FOREIGN
            case ast.Subscript(value=value):
                return self.expression(module, value)
            case ast.Attribute(value=value, attr=name):
                owner = self.expression(module, value)
                if isinstance(owner, Definition) and owner.statement is None:
                    return self.find(owner.module.name, name)
                return FOREIGN if owner is not None else None
            case _:
                return FOREIGN


def name_of(path: PurePosixPath) -> str:
    """The dotted name of a module's file."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def bindings(body: Iterable[ast.stmt], module: Module, *, typing_only: bool) -> Iterator[tuple[str, Binding]]:
    """Names that statements bind, those inside conditions and guarded blocks included."""
    for statement in body:
        match statement:
            case ast.If(test=test):
                checking = ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"
                yield from bindings(statement.body, module, typing_only=typing_only or checking)
                yield from bindings(statement.orelse, module, typing_only=typing_only)
            case ast.Try() | ast.With() | ast.For() | ast.While():
                for block in blocks(statement):
                    yield from bindings(block, module, typing_only=typing_only)
            case ast.Import() | ast.ImportFrom():
                for name, value in imported(statement, module):
                    yield name, Binding(value, typing_only)
            case _:
                for name in defined(statement):
                    yield name, Binding(statement, typing_only)


def blocks(statement: ast.Try | ast.With | ast.For | ast.While) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    yield statement.body
    if not isinstance(statement, ast.With):
        yield statement.orelse
    if isinstance(statement, ast.Try):
        yield statement.finalbody
        yield from (handler.body for handler in statement.handlers)


def imported(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[tuple[str, Imported | Foreign]]:
    """Names that an import binds."""
    if isinstance(statement, ast.Import):
        yield from ((alias.asname or alias.name.partition(".")[0], FOREIGN) for alias in statement.names)
        return
    target = target_of(statement, module)
    for alias in statement.names:
        yield alias.asname or alias.name, FOREIGN if target is None else Imported(target, alias.name)


def target_of(statement: ast.ImportFrom, module: Module) -> str | None:
    """The module of this package that a statement imports from, dotted; None if it leads out of the package."""
    if statement.level:
        package = module.package
        if statement.level - 1 > len(package):
            return None
        here = package[: len(package) - statement.level + 1]
        return ".".join((*here, *filter(None, (statement.module or "").split("."))))
    first, _, rest = (statement.module or "").partition(".")
    return rest if first == module.root else None


def defined(statement: ast.stmt) -> Iterator[str]:
    """Names that a definition or an assignment binds."""
    match statement:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            named = getattr(statement, "name", None)  # the `type` statement, which Python 3.11's `ast` does not know
            if isinstance(named, ast.Name):
                yield named.id
