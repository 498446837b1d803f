"""Packages of types: what their `__init__.py` says, which loads each name with the first use of its module."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, RenderJob, Surface, exported_key, member_key, module_key, natural

from .layout import Layout
from .spelling import literal

__all__ = ["PackageView", "TypesIndex", "folders_of", "index_job"]

INDEX_CALLS = frozenset(("lazy_module",))


class TypesIndex(Struct, frozen=True):
    """The `__init__.py` of a package of types: every public name and the module it is loaded from.

    `imports` are for type checkers, `entries` pair names with modules, and `exported` is `__all__`.
    """

    runtime: Code
    imports: tuple[Code, ...]
    entries: tuple[tuple[Code, Code], ...]
    exported: tuple[Code, ...]


class PackageView(Struct, frozen=True):
    """A package that holds nothing itself."""

    doc: Code


def folders_of(layout: Layout) -> list[str]:
    """The packages of types, sorted; the first is the one that holds the others."""
    found = {"", *layout.indexes}
    for module in [*layout.modules, *(f"{folder}." for folder in layout.indexes if folder)]:
        parts = module.split(".")[:-1]
        found.update(".".join(parts[:size]) for size in range(1, len(parts) + 1))
    return sorted(found)


def index_job(path: PurePosixPath, folder: str, names: list[tuple[str, str]]) -> RenderJob:
    """The `__init__.py` of a package of types: its names, each loaded with the first use of its module."""
    prefix = f".types.{folder}" if folder else ".types"
    entries = [(name, module.removeprefix(prefix)) for name, module in dict.fromkeys(names)]
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for name, module in entries:
        modules[module].append(name)
    imports = (
        f"from {module} import {', '.join(f'{name} as {name}' for name in sorted(modules[module], key=member_key))}"
        for module in sorted(modules, key=module_key)
    )
    view = TypesIndex(
        Code("." * (len(path.parts) - 2) + "_runtime"),
        tuple(map(Code, imports)),
        tuple((Code(name), literal(module)) for name, module in sorted(entries, key=lambda entry: natural(entry[0]))),
        tuple(Code(name) for name in sorted((name for name, _ in entries), key=exported_key)),
    )
    surface = Surface(imports=frozenset(("lazy_module", *(name for name, _ in entries))), calls=INDEX_CALLS)
    return RenderJob("types/index.py.jinja", path, view, surface, ordered=True)
