"""One module of a package, read by `ast` without running it: which names it has and where they come from."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct

__all__ = ["Assigned", "Imported", "Meaning", "Module", "assignments", "read_module", "statements"]


class Imported(Struct, frozen=True):
    """A name that another module gives: `from .a import b as c` has module `a` and name `b`.

    Attributes:
        module: Dotted and absolute; of the own package where it starts with the package's name.
        name: What is taken from it; empty when the name stands for the module itself.
    """

    module: str
    name: str


class Assigned(Struct, frozen=True):
    """A name that is a value or an alias of a type.

    Attributes:
        annotation: What is written after the colon, if anything.
        value: What is written after the equals sign, if anything.
    """

    annotation: ast.expr | None
    value: ast.expr | None


FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Meaning = Imported | Assigned | ast.ClassDef | tuple[FunctionNode, ...]


class Module(Struct, frozen=True):
    """A module's names.

    Attributes:
        name: Dotted and absolute.
        names: What each name at the top of the module means; overloads of a function are one tuple.
        exported: The names meant for others, sorted: `__all__`, else definitions and re-exports.
        stars: Modules of which everything is taken over.
    """

    name: str
    names: dict[str, Meaning]
    exported: tuple[str, ...]
    stars: tuple[str, ...]


def read_module(name: str, text: str, *, is_package: bool) -> Module:
    """Read one module.

    Args:
        name: Its dotted name.
        text: Its source.
        is_package: Whether it is an `__init__.py`: relative imports count from it, and are its exports.

    Raises:
        SyntaxError: the text is not Python.
    """
    names: dict[str, Meaning] = {}
    exports: set[str] = set()
    stars: list[str] = []
    for node in statements(ast.parse(text).body):
        match node:
            case ast.ImportFrom():
                source = origin(node, name, is_package)
                stars += [source for alias in node.names if alias.name == "*"]
                for alias in node.names:
                    names[alias.asname or alias.name] = Imported(source, alias.name)
                    if alias.asname == alias.name or (is_package and node.level):
                        exports.add(alias.asname or alias.name)
            case ast.Import():
                for alias in node.names:
                    names[alias.asname or alias.name.split(".")[0]] = Imported(alias.name, "")
            case ast.ClassDef():
                names[node.name] = node
                exports.add(node.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                names[node.name] = (*overloads(names.get(node.name)), node)
                exports.add(node.name)
            case _:
                for target, assigned in assignments(node):
                    names[target] = assigned
                    exports.add(target)
    listed = declared(names.get("__all__"))
    shown = listed if listed is not None else {each for each in exports if not each.startswith("_")}
    return Module(name, names, tuple(sorted(shown - {"*"})), tuple(stars))


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module or class, those under `if` and `try` too (both branches: either may be taken)."""
    for node in body:
        match node:
            case ast.If():
                yield from statements(node.orelse)
                yield from statements(node.body)
            case ast.Try():
                for handler in node.handlers:
                    yield from statements(handler.body)
                yield from statements(node.body)
            case _:
                yield node


def origin(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The absolute name of the module that an import takes from."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    base = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*base, *(node.module.split(".") if node.module else ())])


def overloads(earlier: Meaning | None) -> tuple[FunctionNode, ...]:
    """The definitions of the same function that came before."""
    return earlier if isinstance(earlier, tuple) else ()


def assignments(node: ast.stmt) -> Iterator[tuple[str, Assigned]]:
    """The names that a statement assigns, with what they get."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, Assigned(node.annotation, node.value)
        case ast.Assign():
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, Assigned(None, node.value)
        case _:
            return


def declared(meaning: Meaning | None) -> set[str] | None:
    """The names of a literal `__all__`; None where there is none that can be read."""
    if not (isinstance(meaning, Assigned) and isinstance(meaning.value, ast.List | ast.Tuple)):
        return None
    return {each.value for each in meaning.value.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)}
