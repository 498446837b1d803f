"""Laying hand-written files over the generated ones: the runtime, and the overlays of an SDK."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from burnish.code import GeneratedFile

__all__ = ["lay_overlays", "lay_runtime"]

RELATIVE = re.compile(r"^(\s*from )(\.+)", re.MULTILINE)


def lay_runtime(files: Iterable[GeneratedFile], runtime: Path, package: str) -> list[GeneratedFile]:
    """Add the runtime as `<package>/_runtime/`."""
    root = PurePosixPath("src", package, "_runtime")
    return [*files, *(copied(path, root / relative, "overlays/python/runtime") for path, relative in tree(runtime))]


def lay_overlays(files: Iterable[GeneratedFile], overlays: Path, package: str) -> list[GeneratedFile]:
    """Lay an SDK's hand-written files over its package.

    A file at a new path is added. A file at the path of a generated module takes its place, and the generated one moves
    to the same path below `_generated/`, with its relative imports made to lead where they led.
    """
    root = PurePosixPath("src", package)
    laid = {file.path: file for file in files}
    moved: dict[PurePosixPath, GeneratedFile] = {}
    for path, relative in tree(overlays):
        target = root / relative
        if target in laid and target.suffix == ".py":
            away = root / "_generated" / relative
            moved[away] = replace(laid[target], path=away, content=deepened(laid[target].content))
        laid[target] = copied(path, target, f"overlays/python/{overlays.name}")
    for folder in sorted(
        {parent for path in moved for parent in path.parents if root / "_generated" in (parent, *parent.parents)}
    ):
        init = folder / "__init__.py"
        if init not in moved:
            moved[init] = GeneratedFile(init, b'"""Generated modules whose place a hand-written one has taken."""\n')
    return [*laid.values(), *moved.values()]


def tree(folder: Path) -> list[tuple[Path, PurePosixPath]]:
    """The files below a folder, with their relative paths, sorted; caches and hidden files are left out."""
    found: list[tuple[Path, PurePosixPath]] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in relative.parts)
        if not hidden and path.is_file() and not path.is_symlink():
            found.append((path, PurePosixPath(relative.as_posix())))
    return found


def copied(path: Path, target: PurePosixPath, origin: str) -> GeneratedFile:
    """A copy that says where it comes from."""
    source = f"{origin}/{path.name}" if target.parent.name == "_runtime" else f"{origin}/{'/'.join(target.parts[2:])}"
    if "_runtime" in target.parts:
        source = f"{origin}/{'/'.join(target.parts[3:])}"
    content = path.read_bytes()
    if target.suffix == ".py":
        content = f"# Copied from {source}; edit it there.\n".encode() + content
    return GeneratedFile(target, content, source)


def deepened(content: bytes) -> bytes:
    """A module's text one folder further down: its relative imports climb one level more."""
    return RELATIVE.sub(r"\1\2.", content.decode()).encode()
