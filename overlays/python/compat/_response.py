"""Whole responses: the runtime's, with what httpx knows of them."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, TypeVar, cast, get_origin, overload

import httpx

from ._runtime._absent import NOT_GIVEN, NotGiven
from ._runtime._async_response import (
    AsyncAPIResponse as RuntimeAsyncResponse,
    AsyncBinaryAPIResponse as RuntimeAsyncBinaryResponse,
)
from ._runtime._head import Head
from ._runtime._response import APIResponse as RuntimeResponse, BinaryAPIResponse as RuntimeBinaryResponse
from ._runtime._wrappers import (
    async_raw as runtime_async_raw,
    async_streamed as runtime_async_streamed,
    raw as runtime_raw,
    streamed as runtime_streamed,
)
from ._streaming import AsyncStream, Stream, extract_stream_chunk_type, is_stream_class_type
from ._transport import AsyncFaceResponse, FaceFailures, FaceResponse, asked
from ._utils._typing import extract_type_var_from_base

if TYPE_CHECKING:
    from typing import Self

    from ._base_client import BaseClient
    from ._models import FinalRequestOptions

__all__ = [
    "APIResponse", "AsyncAPIResponse", "AsyncBinaryAPIResponse", "AsyncResponseContextManager",
    "AsyncStreamedBinaryAPIResponse", "BaseAPIResponse", "BinaryAPIResponse", "MissingStreamClassError",
    "ResponseContextManager", "StreamedBinaryAPIResponse", "async_raw", "async_streamed",
    "async_to_custom_raw_response_wrapper", "async_to_custom_streamed_response_wrapper",
    "async_to_raw_response_wrapper", "async_to_streamed_response_wrapper", "extract_response_type", "raw", "streamed",
    "to_custom_raw_response_wrapper", "to_custom_streamed_response_wrapper", "to_raw_response_wrapper",
    "to_streamed_response_wrapper",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
ResponseT = TypeVar("ResponseT")

ResponseContextManager = AbstractContextManager
AsyncResponseContextManager = AbstractAsyncContextManager


class BaseAPIResponse(Head, Generic[R]):
    """What is known of a response, sync or async."""

    _received: ClassVar[type[FaceResponse] | type[AsyncFaceResponse]] = FaceResponse
    _stream_cls: Any = None
    _streaming = False

    def __init__(
        self,
        *,
        raw: httpx.Response,
        cast_to: type[R],
        client: BaseClient[Any, Any],
        stream: bool,
        stream_cls: type[Stream[Any]] | type[AsyncStream[Any]] | None,
        options: FinalRequestOptions,
        retries_taken: int = 0,
    ) -> None:
        call = client._call_of(options, cast_to)  # pyright: ignore[reportPrivateUsage]  # the same package
        call.attempt = retries_taken
        Head.__init__(self, client, call, self._received(asked(raw, call.request), call.request, FaceFailures()))
        self._stream_cls = stream_cls
        self._streaming = stream

    @classmethod
    def of(cls, client: BaseClient[Any, Any], call: Any, response: Any) -> Self:
        """The response to a call of the runtime's."""
        made = cls.__new__(cls)
        Head.__init__(made, client, call, response)
        return made

    @property
    def http_response(self) -> httpx.Response:
        """The httpx response; its content is there once this response was read."""
        inner = cast("FaceResponse | AsyncFaceResponse", self._response).inner
        if self._content is not None and not hasattr(inner, "_content"):
            inner._content = self._content  # pyright: ignore[reportPrivateUsage]  # httpx has no other way to say so
        return inner

    @property
    def http_request(self) -> httpx.Request:
        """The httpx request."""
        return self.http_response.request

    @property
    def headers(self) -> httpx.Headers:
        """The headers; names are compared without case."""
        return self.http_response.headers

    @property
    def url(self) -> httpx.URL:
        """Where the answer came from."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The method of the request."""
        return self.http_request.method

    @property
    def http_version(self) -> str:
        """The version of HTTP."""
        return self.http_response.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """The time between sending the request and closing the response."""
        return self.http_response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self.http_response.is_closed

    def streams(self, kind: Any) -> None:
        """Read the body as a stream of a class when it is parsed; None for no stream."""
        self._streaming, self._stream_cls = kind is not None, kind

    def _stream_type(self, to: Any) -> Any:
        """The class of stream that the body is to be read as; None where it is no stream."""
        if not isinstance(to, NotGiven) and is_stream_class_type(to):
            return to
        if not self._streaming or not isinstance(to, NotGiven):
            return None
        return self._stream_cls

    def _made_stream(self, kind: Any) -> Any:
        """A stream of this response's body."""
        head: Any = get_origin(kind) or kind
        return head(cast_to=extract_stream_chunk_type(kind), response=self.http_response, client=self._client)

    def __repr__(self) -> str:
        phrase = self.http_response.reason_phrase
        return f"<{type(self).__name__} [{self.status_code} {phrase}] type={self._call.endpoint.answer}>"


class APIResponse(BaseAPIResponse[R], RuntimeResponse[R]):  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]  # httpx's types in place of the runtime's
    """A response of a sync client."""

    @overload
    def parse(self, *, to: type[T]) -> T: ...
    @overload
    def parse(self) -> R: ...
    def parse(self, *, to: Any = NOT_GIVEN) -> Any:
        """The body as the operation's type, or as another; also `to=Stream[...]`."""
        kind = self._stream_type(to)
        return super().parse(to=to) if kind is None else self._made_stream(kind)

    if TYPE_CHECKING:

        def __enter__(self) -> Self: ...


class AsyncAPIResponse(BaseAPIResponse[R], RuntimeAsyncResponse[R]):  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]  # httpx's types in place of the runtime's
    """A response of an async client."""

    _received = AsyncFaceResponse

    @overload
    async def parse(self, *, to: type[T]) -> T: ...
    @overload
    async def parse(self) -> R: ...
    async def parse(self, *, to: Any = NOT_GIVEN) -> Any:
        """The body as the operation's type, or as another; also `to=AsyncStream[...]`."""
        kind = self._stream_type(to)
        return await super().parse(to=to) if kind is None else self._made_stream(kind)

    if TYPE_CHECKING:

        async def __aenter__(self) -> Self: ...


class BinaryAPIResponse(APIResponse[bytes], RuntimeBinaryResponse):
    """A body of bytes that has been read."""


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes], RuntimeAsyncBinaryResponse):
    """A body of bytes that has been read."""


class StreamedBinaryAPIResponse(APIResponse[bytes], RuntimeBinaryResponse):
    """A body of bytes that is read when it is asked for."""


class AsyncStreamedBinaryAPIResponse(AsyncAPIResponse[bytes], RuntimeAsyncBinaryResponse):
    """A body of bytes that is read when it is asked for."""


def raw(func: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """A method that answers with the whole response, its body read."""
    return cast("Any", runtime_raw(func))


def streamed(func: Callable[P, T]) -> Callable[P, AbstractContextManager[APIResponse[T]]]:
    """A method that answers with a context manager: inside it the body is read when it is asked for."""
    return cast("Any", runtime_streamed(func))


def async_raw(func: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, AsyncAPIResponse[T]]]:
    """An async method that answers with the whole response, its body read."""
    return cast("Any", runtime_async_raw(func))


def async_streamed(func: Callable[P, Awaitable[T]]) -> Callable[P, AbstractAsyncContextManager[AsyncAPIResponse[T]]]:
    """An async method that answers with a context manager: inside it the body is read when it is asked for."""
    return cast("Any", runtime_async_streamed(func))


to_raw_response_wrapper = raw
to_streamed_response_wrapper = streamed
async_to_raw_response_wrapper = async_raw
async_to_streamed_response_wrapper = async_streamed


def to_custom_raw_response_wrapper(func: Callable[P, object], response_cls: type[ResponseT]) -> Callable[P, ResponseT]:
    """`to_raw_response_wrapper` for a method whose responses are of a class of their own."""
    return cast("Any", runtime_raw(func))


def to_custom_streamed_response_wrapper(
    func: Callable[P, object], response_cls: type[ResponseT]
) -> Callable[P, AbstractContextManager[ResponseT]]:
    """`to_streamed_response_wrapper` for a method whose responses are of a class of their own."""
    return cast("Any", runtime_streamed(func))


def async_to_custom_raw_response_wrapper(
    func: Callable[P, Awaitable[object]], response_cls: type[ResponseT]
) -> Callable[P, Coroutine[Any, Any, ResponseT]]:
    """`async_to_raw_response_wrapper` for a method whose responses are of a class of their own."""
    return cast("Any", runtime_async_raw(func))


def async_to_custom_streamed_response_wrapper(
    func: Callable[P, Awaitable[object]], response_cls: type[ResponseT]
) -> Callable[P, AbstractAsyncContextManager[ResponseT]]:
    """`async_to_streamed_response_wrapper` for a method whose responses are of a class of their own."""
    return cast("Any", runtime_async_streamed(func))


class MissingStreamClassError(TypeError):
    """A stream was asked for without saying of which class."""

    def __init__(self) -> None:
        super().__init__(
            "The `stream` argument was set to `True` but the `stream_cls` argument was not given; "
            "see `_streaming` for the classes of streams"
        )


def extract_response_type(typ: type[BaseAPIResponse[Any]]) -> type:
    """The type that a class of responses is parsed as.

    Raises:
        RuntimeError: the class does not say.
    """
    return extract_type_var_from_base(
        typ, generic_bases=cast("tuple[type, ...]", (BaseAPIResponse, APIResponse, AsyncAPIResponse)), index=0
    )
