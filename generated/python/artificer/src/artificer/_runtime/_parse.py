# Copied from overlays/python/runtime/_parse.py; edit it there.
"""Parsing whole responses: values, pages and streams, for whoever holds one."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from ._absent import NOT_GIVEN
from ._decode import decoder
from ._events import EventReader, JSONLinesReader, SSEReader
from ._exceptions import APIError, code_of
from ._sse import ServerSentEvent

if TYPE_CHECKING:
    from ._async_response import AsyncAPIResponse
    from ._base_client import BaseClient
    from ._call import Call
    from ._response import APIResponse

__all__ = ["AsyncChunkBody", "ChunkBody", "async_parse_whole", "parse_whole", "reader_for"]


def parse_whole(response: APIResponse[Any], to: Any) -> Any:
    """The body of a sync response as its operation's value."""
    client, call = response._client, response._call
    if to is NOT_GIVEN and response.bound is not None:
        return response.bound(response)
    return client._parse(call, response._response, response.read(), to)


async def async_parse_whole(response: AsyncAPIResponse[Any], to: Any) -> Any:
    """The body of an async response as its operation's value."""
    client, call = response._client, response._call
    if to is NOT_GIVEN and response.bound is not None:
        return await response.bound(response)
    return client._parse(call, response._response, await response.read(), to)


def reader_for(client: BaseClient, call: Call, head: Any) -> Any:
    """The reader of an operation's stream."""
    style = call.endpoint.stream
    assert style is not None
    drift = client._drift(call)

    def decoder_for(type_: object) -> Any:
        return decoder(type_, strict=client._strict, drift=drift)

    def error_for(event: ServerSentEvent) -> Exception:
        text = event.data.decode("utf-8", "replace")
        from pydantic_core import from_json

        try:
            body = from_json(event.data)
        except ValueError:
            body = text
        message = f"the server reported an error in the stream: {text[:2048]}"
        error = APIError(message, request=call.request, body=body)
        error.code, error.request_id = code_of(body), head.headers.get("x-request-id")
        return error

    if style.format == "jsonl":
        return JSONLinesReader[Any](style, decoder_for)
    if style.item is None and not style.events:
        return EventReader(style, decoder_for, error_for)
    return SSEReader[Any](style, decoder_for, error_for)


class ChunkBody:
    """The body of a sync response, as streams want it."""

    def __init__(self, response: APIResponse[Any]) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()


class AsyncChunkBody:
    """The body of an async response, as streams want it."""

    def __init__(self, response: AsyncAPIResponse[Any]) -> None:
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.iter_bytes()

    async def aclose(self) -> None:
        """Give the connection back."""
        await self._response.close()
