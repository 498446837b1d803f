"""Formatting: `ruff` over all Python, that in Markdown included, with settings of ours and none of the user's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from burnish.code import GeneratedFile

from .errors import InternalError
from .paths import check_paths
from .render import Rendered

__all__ = ["format_files", "tidied"]

TIMEOUT_S = 120
MOST_PATHS = 200  # Windows takes 32,000 characters.
MEMORY = ("/dev/shm",)  # of Linux; other systems keep young files in memory by themselves
ROOM = 8  # Several runs at once, each with the files before and after ruff's changes, still fit.
# Without `exclude=[]` ruff passes over everything below a folder called `.nox`, `build` or `venv`: ours may be.
COMMON = (
    "--isolated",
    "--no-cache",
    "--no-respect-gitignore",
    "--quiet",
    "--config=exclude=[]",
    "--config=line-length=120",
    "--target-version=py311",
)
# Sorted imports and sorted `__all__`; nothing that could change what a module does.
SORT = ("check", "--fix-only", "--select=I,RUF022", "--config=lint.isort.combine-as-imports=true", *COMMON)
LAYOUT = ("format", *COMMON)
PRUNE = ("check", "--fix-only", "--select=F401", *COMMON)


def format_files(rendered: Iterable[Rendered]) -> list[GeneratedFile]:
    """Check the files that were rendered, and format those that hold Python: ruff works while we check.

    Raises:
        InternalError: a file holds what its plan did not declare; ruff refused a file, hung, or is not installed; or
            a path is none that every system takes.
        OutputRefused: a template of the workspace's gives no Python.
    """
    rendered = list(rendered)
    files = [item.file for item in rendered]
    unsorted = [str(item.file.path) for item in rendered if item.file.path.suffix == ".py" and not item.ordered]
    ours = [(index, file) for index, file in enumerate(files) if file.path.suffix in (".py", ".md")]
    check_paths(file for _, file in ours)
    with scratch(file for _, file in ours) as folder, ThreadPoolExecutor(1) as other:
        root = Path(folder)
        for _, file in ours:
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.content)
        formatted = other.submit(run_ruff, root, unsorted)
        for item in rendered:
            item.check()
        formatted.result()
        for index, file in ours:
            files[index] = replace(file, content=(root / file.path).read_bytes())
    return files


def tidied(files: Iterable[GeneratedFile]) -> list[GeneratedFile]:
    """Format modules that were put together of parts of others, and drop imports that nothing there uses any more.

    Raises:
        InternalError: ruff refused a file, hung, or is not installed.
    """
    files = list(files)
    if not files:
        return files
    with scratch(files) as folder:
        places = [Path(folder, f"{index}.py") for index in range(len(files))]
        for place, file in zip(places, files, strict=True):
            place.write_bytes(file.content)
        run([ruff(), *PRUNE, "."], Path(folder), TIMEOUT_S)
        run_ruff(Path(folder), ["."])
        return [replace(file, content=place.read_bytes()) for place, file in zip(places, files, strict=True)]


def scratch(files: Iterable[GeneratedFile]) -> tempfile.TemporaryDirectory[str]:
    """A folder that is gone after its use; in memory where there is room, since it holds the files but for a moment."""
    needed = ROOM * sum(len(file.content) for file in files)
    for folder in MEMORY if "TMPDIR" not in os.environ else ():
        if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > needed:
            return tempfile.TemporaryDirectory(prefix="burnish-format-", dir=folder)
    return tempfile.TemporaryDirectory(prefix="burnish-format-")


def run_ruff(folder: Path, unsorted: Iterable[str]) -> None:
    """Lay out the modules of a folder in place, the imports of those that are unsorted before."""
    for paths in batched(unsorted):
        run([ruff(), *SORT, *paths], folder, TIMEOUT_S)
    run([ruff(), *LAYOUT, "."], folder, TIMEOUT_S)


def batched(paths: Iterable[str]) -> Iterator[list[str]]:
    """Paths in lots that a command line has room for."""
    remaining = iter(paths)
    while lot := list(islice(remaining, MOST_PATHS)):
        yield lot


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
    # Asking the package costs more than ruff itself: it loads how this Python was built.
    beside = shutil.which("ruff", path=os.path.dirname(sys.executable))
    if beside is not None:
        return beside
    try:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no type information
    except ImportError:
        raise InternalError(f"ruff is not installed in {sys.prefix}; install burnish again") from None
    path: str = find_ruff_bin()
    return path
