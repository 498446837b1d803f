"""Laying hand-written files over the generated ones: the runtime, and the overlays of an SDK (design.md, 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from burnish.code import GeneratedFile

from .errors import OutputRefused
from .move import moved

__all__ = ["lay_overlays", "lay_runtime"]

GENERATED = "_generated"
MARK = b'"""Generated modules whose place a hand-written one has taken."""\n'


def lay_runtime(files: Iterable[GeneratedFile], runtime: Path, package: str) -> list[GeneratedFile]:
    """Add the runtime as `<package>/_runtime/`."""
    root = PurePosixPath("src", package, "_runtime")
    return [
        *files,
        *(copied(path, root / relative, f"overlays/python/runtime/{relative}") for path, relative in tree(runtime)),
    ]


def lay_overlays(files: Iterable[GeneratedFile], overlays: Path, package: str) -> list[GeneratedFile]:
    """Lay an SDK's hand-written files over its package.

    A file at a new path is added. A file at the path of a generated module takes its place, and the generated one moves
    to the same path below `_generated/`, where its relative imports lead where they led before: to the public modules.

    Raises:
        OutputRefused: an overlay stands where it would hide a module, or cannot be laid.
    """
    root = PurePosixPath("src", package)
    laid = {file.path: file for file in files}
    away: dict[PurePosixPath, GeneratedFile] = {}
    for path, relative in tree(overlays):
        target = root / relative
        source = f"overlays/python/{overlays.name}/{relative}"
        refuse_hiding(relative, source, root, laid)
        if target in laid and target.suffix == ".py":
            made = moved(laid[target], root, root / GENERATED)
            away[made.path] = made
        laid[target] = copied(path, target, source)
    return [*laid.values(), *away.values(), *packages(away, root / GENERATED)]


def refuse_hiding(
    relative: PurePosixPath, source: str, root: PurePosixPath, laid: Mapping[PurePosixPath, GeneratedFile]
) -> None:
    """Refuse a module beside a package of the same name, and files where the tool puts its own."""
    if relative.parts[0] == GENERATED:
        raise OutputRefused(f"{source}: modules that were replaced go to {GENERATED}/; choose another path")
    target = root / relative
    for folder in (target.parent, *target.parent.parents):
        module = folder.with_name(f"{folder.name}.py") if folder.name else folder
        if module in laid:
            raise OutputRefused(f"{source}: a package would hide the module {module}; overlay the module itself")
    if target.suffix == ".py" and target.with_suffix("") / "__init__.py" in laid:
        package = target.with_suffix("") / "__init__.py"
        raise OutputRefused(f"{source}: the package {package} would hide it; overlay that file instead")


def packages(away: Iterable[PurePosixPath], root: PurePosixPath) -> list[GeneratedFile]:
    """What makes packages of the folders that modules were moved to."""
    paths = set(away)
    folders = {parent for path in paths for parent in path.parents if parent.is_relative_to(root)}
    wanted = sorted(folder / "__init__.py" for folder in folders)
    return [GeneratedFile(path, MARK) for path in wanted if path not in paths]


def tree(folder: Path) -> list[tuple[Path, PurePosixPath]]:
    """The files below a folder, with their relative paths, sorted; caches and hidden files are left out.

    Raises:
        OutputRefused: there is a link among them.
    """
    found: list[tuple[Path, PurePosixPath]] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") or part == "__pycache__" for part in relative.parts):
            continue
        if path.is_symlink():
            raise OutputRefused(f"{path} is a symbolic link; put the file itself there")
        if path.is_file():
            found.append((path, PurePosixPath(relative.as_posix())))
    return found


def copied(path: Path, target: PurePosixPath, source: str) -> GeneratedFile:
    """A copy that says where it comes from."""
    content = path.read_bytes()
    if target.suffix == ".py":
        content = f"# Copied from {source}; edit it there.\n".encode() + content
    return GeneratedFile(target, content, source)
