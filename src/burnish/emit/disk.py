"""What stands at a path, found out without following links."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from pathlib import Path, PurePosixPath

__all__ = ["content_of", "entries_below", "obstacle"]

# Nothing there, a link, a socket, a file where a folder would have to be, a name that is none.
NO_FILE = frozenset((errno.ENOENT, errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.ENOTDIR, errno.ENAMETOOLONG))


def content_of(path: Path) -> bytes | None:
    """The content of a regular file; None where there is none, or something else.

    Raises:
        OSError: the file is there and cannot be read.
    """
    try:
        # A pipe would block: it is opened without waiting, and then not read.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in NO_FILE:
            return None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with open(handle, "rb") as file:
        return file.read()


def obstacle(root: Path, path: PurePosixPath) -> PurePosixPath | None:
    """What stands where a file of ours is to be, or where one of its folders is: anything but files and folders.

    A folder in a file's place counts, a file in a file's place does not.
    """
    for part in [*reversed(path.parents[:-1]), path]:
        try:
            mode = (root / part).lstat().st_mode
        except FileNotFoundError:
            return None
        if not (stat.S_ISREG(mode) if part is path else stat.S_ISDIR(mode)):
            return part
    return None


def entries_below(root: Path) -> Generator[PurePosixPath]:
    """Everything below a folder that is no folder, and the folders that are empty; links are not followed.

    Raises:
        OSError: a folder cannot be read, so what is in it cannot be kept.
    """
    pending = [PurePosixPath()]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if not entries and folder.parts:
            yield folder
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(folder / entry.name)
            else:
                yield folder / entry.name
