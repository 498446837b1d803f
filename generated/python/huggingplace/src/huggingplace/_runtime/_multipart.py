# Copied from overlays/python/runtime/_multipart.py; edit it there.
"""Forms with files: `multipart/form-data` (RFC 7578), written chunk by chunk and never held whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from ._files import FileContent, FileTypes, Source, open_source

if TYPE_CHECKING:
    from ._files import BinaryTypes

__all__ = ["MultipartEncoder", "Part", "data_part", "file_part"]

_REFUSED = ("\r", "\n", "\0")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form."""

    head: bytes
    """Its headers as they are sent, with the empty line after them."""
    content: Source
    """Where its bytes come from."""


class MultipartEncoder:
    """The body of a form: a `Source` like any file (see `AsyncReader` for async clients).

    `size` is in bytes and known beforehand unless a part is a one-shot iterator or a pipe.
    """

    def __init__(self, parts: Sequence[Part], *, boundary: str = "") -> None:
        """Take the parts in order; `boundary` is random unless given (tests)."""
        self.boundary = boundary or secrets.token_hex(16)
        self._parts = tuple(parts)
        self._opening = f"--{self.boundary}\r\n".encode("ascii")
        self._closing = f"--{self.boundary}--\r\n".encode("ascii")

    @property
    def content_type(self) -> str:
        """The value of the request's Content-Type."""
        return f"multipart/form-data; boundary={self.boundary}"

    @property
    def size(self) -> int | None:
        """Length of the whole body in bytes; None when a part does not know its own."""
        total = len(self._closing)
        for part in self._parts:
            size = part.content.size
            if size is None:
                return None
            total += len(self._opening) + len(part.head) + size + 2
        return total

    @property
    def replayable(self) -> bool:
        """Whether the body can be written again for another attempt."""
        return all(part.content.replayable for part in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        """Write the body."""
        for part in self._parts:
            yield self._opening + part.head
            yield from part.content
            yield b"\r\n"
        yield self._closing


def data_part(name: str, value: str | bytes, *, content_type: str = "") -> Part:
    """Make a part of a plain or an encoded value; JSON values are passed encoded, with their media type."""
    content = value.encode() if isinstance(value, str) else value
    return Part(_head(name, None, _one_of(content_type, ""), {}), open_source(content))


def file_part(name: str, file: FileTypes, *, content_type: str = "") -> Part:
    """Make a part of a file.

    The media type is the caller's, else `content_type` (of several, or of a range, the one the name hints at), else
    guessed from the name. Raises `ValueError` when a part header would hold CR, LF or NUL, and names the part, never
    the value.
    """
    filename, content, given_type, headers = _unpack(file)
    if filename is None:
        filename = _name_of(content)
    media_type = given_type or _one_of(content_type, _guess(filename))
    return Part(_head(name, filename, media_type, headers), open_source(cast("BinaryTypes", content)))


def _unpack(file: FileTypes) -> tuple[str | None, FileContent, str, Mapping[str, str]]:
    if not isinstance(file, tuple):
        return None, file, "", {}
    match file:
        case (filename, content):
            return filename, content, "", {}
        case (filename, content, media_type):
            return filename, content, media_type or "", {}
        case (filename, content, media_type, headers):
            return filename, content, media_type or "", headers
        case _:
            raise TypeError("a file is its content or a tuple of name, content, media type and part headers")


def _name_of(content: FileContent) -> str:
    """Name a file that was passed without one: servers take a part without file name for a plain field."""
    if isinstance(content, os.PathLike):
        return os.path.basename(os.fspath(content))  # any path-like object, not only `Path`
    name = getattr(cast("IO[bytes]", content), "name", None)
    return os.path.basename(name) if isinstance(name, str) and name[:1] != "<" else "upload"  # likewise


def _one_of(allowed: str, guessed: str) -> str:
    """The media type of a part: the only one allowed; of several, or of a range (`image/*`), the guess if it fits."""
    listed = [item.strip() for item in allowed.split(",")] if allowed else []
    if len(listed) == 1 and "*" not in allowed:
        return allowed
    if guessed in listed or any(guessed.startswith(item.removesuffix("*")) for item in listed if item[-1:] == "*"):
        return guessed
    return next((item for item in listed if "*" not in item), guessed)


def _guess(filename: str) -> str:
    from mimetypes import guess_type

    media_type, coding = guess_type(filename, strict=False)
    return media_type if media_type and not coding else "application/octet-stream"


def _head(name: str, filename: str | None, media_type: str, headers: Mapping[str, str]) -> bytes:
    disposition = f'form-data; name="{_quoted(name, name)}"'
    if filename is not None:
        disposition += f'; filename="{_quoted(filename, name)}"'
    lines = {"Content-Disposition": disposition}
    if media_type:
        lines["Content-Type"] = media_type
    for key, value in headers.items():
        lines = {other: text for other, text in lines.items() if other.lower() != key.lower()}
        lines[key] = value
    for key, value in lines.items():
        _refuse_breaks(key, name)
        _refuse_breaks(value, name)
    return "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode() + b"\r\n"


def _quoted(text: str, part: str) -> str:
    """Escape a name for a part header as the HTML standard does (multipart/form-data encoding algorithm)."""
    if "\0" in text:
        raise ValueError(f"the name or file name of the part {part!r} holds a NUL")
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _refuse_breaks(text: str, part: str) -> None:
    if any(character in text for character in _REFUSED):
        raise ValueError(f"a header of the part {part!r} holds CR, LF or NUL")
