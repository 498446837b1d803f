"""Whether the overlays of an SDK fit the package they are laid over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from burnish.code import GeneratedFile
from burnish.diagnostics import Report

from .changes import Changes, Places, changes_between
from .check import check_overlays, package_of
from .lay import Laid, read_overlays, with_twins
from .modules import Package
from .typed import report_types, type_problems

__all__ = ["check_fit", "check_types", "on_disk"]


def check_fit(laid: Laid, package: str, out: Path, places: Places, report: Report) -> None:
    """Report lines of overlays that do not fit the new package, with what changed since the one in `out`.

    `places` are those of models and methods in the description.

    Where names that were public changed, a type checker looks as well; what it found before the change is left out.
    """
    if not any(overlay.target.suffix == ".py" for overlay in laid.overlays):
        return
    root = PurePosixPath("src", package)
    before, after = on_disk(out, root), package_of(laid, package)
    changes = changes_between(Package(root, before), after, places)
    check_overlays(laid, after, changes, report)
    if before and changes.breaking:
        report_types(laid, lambda: type_problems(before, laid.overlays), changes, report)


def check_types(overlays: Path, package: str, out: Path, report: Report) -> None:
    """Report all that a type checker finds in overlays, as they are laid in `out`."""
    root = PurePosixPath("src", package)
    found = [with_twins(overlay, report) for overlay in read_overlays(overlays, root, report)]
    files = [GeneratedFile(path, content) for path, content in on_disk(out, root).items()]
    if found:
        report_types(Laid(files, tuple(found)), tuple, Changes({}, {}), report)


def on_disk(out: Path, root: PurePosixPath) -> Mapping[PurePosixPath, bytes]:
    """The modules of the package that an earlier run wrote."""
    return {
        PurePosixPath(path.relative_to(out).as_posix()): path.read_bytes()
        for path in sorted((out / root).rglob("*.py"))
        if path.is_file()
    }
