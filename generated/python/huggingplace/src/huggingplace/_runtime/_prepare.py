# Copied from overlays/python/runtime/_prepare.py; edit it there.
"""The request of a call, made of an endpoint, its arguments, and the options of the client. Nothing here does I/O."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from ._absent import NOT_GIVEN, NotGiven, Omit, is_given
from ._call import Call, response_mode
from ._endpoint import NO_STYLES
from ._exceptions import SDKError
from ._header_table import drop, has, put
from ._options import CallOptions, checked_retries, patient
from ._parameters import (
    cookie_value,
    fill_path,
    formatted_pairs,
    header_name,
    header_value,
    query_pairs,
    query_string,
)
from ._request import PreparedRequest
from ._request_body import EncodedBody, encode_body
from ._state import ClientState
from ._urls import origin, parameters_of, without_user

if TYPE_CHECKING:
    from ._config import Route
    from ._endpoint import Endpoint

__all__ = ["NO_OPTIONS", "PreparingClient"]

NO_OPTIONS = CallOptions()
"""The options of a call whose caller changed nothing."""
EVERYWHERE = {"every": "header", "every-query": "query"}
"""Where client options go that every call has."""
# Headers that calls set, as they write them; the caller's own stand, in whatever case.
OWN_HEADERS = {
    "accept": "Accept",
    "content-type": "Content-Type",
    "content-length": "Content-Length",
    "cookie": "Cookie",
}


class PreparingClient(ClientState):
    """Makes the request of a call: URL, headers and body. Credentials are added when it is sent.

    Methods that are marked as hooks are overridden by drop-in packages.
    """

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
        if (query or options.query or self._default_query) and (pairs := self._pairs(endpoint, query, options, url)):
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
        usual = self._timeout if endpoint.timeout is None else patient(self._timeout, endpoint.timeout)
        timeout = usual if options.timeout is NOT_GIVEN else self._limits(options.timeout, usual)
        streaming = endpoint.stream is not None
        request.streamed = streaming or response_mode.get() == "streamed"
        deadline = None if timeout.total is None or streaming else self._clock.now() + timeout.total
        given = options.max_retries
        left = self._max_retries if isinstance(given, NotGiven) else checked_retries(given)
        return Call(endpoint, request, options, timeout, left=left, deadline=deadline, keyed=keyed)

    def _with_options(
        self,
        endpoint: Endpoint[Any],
        body: object,
        query: Mapping[str, object] | None,
        headers: Mapping[str, object] | None,
    ) -> tuple[object, Mapping[str, object] | None, Mapping[str, object] | None]:
        """Fill fields that the call has and its caller left out with the options of the client."""
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
        """The body as it is sent; None without one (hook)."""
        return encode_body(endpoint, body, options.body, self._shapes)

    def _route(self, resource: str) -> str:
        """The base URL of a resource: the client's, unless a route leads elsewhere."""
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
        if origin(path) != origin(self._base_url) or path != without_user(path):
            raise ValueError("`path` is the URL of another server than the base URL's, or holds a user")
        return path

    def _routed(self, route: Route) -> Sequence[str]:
        """The resources of a route."""
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
        """The headers of a request: ours, those of the client, and those of the call (hook)."""
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
            elif override is not None:  # pyright: ignore[reportUnnecessaryComparison]  # likewise
                put(made, OWN_HEADERS.get(name.lower(), header_name(name)), header_value(name, override))
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
            if value is None:  # pyright: ignore[reportUnnecessaryComparison]  # of a variable that is not set, say
                continue
            put(made, OWN_HEADERS.get(name.lower(), header_name(name)), header_value(name, value))
        return made

    def _path(self, endpoint: Endpoint[Any], values: Mapping[str, object] | None) -> str:
        """The path of a request (hook)."""
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
        self, endpoint: Endpoint[Any], query: Mapping[str, object] | None, options: CallOptions, url: str
    ) -> list[tuple[str, str]]:
        """The pairs of the query: the client's and the call's, unless the URL has them already, and the extra ones."""
        whole = {**self._default_query, **(query or {})}
        if url:
            named = parameters_of(url)
            whole = {name: value for name, value in whole.items() if name not in named}
        whole.update(options.query or {})
        table = self._names(endpoint.query)
        if self._config.query_format is not None:
            return formatted_pairs(whole, self._config.query_format, endpoint.query, table)
        return query_pairs(whole, endpoint.query, table)

    def _query_text(self, pairs: list[tuple[str, str]]) -> str:
        """Pairs as a query (hook)."""
        return query_string(pairs)
