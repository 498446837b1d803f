# Copied from overlays/python/runtime/_files.py; edit it there.
"""Files that go out: what may be passed, and how it is read again for every attempt."""

from __future__ import annotations

import io
import os
from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from typing_extensions import TypeIs

__all__ = [
    "CHUNK_SIZE",
    "AsyncBinaryTypes",
    "AsyncReader",
    "Base64FileInput",
    "BinaryTypes",
    "FileContent",
    "FileTypes",
    "Source",
    "encode_base64",
    "file_from_path",
    "open_source",
]  # fmt: skip

FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
"""The bytes of a file: as they are, an open binary file, or a path."""

FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""A file of a form: its content, or (name, content), (name, content, media type), (..., part headers)."""

BinaryTypes: TypeAlias = bytes | bytearray | memoryview | IO[bytes] | os.PathLike[str] | Iterable[bytes]
"""A whole request body. An iterator that can be read once only makes a call that is never retried."""

AsyncBinaryTypes: TypeAlias = BinaryTypes | AsyncIterable[bytes]
"""A whole request body of an async call."""

Base64FileInput: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
"""A file that travels inside JSON, as base64; a `str` in its place is sent as it is, already encoded."""

CHUNK_SIZE = 64 * 1024
"""Bytes that are read from a file at a time."""

T = TypeVar("T")


class Source(Protocol):
    """Bytes to send. `size` is in bytes, None when unknown; iterating reads them, again each time if `replayable`."""

    @property
    def size(self) -> int | None:
        """The number of bytes; None when it is not known before they are read."""
        ...

    @property
    def replayable(self) -> bool:
        """Whether the bytes can be read again from their start."""
        ...

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class BytesSource:
    """Bytes in memory."""

    content: bytes | bytearray | memoryview
    replayable: bool = True

    @property
    def size(self) -> int:
        """The number of bytes."""
        return memoryview(self.content).nbytes

    def __iter__(self) -> Iterator[bytes]:
        view = memoryview(self.content).cast("B")
        for start in range(0, len(view), CHUNK_SIZE):
            yield bytes(view[start : start + CHUNK_SIZE])


@dataclass(frozen=True, slots=True)
class PathSource:
    """A file by its path: opened for each attempt, sent up to the size it had when the call was made.

    A file that has shrunk in between raises `OSError`: the length is already announced.
    """

    path: Path
    size: int
    replayable: bool = True

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            yield from _read_exactly(file, self.size, self.path.name)


@dataclass(frozen=True, slots=True)
class FileSource:
    """An open file that can seek: each attempt starts where the file stood when the call was made."""

    file: IO[bytes]
    start: int
    size: int
    replayable: bool = True

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        yield from _read_exactly(self.file, self.size, "the file")


@dataclass(frozen=True, slots=True)
class ChunksSource:
    """Chunks of unknown length; a collection of chunks can be read again, a generator or a pipe cannot."""

    chunks: Iterable[bytes]
    replayable: bool
    size: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)


@dataclass(frozen=True, slots=True)
class AsyncChunksSource:
    """Chunks of an async iterable, which only async clients can send (by `AsyncReader`)."""

    chunks: AsyncIterable[bytes]
    replayable: bool
    size: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        raise TypeError("an async iterable can only be sent by the async client")


def open_source(content: AsyncBinaryTypes) -> Source:
    """Look at what was passed and tell its size and whether it can be read again; files are not read yet.

    Raises `TypeError` for text and for files opened in text mode, `OSError` when a path cannot be looked at.
    """
    if isinstance(content, (bytes, bytearray, memoryview)):
        return BytesSource(cast("bytes", content))
    if isinstance(content, os.PathLike):
        path = Path(content)
        if path.is_dir():
            raise IsADirectoryError(f"{path.name} is a directory, and no file")
        return PathSource(path, path.stat().st_size)
    if isinstance(content, str):
        raise TypeError("text is no file content: pass bytes, a path object or a file opened in binary mode")
    if _is_file(content):
        return _source_of_file(content)
    if isinstance(content, AsyncIterable):
        return AsyncChunksSource(content, replayable=aiter(content) is not content)
    try:
        replayable = iter(content) is not content
    except TypeError:
        told = f"a body is bytes, a path, an open file or an iterable of bytes, not {type(content).__name__}"
        raise TypeError(told) from None
    return ChunksSource(content, replayable=replayable)


class AsyncReader:
    """Reads a source without holding up the event loop: files are opened and read in a thread.

    It has no sync face on purpose: HTTP libraries take that one when there are two.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def size(self) -> int | None:
        """Bytes; None when unknown."""
        return self._source.size

    @property
    def replayable(self) -> bool:
        """Whether it can be read again for another attempt."""
        return self._source.replayable

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Read from the start."""
        if isinstance(self._source, AsyncChunksSource):
            async for chunk in self._source.chunks:
                yield chunk
            return
        if isinstance(self._source, BytesSource):
            for chunk in self._source:
                yield chunk
            return
        from asyncio import to_thread

        chunks = await to_thread(iter, self._source)
        try:
            while (piece := await to_thread(next, chunks, None)) is not None:
                yield piece
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                # The thread of a cancelled call may still be reading; the generator then ends when that lets go.
                with suppress(ValueError):
                    close()


def encode_base64(content: Base64FileInput | str) -> str:
    """Read a file whole and encode it (RFC 4648, section 4); text is taken as encoded already."""
    if isinstance(content, str):
        return content
    return b64encode(b"".join(open_source(content))).decode("ascii")


def file_from_path(path: str | os.PathLike[str]) -> FileTypes:
    """Make a file argument of a path; it is named after the path and read when the call is sent."""
    given = Path(path)
    return given.name, given


def _source_of_file(file: IO[bytes]) -> Source:
    if isinstance(file, io.TextIOBase):
        raise TypeError("the file is open in text mode: open it with mode 'rb'")
    try:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)
    except (OSError, AttributeError):  # A pipe or a socket; `io.UnsupportedOperation` is an OSError.
        return ChunksSource(_chunks_of(file.read), replayable=False)
    return FileSource(file, start, max(0, end - start))


def _is_file(content: object) -> TypeIs[IO[bytes]]:
    return hasattr(content, "read")


def _chunks_of(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(CHUNK_SIZE):
        yield chunk


def _read_exactly(file: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    """Read `size` bytes and no more: a log file that grows while it is sent must not break the framing."""
    left = size
    while left > 0:
        chunk = file.read(min(left, CHUNK_SIZE))
        if not chunk:
            raise OSError(f"{name} became shorter while it was sent")
        left -= len(chunk)
        yield chunk
