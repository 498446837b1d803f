"""Every public name of the runtime says what it is; linters pass by modules whose own names begin with `_`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

RUNTIME = Path(__file__).parents[2] / "overlays" / "python" / "runtime"
MODULES = sorted(path.relative_to(RUNTIME).as_posix() for path in RUNTIME.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def exported(tree: ast.Module) -> list[str]:
    """The names in `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return names
    return []


def overloaded(function: Function) -> bool:
    """Whether a definition is one of several signatures, of which the last tells all."""
    return any(getattr(decorator, "id", "") == "overload" for decorator in function.decorator_list)


def silent(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    """Functions and classes with public names that say nothing, and so with what is in public classes."""
    for node in body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None and not (isinstance(node, Function) and overloaded(node)):
            yield prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from silent(node.body, f"{node.name}.")


def silent_constants(tree: ast.Module) -> Iterator[str]:
    """Constants and aliases in `__all__` without a text below them."""
    names = exported(tree)
    for node, after in zip(tree.body, [*tree.body[1:], ast.Pass()], strict=True):
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        told = (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        )
        if getattr(target, "id", "") in names and not told:
            yield getattr(target, "id", "")


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_says_what_it_is(module: str) -> None:
    tree = ast.parse((RUNTIME / module).read_text(encoding="utf-8"))
    assert [*silent(tree.body), *silent_constants(tree)] == []
