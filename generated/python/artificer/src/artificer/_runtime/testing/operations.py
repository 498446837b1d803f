# Copied from overlays/python/runtime/testing/operations.py; edit it there.
"""Which operation a method calls, found by calling it on a stand-in that sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from copy import copy
from functools import partial
from inspect import Parameter, iscoroutine, signature
from types import SimpleNamespace
from typing import Any, cast

from .._endpoint import Endpoint

__all__ = ["endpoint_of"]

REQUESTS = ("request", "request_binary", "request_page", "request_stream")


class Reached(BaseException):
    """A method came to the point where it would send a request. No `Exception`, so that no method catches it."""

    def __init__(self, endpoint: Endpoint[Any]) -> None:
        super().__init__(endpoint.path)
        self.endpoint = endpoint


def endpoint_of(method: Callable[..., object], **arguments: object) -> Endpoint[Any]:
    """The operation that a method of a client or resource calls first; `arguments` choose between overloads.

    Raises:
        TypeError: it is no such method, or needs real arguments before it comes to calling one.
    """
    owner, function = parts_of(method)
    given = {
        name: None
        for name, parameter in list(signature(function).parameters.items())[1:]
        if parameter.default is Parameter.empty
        and parameter.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    }
    try:
        answer = function(stand_in(owner), **{**given, **arguments})
        if iscoroutine(answer):
            cast("Coroutine[Any, Any, Any]", answer).send(None)
    except Reached as reached:
        return reached.endpoint
    except Exception as error:
        raise TypeError(f"{method!r} could not be asked for its operation; use `on(method, path)`") from error
    raise TypeError(f"{method!r} calls no operation; use `on(method, path)`")


def parts_of(method: Any) -> tuple[object, Callable[..., object]]:
    """The object and the function of a bound method; twins of async methods are bound by `partial`.

    Those of `with_raw_response` and `with_streaming_response` are wrapped around the method that is meant.
    """
    if isinstance(method, partial):
        bound = cast("partial[object]", method)
        return bound.args[0], bound.func
    owner = getattr(method, "__self__", None)
    if owner is None and hasattr(method, "__wrapped__"):
        return parts_of(method.__wrapped__)
    if owner is None:
        raise TypeError(f"{method!r} is no method of a client or resource; pass `client.resource.method`")
    return owner, method.__func__


def stand_in(owner: Any) -> Any:
    """A copy of a client or resource that stops where it would send."""

    def reach(endpoint: Endpoint[Any], *_: object, **__: object) -> Any:
        raise Reached(endpoint)

    if hasattr(owner, "_client"):
        resource = copy(owner)
        resource._client = SimpleNamespace(**dict.fromkeys(REQUESTS, reach))
        return resource
    client: Any = object.__new__(cast("type[object]", type(owner)))
    client.__dict__.update(dict.fromkeys(REQUESTS, reach))
    return client
