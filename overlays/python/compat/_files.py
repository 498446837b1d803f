"""Files of requests: what may stand for one, and how it is read."""

from __future__ import annotations

import io
import os
from asyncio import to_thread
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeGuard, TypeVar, cast, overload

from ._types import (
    Base64FileInput,
    FileContent,
    FileTypes,
    HttpxFileContent,
    HttpxFileTypes,
    HttpxRequestFiles,
    RequestFiles,
)

__all__ = [
    "assert_is_file_content",
    "async_read_file_content",
    "async_to_httpx_files",
    "deepcopy_with_paths",
    "is_base64_file_input",
    "is_file_content",
    "read_file_content",
    "to_httpx_files",
]  # fmt: skip

_T = TypeVar("_T")


def is_base64_file_input(value: object) -> TypeGuard[Base64FileInput]:
    """Whether a value is a file that is sent as base64 text."""
    return isinstance(value, io.IOBase | os.PathLike)


def is_file_content(value: object) -> TypeGuard[FileContent]:
    """Whether a value is a file by itself, without name or type."""
    return isinstance(value, bytes | tuple | io.IOBase | os.PathLike)


def assert_is_file_content(value: object, *, key: str | None = None) -> None:
    """Refuse what is no file.

    Raises:
        RuntimeError: it is none.
    """
    if not is_file_content(value):
        where = f"entry at `{key}`" if key is not None else f"file input `{value!r}`"
        raise RuntimeError(
            f"Expected {where} to be bytes, an io.IOBase instance, PathLike or a tuple but received {type(value)}."
        )


@overload
def to_httpx_files(files: None) -> None: ...
@overload
def to_httpx_files(files: RequestFiles) -> HttpxRequestFiles: ...
def to_httpx_files(files: RequestFiles | None) -> HttpxRequestFiles | None:
    """Read the paths among files.

    Raises:
        TypeError: something is no file.
    """
    if files is None:
        return None
    if isinstance(files, Mapping):
        return {key: _read(file) for key, file in files.items()}
    return [(key, _read(file)) for key, file in files]


@overload
async def async_to_httpx_files(files: None) -> None: ...
@overload
async def async_to_httpx_files(files: RequestFiles) -> HttpxRequestFiles: ...
async def async_to_httpx_files(files: RequestFiles | None) -> HttpxRequestFiles | None:
    """Read the paths among files in a thread."""
    return None if files is None else await to_thread(to_httpx_files, files)


def read_file_content(file: FileContent) -> HttpxFileContent:
    """Read a path; anything else stays as it is."""
    return Path(file).read_bytes() if isinstance(file, os.PathLike) else file


async def async_read_file_content(file: FileContent) -> HttpxFileContent:
    """Read a path in a thread."""
    return await to_thread(read_file_content, file)


def _read(file: FileTypes) -> HttpxFileTypes:
    """One file with its path read; a path gives its name to the part."""
    if isinstance(file, tuple):
        return cast("HttpxFileTypes", (file[0], read_file_content(file[1]), *file[2:]))
    if is_file_content(file):
        return (Path(file).name, read_file_content(file)) if isinstance(file, os.PathLike) else file
    raise TypeError("Expected file types input to be a FileContent type or to be a tuple")


def deepcopy_with_paths(item: _T, paths: Sequence[Sequence[str]]) -> _T:
    """Copy the containers that lead to files, so that taking the files out leaves the caller's value as it was.

    Args:
        item: The value; all that no path leads through stays the same object.
        paths: Keys from the outside in; `<array>` stands for every item of a list.
    """
    return cast("_T", _copied(item, paths, 0))


def _copied(item: object, paths: Sequence[Sequence[str]], depth: int) -> object:
    """A copy of what paths lead through from `depth` on."""
    wanted = [path for path in paths if len(path) > depth]
    if not wanted:
        return item
    if isinstance(item, Mapping):
        members = cast("Mapping[str, object]", item)
        return {
            key: _copied(value, [path for path in wanted if path[depth] == key], depth + 1)
            for key, value in members.items()
        }
    if isinstance(item, list) and any(path[depth] == "<array>" for path in wanted):
        inner = [path for path in wanted if path[depth] == "<array>"]
        return [_copied(value, inner, depth + 1) for value in cast("list[object]", item)]
    return cast("object", item)
