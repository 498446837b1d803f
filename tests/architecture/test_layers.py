"""Imports go down only; siblings of a layer never import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "burnish"

# Lowest first; the parts of one layer are siblings. A part is the longest prefix that matches a module.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("diagnostics", "parity"),
    ("source", "ir", "code", "settings"),
    ("openapi.canonical", "openapi.events", "openapi.naming", "openapi.type_words"),
    ("openapi.check", "openapi.normalise", "openapi.lower", "openapi.omit", "targets", "mock"),
    ("emit", "engines", "overlays", "stainless"),
    (
        "config",
        "lock",
        "budget",
        "depth",
        "parallel",
        "workspace",
        "inputs",
        "explain",
        "scaffold",
        "stages",
        "pipeline",
        "provenance",
        "cli",
    ),
)
# Within the top layer: what may use what, lowest first.
TOP = (
    "budget",
    "depth",
    "parallel",
    "workspace",
    "inputs",
    "explain",
    "lock",
    "config",
    "scaffold",
    "stages",
    "pipeline",
    "provenance",
    "cli",
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}


def part_of(module: str) -> str:
    """The part a module (dotted, without `burnish.`) belongs to."""
    pieces = module.split(".")
    for size in range(len(pieces), 0, -1):
        part = ".".join(pieces[:size])
        if part in LEVEL:
            return part
    return ""


def imports(path: Path) -> Iterator[str]:
    """The modules of Burnish that a file imports, wherever in the file."""
    package = ["burnish", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_go_down(path: Path) -> None:
    own = part_of(".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"))
    if not own:
        assert path.name == "__init__.py" or path.name == "__main__.py", f"{path} belongs to no layer"
        return
    for name in imports(path):
        if not name.startswith("burnish."):
            continue
        other = part_of(name.removeprefix("burnish."))
        if other in ("", own):
            continue
        allowed = LEVEL[other] < LEVEL[own] or (own in TOP and other in TOP and TOP.index(other) < TOP.index(own))
        assert allowed, f"{path.relative_to(SOURCE)} ({own}) imports {name} ({other})"


def test_only_emit_imports_jinja() -> None:
    users = {
        path.relative_to(SOURCE).parts[0]
        for path in modules()
        if any(name.split(".")[0] == "jinja2" for name in imports(path))
    }
    assert users <= {"emit"}
