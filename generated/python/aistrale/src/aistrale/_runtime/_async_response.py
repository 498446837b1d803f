# Copied from overlays/python/runtime/_async_response.py; edit it there.
"""Whole responses of async clients: status, headers, and a body that is read when it is asked for."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

import os
import warnings
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from ._absent import NOT_GIVEN
from ._body import Regrouped, inflater_for
from ._dropped import aclose_dropped
from ._exceptions import SDKError
from ._head import Head

if TYPE_CHECKING:
    from types import TracebackType

    from ._transport import AsyncResponse

__all__ = ["AsyncAPIResponse", "AsyncBinaryAPIResponse", "read_whole"]

T = TypeVar("T")


async def read_whole(response: AsyncResponse) -> bytes:
    """Read a body, undo its content coding, and release the connection."""
    try:
        inflater = inflater_for(response)
        raw = await response.read_raw()
        return raw if inflater is None else inflater.feed(raw) + inflater.finish()
    finally:
        await response.aclose()


class AsyncAPIResponse(Head, Generic[T]):
    """A response of an async client: status and headers at once, the body when it is asked for.

    Use it as a context manager, or read its body to the end: both release the connection.
    """

    _response: AsyncResponse

    def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Read the body in pieces of `chunk_size` bytes (default: as they arrive), gzip and deflate undone.

        Raises:
            ValueError: the size is below 1.
            APIConnectionError: the connection broke, or (`APITimeoutError`) nothing came for too long.
            ResponseDecodeError: the content coding is unknown, or its data is corrupt, is cut short, or grows beyond
                256 MiB or a thousand times its size.
            SDKError: the response was closed, or its body was already read in pieces.
        """
        return self._decoded() if chunk_size is None else self._regrouped(Regrouped(chunk_size))

    async def _regrouped(self, pieces: Regrouped) -> AsyncIterator[bytes]:
        """The body in pieces of one size."""
        async for chunk in self._decoded():
            for piece in pieces.add(chunk):
                yield piece
        for piece in pieces.end():
            yield piece

    async def _decoded(self) -> AsyncIterator[bytes]:
        """The body as it comes, content coding undone."""
        if self._content is not None:
            if self._content:
                yield self._content
            return
        self._check_kept()
        inflater = inflater_for(self._response)
        try:
            async for chunk in self._response.aiter_raw():
                if piece := chunk if inflater is None else inflater.feed(chunk):
                    yield piece
            if inflater is not None:
                inflater.finish()
        finally:
            await self.close()

    async def read(self) -> bytes:
        """Read the whole body, once; raises as `iter_bytes`."""
        if self._content is None:
            self._check_kept()
            try:
                self._content = await read_whole(self._response)
            finally:
                self._note_close()
        return self._content

    async def text(self) -> str:
        """Read the whole body as UTF-8 text; other bytes become U+FFFD. Raises as `iter_bytes`."""
        return (await self.read()).decode("utf-8", "replace")

    async def json(self) -> Any:
        """Read the whole body as JSON, as plain Python values.

        Raises:
            APIResponseValidationError: it is not JSON; and as `iter_bytes`.
        """
        from ._decode import parsed

        return parsed(await self.read())

    async def iter_text(self) -> AsyncIterator[str]:
        """Read the body as UTF-8 text in pieces; raises as `iter_bytes`."""
        from codecs import getincrementaldecoder

        decoder = getincrementaldecoder("utf-8")("replace")
        async for chunk in self.iter_bytes():
            yield decoder.decode(chunk)
        if rest := decoder.decode(b"", final=True):
            yield rest

    async def iter_lines(self) -> AsyncIterator[str]:
        """Read the body line by line, line ends removed; raises as `iter_bytes`."""
        pieces: list[str] = []
        async for text in self.iter_text():
            for number, piece in enumerate(text.split("\n")):
                if number:
                    yield "".join(pieces).removesuffix("\r")
                    pieces.clear()
                pieces.append(piece)
        if rest := "".join(pieces):
            yield rest

    async def parse(self, *, to: Any = NOT_GIVEN) -> T:
        """Read the whole body as the type `to` (default: the operation's own).

        Raises:
            APIResponseValidationError: it is not JSON, or (on a strict client) not of the type; and as `iter_bytes`.
        """
        value: T
        if to is NOT_GIVEN and self.bound is not None:
            value = await self.bound(self)
        else:
            value = self._client._parse(self._call, self._response, await self.read(), to)
        return value

    async def close(self) -> None:
        """Release the connection; harmless when called again."""
        self._note_close()
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A response with a body of bytes, which is read when it is asked for: as a whole, in pieces, or into a file.

    Until then it holds a connection. If it is dropped unread it releases that, with a `ResourceWarning`.
    """

    @property
    def content(self) -> bytes:
        """The whole body, after `await response.read()`.

        Raises:
            SDKError: it was not read yet.
        """
        if self._content is None:
            raise SDKError("the body was not read yet: `await response.read()` first")
        return self._content

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to a file in pieces, so that memory stays flat; the file is written in a thread.

        A file that exists is overwritten; one that could not be written to its end is left behind.

        Raises:
            OSError: the file cannot be written; and as `iter_bytes`.
        """
        from asyncio import to_thread

        with open(file, "wb") as target:  # opening is quick; writing is not, and goes to a thread
            async for chunk in self.iter_bytes():
                await to_thread(target.write, chunk)

    stream_to_file = write_to_file
    """The same, under the name that other SDKs have for it."""

    def __del__(self) -> None:
        if getattr(self, "_closed_at", 0.0) is None:
            warnings.warn(f"{self!r} was dropped unread", ResourceWarning, stacklevel=2, source=self)
            aclose_dropped(self._response)
