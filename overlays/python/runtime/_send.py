"""What sync and async clients share: everything about a call but waiting and sending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._absent import NOT_GIVEN, NotGiven, Omit, is_given
from ._call import Call, response_mode
from ._config import BearerAuth
from ._decode import decode, decode_error, unwrapped
from ._endpoint import NO_STYLES, Endpoint, JsonBody
from ._exceptions import APIConnectionError, APIError, RetryableError, SDKError, error_for_status
from ._header_table import drop, has, put
from ._options import CallOptions, checked_retries
from ._pace import current_pace
from ._redirects import redirected
from ._request import (
    EncodedBody,
    PreparedRequest,
    cookie_value,
    encode_body,
    fill_path,
    formatted_pairs,
    header_value,
    query_pairs,
    query_string,
)
from ._retry import Retries, retry_after
from ._state import ClientState
from ._urls import origin

if TYPE_CHECKING:
    from ._auth import Renewable
    from ._config import Route, TokenRefresh
    from ._transport import Response

__all__ = ["BaseClient"]

T = TypeVar("T")
ErrorT = TypeVar("ErrorT", bound=APIError)
NO_OPTIONS = CallOptions()
EVERYWHERE = {"every": "header", "every-query": "query"}
"""Where client options go that every call has."""
# As in `logging`, which is not imported before there is something to send.
DEBUG, INFO = 10, 20
# Headers that calls set, as they write them; the caller's own stand, in whatever case.
OWN_HEADERS = {"accept": "Accept", "content-type": "Content-Type", "content-length": "Content-Length"}


class BaseClient(ClientState):
    """Makes requests of calls, and decides what becomes of their answers."""

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
        if self._config.options:
            body, query, headers = self._with_options(endpoint, body, query, headers)
        encoded = self._encoded(endpoint, body, options)
        base = self._route(endpoint.server) if self._config.routes else self._base_url
        made = self._headers(endpoint, encoded, headers, cookies, options)
        keyed = self._key(endpoint, made, options)
        target = url or base + (self._path(endpoint, path) if path else endpoint.path)
        if (query or options.query or self._default_query) and (pairs := self._pairs(endpoint, query, options)):
            target += ("&" if "?" in target else "?") + self._query_text(pairs)
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
        usual = self._timeout if endpoint.timeout is None else self._timeout._replace(read=endpoint.timeout)
        timeout = usual if options.timeout is NOT_GIVEN else self._limits(options.timeout, usual)
        streaming = endpoint.stream is not None
        request.streamed = streaming or response_mode.get() == "streamed"
        deadline = None if timeout.total is None or streaming else self._clock.now() + timeout.total
        given = options.max_retries
        left = self._max_retries if isinstance(given, NotGiven) else checked_retries(given)
        return Call(endpoint, request, options, timeout, left=left, deadline=deadline, keyed=keyed)

    def _retries(self, call: Call) -> Retries:
        """The rules by which a call is repeated; what is laid over the runtime may have its own."""
        return Retries(self._config, self._connections.budget, self._clock, call)

    def _with_options(
        self,
        endpoint: Endpoint[Any],
        body: object,
        query: Mapping[str, object] | None,
        headers: Mapping[str, object] | None,
    ) -> tuple[object, Mapping[str, object] | None, Mapping[str, object] | None]:
        """Fill fields of the call from client options, where the call has them and left them out."""
        tables: dict[str, object] = {"body": body, "query": query, "header": headers}
        for option in self._config.options:
            value = self._option(option)
            if (always := EVERYWHERE.get(option.location)) and value is not None:
                tables[always] = {option.field: value, **cast("Mapping[str, object]", tables[always] or {})}
            for place in tables if option.location == "any" else (option.location,):
                table = tables.get(place)
                if value is not None and isinstance(table, Mapping) and option.field in table:
                    given = cast("Mapping[str, object]", table)
                    tables[place] = given if is_given(given[option.field]) else {**given, option.field: value}
        filled = cast("tuple[Mapping[str, object] | None, ...]", (tables["query"], tables["header"]))
        return tables["body"], filled[0], filled[1]

    def _encoded(self, endpoint: Endpoint[Any], body: object, options: CallOptions) -> EncodedBody | None:
        """The body in bytes."""
        return encode_body(endpoint, body, options.body, self._shapes)

    def _route(self, resource: str) -> str:
        """The base URL of a resource: the client's, unless it is routed elsewhere."""
        for route in self._config.routes:
            url = self._options.get(route.argument) or os.environ.get(route.env or "-")
            if url and resource in self._routed(route):
                return self._root(str(url))
            if not url and resource in route.required:
                raise SDKError(f"`{resource}` needs `{route.argument}=...`, which this client was not given")
        return self._base_url

    def _url_of(self, path: str) -> str:
        """The URL of a path that a caller wrote.

        Raises:
            ValueError: it is one of another server, which must not get the credentials.
        """
        if "://" not in path.partition("?")[0]:
            return f"{self._base_url}/{path.removeprefix('/')}"
        if origin(path) != origin(self._base_url):
            raise ValueError("`path` is the URL of another server than the base URL's")
        return path

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
        made = self._usual_headers.copy()
        if made.get("Accept") == "":
            made["Accept"] = endpoint.accept
        if encoded is not None:
            made.setdefault("Content-Type", encoded.content_type)
            if encoded.size is not None:
                made.setdefault("Content-Length", str(encoded.size))
        if headers:
            self._put_headers(made, endpoint, headers)
        if cookies:
            self._put_cookies(made, endpoint, cookies)
        for name, override in options.headers.items() if options.headers else ():
            if isinstance(override, Omit):
                drop(made, name)
            else:
                put(made, name, header_value(name, override))
        return made

    def _put_headers(self, made: dict[str, str], endpoint: Endpoint[Any], headers: Mapping[str, object]) -> None:
        """Add the header parameters of a call."""
        styles, table = endpoint.headers or NO_STYLES, self._names(endpoint.headers)
        for name, given in headers.items():
            if given is not None and is_given(given):
                put(made, name, header_value(name, given, styles.get(name), table))

    def _put_cookies(self, made: dict[str, str], endpoint: Endpoint[Any], cookies: Mapping[str, object]) -> None:
        """Add the cookie parameters of a call."""
        styles, table = endpoint.cookies or NO_STYLES, self._names(endpoint.cookies)
        for name, given in cookies.items():
            if given is not None and is_given(given):
                cookie = cookie_value(name, given, styles.get(name), table)
                made["Cookie"] = f"{made['Cookie']}; {cookie}" if "Cookie" in made else cookie

    @cached_property
    def _usual_headers(self) -> dict[str, str]:
        """Headers of every request; `Accept` is empty unless the caller has one for all."""
        made = {
            "Accept": "",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"{self._config.package}/{self._config.version}",
        }
        for name, value in self._default_headers.items():
            put(made, OWN_HEADERS.get(name.lower(), name), header_value(name, value))
        return made

    def _path(self, endpoint: Endpoint[Any], values: Mapping[str, object] | None) -> str:
        """The path of a request."""
        return fill_path(endpoint, values, self._names(endpoint.path_styles))

    def _key(self, endpoint: Endpoint[Any], made: dict[str, str], options: CallOptions) -> bool:
        """Add the idempotency key; one for all attempts of a call."""
        name = endpoint.idempotency_header or self._config.idempotency_header
        if not name or endpoint.verb in ("GET", "HEAD", "OPTIONS"):
            return False
        if options.idempotency_key is not None:
            put(made, name, header_value(name, options.idempotency_key))
        elif not has(made, name):
            from uuid import uuid4

            made[name] = str(uuid4())
        return True

    def _pairs(
        self, endpoint: Endpoint[Any], query: Mapping[str, object] | None, options: CallOptions
    ) -> list[tuple[str, str]]:
        """The pairs of the query: the client's, the call's, the extra ones."""
        whole = {**self._default_query, **(query or {}), **(options.query or {})}
        table = self._names(endpoint.query)
        if self._config.query_format is not None:
            return formatted_pairs(whole, self._config.query_format, endpoint.query, table)
        return query_pairs(whole, endpoint.query, table)

    def _query_text(self, pairs: list[tuple[str, str]]) -> str:
        """Pairs as a query; what is laid over the runtime may write them another way."""
        return query_string(pairs)

    def _authorise(self, call: Call) -> Any:
        """Put credentials into a request; gives the scheme whose token must be fetched first, or None."""
        placement = self._credentials.placed(call.endpoint.security, self._clock.now)
        for name, value in placement.headers.items():
            if call.refreshed:
                put(call.request.headers, name, value)
            elif not has(call.request.headers, name):
                call.request.headers[name] = value
        if placement.query:
            pairs = self._query_text(list(placement.query.items()))
            call.request.url = call.plain_url + ("&" if "?" in call.plain_url else "?") + pairs
        if placement.cookies:
            cookies = "; ".join(f"{name}={value}" for name, value in placement.cookies.items())
            call.request.headers["Cookie"] = f"{call.plain_cookie}; {cookies}" if call.plain_cookie else cookies
        return placement.token_for

    def _renews(self, call: Call, status: int) -> bool:
        """Whether a call is made again with another credential: once, and only if it was made with one."""
        return status == 401 and self._credentials.rotating and not call.refreshed and call.endpoint.security != ()

    def _token_call(self, scheme: Renewable) -> Call:
        """The call that fetches a token: of the API's own operation, or of OAuth 2.0 (RFC 6749, section 4.4.2)."""
        if isinstance(scheme, BearerAuth):
            refresh = cast("TokenRefresh", scheme.refresh)
            endpoint = Endpoint[Any]("POST", refresh.path, answer=object, body=JsonBody(), security=())
            return self._prepare(endpoint, body={refresh.parameter: self._credentials.value(refresh.argument)})
        endpoint = Endpoint[Any]("POST", scheme.token_url, answer=object, security=(), idempotent=True)
        form = self._credentials.form(scheme)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        url = scheme.token_url if "://" in scheme.token_url else self._base_url + scheme.token_url
        request = PreparedRequest("POST", url, headers, form, "POST token endpoint", url, repeatable=True)
        return self._call(endpoint, request, NO_OPTIONS, keyed=False)

    def _started(self, call: Call) -> None:
        """Begin an attempt: run the middleware."""
        call.started = self._clock.now()
        self._count(call)
        if call.attempt and call.deadline is not None:
            call.timeout = call.timeout._replace(total=max(call.deadline - call.started, 0.001))
        if self._log.isEnabledFor(DEBUG):
            self._log.debug("%s attempt %d", call.request.label, call.attempt + 1)
        for middleware in self._middleware:
            if (after := middleware(call.request)) is not None:
                call.afters += (after,)

    def _count(self, call: Call) -> None:
        """Tell the server how often the request was sent before."""
        if call.attempt:
            call.request.headers["X-Retry-Count"] = str(call.attempt)

    def _stands(self, call: Call, response: Response) -> bool:
        """Whether an answer is that of the call: no error, and no redirect, whose next request is then prepared."""
        plain = 200 <= response.status < 300
        if not plain and (not self._accepted(call, response.status) or self._redirected(call, response)):
            return False
        self._connections.budget.give()
        return True

    def _redirected(self, call: Call, response: Response) -> bool:
        """Whether an answer is a redirect, for which the next request is then prepared."""
        return redirected(call, response)

    def _answered(self, call: Call, response: Response) -> None:
        """Note that the head of an answer has arrived. Neither URL nor body is logged: they may hold secrets."""
        if self._log.isEnabledFor(INFO):
            self._log.info(
                "%s answered %d after %.0f ms, attempt %d, request id %s",
                call.request.label,
                response.status,
                (self._clock.now() - call.started) * 1000,
                call.attempt + 1,
                response.headers.get("x-request-id", "-"),
            )
        if call.afters:
            call.answered(response)

    def _delay_after(self, call: Call, error: APIConnectionError | RetryableError) -> float:
        """Seconds to wait until the next attempt after one without an answer; raises the error when there is none."""
        if isinstance(error, RetryableError):
            delay = self._retries(call).delay(error.retry_after)
        else:
            delay = self._retries(call).after_failure(error)
        if delay is None:
            raise self._told(call, error) from error.__cause__
        return delay

    def _failure(self, call: Call, response: Response, raw: bytes) -> APIError:
        """The error of an answer."""
        body = decode_error(raw, response, call.endpoint.errors)
        error = self._own("_exceptions", "error_for_status", error_for_status)(
            response, call.request, body, raw.decode("utf-8", "replace")
        )
        error.retry_after = retry_after(response.headers, self._clock.wall())
        return self._told(call, error)

    def _told(self, call: Call, error: ErrorT) -> ErrorT:
        """An error that knows how often the request was sent."""
        error.attempts = call.attempt + 1
        self._log.info("%s failed after %d attempts: %s", call.request.label, error.attempts, type(error).__name__)
        return error

    def _waits(self, delay: float, status: int) -> None:
        """Let the other calls of a batch wait too when the server said that there are too many."""
        pace = current_pace.get()
        if pace is not None and status in (429, 503):
            pace.hold(delay)

    def _reads_bytes(self, mode: str) -> bool:
        """Whether a body of bytes is read at once; what is laid over the runtime may do so for plain calls too."""
        return mode == "raw"

    def _stream_media(self, call: Call) -> str:
        """What a call for a stream accepts; what is laid over the runtime may accept something else."""
        media = call.endpoint.accept
        return "text/event-stream" if media == "application/json" else media

    def _accepted(self, call: Call, status: int) -> bool:
        """Whether a status is an answer and no error; 304 is none, for it has nothing that an answer promises."""
        return (status < 400 and status != 304) or status in call.endpoint.statuses

    def _drift(self, call: Call) -> Callable[[str, str], None] | None:
        """Whom to tell, by JSON pointer and reason, of what breaks the description in the answers of a call."""
        return None if self._on_drift is None else partial(self._on_drift, call.request.label)

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
        if call.endpoint.unwrap and to is NOT_GIVEN:
            raw = unwrapped(raw, call.endpoint.unwrap)
        drift = None if self._on_drift is None else self._drift(call)
        value = decode(type_, raw, strict=self._strict, drift=drift, status=response.status)
        if (request_id := response.headers.get("x-request-id")) is not None and hasattr(value, "__pydantic_extra__"):
            value.__dict__["_burnish_request_id"] = request_id
        return value
