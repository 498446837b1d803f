"""Moving a generated module out of the way, so that it still means the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import GeneratedFile

from .late import late, names_in, stand_in
from .modules import Module

__all__ = ["Moved", "moved"]

IMPORT = re.compile(r"from\s+\.+[\w.]*")
NOQA = re.compile(r" *# noqa: \w+")


class Moved(Struct, frozen=True):
    """A generated module at its new place, and what of it must follow the hand-written one.

    `aliases` are definitions that refer to hand-written classes, `late_imports` imports of modules that import this
    one: both wait until the hand-written classes are there. `replaced` are the classes and aliases that fields of
    generated models find there instead of here.
    """

    file: GeneratedFile
    module: Module
    replaced: tuple[str, ...]
    aliases: tuple[str, ...]
    late_imports: tuple[ast.ImportFrom, ...]


class Edit(Struct, frozen=True):
    """Lines, or a part of them, to write anew."""

    node: ast.stmt | ast.expr
    text: str


def moved(file: GeneratedFile, module: Module, away: PurePosixPath, given: Collection[str]) -> Moved:
    """The module at the same path below `away`, a folder of its package.

    Relative imports lead where they led. `__name__` stays the public name: classes are pickled and shown by it, tables
    of lazy imports are relative to it, and Pydantic looks there for names in quoted annotations, which is how models
    find the classes `given` by the module that takes this one's place.
    """
    source = file.content.decode()
    replaced = replaced_names(module, given)
    aliases = [node for node in module.tree.body if alias_name(node) in replaced - set(given)]
    after = late_imports(module.tree)
    fields = list(waiting(module.tree, replaced))
    used = tuple(sorted({name for node in fields for name in names_in(node.annotation)} & replaced))
    gone: list[ast.stmt] = [*with_docs(module.tree, aliases), *after]
    edits = [
        *(Edit(node, import_from(node, module, source)) for node in relative_imports(module.tree) if node not in gone),
        *(Edit(node.annotation, late(node.annotation, replaced)) for node in fields),
        *(Edit(item, "") for item in listed_items(module.tree, {alias_name(node) for node in aliases})),
        *(Edit(node, "") for node in gone),
    ]
    checked = [NOQA.sub("", import_from(node, module, source)) for node in after]
    if used:
        names = ", ".join(f"{name} as {stand_in(name)}" for name in used)
        checked.append(f"from {climb(module)}{module.name} import {names}")
    public = ".".join(filter(None, (module.root, module.name)))
    text = with_head(applied(source, edits), [f'__name__ = "{public}"'], checked)
    path = away / file.path.relative_to(away.parent)
    return Moved(
        replace(file, path=path, content=text.encode()),
        module,
        used,
        tuple(segment(source, node) for node in with_docs(module.tree, aliases)),
        tuple(after),
    )


def listed_items(tree: ast.Module, names: Collection[str | None]) -> Iterator[ast.expr]:
    """The entries of `__all__` that have one of the names."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=items)):
                yield from (item for item in items if isinstance(item, ast.Constant) and item.value in names)
            case _:
                continue


def replaced_names(module: Module, given: Collection[str]) -> set[str]:
    """Classes and aliases that are given elsewhere, and aliases that refer to one of those."""
    found = {name for name in given if name in module.names and evaluated(module)}
    while True:
        more = {
            name
            for node in module.tree.body
            if (name := alias_name(node)) is not None and name not in found and names_in(alias_value(node)) & found
        }
        if not more:
            return found
        found |= more


def evaluated(module: Module) -> bool:
    """Whether annotations of the module are looked at when it runs."""
    return not any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and node.names[0].name == "annotations"
        for node in module.tree.body
    )


def alias_name(node: ast.stmt) -> str | None:
    """The name of a type alias."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="TypeAliasType"))):
            return name
        case _:
            return None


def alias_value(node: ast.stmt) -> ast.expr:
    """What a type alias stands for."""
    match node:
        case ast.AnnAssign(value=ast.expr() as value):
            return value
        case ast.Assign(value=ast.Call(args=[_, value])):
            return value
        case _:
            raise AssertionError("only aliases have a value")


def late_imports(tree: ast.Module) -> list[ast.ImportFrom]:
    """Relative imports below the first class: of modules that import this one too."""
    first = next((index for index, node in enumerate(tree.body) if isinstance(node, ast.ClassDef)), len(tree.body))
    return [node for node in tree.body[first:] if isinstance(node, ast.ImportFrom) and node.level]


def relative_imports(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """All relative imports, wherever they stand."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level)


def waiting(tree: ast.Module, replaced: set[str]) -> Iterator[ast.AnnAssign]:
    """Fields whose annotation has one of the names."""
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef):
            fields = (node for node in owner.body if isinstance(node, ast.AnnAssign))
            yield from (node for node in fields if names_in(node.annotation) & replaced)


def with_docs(tree: ast.Module, nodes: Collection[ast.stmt]) -> list[ast.stmt]:
    """Statements, each with the docstring that follows it."""
    found: list[ast.stmt] = []
    for index, node in enumerate(tree.body):
        follows = index > 0 and tree.body[index - 1] in nodes
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if node in nodes or (follows and documents):
            found.append(node)
    return found


def climb(module: Module) -> str:
    """The dots that lead from the moved module to the root of the package."""
    return "." * (len(module.package) + 2)


def import_from(node: ast.ImportFrom, module: Module, source: str) -> str:
    """The statement as it must stand in the moved module."""
    here = module.package[: len(module.package) - node.level + 1]
    target = ".".join((*here, *filter(None, (node.module or "").split("."))))
    return IMPORT.sub(f"from {climb(module)}{target}", segment(source, node), count=1)


def segment(source: str, node: ast.stmt) -> str:
    """The text of a statement."""
    found = ast.get_source_segment(source, node)
    assert found is not None
    return found


def applied(source: str, edits: Iterable[Edit]) -> str:
    """The text with parts replaced; what is replaced by nothing goes with its line and the comments above it."""
    content = source.encode()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for edit in sorted(edits, key=lambda edit: (edit.node.lineno, edit.node.col_offset), reverse=True):
        node = edit.node
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        # Offsets of `ast` count bytes of UTF-8.
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        if not edit.text:
            start, end = starts[commented(content, starts, node.lineno) - 1], starts[node.end_lineno]
        content = content[:start] + edit.text.encode() + content[end:]
    return content.decode()


def commented(content: bytes, starts: list[int], line: int) -> int:
    """The first line, from 1, of the comments that stand directly above a line."""
    while line > 1 and content[starts[line - 2] : starts[line - 1]].startswith(b"#"):
        line -= 1
    return line


def with_head(text: str, lines: list[str], checked: list[str]) -> str:
    """The text with lines below its imports, and imports for type checkers at the end."""
    body = ast.parse(text).body
    documented = bool(body) and isinstance(body[0], ast.Expr)
    last = next((node for node in reversed(leading(body[documented:]))), body[0] if documented else None)
    after = last.end_lineno if last is not None else 0
    assert after is not None
    kept = text.split("\n")
    typing = ["from typing import TYPE_CHECKING"] if checked else []
    tail = ["", "if TYPE_CHECKING:", *(indented(line) for line in checked), ""] if checked else []
    return "\n".join([*kept[:after], *typing, "", *lines, *kept[after:], *tail])


def leading(body: list[ast.stmt]) -> list[ast.stmt]:
    """The imports at the head of a module, those for type checkers included."""
    found: list[ast.stmt] = []
    for node in body:
        checking = isinstance(node, ast.If) and not node.orelse and ast.unparse(node.test) == "TYPE_CHECKING"
        if not (checking or isinstance(node, ast.Import | ast.ImportFrom)):
            break
        found.append(node)
    return found


def indented(statement: str) -> str:
    """A statement one level deeper."""
    return "\n".join("    " + line if line.strip() else line for line in statement.split("\n"))
