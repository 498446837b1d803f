"""Moving a module to another folder of its package, so that it still means the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from burnish.code import GeneratedFile

__all__ = ["moved"]

IMPORT = re.compile(rb"from\s+\.+[\w.]*")


def moved(file: GeneratedFile, root: PurePosixPath, away: PurePosixPath) -> GeneratedFile:
    """The module at the same path below `away`, a folder of the package at `root`.

    Relative imports lead where they led, and `__name__` stays the public name of the module, against which the tables
    of lazy imports are read.
    """
    relative = file.path.relative_to(root)
    here = relative.parent.parts
    climb = "." * (len((away / relative).relative_to(root).parent.parts) + 1)
    lines = file.content.splitlines(keepends=True)
    public = ".".join((root.name, *here, *((relative.stem,) if relative.stem != "__init__" else ())))
    for node in sorted(places(ast.parse(file.content)), key=position, reverse=True):
        index, start = node.lineno - 1, node.col_offset
        head, rest = lines[index][:start], lines[index][start:]
        if isinstance(node, ast.ImportFrom):
            target = (*here[: len(here) - node.level + 1], *filter(None, (node.module or "").split(".")))
            statement = f"from {climb}{'.'.join(target)}".encode()
            lines[index] = head + IMPORT.sub(statement, rest, count=1)
        else:
            lines[index] = head + f'"{public}"'.encode() + rest[len("__name__") :]
    return replace(file, path=away / relative, content=b"".join(lines))


def places(tree: ast.Module) -> Iterator[ast.ImportFrom | ast.Name]:
    """Relative imports, and uses of the module's name."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.ImportFrom) and node.level) or (isinstance(node, ast.Name) and node.id == "__name__"):
            yield node


def position(node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Where a node stands."""
    return (node.lineno, node.col_offset)
