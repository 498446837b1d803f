# Copied from overlays/python/runtime/_async_client.py; edit it there.
"""The async client: sends requests and waits. What needs neither is in `_base_client`."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ._async_response import AsyncAPIResponse, AsyncBinaryAPIResponse, read_whole
from ._auth import checked_text
from ._base_client import BaseClient
from ._call import Call, response_mode
from ._connections import AsyncConnections
from ._decode import check_readable
from ._endpoint import BodyStyle, Endpoint, JsonBody
from ._exceptions import APIConnectionError, ResponseDecodeError, RetryableError, UnsupportedByTransportError
from ._options import RequestOptions, options_of

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Unpack

    from ._async_streaming import AsyncStream
    from ._async_websockets import AsyncWebSocketConnection
    from ._auth import Placement, Renewable
    from ._batch import FanOutOptions
    from ._outcomes import Outcome
    from ._paginator import AsyncPaginator
    from ._retry import RetryBudget
    from ._transport import AsyncResponse

__all__ = ["AsyncClient"]

T = TypeVar("T")
ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT")


class AsyncClient(BaseClient):
    """Base of generated async clients. Use it in one event loop, and close it: `async with` does."""

    _connections: AsyncConnections

    def _shared(self, given: object, budget: RetryBudget | None = None) -> AsyncConnections:
        return AsyncConnections(self._config, given, budget)

    async def request(self, endpoint: Endpoint[T], **arguments: Any) -> T:
        """Call an operation and parse its answer; `arguments` as for `_prepare`.

        Raises:
            ValueError, TypeError: an argument cannot be sent.
            APIStatusError: the server answered with an error.
            APIConnectionError: no complete answer came.
            APIResponseValidationError: the answer is not JSON, or (on a strict client) not of the type.
        """
        call = self._prepare(endpoint, **arguments)
        if mode := response_mode.get():
            wrapped: T = await self._wrapped(self._whole(call, await self._send_apart(call)), mode)
            return wrapped
        response = await self._send(call)
        value: T = self._parse(call, response, await read_whole(response))
        return value

    def _whole(self, call: Call, response: AsyncResponse) -> AsyncAPIResponse[Any]:
        """The response to a call (hook)."""
        return AsyncAPIResponse(self, call, response)

    def _whole_binary(self, call: Call, response: AsyncResponse) -> AsyncBinaryAPIResponse:
        """The response to a call whose body is bytes (hook)."""
        return AsyncBinaryAPIResponse(self, call, response)

    async def _wrapped(self, whole: Any, mode: str) -> Any:
        """A whole response, with its body read if the mode says so."""
        if mode == "raw" and whole._call.endpoint.stream is None:
            await whole.read()
        return whole

    async def request_binary(self, endpoint: Endpoint[bytes], **arguments: Any) -> AsyncBinaryAPIResponse:
        """Call an operation that answers with bytes, which are read when they are asked for; raises as `request`."""
        call = self._prepare(endpoint, **arguments)
        call.request.streamed = True
        whole = self._whole_binary(call, await self._send_apart(call))
        if self._reads_bytes(response_mode.get()):
            await whole.read()
        return whole

    async def request_stream(self, endpoint: Endpoint[T], **arguments: Any) -> AsyncStream[T]:
        """Call an operation that answers with a stream; raises as `request`, and so does reading the stream."""
        call = self._prepare(endpoint, **arguments)
        call.request.headers["Accept"] = self._stream_media(call)
        whole = self._whole(call, await self._send_apart(call))
        if mode := response_mode.get():
            whole.bound = self._bound_stream
            wrapped: AsyncStream[T] = await self._wrapped(whole, mode)
            return wrapped
        return self._stream(whole)

    async def _bound_stream(self, whole: AsyncAPIResponse[Any]) -> Any:
        return self._stream(whole)

    def _stream(self, whole: AsyncAPIResponse[Any]) -> AsyncStream[Any]:
        """The stream of a response (hook)."""
        from ._async_streaming import AsyncChunkBody, AsyncConnection, AsyncStream

        connection = AsyncConnection(AsyncChunkBody(whole), self._reopen(whole._call))
        return AsyncStream(whole, self._reader(whole._call, whole.head), connection)

    def _reopen(self, call: Call) -> Any:
        """What resumes a stream after an event id; None if the operation does not allow it."""
        style = call.endpoint.stream
        if style is None or not style.resume:
            return None
        from ._async_streaming import AsyncChunkBody

        async def reopen(last_event_id: str) -> AsyncChunkBody:
            call.request.headers["Last-Event-ID"] = last_event_id
            return AsyncChunkBody(self._whole(call, await self._send(call)))

        return reopen

    def request_websocket(self, endpoint: Endpoint[Any], **arguments: Any) -> AsyncWebSocketConnection[Any, Any]:
        """Prepare a WebSocket connection; it is made when its block begins.

        Raises:
            ValueError, TypeError: an argument cannot be sent.
            UnsupportedByTransportError: the extra `websockets` is not installed.
        """
        try:
            from ._async_websockets import AsyncWebSocketConnection
        except ModuleNotFoundError:
            raise UnsupportedByTransportError("WebSocket connections need `pip install websockets`") from None
        query: Mapping[str, object] = arguments.pop("query", None) or {}
        return AsyncWebSocketConnection(
            self, lambda more: self._prepare(endpoint, query={**query, **more}, **arguments)
        )

    def request_page(
        self, endpoint: Endpoint[Any], page_class: type[PageT], **arguments: Any
    ) -> AsyncPaginator[Any, Any]:
        """Call an operation that answers with a page: `await` it for the first, or iterate over all items."""
        from ._paginator import AsyncPaginator
        from ._paging import PageRequest

        request = PageRequest.first(endpoint, page_class, **arguments)
        return AsyncPaginator(lambda: self._page(request, None))

    async def _page(self, request: Any, state: Any) -> Any:
        """Load one page."""
        from ._paging import PageState

        call = self._prepare(
            request.endpoint,
            request.path,
            request.query,
            request.headers,
            request.cookies,
            request.body,
            request.options,
            request.url,
        )
        whole = self._whole(call, await self._send_apart(call))

        async def bound(response: AsyncAPIResponse[Any]) -> Any:
            raw = await response.read()

            def parse(type_: Any, text: bytes) -> Any:
                return self._parse(call, response.head, text, type_)

            page = request.page_class.page_parse(raw, parse, response.status_code)
            here = PageState(request, response.url, response.headers, self._page)
            page.page_bind(here if state is None else here.after(state))
            return page

        if mode := response_mode.get():
            whole.bound = bound
            return await self._wrapped(whole, mode)
        return await bound(whole)

    async def _send(self, call: Call) -> AsyncResponse:
        """Send a request, again after failures and redirects where the rules say so, until there is an answer."""
        if (placement := self._authorise(call)) is not None:
            await self._completed(call, placement)
        while True:
            try:
                self._started(call)
                response = await self._connections.opened().send(call.request, call.timeout)
            except (APIConnectionError, RetryableError) as error:
                call.failed(error)
                await self._sleep(self._delay_after(call, error))
                continue
            except BaseException as error:
                call.failed(error)
                raise
            try:
                self._answered(call, response)
                if self._stands(call, response):
                    return response
                await self._go_on(call, response)
            except RetryableError as error:
                await response.aclose()
                await self._sleep(self._delay_after(call, error))
            except BaseException:
                await response.aclose()
                raise

    async def _send_apart(self, call: Call) -> AsyncResponse:
        """Send a request. Calls that credentials and middleware make meanwhile give values, whatever this one gives."""
        token = response_mode.set("")
        try:
            return await self._send(call)
        finally:
            response_mode.reset(token)

    async def _credentialed(self, call: Call) -> None:
        """Put credentials into a request, after what must be fetched or awaited for them."""
        if (placement := self._authorise(call)) is not None:
            await self._completed(call, placement)

    async def _completed(self, call: Call, placement: Placement) -> None:
        """Put credentials into a request that must be awaited, or fetched as a token, first."""
        awaited = {argument: checked_text(argument, await text) for argument, text in placement.waits.items()}
        if placement.token_for is not None:
            await self._fetch_token(placement.token_for)
        self._authorise(call, awaited)

    async def _renewed(self, call: Call) -> None:
        """Give a request that was refused a new credential."""
        call.refreshed = True
        self._forget_token(call)
        await self._credentialed(call)

    async def _go_on(self, call: Call, response: AsyncResponse) -> None:
        """Prepare the next attempt after an answer that is a redirect or an error, or raise the error."""
        if self._accepted(call, response.status):
            await response.aclose()  # A redirect; the request to its target is prepared.
        else:
            await self._after_error(call, response)

    async def _after_error(self, call: Call, response: AsyncResponse) -> None:
        """Prepare the next attempt after an error, waiting for it, or raise the error."""
        if self._renews(call, response.status):
            await response.aclose()
            await self._renewed(call)
            return
        delay = self._retries(call).after_status(response.status, response.headers)
        if delay is None:
            raise self._failure(call, response, await self._error_body(call, response))
        await response.aclose()
        self._waits(delay, response.status)
        await self._sleep(delay)

    async def _error_body(self, call: Call, response: AsyncResponse) -> bytes:
        """The body of an error; one that cannot be read must not hide the status."""
        try:
            return await read_whole(response)
        except (APIConnectionError, ResponseDecodeError):
            return b""

    async def _fetch_token(self, scheme: Renewable) -> None:
        """Fetch an access token, once for all calls that need it at the same time."""
        async with self._connections.token_lock:
            if self._credentials.tokens[scheme.id].usable(self._clock.now()):
                return
            call = self._token_call(scheme)
            response = await self._send(call)
            raw = await read_whole(response)
            self._credentials.granted(scheme, raw, self._clock.now())

    async def _sleep(self, seconds: float) -> None:
        """Wait before the next attempt; tests replace this."""
        from asyncio import sleep  # importing it costs more than the rest of a client

        await sleep(seconds)

    def fan_out(
        self,
        func: Callable[[ItemT], Awaitable[T]],
        items: Iterable[ItemT] | AsyncIterable[ItemT],
        **options: Unpack[FanOutOptions],
    ) -> AsyncGenerator[Outcome[ItemT, T]]:
        """Call a method for every item, a bounded number at a time; see the function `async_fan_out`."""
        from ._async_fanout import async_fan_out

        options.setdefault("pace", self._new_pace())
        return async_fan_out(func, items, **options)

    async def get(self, path: str, *, cast_to: Any = object, options: RequestOptions | None = None) -> Any:
        """Call a GET endpoint that has no method of its own.

        Args:
            path: The path below the base URL, with its query if it has one; or a whole URL of the API's server.
            cast_to: What the answer is read as: a model or another type, `str`, `bytes` (default: plain JSON values).
            options: Headers, query, limits and retries of this call (default: the client's).

        Raises:
            ValueError: the path is a URL of another server, which must not get the credentials.
            TypeError: `cast_to` is nothing that an answer can be read as.
            APIStatusError: the server answered with an error.
            APIConnectionError: no complete answer came.
            APIResponseValidationError: the answer is not JSON, or (on a strict client) not of the type.
        """
        return await self._verb("GET", path, cast_to, None, options)

    async def post(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a POST endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return await self._verb("POST", path, cast_to, body, options)

    async def put(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a PUT endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return await self._verb("PUT", path, cast_to, body, options)

    async def patch(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a PATCH endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return await self._verb("PATCH", path, cast_to, body, options)

    async def delete(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a DELETE endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return await self._verb("DELETE", path, cast_to, body, options)

    async def _verb(self, verb: str, path: str, cast_to: Any, body: object, options: RequestOptions | None) -> Any:
        """Call an endpoint by its path."""
        check_readable(cast_to)
        style: BodyStyle | None = JsonBody() if body is not None else None
        url = self._url_of(path)
        template = url.removeprefix(self._base_url).partition("?")[0]
        endpoint = Endpoint[Any](verb, template, answer=cast_to, body=style)
        return await self.request(endpoint, body=body, options=options_of(options), url=url)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._connections.closed

    async def close(self) -> None:
        """Close the connections of this client and its copies; a client that the caller brought stays open."""
        await self._connections.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
