"""Imports that wait until a function is called: what only one operation needs is not loaded with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from burnish.code import Code, Import, member_key, module_key

__all__ = ["hints_only", "local_imports", "relative"]

# Modules of the package that load Pydantic and models.
HEAVY = (".types", ".pagination")


def hints_only(code: Code) -> Code:
    """A piece for an annotation that is never evaluated: its heavy imports are for type checkers."""
    return Code(code.text, frozenset(replace(item, typing_only=True) if heavy(item) else item for item in code.imports))


def local_imports(pieces: Iterable[Code], own: str) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """The pieces without their heavy imports, and the lines that import these in a function of the module `own`."""
    pieces = tuple(pieces)
    names: defaultdict[str, set[Import]] = defaultdict(set)
    for piece in pieces:
        for item in piece.imports:
            if heavy(item) and not item.typing_only:
                names[relative(item.module, own)].add(replace(item, local=True))
    lines = tuple(import_line(module, names[module]) for module in sorted(names, key=module_key))
    return tuple(
        Code(piece.text, frozenset(item for item in piece.imports if not heavy(item))) for piece in pieces
    ), lines


def heavy(item: Import) -> bool:
    """Whether an import loads models."""
    return item.module.startswith(HEAVY)


def import_line(module: str, items: Iterable[Import]) -> Code:
    """One statement."""
    names = sorted((item.name for item in items), key=member_key)
    return Code(f"from {module} import {', '.join(names)}", frozenset(items))


def relative(module: str, own: str) -> str:
    """A module of the package as another one must write it in an import."""
    here, there = own.split(".")[1:-1], module.split(".")[1:]
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "." * (len(here) - shared + 1) + ".".join(there[shared:])
