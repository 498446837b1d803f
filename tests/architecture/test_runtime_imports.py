"""The modules of the runtime import each other without cycles, also inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

RUNTIME = Path(__file__).parents[2] / "overlays" / "python" / "runtime"
MODULES = {path.stem for path in RUNTIME.glob("_*.py")} - {"__init__"}
# What the first answer that breaks its description loads: it reads with the same means, and is asked by them.
ASIDE = ("_decode", "_lenient")


def imported(node: ast.AST) -> Iterator[str]:
    """The modules of the runtime that run-time code imports; what only type checkers see does not count."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.ImportFrom) and child.level == 1:
            yield from ([child.module] if child.module else [alias.name for alias in child.names])
        yield from imported(child)


def graph() -> dict[str, set[str]]:
    """The imports of each module."""
    trees = {name: ast.parse((RUNTIME / f"{name}.py").read_text(encoding="utf-8")) for name in MODULES}
    return {name: set(imported(tree)) & MODULES for name, tree in trees.items()}


def test_no_module_needs_one_that_needs_it() -> None:
    found = graph()
    found[ASIDE[0]].remove(ASIDE[1])
    assert len(list(TopologicalSorter(found).static_order())) == len(MODULES)


def test_the_only_cycle_is_the_one_that_is_known() -> None:
    with pytest.raises(CycleError) as caught:
        list(TopologicalSorter(graph()).static_order())
    assert set(caught.value.args[1]) == set(ASIDE)


def test_the_map_of_the_runtime_names_modules_that_there_are() -> None:
    text = ast.get_docstring(ast.parse((RUNTIME / "__init__.py").read_text(encoding="utf-8"))) or ""
    lines = [line[30:] for line in text.splitlines() if line[28:30] == "  "]
    named = {word.strip(",()") for line in lines for word in line.split() if word.startswith("_")}
    assert named
    assert named <= MODULES
