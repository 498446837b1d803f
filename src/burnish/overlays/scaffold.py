"""A first version of an overlay, with the right import."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from .modules import Package
from .tail import GENERATED

__all__ = ["NoSuchClass", "overlay_text"]

WRAPPERS = ("WithRawResponse", "WithStreamingResponse")


class NoSuchClass(LookupError):
    """The generated module has no class of that name; the message lists those it has."""


def overlay_text(package: Package, relative: PurePosixPath, classes: Collection[str]) -> str:
    """The text of a new overlay at a path of the package.

    At a generated module's path it derives the `classes` from the generated ones; without names, those of a resource.

    Raises:
        NoSuchClass: the module has no such class.
    """
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    module = package.module(f"{GENERATED}.{name}") or package.module(name)
    title = ast.get_docstring(module.tree) if module is not None else None
    head = f'"""{(title or "Hand-written code.").splitlines()[0]}"""\n\nfrom __future__ import annotations\n'
    if module is None or module.lazy:
        return head
    there = {node.name: node for node in module.tree.body if isinstance(node, ast.ClassDef)}
    missing = sorted(set(classes) - there.keys())
    if missing:
        raise NoSuchClass(f"{name} has no class {missing[0]} (it has: {', '.join(sorted(there))})")
    chosen = classes or (resources(there) if parts[0] == "resources" else ())
    dots = "." * len(parts)
    source, _, last = f"{GENERATED}.{name}".rpartition(".")
    return head + f"\nfrom {dots}{source} import {last} as generated\n" + "".join(stub(there[one]) for one in chosen)


def resources(names: Iterable[str]) -> list[str]:
    """The classes that users call."""
    return [name for name in names if not name.endswith(WRAPPERS)]


def stub(node: ast.ClassDef) -> str:
    """A class that is derived and adds nothing yet."""
    told = (ast.get_docstring(node) or f"{node.name}.").splitlines()[0]
    return f'\n\nclass {node.name}(generated.{node.name}):\n    """{told}"""\n'
