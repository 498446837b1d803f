"""What a type checker says of hand-written modules: pyright, if it is installed beside Burnish."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from burnish.diagnostics import Report

from .changes import Changes
from .codes import TYPE_MISFITS, UNCHECKED
from .lay import Laid, Overlay
from .place import FilePlace

__all__ = ["CheckerFailed", "TypeProblem", "report_types", "type_problems"]

TIMEOUT_S = 300
SETTINGS = {"typeCheckingMode": "standard", "reportMissingModuleSource": "none", "reportMissingImports": "none"}
WORD = re.compile(r"\w+")


class CheckerFailed(Exception):
    """The type checker is not installed, or did not work; the message says which."""


class TypeProblem(Struct, frozen=True):
    """An error of the type checker in a hand-written file; lines and columns of that file, from 1."""

    source: str
    line: int
    column: int
    end_column: int
    rule: str
    message: str

    @property
    def told(self) -> tuple[str, str, str]:
        """What stays the same when lines above it come or go."""
        return self.source, self.rule, self.message


def report_types(laid: Laid, before: Callable[[], Iterable[TypeProblem]], changes: Changes, report: Report) -> None:
    """Report what the type checker finds in overlays and did not find `before`.

    Where it cannot be run a warning says so.
    """
    try:
        found = type_problems({file.path: file.content for file in laid.files}, laid.overlays)
    except CheckerFailed as error:
        first = min(laid.overlays, key=lambda overlay: overlay.source)
        report.add(UNCHECKED, FilePlace.of(first.path), reason=str(error))
        return
    known = {problem.told for problem in before()} if found else set[tuple[str, str, str]]()
    paths = {overlay.source: overlay.path for overlay in laid.overlays}
    reported = {(item.at.span.path, item.at.span.line) for item in report}
    for problem in found:
        at = FilePlace.of(paths[problem.source], problem.line, problem.column, problem.end_column)
        if problem.told in known or (at.span.path, at.span.line) in reported:
            continue  # nothing new, or what the check by text has told better
        told, *_ = problem.message.splitlines()
        line = paths[problem.source].read_text(encoding="utf-8").splitlines()[problem.line - 1]
        cause = changes.about({*WORD.findall(problem.message)}, {*WORD.findall(line)})
        report.add(TYPE_MISFITS, at, related=cause.related, problem=told, cause=cause.text, rule=problem.rule)


def type_problems(files: Mapping[PurePosixPath, bytes], overlays: Iterable[Overlay]) -> list[TypeProblem]:
    """Run pyright over a package, and give what it finds in the hand-written files.

    Raises:
        CheckerFailed: it is not installed, or did not work.
    """
    if find_spec("pyright") is None:
        raise CheckerFailed("pyright is not installed")
    modules = {item.target: item for item in overlays if item.target.suffix == ".py"}
    with tempfile.TemporaryDirectory(prefix="burnish-types-") as folder:
        root = Path(folder).resolve()
        for path, content in files.items():
            if path.suffix in (".py", ".pyi", ".typed"):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(content)
        settings = {**SETTINGS, "include": sorted(map(str, modules)), "extraPaths": ["src"]}
        (root / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        found = [(Path(item["file"]), item) for item in run_pyright(root) if item["severity"] == "error"]
        placed = [(path.relative_to(root), item) for path, item in found if path.is_relative_to(root)]
        laid = [(modules.get(PurePosixPath(path.as_posix())), item) for path, item in placed]
        return [placed_problem(overlay, item) for overlay, item in laid if overlay is not None]


def run_pyright(root: Path) -> list[dict[str, Any]]:
    """The diagnostics of a project, as pyright's JSON has them."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(root)]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=TIMEOUT_S, check=False)
        found: list[dict[str, Any]] = json.loads(done.stdout)["generalDiagnostics"]
    except subprocess.TimeoutExpired:
        raise CheckerFailed(f"pyright did not end within {TIMEOUT_S} s") from None
    except (ValueError, KeyError):
        raise CheckerFailed("pyright gave no result") from None
    return found


def placed_problem(overlay: Overlay, item: dict[str, Any]) -> TypeProblem:
    """A diagnostic, at its place in the file that people edit."""
    start, end = item["range"]["start"], item["range"]["end"]
    line, column = max(1, overlay.line_of(start["line"] + 1)), start["character"] + 1
    end_column = end["character"] + 1 if end["line"] == start["line"] else column + 1
    return TypeProblem(overlay.source, line, column, end_column, item.get("rule", ""), item["message"])
