"""Check mode: what a run would change, without changing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from burnish.code import GeneratedFile

from .disk import content_of
from .manifest import MANIFEST, digest, read_manifest
from .paths import check_paths

__all__ = ["Difference", "compare", "untouched"]


class Difference(Struct, frozen=True):
    """A path, and how it differs: `missing`, `stale`, `edited` or `left over`."""

    path: str
    how: str
    source: str = ""


def compare(files: Iterable[GeneratedFile], out: Path) -> tuple[Difference, ...]:
    """Every file of ours that is not on disk as it should be, sorted by path.

    Raises:
        OutputRefused, InternalError: the paths could not be written.
    """
    files = list(files)
    check_paths(files)
    manifest = read_manifest(out)
    wanted = {str(file.path): file for file in files}
    found: list[Difference] = []
    for path, file in wanted.items():
        current = content_of(out / path)
        if current is None:
            found.append(Difference(path, "missing", file.source))
        elif current != file.content:
            edited = manifest.files.get(path) not in (None, digest(current))
            found.append(Difference(path, "edited" if edited else "stale", file.source))
    left = (path for path in manifest.files if path not in wanted and content_of(out / path) is not None)
    found += [Difference(path, "left over") for path in left if path != MANIFEST]
    return tuple(sorted(found, key=lambda difference: difference.path))


def untouched(out: Path, inputs: str, since: Callable[[], float]) -> bool:
    """Whether a run later than `since` (seconds of the epoch) made the folder what it is, of these inputs."""
    manifest = read_manifest(out)
    if manifest.inputs != inputs or (out / MANIFEST).stat().st_mtime < since():
        return False
    return all(
        (content := content_of(out / path)) is not None and digest(content) == wanted
        for path, wanted in manifest.files.items()
    )
