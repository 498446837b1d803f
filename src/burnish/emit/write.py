"""Write: a folder that is the old tree until the moment it is the new one.

The new tree is built beside the old one: new files are written, unchanged files and files that are not ours are linked.
Then the two folders change places in one system call. A run that is killed leaves one tree whole and the other in a
folder that the next run removes.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from burnish.code import GeneratedFile

from .check import content_of
from .errors import HandEdited, OutputRefused
from .manifest import MANIFEST, Manifest, digest, read_manifest

__all__ = ["write"]

RENAME_EXCHANGE = 2
AT_FDCWD = -100


def write(files: Iterable[GeneratedFile], out: Path, inputs: str, *, force: bool = False) -> int:
    """Make the folder hold these files; give the number of files that changed.

    Files that are not in the manifest of the last run are somebody else's and stay. Files that are, and were edited
    since, are refused unless `force`.

    Raises:
        HandEdited: a file of ours was edited.
        OutputRefused: the folder is a place that must not be written, or another run is writing it.
        OSError: the disk.
    """
    files = sorted(files, key=lambda file: file.path)
    refuse_dangerous(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(out.parent, out.name):
        staging = out.parent / f".{out.name}.burnish-new"
        remove(staging)
        if not out.exists() and (old := out.parent / f".{out.name}.burnish-old").exists():
            os.rename(old, out)
        before = read_manifest(out)
        if not force:
            refuse_edits(files, out, before)
        changed = build(files, out, staging, before, Manifest.of(files, inputs))
        swap(staging, out)
        return changed


def refuse_dangerous(out: Path) -> None:
    """Refuse folders that hold more than an SDK, and links."""
    real = Path(os.path.realpath(out))
    if out.is_symlink():
        raise OutputRefused(f"{out} is a symbolic link; name the folder it leads to")
    if out.exists() and not out.is_dir():
        raise OutputRefused(f"{out} is not a folder")
    if real in (Path("/"), Path.home(), Path.cwd()) or real in Path.cwd().parents:
        raise OutputRefused(f"{out} holds more than an SDK; choose a folder of its own")


@contextmanager
def exclusive(folder: Path, name: str) -> Generator[None]:
    """Hold the lock of an output; it is the operating system's, so a dead run leaves none behind."""
    path = folder / f".{name}.burnish-lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputRefused(f"another run is writing {folder / name}") from None
        yield
    finally:
        # Unlinked while it is held: who opened it before us still waits on the same file, and then finds it gone.
        path.unlink(missing_ok=True)
        os.close(handle)


def refuse_edits(files: Iterable[GeneratedFile], out: Path, before: Manifest) -> None:
    """Refuse to lose an edit: a file whose content is neither what was written nor what is to be."""
    wanted = {str(file.path): file for file in files}
    edits: list[tuple[str, str]] = []
    for path, known in before.files.items():
        content = content_of(out / path)
        file = wanted.get(path)
        if content is not None and digest(content) != known and (file is None or file.content != content):
            edits.append((path, before.sources.get(path, "")))
    if edits:
        raise HandEdited(tuple(edits))


def build(files: list[GeneratedFile], out: Path, staging: Path, before: Manifest, manifest: Manifest) -> int:
    """Build the new tree; give the number of files that are new or differ."""
    staging.mkdir()
    link_foreign(out, staging, {*before.files, MANIFEST, *manifest.files})
    changed = 0
    for file in files:
        target = staging / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content_of(out / file.path) == file.content:
            os.link(out / file.path, target)
        else:
            target.write_bytes(file.content)
            changed += 1
    (staging / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    return changed + sum(path not in manifest.files for path in before.files)


def link_foreign(out: Path, staging: Path, ours: set[str]) -> None:
    """Carry over everything that is not ours; links, sockets and pipes are moved as they are, never followed."""
    for folder, subfolders, names in os.walk(out):
        inner = Path(folder).relative_to(out)
        for name in [*names, *(n for n in subfolders if (Path(folder) / n).is_symlink())]:
            path = inner / name
            if path.as_posix() in ours:
                continue
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            mode = (out / path).lstat().st_mode
            if stat.S_ISREG(mode) or not stat.S_ISLNK(mode):
                os.link(out / path, target, follow_symlinks=False)
            else:
                os.symlink(os.readlink(out / path), target)


def swap(staging: Path, out: Path) -> None:
    """Put the new tree in the old one's place."""
    if not out.exists():
        os.rename(staging, out)
        return
    if exchange(staging, out):
        remove(staging)
        return
    old = out.parent / f".{out.name}.burnish-old"
    remove(old)
    os.rename(out, old)
    os.rename(staging, out)
    remove(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically (Linux, renameat2); False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0


def remove(folder: Path) -> None:
    """Remove a folder of ours and everything in it."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
