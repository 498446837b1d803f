"""How clients send and read: headers, retries, errors and requests by hand, as in the earlier SDK."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

import random
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, cast, get_origin
from urllib.parse import urlencode

import httpx

from ._answers import error_body, error_message, read_answer, status_error
from ._client_state import HTTPX_DEFAULT_TIMEOUT as HTTPX_DEFAULT_TIMEOUT, ClientState, HttpxClientT, StreamT
from ._constants import INITIAL_RETRY_DELAY, MAX_RETRY_DELAY
from ._models import FinalRequestOptions
from ._requests import Undocumented, arguments_of, bracketed, keyed_url, raw_body_warning
from ._retries import FaceRetries
from ._runtime._absent import NOT_GIVEN, NotGiven, Omit
from ._runtime._call import Call
from ._runtime._decode import unwrapped
from ._runtime._endpoint import Endpoint, MultipartBody
from ._runtime._exceptions import APIError, RedirectError
from ._runtime._header_table import drop
from ._runtime._retry import retry_after
from ._runtime._urls import origin
from ._transport import AsyncFaceResponse, FaceResponse, httpx_timeout

if TYPE_CHECKING:
    from ._response import APIResponse, AsyncAPIResponse
    from ._runtime._auth import Placement
    from ._runtime._exceptions import APIStatusError
    from ._runtime._options import CallOptions
    from ._runtime._request_body import EncodedBody
    from ._runtime._retry import Retries
    from ._runtime._transport import Response
    from ._types import RequestOptions

__all__ = ["HTTPX_DEFAULT_TIMEOUT", "BaseClient"]

LONGEST_WISH = 60.0
"""Seconds; a server that asks to wait longer is asked again after the usual delay."""

RETRY_COUNT = "x-stainless-retry-count"
REDIRECTS = (301, 302, 303, 307, 308)
LAST_REDIRECT = 20
HARMLESS = frozenset(("accept", "accept-encoding", "user-agent"))
"""Headers that a request to another origin keeps."""


class BaseClient(ClientState[HttpxClientT, StreamT], Generic[HttpxClientT, StreamT]):
    """Decisions of a client."""

    def _said(self, call: Call) -> dict[str, object]:
        """What the caller says of headers; it stands, also that one is left out."""
        return {**self._default_headers, **(call.options.headers or {})}

    def _path(self, endpoint: Endpoint[Any], values: Mapping[str, object] | None) -> str:
        """The path of a request.

        Raises:
            ValueError: an argument is empty, which would make it another path.
        """
        for name, value in (values or {}).items():
            if value is None or value == "":
                raise ValueError(f"Expected a non-empty value for `{name}` but received {value!r}")
        return super()._path(endpoint, values)

    def _encoded(self, endpoint: Endpoint[Any], body: object, options: CallOptions) -> EncodedBody | None:
        """The body in bytes; multipart ones with objects and lists taken apart."""
        if isinstance(endpoint.body, MultipartBody) and isinstance(body, Mapping):
            style, body = bracketed(endpoint.body, cast("Mapping[str, object]", body))
            endpoint = endpoint._replace(body=style)
        return super()._encoded(endpoint, body, options)

    def _headers(
        self,
        endpoint: Endpoint[Any],
        encoded: EncodedBody | None,
        headers: Mapping[str, object] | None,
        cookies: Mapping[str, object] | None,
        options: CallOptions,
    ) -> dict[str, str]:
        """Headers of a request: where this runs, and then the runtime's."""
        made = super()._headers(endpoint, encoded, headers, cookies, options)
        said = {name.lower() for name in (*made, *(options.headers or {})) if name != "User-Agent"}
        ours = {**self.platform_headers(), **self._world_header, "User-Agent": self.user_agent}
        if any(name.lower() == "user-agent" for name in (*self._default_headers, *(options.headers or {}))):
            del ours["User-Agent"]
        made.update({name: value for name, value in ours.items() if name.lower() not in said})
        return made

    def _pairs(
        self, endpoint: Endpoint[Any], query: Mapping[str, object] | None, options: CallOptions, url: str
    ) -> list[tuple[str, str]]:
        """The pairs of the query; those of requests made by hand are written as the API is configured."""
        if not isinstance(endpoint, Undocumented):
            return super()._pairs(endpoint, query, options, url)
        return self.qs.stringify_items({**self._default_query, **(query or {}), **(options.query or {})})

    def _query_text(self, pairs: list[tuple[str, str]]) -> str:
        """Pairs as a query, as httpx writes it."""
        return urlencode(pairs)

    def _authorise(self, call: Call, awaited: Mapping[str, str] | None = None) -> Placement | None:
        """Put credentials into a request; never into one to another origin."""
        if origin(call.request.url) != origin(call.request.base):
            return None
        waiting = super()._authorise(call, awaited)
        if keys := call.request.url[len(call.plain_url) + 1 :]:
            call.request.url = keyed_url(call.plain_url, call.endpoint.path, keys)
        for name, value in self._said(call).items():
            if isinstance(value, Omit):
                drop(call.request.headers, name)
        return waiting

    def _count(self, call: Call) -> None:
        """Tell the server how often the request was sent before."""
        if self._vendor_headers and RETRY_COUNT not in map(str.lower, self._said(call)):
            call.request.headers[RETRY_COUNT] = str(call.attempt)

    def _retries(self, call: Call) -> Retries:
        """The rules by which a call is repeated."""
        endpoint, allowed = call.endpoint, call.left + call.attempt
        options = endpoint.options if isinstance(endpoint, Undocumented) else None
        made = options or FinalRequestOptions.construct(method=endpoint.verb, url=endpoint.path, max_retries=allowed)
        return FaceRetries(super()._retries(call), self, made)

    def _calculate_retry_timeout(
        self,
        remaining_retries: int,
        options: FinalRequestOptions,
        response_headers: Mapping[str, str] | None = None,
    ) -> float:
        """Seconds before the next attempt: what the server asks for, else longer with each attempt."""
        wish = retry_after(response_headers or {}, time.time())
        if wish is not None and 0 < wish <= LONGEST_WISH:
            return wish
        done = min(options.get_max_retries(self.max_retries) - remaining_retries, 1000)
        return min(INITIAL_RETRY_DELAY * 2.0**done, MAX_RETRY_DELAY) * (1 - 0.25 * random.random())

    def _follows(self, call: Call) -> bool:
        """Whether redirects of a call are followed."""
        return call.options.follow_redirects and self._client.follow_redirects

    def _stream_media(self, call: Call) -> str:
        """What a call for a stream accepts: what the description and the caller say."""
        said = call.request.headers
        return next((value for name, value in said.items() if name.lower() == "accept"), call.endpoint.accept)

    def _accepted(self, call: Call, status: int) -> bool:
        """Whether a status is an answer and no error; a redirect that is not followed is one."""
        return super()._accepted(call, status) and (status not in REDIRECTS or self._follows(call))

    def _redirected(self, call: Call, response: Response) -> bool:
        """Prepare the request to where a redirect leads, as httpx would; nothing secret goes to another origin.

        Raises:
            RedirectError: it leads nowhere, in a circle, or would send a body to another origin.
        """
        if response.status not in REDIRECTS or not self._follows(call):
            return False
        request = call.request
        if response.status in (301, 302) and request.method not in ("GET", "HEAD"):
            request.method, request.content = "GET", None
            drop(request.headers, "Content-Type")
            drop(request.headers, "Content-Length")
        target = httpx.URL(response.url or request.url).join(response.headers.get("location", ""))
        if origin(str(target)) == origin(request.url):
            return super()._redirected(call, response)
        if request.content is not None or "location" not in response.headers or call.redirects >= LAST_REDIRECT:
            raise RedirectError(f"{response.status} {request.label}: the redirect is not followed", request=request)
        call.redirects += 1
        request.headers = {name: value for name, value in request.headers.items() if name.lower() in HARMLESS}
        request.url = call.plain_url = str(target)
        return True

    def _failure(self, call: Call, response: Response, raw: bytes) -> APIError:
        """The error of an answer, with httpx's response."""
        http = whole_response(response, raw)
        body = error_body(raw)
        error = self._make_status_error(error_message(http.status_code, body), body=body, response=http)
        error.retry_after = retry_after(response.headers, self._clock.wall())
        return self._told(call, error)

    def _make_status_error(self, err_msg: str, *, body: object, response: httpx.Response) -> APIStatusError:
        """The error of a status; subclasses may have their own."""
        return status_error(err_msg, body=body, response=response)

    def _parse(self, call: Call, response: Response, raw: bytes, to: Any = NOT_GIVEN) -> Any:
        """The value of a body."""
        type_ = call.endpoint.answer if isinstance(to, NotGiven) else to
        http = whole_response(response, raw)
        if raw and call.endpoint.unwrap and isinstance(to, NotGiven):
            raw = unwrapped(raw, call.endpoint.unwrap)
        drift = self._drift(call)
        value = read_answer(type_, raw, http, strict=self._strict, package=self._config.package, drift=drift)
        request_id = response.headers.get("x-request-id")
        if request_id is not None and hasattr(value, "__pydantic_extra__"):
            value.__dict__["_burnish_request_id"] = request_id
        return value

    def _plain(self, whole: APIResponse[Any] | AsyncAPIResponse[Any], cast_to: Any) -> Any:
        """The value of a whole response that has been read; the response itself where that is asked for."""
        kind = get_origin(cast_to) or cast_to
        if isinstance(kind, type) and hasattr(kind, "http_response"):
            return cast("Any", kind).of(self, whole._call, whole.head)  # pyright: ignore[reportPrivateUsage]  # the same package
        return self._parse(whole._call, whole.head, whole._content or b"")  # pyright: ignore[reportPrivateUsage]  # as above

    def _options_of(self, method: str, path: str, options: RequestOptions, **body: Any) -> FinalRequestOptions:
        """A request made by hand."""
        if isinstance(body.get("json_data"), bytes):
            raw_body_warning()
        return FinalRequestOptions.construct(method=method, url=path, **body, **options)

    def _url_of(self, path: str) -> str:
        """The URL of a path; one that is absolute stays as it is."""
        return path if "://" in path else f"{self._base_url}/{path.lstrip('/')}"

    def _call_of(self, options: FinalRequestOptions, cast_to: Any = object) -> Call:
        """The call of a request made by hand."""
        given = arguments_of(options, cast_to, self.qs)
        return self._prepare(given.endpoint, body=given.body, options=given.options, url=self._url_of(options.url))

    def _build_request(self, options: FinalRequestOptions, *, retries_taken: int = 0) -> httpx.Request:
        """The httpx request of a request made by hand."""
        call = self._call_of(options)
        call.attempt = retries_taken
        self._authorise(call)
        self._count(call)
        request = call.request
        return self._client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=cast("Any", request.content),
            timeout=httpx_timeout(call.timeout),
        )


def whole_response(response: Response, raw: bytes) -> httpx.Response:
    """The httpx response of an answer that was read."""
    inner = cast("FaceResponse | AsyncFaceResponse", response).inner
    if not hasattr(inner, "_content"):
        inner._content = raw  # pyright: ignore[reportPrivateUsage]  # httpx has no other way to say so
    return inner
