# Copied from overlays/python/runtime/_response.py; edit it there.
"""Whole responses: status, headers, and a body that is read when it is asked for."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._absent import NOT_GIVEN
from ._decode import inflater_for

if TYPE_CHECKING:
    from types import TracebackType

    from ._send import BaseClient, Call
    from ._transport import AsyncResponse, Response, SyncResponse

__all__ = ["APIResponse", "AsyncAPIResponse", "AsyncBinaryAPIResponse", "BinaryAPIResponse"]

T = TypeVar("T")


class Head:
    """What is known when the head of an answer has arrived."""

    def __init__(self, client: BaseClient, call: Call, response: Response) -> None:
        self._client = client
        self._call = call
        self._response = response
        self._content: bytes | None = None

    @property
    def head(self) -> Response:
        """Status and headers as the transport gave them."""
        return self._response

    @property
    def status_code(self) -> int:
        """The status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are compared without case."""
        return self._response.headers

    @property
    def request_id(self) -> str | None:
        """The id that the server gave the request."""
        return self._response.headers.get("x-request-id")

    @property
    def url(self) -> str:
        """Where the answer came from."""
        return self._response.url

    @property
    def method(self) -> str:
        """The method of the request."""
        return self._call.request.method

    @property
    def http_version(self) -> str:
        """The version of HTTP, as `HTTP/1.1`."""
        return self._response.http_version

    @property
    def retries_taken(self) -> int:
        """How often the request was repeated."""
        return self._call.retries.attempt

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code} {self._call.request.label}>"


class APIResponse(Head, Generic[T]):
    """A response of a sync client."""

    _response: SyncResponse

    def iter_bytes(self) -> Iterator[bytes]:
        """Read the body in pieces, content coding undone."""
        if self._content is not None:
            yield self._content
            return
        inflater = inflater_for(self._response)
        try:
            for chunk in self._response.iter_raw():
                if inflater is None:
                    yield chunk
                elif decoded := inflater.feed(chunk):
                    yield decoded
            if inflater is not None:
                inflater.finish()
        finally:
            self.close()

    def read(self) -> bytes:
        """Read the whole body."""
        if self._content is None:
            self._content = b"".join(self.iter_bytes())
        return self._content

    def text(self) -> str:
        """The body as text."""
        return self.read().decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as plain JSON values."""
        from ._decode import parsed

        return parsed(self.read())

    def iter_text(self) -> Iterator[str]:
        """Read the body as text in pieces."""
        from codecs import getincrementaldecoder

        decoder = getincrementaldecoder("utf-8")("replace")
        for chunk in self.iter_bytes():
            yield decoder.decode(chunk)

    def iter_lines(self) -> Iterator[str]:
        """Read the body line by line, line ends removed."""
        rest = ""
        for text in self.iter_text():
            *lines, rest = (rest + text).split("\n")
            yield from (line.removesuffix("\r") for line in lines)
        if rest:
            yield rest

    def parse(self, *, to: Any = NOT_GIVEN) -> T:
        """The body as the operation's type, or as another."""
        from ._parse import parse_whole

        value: T = parse_whole(self, to)
        return value

    def close(self) -> None:
        """Give the connection back; harmless when called again."""
        self._response.close()

    def __enter__(self) -> APIResponse[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class BinaryAPIResponse(APIResponse[bytes]):
    """A body of bytes."""

    @property
    def content(self) -> bytes:
        """The whole body."""
        return self.read()

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to a file in pieces, so that memory stays flat."""
        with open(file, "wb") as target:  # any path-like
            for chunk in self.iter_bytes():
                target.write(chunk)

    stream_to_file = write_to_file


class AsyncAPIResponse(Head, Generic[T]):
    """A response of an async client."""

    _response: AsyncResponse

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Read the body in pieces, content coding undone."""
        if self._content is not None:
            yield self._content
            return
        inflater = inflater_for(self._response)
        try:
            async for chunk in self._response.aiter_raw():
                if inflater is None:
                    yield chunk
                elif decoded := inflater.feed(chunk):
                    yield decoded
            if inflater is not None:
                inflater.finish()
        finally:
            await self.close()

    async def read(self) -> bytes:
        """Read the whole body."""
        if self._content is None:
            self._content = b"".join([chunk async for chunk in self.iter_bytes()])
        return self._content

    async def text(self) -> str:
        """The body as text."""
        return (await self.read()).decode("utf-8", "replace")

    async def json(self) -> Any:
        """The body as plain JSON values."""
        from ._decode import parsed

        return parsed(await self.read())

    async def iter_text(self) -> AsyncIterator[str]:
        """Read the body as text in pieces."""
        from codecs import getincrementaldecoder

        decoder = getincrementaldecoder("utf-8")("replace")
        async for chunk in self.iter_bytes():
            yield decoder.decode(chunk)

    async def iter_lines(self) -> AsyncIterator[str]:
        """Read the body line by line, line ends removed."""
        rest = ""
        async for text in self.iter_text():
            *lines, rest = (rest + text).split("\n")
            for line in lines:
                yield line.removesuffix("\r")
        if rest:
            yield rest

    async def parse(self, *, to: Any = NOT_GIVEN) -> T:
        """The body as the operation's type, or as another."""
        from ._parse import async_parse_whole

        value: T = await async_parse_whole(self, to)
        return value

    async def close(self) -> None:
        """Give the connection back; harmless when called again."""
        await self._response.aclose()

    async def __aenter__(self) -> AsyncAPIResponse[T]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A body of bytes."""

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to a file in pieces, so that memory stays flat; the file is written in a thread."""
        from asyncio import to_thread

        with open(file, "wb") as target:  # opening is quick; writing is not, and goes to a thread
            async for chunk in self.iter_bytes():
                await to_thread(target.write, chunk)

    stream_to_file = write_to_file
