# Copied from overlays/python/artificer/files.py; edit it there.
"""Files that travel as base64: read from bytes, a path or an open file, and checked before anything is sent."""

from __future__ import annotations

import os
from binascii import Error, a2b_base64
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import IO, TypeAlias

from ._exceptions import ValidationError
from .limits import Fault, of_type, refuse

__all__ = ["IMAGE_LIMIT", "PDF_LIMIT", "File", "content_type_of", "read_within"]

MB = 1024 * 1024
IMAGE_LIMIT = 20 * MB
PDF_LIMIT = 50 * MB
File: TypeAlias = str | bytes | os.PathLike[str] | IO[bytes]
"""Bytes, a path, or an open binary file; a `str` is base64 already."""


def read_within(file: File, name: str, limit: int) -> str | bytes:
    """Read a file of 1 to `limit` bytes; `name` is that of the argument, for what is told.

    Raises:
        ValidationError: it is empty, larger, or nothing that can be sent.
        OSError: it cannot be read.
    """
    match file:
        case str():
            refuse(base64_faults(file, name, limit))
            return file
        case os.PathLike():
            refuse(size_faults(os.stat(file).st_size, name, limit))
            content = Path(file).read_bytes()
        case _:
            content = taken(file, name, limit + 1)
    refuse(size_faults(len(content), name, limit))
    return content


def taken(file: object, name: str, most: int) -> bytes:
    """The bytes that were given, or at most so many of an open file; -1 is all of it.

    Raises:
        ValidationError: it is neither.
    """
    read = getattr(file, "read", None)
    content = read(most) if callable(read) else file
    if isinstance(content, bytes):
        return content
    text = f"must be bytes, a path, an open binary file, or base64 as a str, and {of_type(file)}"
    if isinstance(content, str):
        text = "must be opened in binary mode ('rb')"
    raise ValidationError.before_sending({name: [text]})


def size_faults(size: int, name: str, limit: int) -> Iterator[Fault]:
    """What is wrong with the size of a file."""
    if size == 0:
        yield name, "must not be empty"
    elif size > limit:
        yield name, f"at most {limit // MB} MB ({limit:,} bytes) are allowed"


def base64_faults(text: str, name: str, limit: int) -> Iterator[Fault]:
    """What is wrong with base64; it is decoded only if it is not too long."""
    size = len(text) * 3 // 4 - text[-2:].count("=")
    if not 0 < size <= limit:
        yield from size_faults(size, name, limit)
        return
    try:
        a2b_base64(text, strict_mode=True)
    except (Error, ValueError):
        yield name, "is a str and no base64; give a path as a pathlib.Path, or the bytes themselves"


def content_type_of(file: File) -> str | None:
    """The content type that a path's ending tells; None for anything else."""
    path = file if isinstance(file, os.PathLike) else getattr(file, "name", None)
    return guess_type(os.fspath(path))[0] if isinstance(path, str | os.PathLike) else None
