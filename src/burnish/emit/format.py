"""Formatting: one run of `ruff format` over all Python files, with settings of ours and none of the user's."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from burnish.code import GeneratedFile

from .errors import InternalError

__all__ = ["format_files"]

TIMEOUT_S = 120


def format_files(files: Iterable[GeneratedFile]) -> list[GeneratedFile]:
    """Format the Python files that we rendered; copies of hand-written files stay as they are.

    Raises:
        InternalError: ruff refused a file, hung, or is not installed.
    """
    files = list(files)
    ours = [(index, file) for index, file in enumerate(files) if file.path.suffix == ".py" and not file.source]
    with tempfile.TemporaryDirectory(prefix="burnish-format-") as folder:
        root = Path(folder)
        for index, file in ours:
            (root / f"{index}.py").write_bytes(file.content)
        run_ruff(root)
        for index, file in ours:
            files[index] = replace(file, content=(root / f"{index}.py").read_bytes())
    return files


def run_ruff(folder: Path) -> None:
    """Format a folder in place."""
    # Without `exclude = []` ruff passes over everything below a folder called `.nox`, `build` or `venv`: ours may be.
    settings = ("--isolated", "--no-cache", "--config", "exclude = []")
    layout = ("--line-length", "120", "--target-version", "py311")
    command = [ruff(), "format", "--quiet", *settings, *layout, "."]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise InternalError(f"ruff format did not end within {TIMEOUT_S} s") from None
    if done.returncode:
        raise InternalError(f"ruff format refused the output: {done.stderr.strip()[:500]}")


def ruff() -> str:
    """The ruff that is installed beside us."""
    try:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no type information
    except ImportError:
        raise InternalError(f"ruff is not installed in {sys.prefix}; install burnish again") from None
    path: str = find_ruff_bin()
    return path
