"""The structural gate: a rendered module may import, inherit, decorate and call only what its plan declared.

This is the second lock: the first is that only `Code` is printed. A violation is a bug of ours, and nothing is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import cast

from burnish.code import Import, Surface

from .errors import InternalError

__all__ = ["check_module"]


def check_module(text: str, path: PurePosixPath, surface: Surface, imports: Iterable[Import]) -> None:
    """Parse a module and hold it against its surface.

    Raises:
        InternalError: the text does not parse, or holds a surprise.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        line = text.splitlines()[error.lineno - 1].strip()[:100] if error.lineno else ""
        raise InternalError(f"{path}:{error.lineno} does not parse ({error.msg}): {line}") from None
    allowed = surface.imports | {item.name or item.module for item in imports} | {"TYPE_CHECKING", "annotations"}
    known: dict[str, bool] = {}
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        # Ordered by how often they come: this loop sees every node of every file.
        if isinstance(node, ast.Call):
            require(dotted(node.func), surface.calls, known, "call", node, path)
        elif isinstance(node, ast.ClassDef):
            for base in node.bases:
                require(dotted(base), surface.bases, known, "base class", node, path)
            decorated(node, surface, known, path)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            decorated(node, surface, known, path)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if alias.name not in allowed:
                    surprise("import", alias.name, node, path)
        for name in node._fields:
            value: object = getattr(node, name)
            if isinstance(value, list):
                pending.extend(item for item in cast("list[object]", value) if isinstance(item, ast.AST))
            elif isinstance(value, ast.AST) and value.__class__ not in LEAVES:
                pending.append(value)


LEAVES = frozenset((ast.Load, ast.Store, ast.Del, ast.Constant, ast.Name))


def decorated(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
    surface: Surface,
    known: dict[str, bool],
    path: PurePosixPath,
) -> None:
    """Check the decorators of a class or function."""
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        require(dotted(func), surface.decorators, known, "decorator", node, path)


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression; what stands in brackets or is called is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return f"<{type(node).__name__}>"


def require(
    name: str, allowed: frozenset[str], known: dict[str, bool], what: str, node: ast.AST, path: PurePosixPath
) -> None:
    """Let a name through if the surface has it, or has a pattern for it."""
    key = f"{what} {name}"
    if key not in known:
        known[key] = name in allowed or any("*" in item and fnmatchcase(name, item) for item in allowed)
    if not known[key]:
        surprise(what, name, node, path)


def surprise(what: str, name: str, node: ast.AST, path: PurePosixPath) -> None:
    """Stop: the file holds something that nobody declared."""
    line = getattr(node, "lineno", 0)
    raise InternalError(f"{path}:{line} holds a {what} that its plan does not declare: {name[:80]}")
