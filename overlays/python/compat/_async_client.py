"""Async clients: the runtime's, with the attributes and methods of the earlier SDK's."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

import httpx

from ._requests import arguments_of
from ._response import AsyncAPIResponse, AsyncBinaryAPIResponse, AsyncStreamedBinaryAPIResponse, MissingStreamClassError
from ._runtime._async_client import AsyncClient as RuntimeAsyncClient
from ._runtime._call import Call, response_mode
from ._runtime._endpoint import Endpoint
from ._shared_client import BaseClient
from ._streaming import AsyncStream
from ._transport import AsyncFaceTransport, DefaultAsyncHttpxClient
from ._types import ResponseT

if TYPE_CHECKING:
    from typing import Self

    from ._models import FinalRequestOptions
    from ._runtime._transport import AsyncResponse
    from ._types import AsyncBinaryTypes, Body, RequestFiles, RequestOptions

__all__ = ["AsyncAPIClient"]

T = TypeVar("T")
StreamT = TypeVar("StreamT", bound=AsyncStream[Any])
NO_OPTIONS: RequestOptions = {}


class AsyncAPIClient(BaseClient[httpx.AsyncClient, AsyncStream[Any]], RuntimeAsyncClient):  # type: ignore[misc]  # the earlier signatures in place of the runtime's
    """Base of async clients. Use it in one event loop, and close it: `async with` does."""

    _wanted = httpx.AsyncClient
    _world = "async:asyncio"

    def _made_client(self, **options: Any) -> httpx.AsyncClient:
        return DefaultAsyncHttpxClient(**options)

    def _made_transport(self) -> AsyncFaceTransport:
        return AsyncFaceTransport(self._client, self)

    async def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        """Give the options of an attempt, changed or not: a hook for subclasses."""
        return options

    async def _prepare_request(self, request: httpx.Request) -> None:
        """Change a request just before it is sent: a hook for subclasses."""

    def _whole(self, call: Call, response: AsyncResponse) -> AsyncAPIResponse[Any]:
        """A whole response, of this package's class."""
        made: AsyncAPIResponse[Any] = AsyncAPIResponse[Any].of(self, call, response)
        return made

    def _whole_binary(self, call: Call, response: AsyncResponse) -> Any:
        """A whole response with a body of bytes, of this package's class."""
        kind = AsyncStreamedBinaryAPIResponse if response_mode.get() == "streamed" else AsyncBinaryAPIResponse
        return kind.of(self, call, response)

    def _stream(self, whole: Any) -> Any:
        """The stream of a response, of this package's class."""
        made: AsyncStream[Any] = AsyncStream[Any].of(whole.http_response, super()._stream(whole))
        return made

    if TYPE_CHECKING:

        async def request_stream(self, endpoint: Endpoint[T], **arguments: Any) -> AsyncStream[T]:
            """Call an operation that answers with a stream."""
            ...

    async def request(
        self,
        cast_to: Any,
        options: Any = None,
        *,
        stream: bool = False,
        stream_cls: Any = None,
        **arguments: Any,
    ) -> Any:
        """Send a request made by hand.

        Args:
            cast_to: What the answer is read as. (Generated methods give their endpoint instead.)
            options: The request.
            stream: Whether the answer is a stream.
            stream_cls: Its class.
            arguments: Those of a generated method.

        Raises:
            MissingStreamClassError: the answer is a stream of no class.
        """
        if isinstance(cast_to, Endpoint):
            value: Any = await super().request(cast("Endpoint[Any]", cast_to), options=options, **arguments)
            return value
        if stream and stream_cls is None and self._default_stream_cls is None:
            raise MissingStreamClassError
        call = self._call_of(options, cast_to)
        whole = self._whole(call, await self._send_apart(call))
        whole.streams(stream_cls or self._default_stream_cls if stream else None)
        mode = response_mode.get()
        if mode == "streamed" or stream:
            return whole if mode else await whole.parse()
        await whole.read()
        return whole if mode else self._plain(whole, cast_to)

    def get_api_list(
        self,
        path: str,
        *,
        model: Any,
        page: type[Any],
        body: Body | None = None,
        options: RequestOptions = NO_OPTIONS,
        method: str = "get",
    ) -> Any:
        """Call an endpoint that answers with a page of a list."""
        given = arguments_of(self._options_of(method, path, options, json_data=body), page, self.qs)
        return self.request_page(
            given.endpoint,
            page,
            query=given.options.query,
            body=given.body,
            options=given.options,
            url=self._url_of(path),
        )

    @overload
    async def get(
        self, path: str, *, cast_to: type[ResponseT], options: RequestOptions = ..., stream: Literal[False] = False
    ) -> ResponseT: ...
    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = ...,
        stream: Literal[True],
        stream_cls: type[StreamT],
    ) -> StreamT: ...
    @overload
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = ...,
        stream: bool,
        stream_cls: type[StreamT] | None = None,
    ) -> ResponseT | StreamT: ...
    async def get(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        options: RequestOptions = NO_OPTIONS,
        stream: bool = False,
        stream_cls: type[StreamT] | None = None,
    ) -> ResponseT | StreamT:
        """Call a GET endpoint that has no method of its own."""
        made = self._options_of("get", path, options)
        return cast("ResponseT", await self.request(cast_to, made, stream=stream, stream_cls=stream_cls))

    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = ...,
        files: RequestFiles | None = None,
        stream: Literal[False] = False,
    ) -> ResponseT: ...
    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = ...,
        files: RequestFiles | None = None,
        stream: Literal[True],
        stream_cls: type[StreamT],
    ) -> StreamT: ...
    @overload
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = ...,
        files: RequestFiles | None = None,
        stream: bool,
        stream_cls: type[StreamT] | None = None,
    ) -> ResponseT | StreamT: ...
    async def post(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
        files: RequestFiles | None = None,
        stream: bool = False,
        stream_cls: type[StreamT] | None = None,
    ) -> ResponseT | StreamT:
        """Call a POST endpoint that has no method of its own."""
        made = self._options_of("post", path, options, json_data=body, content=content, files=files)
        return cast("ResponseT", await self.request(cast_to, made, stream=stream, stream_cls=stream_cls))

    async def patch(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Call a PATCH endpoint that has no method of its own."""
        made = self._options_of("patch", path, options, json_data=body, content=content, files=files)
        return cast("ResponseT", await self.request(cast_to, made))

    async def put(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        files: RequestFiles | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Call a PUT endpoint that has no method of its own."""
        made = self._options_of("put", path, options, json_data=body, content=content, files=files)
        return cast("ResponseT", await self.request(cast_to, made))

    async def delete(
        self,
        path: str,
        *,
        cast_to: type[ResponseT],
        body: Body | None = None,
        content: AsyncBinaryTypes | None = None,
        options: RequestOptions = NO_OPTIONS,
    ) -> ResponseT:
        """Call a DELETE endpoint that has no method of its own."""
        made = self._options_of("delete", path, options, json_data=body, content=content)
        return cast("ResponseT", await self.request(cast_to, made))

    def is_closed(self) -> bool:
        """Whether the connections are closed."""
        return self._client.is_closed

    async def close(self) -> None:
        """Close the connections, also those of an httpx client that the caller brought."""
        if hasattr(self, "_client"):
            await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self
