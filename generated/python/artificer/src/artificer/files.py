# Copied from overlays/python/artificer/files.py; edit it there.
"""Files that travel as base64: read from bytes, a path or an open file, and measured before anything is sent."""

from __future__ import annotations

import os
from mimetypes import guess_type
from pathlib import Path
from typing import IO, TypeAlias

from ._exceptions import ValidationError

__all__ = ["IMAGE_LIMIT", "PDF_LIMIT", "File", "content_type_of", "read_within"]

IMAGE_LIMIT = 20 * 1024 * 1024
PDF_LIMIT = 50 * 1024 * 1024
File: TypeAlias = str | bytes | os.PathLike[str] | IO[bytes]
"""Bytes, a path, or an open binary file; a `str` is base64 already."""


def read_within(file: File, name: str, limit: int) -> str | bytes:
    """Read a file of at most `limit` bytes.

    Raises:
        ValidationError: it is larger.
        OSError: it cannot be read.
    """
    if isinstance(file, os.PathLike):
        refuse_over(os.stat(file).st_size, name, limit)
        content: str | bytes = Path(file).read_bytes()
    else:
        content = file if isinstance(file, str | bytes) else file.read(limit + 1)
    size = len(content) * 3 // 4 - content[-2:].count("=") if isinstance(content, str) else len(content)
    refuse_over(size, name, limit)
    return content


def refuse_over(size: int, name: str, limit: int) -> None:
    """Refuse what is larger than the API takes."""
    if size > limit:
        told = f"at most {limit // 1024 // 1024} MB ({limit:,} bytes) are allowed"
        raise ValidationError.before_sending({name: [told]})


def content_type_of(file: File) -> str | None:
    """The content type that a path's ending tells; None for anything else."""
    path = file if isinstance(file, os.PathLike) else getattr(file, "name", None)
    return guess_type(os.fspath(path))[0] if isinstance(path, str | os.PathLike) else None
