# Copied from overlays/python/runtime/_send.py; edit it there.
"""What sync and async clients share: everything about a call but waiting and sending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, cast
from urllib.parse import urljoin, urlsplit

from ._absent import NOT_GIVEN, NotGiven, Omit, is_given
from ._auth import Credentials
from ._decode import decode, decode_error
from ._endpoint import Endpoint
from ._exceptions import APIError, RedirectError, SDKError, error_for_status
from ._options import CallOptions, Timeout
from ._pace import current_pace
from ._request import EncodedBody, PreparedRequest, encode_body, fill_path, header_value, query_pairs, query_string
from ._retry import Clock, Retries, RetryBudget, retry_after

if TYPE_CHECKING:
    import logging

    from ._config import ClientConfig, Route
    from ._shape import ShapeTable
    from ._transport import Response
    from ._webhooks import WebhookReceiver

__all__ = ["BaseClient", "Call", "Middleware", "response_mode"]

ClientT = TypeVar("ClientT", bound="BaseClient")

MAX_REDIRECTS = 5
NO_OPTIONS = CallOptions()

Middleware: TypeAlias = "Callable[[PreparedRequest], Callable[[Response], None] | None]"
"""Called with every request before it is sent, and may change it; what it returns is called with the answer."""

response_mode: ContextVar[str] = ContextVar("response_mode", default="")
"""How the running call wants its answer: parsed (empty), `raw` or `streamed`."""


@dataclass(slots=True)
class Call:
    """A request on its way, with everything that decides what happens to it."""

    endpoint: Endpoint[Any]
    request: PreparedRequest
    retries: Retries
    timeout: Timeout
    refreshed: bool = False
    redirects: int = 0
    plain_url: str = ""
    """URL and cookie without credentials, to which new ones are added after a refusal."""
    plain_cookie: str = ""

    def __post_init__(self) -> None:
        self.plain_url = self.request.url
        self.plain_cookie = self.request.headers.get("Cookie", "")


class BaseClient:
    """State and decisions of a client; `copy` shares connections and retry budget."""

    def __init__(
        self,
        config: ClientConfig,
        *,
        credentials: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        base_url_alias: tuple[str, str | None] | None = None,
        timeout: float | Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: object | None = None,
        middleware: Sequence[Middleware] = (),
        strict: bool = False,
        clock: Clock | None = None,
        on_drift: Callable[[str, str, str], None] | None = None,
    ) -> None:
        self._config = config
        self._credentials = Credentials(config, credentials or {})
        self._options = dict(options or {})
        self._base_url = self._base(environment, base_url, base_url_alias)
        self._timeout = self._limits(timeout, Timeout(read=config.timeout, connect=config.connect_timeout))
        self._max_retries = config.max_retries if isinstance(max_retries, NotGiven) else max_retries
        self._default_headers = {**config.default_headers, **environment_headers(config), **(default_headers or {})}
        self._default_query = dict(default_query or {})
        self._http_client = http_client
        self._middleware = tuple(middleware)
        self._strict = strict
        self._clock = clock or Clock()
        self._budget = RetryBudget()
        self._on_drift = on_drift
        self._shapes: ShapeTable | None = None

    @cached_property
    def _log(self) -> logging.Logger:
        """The SDK's logger, made for the first request."""
        return logger(self._config)

    def _base(self, environment: str | None, base_url: str | None, alias: tuple[str, str | None] | None) -> str:
        """The base URL: the argument, the environment variable, the named environment, the description's server."""
        config = self._config
        if alias is not None and alias[1] is not None:
            if base_url is not None and base_url != alias[1]:
                raise TypeError(f"`base_url` and `{alias[0]}` are the same thing and were given two values")
            base_url = alias[1]
        if environment is not None and environment not in config.environments:
            raise ValueError(f"`environment` is one of {', '.join(config.environments)}")
        named = config.environments[environment] if environment is not None else None
        found = base_url or named or os.environ.get(f"{config.env_prefix}_BASE_URL") or config.base_url
        if not found:
            raise SDKError(f"no base URL: give {config.name} `base_url=...` or set {config.env_prefix}_BASE_URL")
        return checked_base(found)

    def _limits(self, timeout: float | Timeout | NotGiven | None, usual: Timeout) -> Timeout:
        """A time-out in its full form; a number is the limit between bytes, None is no limit at all."""
        if isinstance(timeout, NotGiven):
            return usual
        if isinstance(timeout, Timeout):
            return timeout
        if timeout is None:
            return Timeout(None, None, None, None, None)
        return replace(usual, read=timeout, connect=min(timeout, usual.connect or timeout))

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._base_url

    @property
    def max_retries(self) -> int:
        """How often a failed request is repeated."""
        return self._max_retries

    @property
    def timeout(self) -> Timeout:
        """The limits of a call."""
        return self._timeout

    @property
    def default_headers(self) -> Mapping[str, str]:
        """Headers of every request, without credentials."""
        return dict(self._default_headers)

    @property
    def default_query(self) -> Mapping[str, object]:
        """Query parameters of every request."""
        return dict(self._default_query)

    def copy(
        self,
        *,
        base_url: str | None = None,
        timeout: float | Timeout | NotGiven | None = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_headers: Mapping[str, str] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        middleware: Sequence[Middleware] | None = None,
        strict: bool | None = None,
        **credentials: object,
    ) -> Self:
        """A client with other options, on the same connections and retry budget.

        `default_headers` and `default_query` are added, the `set_...` ones replace all.
        """
        made = self._like(type(self))
        if base_url is not None:
            made._base_url = checked_base(base_url)
        made._timeout = made._limits(timeout, made._timeout)
        if not isinstance(max_retries, NotGiven):
            made._max_retries = max_retries
        headers = made._default_headers if set_default_headers is None else dict(set_default_headers)
        made._default_headers = {**headers, **(default_headers or {})}
        query = made._default_query if set_default_query is None else dict(set_default_query)
        made._default_query = {**query, **(default_query or {})}
        made._middleware = made._middleware if middleware is None else tuple(middleware)
        made._strict = made._strict if strict is None else strict
        if credentials:
            made._credentials = Credentials(made._config, {**self._credentials._values, **credentials})  # pyright: ignore[reportPrivateUsage]  # the same package
        return made

    with_options = copy

    def _like(self, kind: type[Self]) -> Self:
        """Another client with the same state; resources, which point to this one, are not part of it."""
        made = object.__new__(kind)
        made.__dict__.update({name: value for name, value in self.__dict__.items() if name.startswith("_")})
        return made

    def twin(self, kind: type[ClientT]) -> ClientT:
        """A client of another class with the same state, and connections of its own."""
        made = object.__new__(kind)
        own = ("_transport", "_sleep", "_is_closed", "_token_lock", "_http_client")
        state = {name: value for name, value in self.__dict__.items() if name.startswith("_") and name not in own}
        made.__dict__.update(state, _http_client=None)
        return made

    def _receiver(self, events: Any) -> WebhookReceiver[Any]:
        """What verifies deliveries and reads them as `events`.

        The secret is the client's `webhook_secret`, else the environment's `..._WEBHOOK_SECRET`; without one it must be
        given with each delivery.
        """
        from ._webhooks import WebhookReceiver

        found = self._options.get("webhook_secret") or os.environ.get(f"{self._config.env_prefix}_WEBHOOK_SECRET")
        secrets = (found,) if isinstance(found, str | bytes) else tuple(cast("Sequence[str]", found or ()))
        return WebhookReceiver(partial(decode, events, strict=self._strict), secrets)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._base_url}>"

    def __reduce__(self) -> Any:
        raise TypeError(f"a {type(self).__name__} holds connections and cannot be pickled; make one in each process")

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
        """Make the request of a call, without credentials.

        Raises:
            ValueError, TypeError: an argument cannot be written; the message names it and never repeats its value.
        """
        options = options or NO_OPTIONS
        body, query, headers = self._with_options(endpoint, body, query, headers)
        encoded = self._encoded(endpoint, body, options)
        base = self._route(endpoint.server)
        made = self._headers(endpoint, encoded, headers, cookies, options)
        keyed = self._key(endpoint, made, options)
        pairs = self._pairs(endpoint, query, options)
        target = url or base + fill_path(endpoint, path)
        if pairs:
            target += ("&" if "?" in target else "?") + query_string(pairs)
        request = PreparedRequest(
            method=endpoint.verb,
            url=target,
            headers=made,
            content=None if encoded is None else encoded.content,
            label=f"{endpoint.verb} {endpoint.path}",
            base=base,
            repeatable=endpoint.repeatable,
            replayable=encoded is None or encoded.replayable,
        )
        return self._call(endpoint, request, options, keyed=keyed)

    def _call(self, endpoint: Endpoint[Any], request: PreparedRequest, options: CallOptions, *, keyed: bool) -> Call:
        """The call of a request, with its limits."""
        usual = self._timeout if endpoint.timeout is None else replace(self._timeout, read=endpoint.timeout)
        timeout = self._limits(options.timeout, usual)
        streaming = endpoint.stream is not None
        deadline = None if timeout.total is None or streaming else self._clock.now() + timeout.total
        left = self._max_retries if isinstance(options.max_retries, NotGiven) else options.max_retries
        retries = Retries(self._config, request, self._budget, self._clock, left, deadline, keyed)
        return Call(endpoint, request, retries, timeout)

    def _with_options(
        self,
        endpoint: Endpoint[Any],
        body: object,
        query: Mapping[str, object] | None,
        headers: Mapping[str, object] | None,
    ) -> tuple[object, Mapping[str, object] | None, Mapping[str, object] | None]:
        """Fill fields of the call from client options, where the call has them and left them out."""
        for option in self._config.options:
            value = self._options.get(option.argument)
            value = os.environ.get(option.env) if value is None and option.env else value
            if value is None:
                continue
            target = {"query": query, "header": headers}.get(option.location, body)
            if isinstance(target, Mapping) and not is_given(cast("Mapping[str, object]", target).get(option.field)):
                filled = {**cast("Mapping[str, object]", target), option.field: value}
                match option.location:
                    case "query":
                        query = filled
                    case "header":
                        headers = filled
                    case _:
                        body = filled
        return body, query, headers

    def _encoded(self, endpoint: Endpoint[Any], body: object, options: CallOptions) -> EncodedBody | None:
        """The body in bytes."""
        if body is None and options.body is None:
            return None
        if body.__class__ is Omit and options.body is None:
            return None
        return encode_body(endpoint, body, options.body, self._table())

    def _table(self) -> ShapeTable:
        """The SDK's shape table, loaded with the first body."""
        if self._shapes is None:
            from importlib import import_module

            package = __name__.rpartition("._runtime")[0]
            self._shapes = cast("ShapeTable", import_module(f"{package}._shapes").SHAPES) if package else {}
        return self._shapes

    def _route(self, resource: str) -> str:
        """The base URL of a resource: the client's, unless it is routed elsewhere."""
        for route in self._config.routes:
            url = self._options.get(route.argument) or os.environ.get(route.env or "-")
            if url and resource in self._routed(route):
                return checked_base(str(url))
            if not url and resource in route.required:
                raise SDKError(f"`{resource}` needs `{route.argument}=...`, which this client was not given")
        return self._base_url

    def _routed(self, route: Route) -> Sequence[str]:
        """The resources that a route takes."""
        chosen = self._options.get(route.resources_argument) if route.resources_argument else None
        return cast("Sequence[str]", chosen) if chosen is not None else route.resources

    def _headers(
        self,
        endpoint: Endpoint[Any],
        encoded: EncodedBody | None,
        headers: Mapping[str, object] | None,
        cookies: Mapping[str, object] | None,
        options: CallOptions,
    ) -> dict[str, str]:
        """Headers of a request: ours, the client's, the call's."""
        made = {
            "Accept": endpoint.accept,
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"{self._config.package}/{self._config.version}",
        }
        if encoded is not None:
            made["Content-Type"] = encoded.content_type
            if encoded.size is not None:
                made["Content-Length"] = str(encoded.size)
        for name, value in self._default_headers.items():
            put(made, name, header_value(name, value))
        for name, given in (headers or {}).items():
            if given is not None and is_given(given):
                put(made, name, header_value(name, given))
        pairs = [
            f"{name}={header_value(name, v)}" for name, v in (cookies or {}).items() if v is not None and is_given(v)
        ]
        if pairs:
            made["Cookie"] = "; ".join(pairs)
        for name, override in (options.headers or {}).items():
            if isinstance(override, Omit):
                drop(made, name)
            else:
                put(made, name, header_value(name, override))
        return made

    def _key(self, endpoint: Endpoint[Any], made: dict[str, str], options: CallOptions) -> bool:
        """Add the idempotency key; one for all attempts of a call."""
        name = self._config.idempotency_header
        if not name or endpoint.verb in ("GET", "HEAD", "OPTIONS"):
            return False
        if options.idempotency_key is not None:
            put(made, name, header_value(name, options.idempotency_key))
        elif name.lower() not in map(str.lower, made):
            from uuid import uuid4

            made[name] = str(uuid4())
        return True

    def _pairs(
        self, endpoint: Endpoint[Any], query: Mapping[str, object] | None, options: CallOptions
    ) -> list[tuple[str, str]]:
        """The pairs of the query: the client's, the call's, the extra ones."""
        if not query and not self._default_query and not options.query:
            return []
        return query_pairs({**self._default_query, **(query or {}), **(options.query or {})}, endpoint.query, {})

    def _authorise(self, call: Call) -> Any:
        """Put credentials into a request; gives the scheme whose token must be fetched first, or None."""
        placement = self._credentials.place(call.endpoint, self._clock.now())
        for name, value in placement.headers.items():
            if name.lower() not in map(str.lower, call.request.headers) or call.refreshed:
                put(call.request.headers, name, header_value(name, value))
        if placement.query:
            pairs = query_string(list(placement.query.items()))
            call.request.url = call.plain_url + ("&" if "?" in call.plain_url else "?") + pairs
        if placement.cookies:
            cookies = "; ".join(f"{name}={header_value(name, value)}" for name, value in placement.cookies.items())
            call.request.headers["Cookie"] = f"{call.plain_cookie}; {cookies}" if call.plain_cookie else cookies
        return placement.token_for

    def _started(self, call: Call) -> list[Callable[[Response], None]]:
        """Run the middleware before a request; gives what is to be run after it."""
        if call.retries.attempt:
            call.request.headers["X-Retry-Count"] = str(call.retries.attempt)
        self._log.debug("%s attempt %d", call.request.label, call.retries.attempt + 1)
        afters = [middleware(call.request) for middleware in self._middleware]
        return [after for after in reversed(afters) if after is not None]

    def _redirected(self, call: Call, response: Response) -> bool:
        """Prepare the request to where a redirect leads; False when the answer is none.

        Raises:
            RedirectError: it leads to another origin, nowhere, in a circle, or would turn a write into a read.
        """
        if response.status not in (301, 302, 303, 307, 308):
            return False
        target = urljoin(response.url or call.request.url, response.headers.get("location", ""))
        request = call.request
        reason = ""
        if "location" not in response.headers:
            reason = "without a target"
        elif origin(target) != origin(request.url):
            reason = "to another origin"
        elif call.redirects >= MAX_REDIRECTS:
            reason = f"after {MAX_REDIRECTS} others"
        elif response.status in (301, 302) and request.method not in ("GET", "HEAD"):
            reason = "that would turn a write into a read"
        elif response.status in (307, 308) and not request.replayable:
            reason = "that needs the body, which can be read only once, again"
        if reason:
            raise RedirectError(
                f"{response.status} {request.label}: a redirect {reason} is not followed", request=request
            )
        call.redirects += 1
        request.url = call.plain_url = target
        if response.status == 303 and request.method != "HEAD":
            request.method, request.content = "GET", None
            for name in ("Content-Type", "Content-Length"):
                request.headers.pop(name, None)
        return True

    def _failure(self, call: Call, response: Response, raw: bytes) -> APIError:
        """The error of an answer."""
        body = decode_error(raw, response, call.endpoint.errors)
        error = error_for_status(response, call.request, body, raw.decode("utf-8", "replace"))
        error.retry_after = retry_after(response.headers, self._clock.wall())
        return self._told(call, error)

    def _told(self, call: Call, error: APIError) -> APIError:
        """An error that knows how often the request was sent."""
        error.attempts = call.retries.attempt + 1
        self._log.info("%s failed after %d attempts: %s", call.request.label, error.attempts, type(error).__name__)
        return error

    def _waits(self, delay: float, status: int) -> None:
        """Let the other calls of a batch wait too when the server said that there are too many."""
        pace = current_pace.get()
        if pace is not None and status in (429, 503):
            pace.hold(delay)

    def _accepted(self, call: Call, status: int) -> bool:
        """Whether a status is an answer and no error."""
        return status < 400 or status in call.endpoint.statuses

    def _parse(self, call: Call, response: Response, raw: bytes, to: Any = NOT_GIVEN) -> Any:
        """The value of a body."""
        type_ = call.endpoint.answer if to is NOT_GIVEN else to
        if type_ is None:
            return None
        if type_ is bytes:
            return raw
        if type_ is str:
            return raw.decode("utf-8", "replace")
        if not raw:
            return None
        hook = self._on_drift
        drift = partial(hook, call.request.label) if hook is not None else None
        value = decode(type_, raw, strict=self._strict, drift=drift, status=response.status)
        if (request_id := response.headers.get("x-request-id")) is not None and hasattr(value, "__pydantic_extra__"):
            value.__dict__["_burnish_request_id"] = request_id
        return value


def put(headers: dict[str, str], name: str, value: str) -> None:
    """Set a header, whatever the case of the one it replaces."""
    drop(headers, name)
    headers[name] = value


def drop(headers: dict[str, str], name: str) -> None:
    """Remove a header, whatever its case."""
    if name in headers:
        del headers[name]
        return
    lower = name.lower()
    for known in [known for known in headers if known.lower() == lower]:
        del headers[known]


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL (RFC 6454)."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme)


def checked_base(url: str) -> str:
    """A base URL without a trailing slash.

    Raises:
        SDKError: it is no HTTP URL, or has a query, to which no path can be added.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SDKError("the base URL must be `http(s)://host[:port][/path]`, without query and fragment")
    return url.rstrip("/")


def environment_headers(config: ClientConfig) -> dict[str, str]:
    """Headers of `..._CUSTOM_HEADERS`: lines of `Name: value`."""
    lines = os.environ.get(f"{config.env_prefix}_CUSTOM_HEADERS", "").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def logger(config: ClientConfig) -> logging.Logger:
    """The SDK's logger; `..._LOG=debug|info` shows it on standard error."""
    import logging

    log = logging.getLogger(config.package)
    level = os.environ.get(f"{config.env_prefix}_LOG", "").lower()
    if level in ("debug", "info") and not log.handlers:
        log.addHandler(logging.StreamHandler())
        log.setLevel(level.upper())
    return log
