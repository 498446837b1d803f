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


def assigned(body: list[ast.stmt]) -> Iterator[tuple[str, bool]]:
    """The names that a body assigns to, each with whether a text stands below it."""
    for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.AnnAssign | ast.Assign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield getattr(target, "id", ""), told


def silent_constants(tree: ast.Module) -> Iterator[str]:
    """Constants and aliases in `__all__` without a text below them."""
    names = exported(tree)
    yield from (name for name, told in assigned(tree.body) if name in names and not told)


def silent_fields(tree: ast.Module) -> Iterator[str]:
    """Public fields of classes in `__all__` with neither a text below them nor a word in the text of their class."""
    names = exported(tree)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in names:
            text = ast.get_docstring(node) or ""
            for name, told in assigned(node.body):
                if not (told or name.startswith("_") or name == "model_config" or f"`{name}`" in text):
                    yield f"{node.name}.{name}"


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_says_what_it_is(module: str) -> None:
    tree = ast.parse((RUNTIME / module).read_text(encoding="utf-8"))
    assert [*silent(tree.body), *silent_constants(tree), *silent_fields(tree)] == []
