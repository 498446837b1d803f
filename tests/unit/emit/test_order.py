"""The order in which names and imports are written is the one that ruff's rules give them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

from hypothesis import HealthCheck, given, settings, strategies as st

from burnish.code import Import, exported_key
from burnish.emit.imports import import_block

PIECES = ("a", "b", "A", "B", "ab", "aB", "Ab", "AB", "_", "1", "2", "10", "v", "V", "Type", "id", "ID")
NAMES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join).filter(str.isidentifier)
MODULES = st.sampled_from((".types.", ".types.shared.", ".", ".resources.", "pydantic.", "collections."))


def complaints(text: str, folder: Path, rules: str) -> str:
    """What ruff says about a module, with the settings that SDKs are formatted with."""
    (folder / "module.py").write_text(text)
    options = ("--isolated", "--no-cache", "--config=lint.isort.combine-as-imports=true", f"--select={rules}")
    command = (Path(sys.executable).with_name("ruff"), "check", *options, "module.py")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sets(NAMES, min_size=2, max_size=60))
def test_exported_names(tmp_path: Path, names: set[str]) -> None:
    lines = "".join(f'    "{name}",\n' for name in sorted(names, key=exported_key))
    assert "RUF022" not in complaints(f"__all__ = [\n{lines}]\n", tmp_path, "RUF022")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sets(st.tuples(MODULES, NAMES.map(str.lower), NAMES), min_size=2, max_size=40))
def test_imports(tmp_path: Path, names: set[tuple[str, str, str]]) -> None:
    # Two modules that give one name of the same: only the first can be imported under it.
    imports = {name: Import(module + below, name) for module, below, name in sorted(names)}
    text = import_block(imports.values(), PurePosixPath("src/acme/resources/pets.py"), "acme")
    wrapped = subprocess.run(
        (Path(sys.executable).with_name("ruff"), "format", "--isolated", "--no-cache", "-"),
        input=f"{text}\n", capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "I001" not in complaints(wrapped, tmp_path, "I")
