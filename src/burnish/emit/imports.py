"""The import block of a module, in the order that ruff's isort rules want."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from burnish.code import Import, member_key, module_key, natural

__all__ = ["import_block", "import_pairs"]

SECTIONS = ("stdlib", "third party", "first party", "relative")


def import_block(imports: Iterable[Import], path: PurePosixPath, package: str) -> str:
    """The imports at the top of a file, runtime ones first, then those for type checkers."""
    found = frozenset(item for item in imports if not item.local)
    here = folder_of(path, package)
    runtime = {item for item in found if not item.typing_only}
    typing = {item for item in found if item.typing_only and Import(item.module, item.name) not in runtime}
    if typing:
        runtime.add(Import("typing", "TYPE_CHECKING"))
    blocks = [section_text(runtime, here, package)]
    if typing:
        inner = section_text(typing, here, package)
        blocks.append("if TYPE_CHECKING:\n" + "\n".join(f"    {line}" if line else "" for line in inner.split("\n")))
    return "\n\n".join(block for block in blocks if block)


def import_pairs(imports: Iterable[Import], path: PurePosixPath, package: str) -> frozenset[tuple[str, str]]:
    """The modules and names of imports, as a file at this path writes them."""
    here = folder_of(path, package)
    return frozenset((relative_to(item.module, here, package), item.name) for item in imports)


def folder_of(path: PurePosixPath, package: str) -> tuple[str, ...] | None:
    """The folders between the package's root and a module; None for files outside the package."""
    parts = path.parts
    return parts[2:-1] if parts[:2] == ("src", package) else None


def section_text(imports: Iterable[Import], here: tuple[str, ...] | None, package: str) -> str:
    """Import statements by section, a blank line between sections."""
    plain: defaultdict[str, set[str]] = defaultdict(set)
    froms: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for item in imports:
        module = relative_to(item.module, here, package)
        section = section_of(module, package)
        if item.name:
            froms[section][module].add(f"{item.name} as {item.alias}" if item.alias else item.name)
        else:
            plain[section].add(module)
    texts: list[str] = []
    for section in SECTIONS:
        lines = [f"import {module}" for module in sorted(plain[section], key=natural)]
        for module in sorted(froms[section], key=module_key):
            names = sorted(froms[section][module], key=member_key)
            lines.append(f"from {module} import {', '.join(names)}")
        if lines:
            texts.append("\n".join(lines))
    return "\n\n".join(texts)


@lru_cache(maxsize=4096)
def relative_to(module: str, here: tuple[str, ...] | None, package: str) -> str:
    """A module given from the package's root (`.types.pet`), as the importing file must write it."""
    if not module.startswith("."):
        return module
    target = tuple(part for part in module.split(".") if part)
    if here is None:
        return ".".join((package, *target))
    shared = 0
    while shared < min(len(here), len(target) - 1) and here[shared] == target[shared]:
        shared += 1
    return "." * (len(here) - shared + 1) + ".".join(target[shared:])


def section_of(module: str, package: str) -> str:
    """The section of a module."""
    if module.startswith("."):
        return "relative"
    head = module.partition(".")[0]
    if head == package:
        return "first party"
    return "stdlib" if head in sys.stdlib_module_names else "third party"
