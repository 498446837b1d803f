"""Putting a finished tree in the place of an old one, and tidying up after a run that did not get to its end.

Two names stand beside an output folder while it is written: `.<name>.burnish-new` is a tree that is not finished and
holds nothing of worth; `.<name>.burnish-old` is a whole tree, and may hold files that others put into it a moment ago.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
from pathlib import Path

from .disk import entries_below
from .manifest import MANIFEST, read_manifest

__all__ = ["clear", "recover", "swap"]

AT_FDCWD = -100
EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS alike


def recover(out: Path) -> Path:
    """Finish or undo what a killed run left; give the path that a new tree is to be built at."""
    staging, old = beside(out, "new"), beside(out, "old")
    clear(staging)
    if os.path.lexists(old):
        if out.exists():
            retire(old, out)
        else:
            os.rename(old, out)
    return staging


def swap(staging: Path, out: Path) -> None:
    """Put the finished tree in the old one's place, atomically where the system can."""
    if not out.exists():
        os.rename(staging, out)
        return
    old = beside(out, "old")
    os.rename(staging, old)
    if not exchange(old, out):
        # Two steps: a run that is killed between them is finished by the next one.
        os.rename(old, staging)
        os.rename(out, old)
        os.rename(staging, out)
    retire(old, out)


def retire(old: Path, out: Path) -> None:
    """Remove the old tree; what others wrote into it while the new one was built moves over."""
    ours = {*read_manifest(old).files, *read_manifest(out).files, MANIFEST}
    for path in entries_below(old):
        if str(path) not in ours and newer(old / path, out / path):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(old / path, out / path)
    # What is half removed has no manifest to tell whose its files are: from here on it holds nothing of worth.
    junk = beside(out, "new")
    os.rename(old, junk)
    clear(junk)


def newer(one: Path, other: Path) -> bool:
    """Whether the other path has nothing, or an older file; folders and links only ever fill a gap."""
    found = one.lstat()
    try:
        there = other.lstat()
    except FileNotFoundError:
        return True
    files = stat.S_ISREG(found.st_mode) and stat.S_ISREG(there.st_mode)
    return files and found.st_ino != there.st_ino and found.st_mtime_ns > there.st_mtime_ns


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system or the file system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        done: int = library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], EXCHANGE)
    elif hasattr(library, "renamex_np"):
        done = library.renamex_np(*names, EXCHANGE)
    else:
        return False
    return done == 0


def beside(out: Path, what: str) -> Path:
    """A name of ours beside an output folder."""
    return out.parent / f".{out.name}.burnish-{what}"


def clear(folder: Path) -> None:
    """Remove a folder of ours and everything in it; a link in its place is removed, not followed."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
