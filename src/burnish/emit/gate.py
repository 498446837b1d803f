"""The structural gate: a rendered module may import, inherit, decorate and call only what its plan declared.

This is the second lock: the first is that only `Code` is printed. A violation is a bug of ours, and nothing is written.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field

from burnish.code import Surface

from .errors import InternalError

__all__ = ["check_module", "parsed"]

# Modules that templates name themselves; anything else from outside the package must come with a piece of code.
PLAIN_MODULES = frozenset(("__future__", "collections.abc", "typing"))
PLAIN_NAMES = frozenset(("TYPE_CHECKING", "annotations"))
# Most of a tree is one of these, and nothing below them can call or import.
LEAVES = frozenset((ast.Constant, ast.Name, str, int, type(None)))
TEXTS = frozenset(("asname", "attr", "ctx", "id", "kind", "level", "module", "name", "op", "ops", "type_comment"))


def check_module(text: str, path: PurePosixPath, surface: Surface, imports: frozenset[tuple[str, str]]) -> None:
    """Parse a module and hold it against its surface; `imports` are pairs of module and name as the text has them.

    Raises:
        InternalError: the text does not parse, or holds a surprise.
    """
    gate = Gate(path, surface, imports)
    pending: list[ast.AST] = [parsed(text, path)]
    while pending:
        node = pending.pop()
        if (check := CHECKS.get(node.__class__)) is not None:
            check(gate, node)
        for name in FOLLOWED[node.__class__]:
            value = getattr(node, name)
            if value.__class__ is list:
                pending += [item for item in value if item.__class__ not in LEAVES]
            elif value.__class__ not in LEAVES:
                pending.append(value)


def parsed(text: str, path: PurePosixPath) -> ast.Module:
    """Parse a module; what Python merely warns of, such as an unknown escape, counts as an error.

    Raises:
        InternalError: it does not parse.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(text)
    except SyntaxError as error:
        number = error.lineno or 0
        line = "".join(text.split("\n")[number - 1 : number]).strip()[:100]
        raise InternalError(f"{path}:{number} does not parse ({error.msg}): {line}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise InternalError(f"{path} does not parse ({error or 'nested too deeply'})") from None


class Gate(Struct, frozen=True):
    """One module's surface, and the names that were looked up in it."""

    path: PurePosixPath
    surface: Surface
    imports: frozenset[tuple[str, str]]
    known: dict[tuple[str, str], bool] = field(default_factory=dict[tuple[str, str], bool])

    def call(self, node: ast.Call) -> None:
        """A call: of a name that is declared."""
        self.require(dotted(node.func), self.surface.calls, "call", node)

    def class_(self, node: ast.ClassDef) -> None:
        """A class: its bases, decorators, and arguments that are more than a constant."""
        for base in node.bases:
            self.require(dotted(base), self.surface.bases, "base class", node)
        for keyword in node.keywords:
            if not isinstance(keyword.value, ast.Constant):
                self.require(dotted(keyword.value), self.surface.bases, "class argument", node)
        self.decorated(node)

    def decorated(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """The decorators of a class or function."""
        for decorator in node.decorator_list:
            func = decorator.func if isinstance(decorator, ast.Call) else decorator
            self.require(dotted(func), self.surface.decorators, "decorator", node)

    def import_(self, node: ast.Import) -> None:
        """Whole modules."""
        for alias in node.names:
            if (alias.name, "") not in self.imports and alias.name not in self.surface.imports:
                self.surprise("import", alias.name, node)

    def import_from(self, node: ast.ImportFrom) -> None:
        """Names of modules: those that pieces of code brought, and those that templates name."""
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if (module, alias.name) in self.imports:
                continue
            declared = alias.name in self.surface.imports or alias.name in PLAIN_NAMES
            if not declared or not (node.level or module in PLAIN_MODULES):
                self.surprise("import", f"{alias.name} from {module}", node)

    def require(self, name: str, allowed: frozenset[str], what: str, node: ast.stmt | ast.expr) -> None:
        """Let a name through if the surface has it, or has a pattern for it."""
        key = (what, name)
        if key not in self.known:
            self.known[key] = name in allowed or any("*" in item and fnmatchcase(name, item) for item in allowed)
        if not self.known[key]:
            self.surprise(what, name, node)

    def surprise(self, what: str, name: str, node: ast.stmt | ast.expr) -> None:
        """Stop: the file holds something that nobody declared."""
        raise InternalError(f"{self.path}:{node.lineno} holds a {what} that its plan does not declare: {name[:80]}")


class Followed(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each kind of node that may hold nodes."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        """Find them out once for each kind."""
        self[kind] = tuple(name for name in kind._fields if name not in TEXTS)
        return self[kind]


FOLLOWED = Followed()
CHECKS: Mapping[type[ast.AST], Callable[[Gate, Any], None]] = {
    ast.Call: Gate.call,
    ast.ClassDef: Gate.class_,
    ast.FunctionDef: Gate.decorated,
    ast.AsyncFunctionDef: Gate.decorated,
    ast.Import: Gate.import_,
    ast.ImportFrom: Gate.import_from,
}


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression; what stands in brackets or is called is left out."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Subscript():
            return dotted(node.value)
        case ast.Call():
            return f"{dotted(node.func)}()"
        case _:
            return f"<{type(node).__name__}>"
