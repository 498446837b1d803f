# Copied from overlays/python/runtime/_body.py; edit it there.
"""The bytes of an answer's body: their content coding undone, and regrouped in pieces of one size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._exceptions import ResponseDecodeError

if TYPE_CHECKING:
    from ._transport import Response

__all__ = ["Inflater", "Regrouped", "inflater_for"]

MAX_DECODED = 256 * 1024 * 1024
"""Bytes that a body may have once its coding is undone."""
MAX_RATIO, RATIO_FROM = 1000, 1024 * 1024
"""How many times its coded size a body may have, looked at from so many bytes on."""
SLICE = 16 * 1024
"""Bytes that are decoded at a time: with many tiny members, each has what follows it copied, but no more than this."""
GZIP, ZLIB = 31, 15
"""What zlib calls the formats; below 0 there is no header."""


class Inflater:
    """Undoes gzip or deflate with limits on size and ratio; a body that is cut short is an error.

    `deflate` is the zlib format (RFC 9110, section 8.4.1.2); some servers leave out its header, which is taken too.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._wbits = ZLIB if coding == "deflate" else GZIP
        self._inner = zlib.decompressobj(self._wbits)
        self._read = self._given = 0

    def feed(self, chunk: bytes) -> bytes:
        """Decode a piece.

        Raises:
            ResponseDecodeError: it is corrupt, or the body grows beyond 256 MiB, or a thousand times its size.
        """
        if self._wbits == ZLIB and not self._read and chunk and chunk[0] & 0x0F != zlib.DEFLATED:
            self._inner = zlib.decompressobj(-ZLIB)
        out: list[bytes] = []
        try:
            for start in range(0, len(chunk), SLICE):
                self._take(chunk[start : start + SLICE], out)
        except zlib.error as error:
            raise ResponseDecodeError(f"the answer is not valid {self._coding}: {error}") from None
        return b"".join(out)

    def _take(self, piece: bytes, out: list[bytes]) -> None:
        """Decode at most `SLICE` bytes, which may hold many members; what follows one is copied for the next."""
        self._read += len(piece)
        while piece:
            if self._inner.eof:
                # Another member of the same file (RFC 1952, section 2.2).
                self._inner = zlib.decompressobj(self._wbits)
            out.append(self._inner.decompress(piece, MAX_DECODED - self._given + 1))
            self._given += len(out[-1])
            self._check()
            piece = self._inner.unconsumed_tail or self._inner.unused_data

    def finish(self) -> bytes:
        """Take note of the end.

        Raises:
            ResponseDecodeError: the body ends in the middle of its coded data.
        """
        if self._read and not self._inner.eof:
            raise ResponseDecodeError(f"the answer ends in the middle of its {self._coding} data")
        return b""

    def _check(self) -> None:
        """Refuse bombs."""
        if self._given > MAX_DECODED or (self._given > RATIO_FROM and self._given > MAX_RATIO * self._read):
            raise ResponseDecodeError("the answer grows beyond the limit when it is decoded")


def inflater_for(response: Response) -> Inflater | None:
    """The decoder that an answer's `Content-Encoding` asks for; None for none.

    Raises:
        ResponseDecodeError: the coding is neither gzip nor deflate, which are what requests accept.
    """
    coding = response.headers.get("content-encoding", "")
    if not coding:
        return None
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return None
    if coding in ("gzip", "x-gzip", "deflate"):
        return Inflater(coding)
    raise ResponseDecodeError(f"the answer has a content coding that was not asked for: {coding[:40]}")


class Regrouped:
    """Chunks given on in pieces of one size; the last may be shorter."""

    def __init__(self, size: int) -> None:
        """Take the size in bytes.

        Raises:
            ValueError: the size is below 1.
        """
        if size < 1:
            raise ValueError("`chunk_size` must be at least 1")
        self._size = size
        self._rest = bytearray()

    def add(self, chunk: bytes) -> Iterator[bytes]:
        """The pieces that are whole now."""
        self._rest += chunk
        end = len(self._rest) - len(self._rest) % self._size
        whole = bytes(self._rest[:end])
        del self._rest[:end]
        for start in range(0, end, self._size):
            yield whole[start : start + self._size]

    def end(self) -> Iterator[bytes]:
        """What is left."""
        if self._rest:
            yield bytes(self._rest)
