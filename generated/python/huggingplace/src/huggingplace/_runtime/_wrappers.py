# Copied from overlays/python/runtime/_wrappers.py; edit it there.
"""Wrappers of methods, typed by those: to give whole responses, and to call async methods from sync clients."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from ._call import response_mode

if TYPE_CHECKING:
    from ._async_response import AsyncAPIResponse
    from ._response import APIResponse

__all__ = ["AsyncTwin", "async_raw", "async_streamed", "async_twin", "raw", "streamed"]

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


def raw(method: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """A method that answers with the whole response, its body read."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> Any:
        token = response_mode.set("raw")
        try:
            return method(*args, **kwargs)
        finally:
            response_mode.reset(token)

    return call


def streamed(method: Callable[P, T]) -> Callable[P, AbstractContextManager[APIResponse[T]]]:
    """A method that answers with a context manager: inside it the body is read when it is asked for."""

    @wraps(method)
    @contextmanager
    def call(*args: P.args, **kwargs: P.kwargs) -> Generator[Any]:
        token = response_mode.set("streamed")
        try:
            response = cast("Any", method(*args, **kwargs))
        finally:
            response_mode.reset(token)
        with response:
            yield response

    return call


def async_raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, AsyncAPIResponse[T]]]:
    """An async method that answers with the whole response, its body read."""

    @wraps(method)
    async def call(*args: P.args, **kwargs: P.kwargs) -> Any:
        token = response_mode.set("raw")
        try:
            return await method(*args, **kwargs)
        finally:
            response_mode.reset(token)

    return call


def async_streamed(method: Callable[P, Awaitable[T]]) -> Callable[P, AbstractAsyncContextManager[AsyncAPIResponse[T]]]:
    """An async method that answers with a context manager: inside it the body is read when it is asked for."""

    @wraps(method)
    @asynccontextmanager
    async def call(*args: P.args, **kwargs: P.kwargs) -> AsyncGenerator[Any]:
        token = response_mode.set("streamed")
        try:
            response = cast("Any", await method(*args, **kwargs))
        finally:
            response_mode.reset(token)
        async with response:
            yield response

    return call


class AsyncTwin(Generic[P, R]):
    """A method of a sync resource that calls the method of the same resource on the client's async half."""

    def __init__(self, method: Callable[Concatenate[Any, P], R]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, resource: Any, owner: type | None = None) -> Callable[P, R]:
        """Bind to a resource."""
        from functools import partial

        from ._async_client import AsyncClient

        client = getattr(resource, "_client", resource)
        twin: AsyncClient = client.async_client
        owner_class = self._method.__qualname__.partition(".")[0]
        target: Any = twin if type(twin).__name__ == owner_class else self._class()(twin)
        return cast("Callable[P, R]", partial(self._method, target))

    def _class(self) -> Any:
        """The async class that the method belongs to."""
        import sys

        return getattr(sys.modules[self._method.__module__], self._method.__qualname__.partition(".")[0])


def async_twin(method: Callable[Concatenate[Any, P], R]) -> AsyncTwin[P, R]:
    """The `..._async` twin of a sync method."""
    return AsyncTwin(method)
