"""Laying hand-written files over the generated ones: the runtime, and the overlays of an SDK (design.md, 5)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from burnish.code import GeneratedFile
from burnish.diagnostics import Report

from .codes import HIDES_MODULE, LINKED, NO_TWIN, NOT_PYTHON, RESERVED
from .modules import Module, Package
from .move import Moved, moved
from .place import FilePlace
from .tail import GENERATED, tail_of
from .twins import Derived, Underivable, derived, wanted

__all__ = ["Laid", "Overlay", "lay_face", "lay_overlays", "lay_runtime"]

MARK = b'"""Generated modules whose place a hand-written one has taken."""\n'
ADDED = b"\n\n# Added by Burnish: what else the generated module offers.\n"
OWN = {GENERATED: "modules whose place was taken", "_runtime": "the runtime"}
HEADER_LINES = 1
DEPTH = 2
"""Parts of a path above the package: `src` and the package's own name."""

Tidy = Callable[[Iterable[GeneratedFile]], list[GeneratedFile]]


NO_TWINS = Derived("", ())


class Overlay(Struct, frozen=True):
    """A hand-written file: where it is, what it is called in messages, where it goes, and its derived sync classes."""

    source: str
    path: Path
    target: PurePosixPath
    twins: Derived = NO_TWINS

    def line_of(self, line: int) -> int:
        """The line of the file that a line of its copy comes from; 0 for one that Burnish added."""
        own = self.path.read_bytes().rstrip().count(b"\n") + 1
        line -= HEADER_LINES
        if line <= own:
            return line
        return self.twins.lines[line - own - 1] if line - own <= len(self.twins.lines) else 0


class Laid(Struct, frozen=True):
    """A package with its hand-written files; `replaced` has the generated modules whose place was taken."""

    files: list[GeneratedFile]
    overlays: tuple[Overlay, ...] = ()
    replaced: Mapping[PurePosixPath, Moved] = field(default_factory=dict[PurePosixPath, Moved])


def lay_runtime(files: Iterable[GeneratedFile], runtime: Path, package: str) -> list[GeneratedFile]:
    """Add the runtime as `<package>/_runtime/`."""
    root = PurePosixPath("src", package, "_runtime")
    laid = [
        copied(Overlay(f"overlays/python/runtime/{relative}", path, root / relative))
        for path, relative in tree(runtime)
    ]
    return [*files, *laid]


HTTPX = (b"\nimport httpx2\n", b"\nimport httpx as httpx2\n")
"""The import of the runtime's HTTP library, and that of the one with the same interface below the face."""


def lay_face(files: Iterable[GeneratedFile], face: Path, package: str) -> list[GeneratedFile]:
    """Add the compatibility face at the top of the package, whose HTTP library is httpx and not httpx2."""
    root = PurePosixPath("src", package)
    files = [replace(file, content=file.content.replace(*HTTPX)) for file in files]
    laid = [
        copied(Overlay(f"overlays/python/compat/{relative}", path, root / relative)) for path, relative in tree(face)
    ]
    return [*files, *laid]


def lay_overlays(
    files: Iterable[GeneratedFile], overlays: Path, package: str, report: Report, tidy: Tidy = list
) -> Laid:
    """Lay an SDK's hand-written files over its package.

    A file at a new path is added. A file at the path of a generated module takes its place, and the generated one moves
    to the same path below `_generated/`. What the hand-written module leaves out of the generated one is added below
    it, laid out by `tidy`. Files that cannot be laid are reported and left out.
    """
    root = PurePosixPath("src", package)
    before = {file.path: file for file in files}
    found = tuple(
        with_twins(overlay, report)
        for overlay in read_overlays(overlays, root, report)
        if lawful(overlay, root, before, report) and parses(overlay, report)
    )
    laid = {**before, **{overlay.target: copied(overlay) for overlay in found}}
    modules = Package(root, {path: file.content for path, file in laid.items()})
    replaced = {
        overlay.target: taken(before[overlay.target], modules, root)
        for overlay in found
        if overlay.target in before and overlay.target.suffix == ".py"
    }
    needed = modules.imported_names
    tails = [GeneratedFile(path, tail_of(modules.at(path), made, needed).encode()) for path, made in replaced.items()]
    away = tidy(made.file for made in replaced.values())
    for tail in tidy(tail for tail in tails if tail.content):
        laid[tail.path] = replace(laid[tail.path], content=laid[tail.path].content + ADDED + tail.content)
    return Laid([*laid.values(), *away, *packages((file.path for file in away), root / GENERATED)], found, replaced)


def taken(file: GeneratedFile, modules: Package, root: PurePosixPath) -> Moved:
    """A generated module, out of the way of the hand-written one at its path."""
    overlay = modules.at(file.path)
    given = {name for name, binding in overlay.names.items() if isinstance(binding.value, ast.stmt)}
    original = Module(overlay.name, file.path, ast.parse(file.content), root.name)
    return moved(file, original, root / GENERATED, given)


def read_overlays(folder: Path, root: PurePosixPath, report: Report) -> list[Overlay]:
    """The files of an SDK's overlays; links are reported and left out."""
    found: list[Overlay] = []
    for path, relative in tree(folder):
        overlay = Overlay(f"overlays/python/{folder.name}/{relative}", path, root / relative)
        if path.is_symlink():
            report.add(LINKED, FilePlace.of(path))
        elif path.is_file():
            found.append(overlay)
    return found


def lawful(
    overlay: Overlay, root: PurePosixPath, generated: Mapping[PurePosixPath, GeneratedFile], report: Report
) -> bool:
    """Whether a file may stand where it wants to: it hides no module, and leaves the tool's own places alone."""
    target, at = overlay.target, FilePlace.of(overlay.path)
    reserved = target.relative_to(root).parts[0]
    if reserved in OWN:
        report.add(RESERVED, at, folder=reserved, what=OWN[reserved])
        return False
    above = (folder.with_name(f"{folder.name}.py") for folder in target.parents if folder.is_relative_to(root))
    inside = target.with_suffix("") / "__init__.py"
    hidden = next((path for path in (*above, inside) if path in generated and path != target), None)
    if hidden is not None and (target.suffix == ".py" or hidden != inside):
        report.add(HIDES_MODULE, at, module=str(hidden.relative_to(root)))
        return False
    return True


def parses(overlay: Overlay, report: Report) -> bool:
    """Whether a module is Python."""
    if overlay.target.suffix != ".py":
        return True
    try:
        ast.parse(overlay.path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line, column = (error.lineno, error.offset) if isinstance(error, SyntaxError) else (None, None)
        at = FilePlace.of(overlay.path, line or 1, column or 1)
        report.add(NOT_PYTHON, at, problem=error.msg if isinstance(error, SyntaxError) else str(error))
        return False
    return True


def with_twins(overlay: Overlay, report: Report) -> Overlay:
    """The file with the sync classes that it asks to derive."""
    content = overlay.path.read_bytes()
    if overlay.target.suffix != ".py" or not wanted(content):
        return overlay
    try:
        return replace(overlay, twins=derived(content, "." * (len(overlay.target.parts) - DEPTH)))
    except Underivable as error:
        report.add(NO_TWIN, FilePlace.of(overlay.path, error.line), name=str(error))
        return overlay


def packages(away: Iterable[PurePosixPath], root: PurePosixPath) -> list[GeneratedFile]:
    """What makes packages of the folders that modules were moved to."""
    paths = set(away)
    folders = {parent for path in paths for parent in path.parents if parent.is_relative_to(root)}
    wanted = sorted(folder / "__init__.py" for folder in folders)
    return [GeneratedFile(path, MARK) for path in wanted if path not in paths]


def tree(folder: Path) -> list[tuple[Path, PurePosixPath]]:
    """What is below a folder, with relative paths, sorted; folders, caches and hidden files are left out."""
    found: list[tuple[Path, PurePosixPath]] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") or part == "__pycache__" for part in relative.parts):
            continue
        if path.is_symlink() or path.is_file():
            found.append((path, PurePosixPath(relative.as_posix())))
    return found


def copied(overlay: Overlay) -> GeneratedFile:
    """A copy that says where it comes from."""
    content = overlay.path.read_bytes()
    if overlay.target.suffix == ".py":
        head = f"# Copied from {overlay.source}; edit it there.\n".encode()
        content = head + (content.rstrip() + b"\n" + overlay.twins.text.encode() if overlay.twins.text else content)
    return GeneratedFile(overlay.target, content, overlay.source)
