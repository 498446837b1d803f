"""What sync and async clients have of the earlier SDK's: constructor, headers, retries, errors, requests by hand."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, get_origin

import httpx

from ._answers import error_body, error_message, read_answer, status_error
from ._constants import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT, INITIAL_RETRY_DELAY, MAX_RETRY_DELAY
from ._models import FinalRequestOptions
from ._platform import platform_headers
from ._qs import Querystring
from ._requests import Undocumented, arguments_of, bracketed, raw_body_warning
from ._retries import FaceRetries
from ._runtime._absent import NOT_GIVEN, NotGiven, Omit
from ._runtime._auth import Credentials
from ._runtime._call import Call
from ._runtime._decode import unwrapped
from ._runtime._endpoint import Endpoint, MultipartBody
from ._runtime._exceptions import APIError, RedirectError
from ._runtime._header_table import drop
from ._runtime._options import Timeout as RuntimeTimeout
from ._runtime._redirects import origin
from ._runtime._retry import retry_after
from ._runtime._send import BaseClient as RuntimeClient
from ._runtime._state import checked_base
from ._transport import (
    AsyncFaceResponse,
    AsyncFaceTransport,
    FaceResponse,
    FaceTransport,
    httpx_timeout,
    runtime_timeout,
)

if TYPE_CHECKING:
    from typing import Self

    from ._response import APIResponse, AsyncAPIResponse
    from ._runtime._config import ClientConfig
    from ._runtime._exceptions import APIStatusError
    from ._runtime._options import CallOptions
    from ._runtime._request import EncodedBody, PreparedRequest
    from ._runtime._retry import Retries
    from ._runtime._transport import Response
    from ._types import RequestOptions

__all__ = ["HTTPX_DEFAULT_TIMEOUT", "BaseClient"]

HttpxClientT = TypeVar("HttpxClientT", httpx.Client, httpx.AsyncClient)
StreamT = TypeVar("StreamT", covariant=True)

HTTPX_DEFAULT_TIMEOUT = httpx.Timeout(5.0)
"""What httpx uses when it is told nothing."""

LONGEST_WISH = 60.0
"""Seconds; a server that asks to wait longer is asked again after the usual delay."""

RETRY_COUNT = "x-stainless-retry-count"


class BaseClient(RuntimeClient, Generic[HttpxClientT, StreamT]):
    """State and decisions of a client."""

    _client: HttpxClientT
    _default_stream_cls: type[Any] | None = None
    _wanted: ClassVar[type[Any]]
    _world: ClassVar[str]

    def __init__(
        self,
        config: ClientConfig,
        *,
        credentials: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        environment: str | NotGiven | None = None,
        base_url: str | httpx.URL | NotGiven | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: HttpxClientT | None = None,
        _strict_response_validation: bool = False,
    ) -> None:
        if max_retries is None:  # pyright: ignore[reportUnnecessaryComparison]  # callers need not be typed
            raise TypeError(
                "max_retries cannot be None. If you want to disable retries, pass `0`; if you want unlimited retries, "
                "pass `math.inf` or a very high number; if you want the default behavior, pass "
                f"`{config.package}.DEFAULT_MAX_RETRIES`"
            )
        if http_client is not None and not isinstance(http_client, self._wanted):  # pyright: ignore[reportUnnecessaryIsInstance]  # as above
            raise TypeError(
                f"Invalid `http_client` argument; Expected an instance of `httpx.{self._wanted.__name__}` "
                f"but got {type(http_client)}"
            )
        self._given_timeout = chosen_timeout(timeout, http_client, config)
        self._client = http_client or self._made_client(timeout=self._given_timeout)
        self._environment = None if isinstance(environment, NotGiven) else environment
        super().__init__(
            config,
            credentials=credentials,
            options=options,
            environment=self._environment,
            base_url=None if base_url is None or isinstance(base_url, NotGiven) else str(base_url),
            timeout=runtime_timeout(self._given_timeout),
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=self._made_transport(),
            strict=_strict_response_validation,
        )

    def _reads_bytes(self, mode: str) -> bool:
        """Whether a body of bytes is read at once: as in the earlier SDK, by plain calls too."""
        return mode != "streamed"

    def _made_client(self, **options: Any) -> HttpxClientT:
        """An httpx client with this package's defaults."""
        raise NotImplementedError  # pragma: no cover  # both kinds of clients have their own

    def _made_transport(self) -> FaceTransport | AsyncFaceTransport:
        """How the runtime sends with the httpx client."""
        raise NotImplementedError  # pragma: no cover  # both kinds of clients have their own

    @property
    def base_url(self) -> httpx.URL:  # type: ignore[override]  # the earlier type
        """Where the API is; it ends in a slash."""
        return httpx.URL(f"{self._base_url}/")

    @base_url.setter
    def base_url(self, url: httpx.URL | str) -> None:
        self._base_url = checked_base(str(url))

    @property
    def timeout(self) -> float | httpx.Timeout | None:  # type: ignore[override]  # the earlier type
        """The limits of a call, as they were given."""
        return self._given_timeout

    @timeout.setter
    def timeout(self, timeout: float | httpx.Timeout | None) -> None:
        self._given_timeout = timeout
        self._timeout = runtime_timeout(timeout)

    def _limits(self, timeout: Any, usual: RuntimeTimeout) -> RuntimeTimeout:
        """A time-out in its full form; httpx's are taken too."""
        if isinstance(timeout, RuntimeTimeout):
            return timeout
        return usual if isinstance(timeout, NotGiven) else runtime_timeout(timeout)

    @property
    def auth_headers(self) -> dict[str, str]:
        """The headers that carry credentials. Do not log them."""
        return dict(super().auth_headers)

    @property
    def custom_auth(self) -> httpx.Auth | None:
        """Credentials that httpx puts into requests: none, as the client does it itself."""
        return None

    @property
    def default_query(self) -> dict[str, object]:
        """Query parameters of every request."""
        return dict(self._default_query)

    @property
    def default_headers(self) -> dict[str, str | Omit]:  # type: ignore[override]  # the earlier type
        """Headers of every request, credentials and all."""
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": self.user_agent,
            **self.platform_headers(),
            **self.auth_headers,
            "X-Stainless-Async": self._world,
            **self._default_headers,
        }

    @property
    def _custom_headers(self) -> Mapping[str, str]:
        """Headers that the constructor was given."""
        return self._default_headers

    @property
    def _custom_query(self) -> Mapping[str, object]:
        """Query parameters that the constructor was given."""
        return self._default_query

    @property
    def _strict_response_validation(self) -> bool:
        """Whether answers that break the description are errors."""
        return self._strict

    @property
    def _version(self) -> str:
        """The package's version."""
        return self._config.version

    @property
    def user_agent(self) -> str:
        """How this package calls itself."""
        return f"{type(self).__name__}/Python {self._config.version}"

    @property
    def qs(self) -> Querystring:
        """How query strings of requests made by hand are written."""
        return Querystring()

    def platform_headers(self) -> dict[str, str]:
        """Where this runs."""
        return platform_headers(self._config.version)

    def _credential(self, argument: str) -> Any:
        """A credential as it was given, or found in the environment."""
        return self._credentials._values.get(argument)  # pyright: ignore[reportPrivateUsage]  # the same package

    def _set_credential(self, argument: str, value: object) -> None:
        """Use another credential from now on."""
        self._credentials = Credentials(self._config, {**self._credentials._values, argument: value})  # pyright: ignore[reportPrivateUsage]  # the same package

    def _option_value(self, argument: str) -> Any:
        """An option as it was given, or found in the environment."""
        option = next((each for each in self._config.options if each.argument == argument), None)
        return self._options.get(argument) if option is None else self._option(option)

    def _set_option_value(self, argument: str, value: object) -> None:
        """Use another value of an option from now on."""
        self._options[argument] = value

    def _copied(
        self,
        arguments: Mapping[str, object],
        *,
        environment: str | None = None,
        base_url: str | httpx.URL | None,
        timeout: float | httpx.Timeout | NotGiven | None,
        http_client: HttpxClientT | None,
        max_retries: int | NotGiven,
        default_headers: Mapping[str, str] | None,
        set_default_headers: Mapping[str, str] | None,
        default_query: Mapping[str, object] | None,
        set_default_query: Mapping[str, object] | None,
        extra: Mapping[str, Any] | None,
    ) -> Self:
        """A client of the same class; `arguments` are the credentials and options of the API, None for the same.

        Raises:
            ValueError: headers or query parameters are to be both added and replaced.
        """
        kept = {name: getattr(self, name) if value is None else value for name, value in arguments.items()}
        if environment is not None:
            kept["environment"] = environment
        if environment is None or base_url is not None:
            kept["base_url"] = base_url or self.base_url
        make = cast("Any", type(self))
        made: Self = make(
            **kept,
            timeout=self.timeout if isinstance(timeout, NotGiven) else timeout,
            http_client=http_client or self._client,
            max_retries=self.max_retries if isinstance(max_retries, NotGiven) else max_retries,
            default_headers=merged("headers", self._default_headers, default_headers, set_default_headers),
            default_query=merged("query", self._default_query, default_query, set_default_query),
            _strict_response_validation=self._strict,
            **(extra or {}),
        )
        return made

    def _prepare(
        self,
        endpoint: Endpoint[Any],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = None,
        options: CallOptions | None = None,
        url: str = "",
    ) -> Call:
        """Make the request of a call; what the caller says of a header stands, also that it is left out."""
        call = super()._prepare(endpoint, path, query, headers, cookies, body, options, url)
        said = {**self._default_headers, **((options and options.headers) or {})}
        retries = cast("FaceRetries", call.retries)
        retries.settled = frozenset(name.lower() for name in said)
        retries.omitted = frozenset(name.lower() for name, value in said.items() if isinstance(value, Omit))
        return call

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
            endpoint = replace(endpoint, body=style)
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
        ours = {**self.platform_headers(), "X-Stainless-Async": self._world, "User-Agent": self.user_agent}
        if any(name.lower() == "user-agent" for name in (*self._default_headers, *(options.headers or {}))):
            del ours["User-Agent"]
        made.update({name: value for name, value in ours.items() if name.lower() not in said})
        return made

    def _pairs(
        self, endpoint: Endpoint[Any], query: Mapping[str, object] | None, options: CallOptions
    ) -> list[tuple[str, str]]:
        """The pairs of the query; those of requests made by hand are written as the API is configured."""
        if not isinstance(endpoint, Undocumented):
            return super()._pairs(endpoint, query, options)
        return self.qs.stringify_items({**self._default_query, **(query or {}), **(options.query or {})})

    def _authorise(self, call: Call) -> Any:
        """Put credentials into a request; never into one to another origin."""
        if origin(call.request.url) != origin(call.request.base):
            return None
        waiting = super()._authorise(call)
        for name in cast("FaceRetries", call.retries).omitted:
            drop(call.request.headers, name)
        return waiting

    def _count(self, call: Call) -> None:
        """Tell the server how often the request was sent before."""
        if RETRY_COUNT not in cast("FaceRetries", call.retries).settled:
            call.request.headers[RETRY_COUNT] = str(call.retries.attempt)

    def _retries(
        self, endpoint: Endpoint[Any], request: PreparedRequest, left: int, deadline: float | None, *, keyed: bool
    ) -> Retries:
        """The rules by which a call is repeated."""
        options = endpoint.options if isinstance(endpoint, Undocumented) else None
        made = options or FinalRequestOptions.construct(method=endpoint.verb, url=endpoint.path, max_retries=left)
        return FaceRetries(
            self._config,
            request,
            self._connections.budget,
            self._clock,
            left,
            deadline,
            keyed,
            client=self,
            options=made,
        )

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
        return call.follow_redirects and self._client.follow_redirects

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
        hook = None if self._on_drift is None else partial(self._on_drift, call.request.label)
        value = read_answer(type_, raw, http, strict=self._strict, package=self._config.package, drift=hook)
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
        call.retries.attempt = retries_taken
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


REDIRECTS = (301, 302, 303, 307, 308)
LAST_REDIRECT = 20
HARMLESS = frozenset(("accept", "accept-encoding", "user-agent"))
"""Headers that a request to another origin keeps."""


def merged(
    what: str, usual: Mapping[str, Any], added: Mapping[str, Any] | None, whole: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Headers or query parameters of a copy.

    Raises:
        ValueError: there are both some to add and all of them.
    """
    if added is not None and whole is not None:
        raise ValueError(f"`default_{what}` and `set_default_{what}` arguments are mutually exclusive")
    return {**(usual if whole is None else whole), **(added or {})}


def chosen_timeout(
    timeout: float | httpx.Timeout | NotGiven | None, client: Any, config: ClientConfig
) -> float | httpx.Timeout | None:
    """The time-out of a client: what it was given, else that of its httpx client if that was given one."""
    if not isinstance(timeout, NotGiven):
        return timeout
    if client is not None and client.timeout != HTTPX_DEFAULT_TIMEOUT:
        return client.timeout
    if config.timeout == DEFAULT_TIMEOUT.read and config.connect_timeout == DEFAULT_TIMEOUT.connect:
        return DEFAULT_TIMEOUT
    return httpx.Timeout(config.timeout, connect=config.connect_timeout)


def whole_response(response: Response, raw: bytes) -> httpx.Response:
    """The httpx response of an answer that was read."""
    inner = cast("FaceResponse | AsyncFaceResponse", response).inner
    if not hasattr(inner, "_content"):
        inner._content = raw  # pyright: ignore[reportPrivateUsage]  # httpx has no other way to say so
    return inner
