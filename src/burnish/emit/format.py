"""Formatting: one run of `ruff format` over all Python files, with settings of ours and none of the user's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from burnish.code import GeneratedFile

from .errors import InternalError
from .paths import check_paths

__all__ = ["format_files"]

TIMEOUT_S = 120
# Without `exclude=[]` ruff passes over everything below a folder called `.nox`, `build` or `venv`: ours may be.
COMMON = (
    "--isolated",
    "--no-cache",
    "--no-respect-gitignore",
    "--quiet",
    "--config=exclude=[]",
    "--config=line-length=120",
    "--target-version=py311",
    ".",
)
# Sorted imports and sorted `__all__`; nothing that could change what a module does.
SORT = ("check", "--fix-only", "--select=I,RUF022", "--config=lint.isort.combine-as-imports=true", *COMMON)
LAYOUT = ("format", *COMMON)


def format_files(files: Iterable[GeneratedFile]) -> list[GeneratedFile]:
    """Format the Python files that we rendered; copies of hand-written files stay as they are.

    Raises:
        InternalError: ruff refused a file, hung, or is not installed; or a path is none that every system takes.
    """
    files = list(files)
    ours = [(index, file) for index, file in enumerate(files) if file.path.suffix == ".py" and not file.source]
    check_paths(file for _, file in ours)
    with tempfile.TemporaryDirectory(prefix="burnish-format-") as folder:
        root = Path(folder)
        for _, file in ours:
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.content)
        run([ruff(), *SORT], root, TIMEOUT_S)
        run([ruff(), *LAYOUT], root, TIMEOUT_S)
        for index, file in ours:
            files[index] = replace(file, content=(root / file.path).read_bytes())
    return files


def run(command: list[str], folder: Path, seconds: float) -> None:
    """Run a formatter in a folder; whatever happens, neither it nor a child of it is left running.

    Raises:
        InternalError: it failed, or did not end in time.
    """
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, process_group=0
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise InternalError(f"{Path(command[0]).name} did not end within {seconds:g} s") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        reason = said.decode(errors="replace").strip()[:500]
        raise InternalError(f"{Path(command[0]).name} refused the output: {reason}")


def ruff() -> str:
    """The ruff that is installed beside us."""
    try:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no type information
    except ImportError:
        raise InternalError(f"ruff is not installed in {sys.prefix}; install burnish again") from None
    path: str = find_ruff_bin()
    return path
