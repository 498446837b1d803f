# Copied from overlays/python/runtime/_client.py; edit it there.
# Derived from `_async_client.py`: change that instead.
"""The sync client: sends requests and waits. What needs neither is in `_base_client`."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ._auth import checked_text
from ._base_client import BaseClient
from ._call import Call, response_mode
from ._connections import Connections
from ._decode import check_readable
from ._endpoint import BodyStyle, Endpoint, JsonBody
from ._exceptions import APIConnectionError, ResponseDecodeError, RetryableError, UnsupportedByTransportError
from ._options import RequestOptions, options_of
from ._response import APIResponse, BinaryAPIResponse, read_whole

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Unpack

    from ._auth import Placement, Renewable
    from ._batch import FanOutOptions
    from ._outcomes import Outcome
    from ._retry import RetryBudget
    from ._streaming import Stream
    from ._transport import SyncResponse
    from ._websockets import WebSocketConnection

__all__ = ["SyncClient"]

T = TypeVar("T")
ItemT = TypeVar("ItemT")
PageT = TypeVar("PageT")


class SyncClient(BaseClient):
    """Base of generated sync clients. Threads may share one. Close it: `with` does."""

    _connections: Connections

    def _shared(self, given: object, budget: RetryBudget | None = None) -> Connections:
        return Connections(self._config, given, budget)

    def request(self, endpoint: Endpoint[T], **arguments: Any) -> T:
        """Call an operation and parse its answer; `arguments` as for `_prepare`.

        Raises:
            ValueError, TypeError: an argument cannot be sent.
            APIStatusError: the server answered with an error.
            APIConnectionError: no complete answer came.
            APIResponseValidationError: the answer is not JSON, or (on a strict client) not of the type.
        """
        call = self._prepare(endpoint, **arguments)
        if mode := response_mode.get():
            wrapped: T = self._wrapped(self._whole(call, self._send_apart(call)), mode)
            return wrapped
        response = self._send(call)
        value: T = self._parse(call, response, read_whole(response))
        return value

    def _whole(self, call: Call, response: SyncResponse) -> APIResponse[Any]:
        """The response to a call (hook)."""
        return APIResponse(self, call, response)

    def _whole_binary(self, call: Call, response: SyncResponse) -> BinaryAPIResponse:
        """The response to a call whose body is bytes (hook)."""
        return BinaryAPIResponse(self, call, response)

    def _wrapped(self, whole: Any, mode: str) -> Any:
        """A whole response, with its body read if the mode says so."""
        if mode == "raw" and whole._call.endpoint.stream is None:
            whole.read()
        return whole

    def request_binary(self, endpoint: Endpoint[bytes], **arguments: Any) -> BinaryAPIResponse:
        """Call an operation that answers with bytes, which are read when they are asked for; raises as `request`."""
        call = self._prepare(endpoint, **arguments)
        call.request.streamed = True
        whole = self._whole_binary(call, self._send_apart(call))
        if self._reads_bytes(response_mode.get()):
            whole.read()
        return whole

    def request_stream(self, endpoint: Endpoint[T], **arguments: Any) -> Stream[T]:
        """Call an operation that answers with a stream; raises as `request`, and so does reading the stream."""
        call = self._prepare(endpoint, **arguments)
        call.request.headers["Accept"] = self._stream_media(call)
        whole = self._whole(call, self._send_apart(call))
        if mode := response_mode.get():
            whole.bound = self._bound_stream
            wrapped: Stream[T] = self._wrapped(whole, mode)
            return wrapped
        return self._stream(whole)

    def _bound_stream(self, whole: APIResponse[Any]) -> Any:
        return self._stream(whole)

    def _stream(self, whole: APIResponse[Any]) -> Stream[Any]:
        """The stream of a response (hook)."""
        from ._streaming import ChunkBody, Connection, Stream

        connection = Connection(ChunkBody(whole), self._reopen(whole._call))
        return Stream(whole, self._reader(whole._call, whole.head), connection)

    def _reopen(self, call: Call) -> Any:
        """What resumes a stream after an event id; None if the operation does not allow it."""
        style = call.endpoint.stream
        if style is None or not style.resume:
            return None
        from ._streaming import ChunkBody

        def reopen(last_event_id: str) -> ChunkBody:
            call.request.headers["Last-Event-ID"] = last_event_id
            return ChunkBody(self._whole(call, self._send(call)))

        return reopen

    def request_websocket(self, endpoint: Endpoint[Any], **arguments: Any) -> WebSocketConnection[Any, Any]:
        """Prepare a WebSocket connection; it is made when its block begins.

        Raises:
            ValueError, TypeError: an argument cannot be sent.
            UnsupportedByTransportError: the extra `websockets` is not installed.
        """
        try:
            from ._websockets import WebSocketConnection
        except ModuleNotFoundError:
            raise UnsupportedByTransportError("WebSocket connections need `pip install websockets`") from None
        query: Mapping[str, object] = arguments.pop("query", None) or {}
        return WebSocketConnection(self, lambda more: self._prepare(endpoint, query={**query, **more}, **arguments))

    def request_page(self, endpoint: Endpoint[Any], page_class: type[PageT], **arguments: Any) -> PageT:
        """Call an operation that answers with a page."""
        from ._paging import PageRequest

        request = PageRequest.first(endpoint, page_class, **arguments)
        page: PageT = self._page(request, None)
        return page

    def _page(self, request: Any, state: Any) -> Any:
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
        whole = self._whole(call, self._send_apart(call))

        def bound(response: APIResponse[Any]) -> Any:
            raw = response.read()

            def parse(type_: Any, text: bytes) -> Any:
                return self._parse(call, response.head, text, type_)

            page = request.page_class.page_parse(raw, parse, response.status_code)
            here = PageState(request, response.url, response.headers, self._page)
            page.page_bind(here if state is None else here.after(state))
            return page

        if mode := response_mode.get():
            whole.bound = bound
            return self._wrapped(whole, mode)
        return bound(whole)

    def _send(self, call: Call) -> SyncResponse:
        """Send a request, again after failures and redirects where the rules say so, until there is an answer."""
        if (placement := self._authorise(call)) is not None:
            self._completed(call, placement)
        while True:
            try:
                self._started(call)
                response = self._connections.opened().send(call.request, call.timeout)
            except (APIConnectionError, RetryableError) as error:
                call.failed(error)
                self._sleep(self._delay_after(call, error))
                continue
            except BaseException as error:
                call.failed(error)
                raise
            try:
                self._answered(call, response)
                if self._stands(call, response):
                    return response
                self._go_on(call, response)
            except RetryableError as error:
                response.close()
                self._sleep(self._delay_after(call, error))
            except BaseException:
                response.close()
                raise

    def _send_apart(self, call: Call) -> SyncResponse:
        """Send a request. Calls that credentials and middleware make meanwhile give values, whatever this one gives."""
        token = response_mode.set("")
        try:
            return self._send(call)
        finally:
            response_mode.reset(token)

    def _credentialed(self, call: Call) -> None:
        """Put credentials into a request, after what must be fetched or awaited for them."""
        if (placement := self._authorise(call)) is not None:
            self._completed(call, placement)

    def _completed(self, call: Call, placement: Placement) -> None:
        """Put credentials into a request that must be awaited, or fetched as a token, first."""
        awaited = {argument: checked_text(argument, text) for argument, text in placement.waits.items()}
        if placement.token_for is not None:
            self._fetch_token(placement.token_for)
        self._authorise(call, awaited)

    def _renewed(self, call: Call) -> None:
        """Give a request that was refused a new credential."""
        call.refreshed = True
        self._forget_token(call)
        self._credentialed(call)

    def _go_on(self, call: Call, response: SyncResponse) -> None:
        """Prepare the next attempt after an answer that is a redirect or an error, or raise the error."""
        if self._accepted(call, response.status):
            response.close()  # A redirect; the request to its target is prepared.
        else:
            self._after_error(call, response)

    def _after_error(self, call: Call, response: SyncResponse) -> None:
        """Prepare the next attempt after an error, waiting for it, or raise the error."""
        if self._renews(call, response.status):
            response.close()
            self._renewed(call)
            return
        delay = self._retries(call).after_status(response.status, response.headers)
        if delay is None:
            raise self._failure(call, response, self._error_body(call, response))
        response.close()
        self._waits(delay, response.status)
        self._sleep(delay)

    def _error_body(self, call: Call, response: SyncResponse) -> bytes:
        """The body of an error; one that cannot be read must not hide the status."""
        try:
            return read_whole(response)
        except (APIConnectionError, ResponseDecodeError):
            return b""

    def _fetch_token(self, scheme: Renewable) -> None:
        """Fetch an access token, once for all calls that need it at the same time."""
        with self._connections.token_lock:
            if self._credentials.tokens[scheme.id].usable(self._clock.now()):
                return
            call = self._token_call(scheme)
            response = self._send(call)
            raw = read_whole(response)
            self._credentials.granted(scheme, raw, self._clock.now())

    def _sleep(self, seconds: float) -> None:
        """Wait before the next attempt; tests replace this."""
        from time import sleep

        sleep(seconds)

    def fan_out(
        self,
        func: Callable[[ItemT], T],
        items: Iterable[ItemT],
        **options: Unpack[FanOutOptions],
    ) -> Iterator[Outcome[ItemT, T]]:
        """Call a method for every item, a bounded number at a time; see the function `fan_out`."""
        from ._fanout import fan_out

        options.setdefault("pace", self._new_pace())
        return fan_out(func, items, **options)

    def get(self, path: str, *, cast_to: Any = object, options: RequestOptions | None = None) -> Any:
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
        return self._verb("GET", path, cast_to, None, options)

    def post(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a POST endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return self._verb("POST", path, cast_to, body, options)

    def put(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a PUT endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return self._verb("PUT", path, cast_to, body, options)

    def patch(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a PATCH endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return self._verb("PATCH", path, cast_to, body, options)

    def delete(
        self, path: str, *, cast_to: Any = object, body: object = None, options: RequestOptions | None = None
    ) -> Any:
        """Call a DELETE endpoint that has no method of its own; `body` is sent as JSON, all else is as for `get`."""
        return self._verb("DELETE", path, cast_to, body, options)

    def _verb(self, verb: str, path: str, cast_to: Any, body: object, options: RequestOptions | None) -> Any:
        """Call an endpoint by its path."""
        check_readable(cast_to)
        style: BodyStyle | None = JsonBody() if body is not None else None
        url = self._url_of(path)
        template = url.removeprefix(self._base_url).partition("?")[0]
        endpoint = Endpoint[Any](verb, template, answer=cast_to, body=style)
        return self.request(endpoint, body=body, options=options_of(options), url=url)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._connections.closed

    def close(self) -> None:
        """Close the connections of this client and its copies; a client that the caller brought stays open."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
