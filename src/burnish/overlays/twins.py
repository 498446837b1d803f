"""Sync classes derived from async ones, for overlays that ask for it: the same text, line by line, with less in it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["Derived", "Underivable", "derived", "wanted"]

MARK = re.compile(rb"^# burnish: derive sync(?: with (\w+))? *$", re.MULTILINE)
HEAD = "\n\n# Derived from the async classes above by Burnish.\n"
NAMES = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
    "aiter": "iter",
    "anext": "next",
    "asynccontextmanager": "contextmanager",
    "asyncio": "time",
    "StopAsyncIteration": "StopIteration",
}
"""Names of the async world and those of the other; `Async` before a class name is dropped as well."""
PACED = frozenset(("sleep",))
"""What of `asyncio` has a counterpart in `time`."""
DIFFERS = "# type: ignore[override]"
PAGE = re.compile(r"^Async(\w*Page)$")
PAGINATOR = re.compile(r"\bAsyncPaginator\[[^\[\]\n]+, (Async\w+Page\[[^\[\]\n]+\])\]")
"""What an async list answers with: of its two parts, the page is what a sync one answers with."""


class Underivable(Exception):
    """A line of async code has no sync counterpart; the message says which name, `line` where (from 1)."""

    def __init__(self, line: int, name: str) -> None:
        """Keep the place."""
        super().__init__(name)
        self.line = line


class Derived(Struct, frozen=True):
    """Text to append to a module; `lines` has for each of its lines the one it was derived from, 0 for none."""

    text: str
    lines: tuple[int, ...]


def wanted(content: bytes) -> bool:
    """Whether a module asks for sync twins, by a line `# burnish: derive sync`, perhaps `... with _async`."""
    return MARK.search(content) is not None


def derived(content: bytes, root: str) -> Derived:
    """The sync classes of a module: for each class `AsyncX` that has no `X` beside it.

    `root` are the dots that lead to the package. Where the line ends with a suffix (`with _async`), a sync class also
    has its async methods, with that suffix.

    Raises:
        Underivable: a class uses something that has no counterpart.
    """
    source = content.decode()
    tree = ast.parse(source)
    suffix = suffix_of(content)
    there = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    classes = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and sync_name(node.name) != node.name and sync_name(node.name) not in there
    ]
    lines = source.split("\n")
    made: list[tuple[str, int]] = []
    for node in classes:
        first, last = first_line(node), node.end_lineno or node.lineno
        text = rewritten("\n".join(lines[first - 1 : last]), first)
        dropped = awaiting(node)
        made += [
            *(pair for pair in zip(text.split("\n"), range(first, last + 1), strict=True) if pair[1] not in dropped),
            *((line, 0) for line in twins(node, suffix, lines)),
        ]
        made += [("", 0), ("", 0)]
    own = [f"from {root}_runtime import async_twin"] if suffix and "async_twin" not in source else []
    head = [
        *HEAD.split("\n"),
        *own,
        *imports(tree, {name for text, _ in made for name in re.findall(r"\w+", text)}),
        "",
        "",
    ]
    return Derived(
        "\n".join([*head, *(text for text, _ in made)]).rstrip() + "\n", (*(0 for _ in head), *(n for _, n in made))
    )


def suffix_of(content: bytes) -> str:
    """The suffix that async methods of sync classes shall have; empty for none."""
    found = MARK.search(content)
    return (found[1] or b"").decode() if found else ""


def twins(node: ast.ClassDef, suffix: str, lines: list[str]) -> list[str]:
    """Lines that give a sync class the async methods, with a suffix; `lines` are those of the module."""
    found = [(name, item) for item in node.body if (name := async_method(item)) and not name.startswith("_")]
    made = [
        f"    {name}{suffix} = async_twin({node.name}.{name}){excuse(lines[item.lineno - 1])}" for name, item in found
    ]
    return ["", *made] if suffix and made else []


def excuse(line: str) -> str:
    """What a twin tells type checkers: it differs on purpose from the inherited one where its method does."""
    return "  # type: ignore[assignment]  # it differs as its method does" if DIFFERS in line else ""


def async_method(item: ast.stmt) -> str:
    """The name of a method that is async, or answers with something of the async world; else empty."""
    match item:
        case ast.AsyncFunctionDef(name=name):
            return name
        case ast.FunctionDef(name=name, decorator_list=[], returns=ast.expr() as answer):
            names = (part.id for part in ast.walk(answer) if isinstance(part, ast.Name))
            return name if any(sync_name(part) != part for part in names) else ""
        case _:
            return ""


def awaiting(node: ast.ClassDef) -> range:
    """The lines of `__await__`, with the blank one before it: sync objects are not awaited."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__await__":
            return range(item.lineno - 1, (item.end_lineno or item.lineno) + 1)
    return range(0)


def first_line(node: ast.ClassDef) -> int:
    """The first line of a class, its decorators included."""
    return min([node.lineno, *(item.lineno for item in node.decorator_list)])


def sync_name(name: str) -> str:
    """The name of the counterpart."""
    return NAMES.get(name) or PAGE.sub(r"Sync\1", re.sub(r"^(_?)Async(?=[A-Z])(?!\w*Page$)", r"\1", name))


def rewritten(text: str, first: int) -> str:
    """The text of a class without `async` and `await`, its names replaced; `first` is its line in the module."""
    text = PAGINATOR.sub(r"\1", text)
    edits: list[tuple[int, int, int, str]] = []
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        (row, start), (_, end) = token.start, token.end
        if token.type != tokenize.NAME:
            continue
        if token.string in ("async", "await"):
            edits.append((row, start, following.start[1] if following.start[0] == row else end, ""))
        elif (name := sync_name(token.string)) != token.string:
            edits.append((row, start, end, name))
    refuse_foreign(text, first)
    lines = text.split("\n")
    for row, start, end, name in reversed(edits):
        lines[row - 1] = lines[row - 1][:start] + name + lines[row - 1][end:]
    return "\n".join(lines)


def refuse_foreign(text: str, first: int) -> None:
    """Refuse what `asyncio` has and `time` has not."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=ast.Name(id="asyncio"), attr=name) if name not in PACED:
                raise Underivable(first + node.lineno - 1, f"asyncio.{name}")
            case ast.ImportFrom(module="asyncio", names=names) if not {alias.name for alias in names} <= PACED:
                raise Underivable(first + node.lineno - 1, f"asyncio.{names[0].name}")
            case _:
                continue


def imports(tree: ast.Module, used: set[str]) -> Iterator[str]:
    """Imports of the counterparts that the derived classes use and the module does not import itself."""
    checked = [node for block in tree.body if isinstance(block, ast.If) for node in block.body]
    blocks = [[node for node in body if isinstance(node, ast.Import | ast.ImportFrom)] for body in (tree.body, checked)]
    bound = {alias.asname or alias.name for block in blocks for node in block for alias in node.names}
    for node in blocks[0]:
        if isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            raise Underivable(node.lineno, f"asyncio.{node.names[0].name}, imported for the whole module,")
    yield from counterparts(blocks[0], used - bound)
    late = [f"    {line}" for line in counterparts(blocks[1], used - bound)]
    yield from (["", "if TYPE_CHECKING:", *late] if late else [])


def counterparts(statements: list[ast.Import | ast.ImportFrom], lacking: set[str]) -> Iterator[str]:
    """The imports whose names have counterparts that are lacking, with those instead."""
    for node in statements:
        renamed = {(alias.name, alias.asname or alias.name) for alias in node.names}
        names = sorted((sync_name(name), sync_name(there)) for name, there in renamed if sync_name(there) in lacking)
        if names:
            listed = ", ".join(name if name == there else f"{name} as {there}" for name, there in names)
            module = f"from {'.' * node.level}{node.module or ''} " if isinstance(node, ast.ImportFrom) else ""
            yield f"{module}import {listed}"
