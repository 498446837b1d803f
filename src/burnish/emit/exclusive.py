"""One run at a time: the lock of an output folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .errors import OutputRefused

__all__ = ["exclusive"]


@contextmanager
def exclusive(out: Path) -> Generator[None]:
    """Hold the lock of an output folder; it is the operating system's, so a dead run leaves none behind.

    The file stands beside the folder and is removed at the end. Its content, the process id, is for people.

    Raises:
        OutputRefused: another run holds it.
    """
    path = out.parent / f".{out.name}.burnish-lock"
    handle = acquired(path, out)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def acquired(path: Path, out: Path) -> int:
    """Lock the file that stands at the path; one that another run removed while it was being opened does not count."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.lstat().st_ino == os.fstat(handle).st_ino:
                os.truncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
                return handle
        except BlockingIOError:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            process = f" (process {holder})" if holder.isdigit() else ""
            raise OutputRefused(f"{out} is busy: another run is writing it{process}") from None
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
