# Copied from overlays/python/runtime/_checkpoint.py; edit it there.
"""The checkpoint of a batch: a file that a killed run leaves behind and the next one carries on from.

One JSON line per item that went well, `{"k":key,"v":value}`, only ever appended to. A line is handed to the operating
system before the item counts as done, so a killed process loses nothing; a power cut loses what was not synced yet.
A last line that was cut off in the middle is removed when the file is opened again, and its item runs anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from threading import Lock
from typing import IO

from pydantic_core import PydanticSerializationError, from_json, to_json

from ._exceptions import SDKError

__all__ = ["Checkpoint", "CheckpointError", "key_of"]

_HEADER = b'{"checkpoint":1}\n'
_KEY = b'{"k":'
_VALUE = b'","v":'


class CheckpointError(SDKError):
    """The checkpoint file is in use by another run, is damaged, no checkpoint, or cannot be written."""


def key_of(index: int, item: object) -> str:
    """Name an item by its place and its content, so that a changed item runs anew.

    Items that cannot be written as JSON are named by their place alone: give a key function for those.
    """
    try:
        content = to_json(item)
    except (PydanticSerializationError, ValueError):
        return str(index)
    return f"{index}-{blake2b(content, digest_size=12).hexdigest()}"


class Checkpoint:
    """An open checkpoint file; made and used by one batch, by any of its threads.

    `fsync_every` is the longest time in seconds between two syncs to the disk: 0 syncs every line, None leaves it to
    the operating system. Raises `CheckpointError` when the file is held by another run or is damaged.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        fsync_every: float | None = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = os.fspath(path)
        self._fsync_every = fsync_every
        self._clock = clock
        self._lock = Lock()
        self._file: IO[bytes] = open(self._path, "a+b", buffering=0)  # noqa: SIM115  # held open; any path-like
        try:
            _lock_file(self._file, self._path)
            self._lines = _scan(self._file, self._path)
        except BaseException:
            self._file.close()
            raise
        self._synced_at = clock()

    def __len__(self) -> int:
        """Items that earlier runs finished."""
        return len(self._lines)

    def restore(self, key: str) -> bytes | None:
        """The JSON of the value of an item that an earlier run finished; None when it did not."""
        offset = self._lines.get(hash(key))
        if offset is None:
            return None
        with self._lock:
            self._file.seek(offset)
            line = _read_line(self._file)
        head, _, rest = line.partition(_VALUE)
        if from_json(head[len(_KEY) :] + b'"') != key:
            return None
        return rest[: rest.rindex(b"}")]

    def record(self, key: str, value: object) -> None:
        """Append an item that went well.

        Raises `CheckpointError` when the value cannot be written as JSON, or the file not at all.
        """
        try:
            line = _KEY + to_json(key) + _VALUE[1:] + to_json(value) + b"}\n"
        except (PydanticSerializationError, ValueError) as error:
            kind = type(value).__name__
            raise CheckpointError(f"a checkpoint holds JSON, and {kind} is none: return what is, or None") from error
        with self._lock:
            _append(self._file, line, self._path)
            if self._fsync_every == 0:
                os.fsync(self._file.fileno())

    def sync_is_due(self) -> bool:
        """Whether `fsync_every` seconds have gone by since the last sync."""
        return bool(self._fsync_every) and self._clock() - self._synced_at >= (self._fsync_every or 0)

    def sync(self) -> None:
        """Put everything on the disk; may take milliseconds."""
        self._synced_at = self._clock()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync, unless that is left to the operating system, and release the file."""
        if self._file.closed:
            return
        try:
            if self._fsync_every is not None:
                self.sync()
        finally:
            self._file.close()


def _scan(file: IO[bytes], path: str) -> dict[int, int]:
    """Map each key's hash to the offset of its line; cut off a torn last line."""
    size = file.seek(0, os.SEEK_END)
    if size < len(_HEADER):
        _begin(file, path)
        return {}
    lines: dict[int, int] = {}
    with open(path, "rb") as reader:  # any path-like
        if reader.readline() != _HEADER:
            raise _foreign(path)
        offset = len(_HEADER)
        for line in reader:
            key = _key_in(line)
            if key is None:
                if offset + len(line) < size:
                    raise CheckpointError(
                        f"the checkpoint {path!r} is damaged at byte {offset}: cut it off there, or give another file"
                    )
                file.truncate(offset)
                break
            lines[hash(key)] = offset
            offset += len(line)
    return lines


def _begin(file: IO[bytes], path: str) -> None:
    """Write the header of a new file, or of one whose very first write was cut off; never over other content."""
    file.seek(0)
    if not _HEADER.startswith(file.read(len(_HEADER))):
        raise _foreign(path)
    file.truncate(0)
    _append(file, _HEADER, path)


def _foreign(path: str) -> CheckpointError:
    return CheckpointError(f"{path!r} is no checkpoint, and is left as it is: give another file")


def _key_in(line: bytes) -> str | None:
    """The key of a whole line; None when the line is torn."""
    if not line.endswith(b"}\n") or not line.startswith(_KEY):
        return None
    try:
        key = from_json(line)["k"]
    except ValueError:
        return None
    return key if isinstance(key, str) else None


def _read_line(file: IO[bytes]) -> bytes:
    """Read the line at the file's position; the file is unbuffered, so in larger bites than `readline` would."""
    pieces: list[bytes] = []
    while piece := file.read(64 * 1024):
        head, found, _ = piece.partition(b"\n")
        pieces.append(head)
        if found:
            break
    return b"".join(pieces)


def _append(file: IO[bytes], data: bytes, path: str) -> None:
    """Write to the end of an unbuffered file, which may take a part only; nothing of it stays when the rest fails."""
    view = memoryview(data)
    try:
        while view:
            view = view[file.write(view) :]
    except OSError as error:
        with suppress(OSError):
            file.truncate(file.seek(0, os.SEEK_END) - (len(data) - len(view)))
        raise CheckpointError(f"the checkpoint {path!r} cannot be written: {error.strerror}") from error


def _lock_file(file: IO[bytes], path: str) -> None:
    """Hold the file for this run where the system can; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CheckpointError(f"another run is using the checkpoint {path!r}") from None
