"""Hooks of a client's subclasses, called before every attempt of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from pydantic_core import to_json

from ._models import FinalRequestOptions
from ._runtime._absent import is_given
from ._runtime._header_table import put
from ._runtime._urls import origin

if TYPE_CHECKING:
    from ._runtime._request import PreparedRequest

__all__ = ["apply_options", "is_own", "options_of"]


def is_own(request: PreparedRequest) -> bool:
    """Whether a request goes to the API; hooks add credentials, which no other origin gets to see."""
    return origin(request.url) == origin(request.base)


def options_of(request: PreparedRequest) -> FinalRequestOptions:
    """A request as options: its method, URL and headers; a body is there already, and only replaced."""
    return FinalRequestOptions.construct(method=request.method, url=request.url, headers=dict(request.headers))


def apply_options(options: FinalRequestOptions, request: PreparedRequest) -> None:
    """Change a request to what a hook made of its options: method, URL, query, headers, and a JSON body in place."""
    request.method, request.url = options.method, options.url
    if options.params:
        request.url += ("&" if "?" in request.url else "?") + urlencode(cast("dict[str, str]", options.params))
    if is_given(options.headers):
        given = cast("Mapping[str, Any]", options.headers)
        request.headers = {name: str(value) for name, value in given.items() if is_given(value)}
    if options.json_data is not None:
        content = to_json(options.json_data)
        request.content = content
        put(request.headers, "Content-Type", "application/json")
        put(request.headers, "Content-Length", str(len(content)))
