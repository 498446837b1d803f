"""Sync modules are what their async sources give, and both worlds have the same."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_no_derived_module_is_stale_and_no_rewrite_unused() -> None:
    command = [sys.executable, "tools/derive_sync.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_no_async_module_has_a_sync_one_that_is_kept_by_hand() -> None:
    modules = {path for folder in ("runtime", "compat") for path in (ROOT / "overlays/python" / folder).glob("*.py")}
    by_hand = {
        twin.name
        for path in modules
        if path.name.startswith("_async_")
        for name in (path.name.replace("_async_", "_"), path.name.replace("_async_", "_sync_"))
        if (twin := path.with_name(name)) in modules and not twin.read_text().startswith("# Derived from ")
    }
    # Threads and tasks have little in common but what stands in `_batch.py`.
    assert by_hand == {"_fanout.py"}


def seen_by_type_checkers(tree: ast.Module) -> dict[str, str]:
    """Each name that a lazy package imports for type checkers, with the module that it comes from."""
    found: dict[str, str] = {}
    for block in tree.body:
        if isinstance(block, ast.If):
            for node in block.body:
                assert isinstance(node, ast.ImportFrom)
                found |= {alias.asname or alias.name: f"{'.' * node.level}{node.module}" for alias in node.names}
    return found


@pytest.mark.parametrize("package", ["runtime", "runtime/testing"])
def test_a_lazy_package_loads_what_type_checkers_see(package: str) -> None:
    path = ROOT / "overlays/python" / package / "__init__.py"
    tables: list[dict[str, str]] = []

    def noted(_package: str, table: dict[str, str]) -> tuple[None, None]:
        tables.append(table)
        return None, None

    source = re.sub(r"from \.+_lazy import lazy_module", "", path.read_text(encoding="utf-8"))
    exec(compile(source, str(path), "exec"), {"lazy_module": noted, "__name__": package})
    assert tables == [seen_by_type_checkers(ast.parse(source))]
