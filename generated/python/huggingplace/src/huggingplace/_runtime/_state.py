# Copied from overlays/python/runtime/_state.py; edit it there.
"""The state of a client: its options, limits and credentials, and how it is copied."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, cast

from ._absent import NOT_GIVEN, NotGiven
from ._auth import Credentials, arguments_of
from ._decode import decode
from ._exceptions import SDKError
from ._options import Timeout, checked_retries, checked_timeout, patient
from ._retry import Clock
from ._shape import NO_SHAPES
from ._urls import MARKS, checked_base, checked_part, without_user

if TYPE_CHECKING:
    import logging

    from ._call import Middleware
    from ._config import CallDefault, ClientConfig
    from ._endpoint import ParamStyle
    from ._options import TimeoutLike
    from ._pace import Pace
    from ._retry import RetryBudget
    from ._shape import ShapeTable
    from ._webhooks import WebhookReceiver

__all__ = ["ClientState", "Drift"]

T = TypeVar("T")
StateT = TypeVar("StateT", bound="ClientState")

Drift: TypeAlias = "Callable[[str, str, str], None]"
"""Told of every value that breaks the description and was kept as it came.

Called with the operation (`GET /jobs/{id}`), the JSON pointer of the value in the answer, and the reason.
"""


class ClientState:
    """The state of a client, and what its options mean."""

    def __init__(
        self,
        config: ClientConfig,
        *,
        credentials: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        base_url_alias: tuple[str, str | None] | None = None,
        timeout: TimeoutLike | NotGiven | None = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: object | None = None,
        middleware: Sequence[Middleware] = (),
        strict: bool = False,
        clock: Clock | None = None,
        on_drift: Drift | None = None,
    ) -> None:
        self._config = config
        authorised = any(name.lower() == "authorization" for name in default_headers or ())
        self._credentials = Credentials(config, credentials or {}, required=not authorised)
        self._options: dict[str, object] = dict(options or {})
        self._base_url = self._base(environment, base_url, base_url_alias)
        self._timeout = self._limits(timeout, config.limits)
        self._max_retries = config.max_retries if isinstance(max_retries, NotGiven) else checked_retries(max_retries)
        self._default_headers = {**config.default_headers, **environment_headers(config), **(default_headers or {})}
        self._default_query = dict(default_query or {})
        self._connections = self._shared(http_client)
        self._middleware = tuple(middleware)
        self._strict = strict
        self._clock = clock or Clock()
        self._on_drift = on_drift

    @cached_property
    def _log(self) -> logging.Logger:
        """The SDK's logger, made for the first request."""
        return logger(self._config)

    def _option(self, option: CallDefault) -> object:
        """The value of a client option: the constructor's, the environment's, or its default; None without any."""
        value = self._options.get(option.argument)
        if value is None and option.env:
            value = os.environ.get(option.env)
        return option.default or None if value is None else value

    @cached_property
    def _shapes(self) -> ShapeTable:
        """The SDK's shape table, loaded with the first body."""
        return self._own("_shapes", "SHAPES", cast("ShapeTable", {}))

    def _names(self, styles: Mapping[str, ParamStyle] | None) -> ShapeTable:
        """The shape table, where one of these parameters needs it."""
        return self._shapes if styles and any(style.shape for style in styles.values()) else NO_SHAPES

    def _own(self, module: str, name: str, default: T) -> T:
        """A name of a module of the package around this runtime; the default if there is no package, as in tests."""
        from importlib import import_module

        package = __name__.rpartition("._runtime")[0]
        return cast("T", getattr(import_module(f"{package}.{module}"), name)) if package else default

    def _base(self, environment: str | None, base_url: str | None, alias: tuple[str, str | None] | None) -> str:
        """The base URL: the argument, the named environment, an environment variable, the description's server."""
        config = self._config
        if alias is not None and alias[1] is not None:
            if base_url is not None and base_url != alias[1]:
                raise TypeError(f"`base_url` and `{alias[0]}` are the same thing and were given two values")
            base_url = alias[1]
        if environment is not None and environment not in config.environments:
            raise ValueError(f"`environment` is one of {', '.join(config.environments)}")
        named = config.environments[environment] if environment is not None else None
        names = ("BASE_URL",) if alias is None else (alias[0].upper(), "BASE_URL")
        told = (os.environ.get(f"{config.env_prefix}_{name}") for name in names)
        self._pattern = "" if base_url else named or next(filter(None, told), "") or config.base_url
        if not base_url and not self._pattern:
            raise SDKError(f"no base URL: give {config.name} `base_url=...` or set {config.env_prefix}_BASE_URL")
        return self._root(base_url or self._filled(self._pattern))

    def _root(self, url: str) -> str:
        """A base URL as paths are added to it (hook)."""
        return checked_base(url)

    def _filled(self, url: str) -> str:
        """A base URL with its variables: the argument, an environment variable, the default."""
        for variable in self._config.server_variables:
            start, hole, rest = url.partition(f"{{{variable.name}=")
            if hole:
                default, _, rest = rest.partition("}")
                value = self._options.get(variable.argument) or os.environ.get(variable.env) or default
                marks = MARKS + "/" if "/" in default else MARKS
                url = start + checked_part(variable.argument, str(value), marks) + rest
        return url

    def _limits(self, timeout: TimeoutLike | NotGiven | None, usual: Timeout) -> Timeout:
        """The limits that a time-out means: a number is the limit between bytes, None is no limit at all.

        A number of seconds beyond the usual `total` is the limit of the whole call too.

        Raises:
            TypeError, ValueError: it is none.
        """
        if isinstance(timeout, NotGiven):
            return usual
        if timeout is None:
            return Timeout(None, None, None, None, None)
        if isinstance(timeout, Timeout):
            return checked_timeout(timeout)
        if isinstance(timeout, int | float):
            return checked_timeout(patient(usual, timeout)._replace(connect=min(timeout, usual.connect or timeout)))
        if not hasattr(timeout, "connect"):
            raise TypeError(f"`timeout` is a number of seconds, a `Timeout` or None, not {type(timeout).__name__}")
        return checked_timeout(Timeout(timeout.read, timeout.connect, timeout.write, timeout.pool, usual.total))

    @property
    def base_url(self) -> str:
        """The URL that the paths of operations are added to, without a trailing slash."""
        return self._base_url

    @property
    def max_retries(self) -> int:
        """How often a failed request is sent again."""
        return self._max_retries

    @property
    def timeout(self) -> Timeout:
        """The time limits of calls, in seconds."""
        return self._timeout

    @property
    def default_headers(self) -> Mapping[str, str]:
        """The headers of every request, without credentials; a copy."""
        return dict(self._default_headers)

    @property
    def default_query(self) -> Mapping[str, object]:
        """The query parameters of every request; a copy."""
        return dict(self._default_query)

    @property
    def auth_headers(self) -> Mapping[str, str]:
        """The headers that carry the client's credentials, for requests by other means. Do not log them.

        Empty where credentials travel elsewhere, or are a token that was not fetched yet.
        """
        return self._credentials.headers(self._clock.now)

    def copy(
        self,
        *,
        environment: str | None = None,
        base_url: str | None = None,
        timeout: TimeoutLike | NotGiven | None = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_headers: Mapping[str, str] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        http_client: object | None = None,
        middleware: Sequence[Middleware] | None = None,
        strict: bool | None = None,
        on_drift: Drift | None = None,
        **others: object,
    ) -> Self:
        """A client with other options, which shares connections and retry budget with this one.

        What is left out stays as it is, and so does what is None, but for `timeout`.

        Args:
            environment: Name of the environment whose base URL to use.
            base_url: Base URL, in place of any environment's.
            timeout: Seconds between bytes, or a `Timeout`; None for no limit.
            max_retries: How often a failed request is sent again; 0 for never.
            default_headers: Headers to add to those of every request.
            default_query: Query parameters to add to those of every request.
            set_default_headers: Headers in place of all those.
            set_default_query: Query parameters in place of all those.
            http_client: What to send with, on connections of its own.
            middleware: Middleware in place of this client's.
            strict: Whether an answer that breaks the description raises an error.
            on_drift: What to call where an answer breaks the description.
            others: Further arguments of the constructor: credentials, and options of this API.

        Raises:
            TypeError: the constructor has no such argument.
            ValueError: an argument has a value that it cannot have.
        """
        made = self._like(type(self))
        given = {name: value for name, value in others.items() if value is not None}
        made._take_others(given)
        if environment is not None or base_url is not None:
            made._base_url = made._base(environment, base_url, None)
        made._timeout = made._limits(timeout, made._timeout)
        if not isinstance(max_retries, NotGiven):
            made._max_retries = checked_retries(max_retries)
        headers = made._default_headers if set_default_headers is None else dict(set_default_headers)
        made._default_headers = {**headers, **(default_headers or {})}
        made.__dict__.pop("_usual_headers", None)  # Those of this client, if it has made them.
        query = made._default_query if set_default_query is None else dict(set_default_query)
        made._default_query = {**query, **(default_query or {})}
        made._middleware = made._middleware if middleware is None else tuple(middleware)
        made._strict = made._strict if strict is None else strict
        made._on_drift = made._on_drift if on_drift is None else on_drift
        if http_client is not None:
            made._connections = made._shared(http_client, self._connections.budget)
        return made

    with_options = copy
    """The same as `copy`."""

    def _take_others(self, given: Mapping[str, object]) -> None:
        """Take other credentials, and other options of the API, in place of those of the client it was copied from."""
        known = {argument for scheme in self._config.auth for argument, _ in arguments_of(scheme)}
        if unknown := sorted(given.keys() - known - self._options.keys()):
            raise TypeError(f"`{unknown[0]}` is no option of {self._config.name}, so that no copy has another")
        credentials = {name: value for name, value in given.items() if name in known}
        if credentials:
            self._credentials = Credentials(self._config, {**self._credentials._values, **credentials})  # pyright: ignore[reportPrivateUsage]  # the same package
        self._options = {**self._options, **{name: value for name, value in given.items() if name in self._options}}
        if any(variable.argument in given for variable in self._config.server_variables):
            self._base_url = self._root(self._filled(self._pattern)) if self._pattern else self._base_url

    def _like(self, kind: type[Self]) -> Self:
        """Another client with the same state; resources, which point to this one, are not part of it."""
        made = object.__new__(kind)
        made.__dict__.update({name: value for name, value in self.__dict__.items() if name.startswith("_")})
        return made

    def _shared(self, given: object, budget: RetryBudget | None = None) -> Any:
        """The connections that this client and its copies share."""
        raise NotImplementedError  # pragma: no cover  # the sync and the async client have their own

    def twin(self, kind: type[StateT]) -> StateT:
        """A client of another class with the same state and retry budget, and connections of its own.

        A client of an HTTP library serves one of the two worlds only; a name of one, and `HttpSettings`, serve both.
        """
        from ._http_settings import HttpSettings

        made = object.__new__(kind)
        own = ("_connections", "_sleep")
        made.__dict__.update({k: v for k, v in self.__dict__.items() if k.startswith("_") and k not in own})
        given = self._connections.given
        made._connections = made._shared(
            given if isinstance(given, str | HttpSettings) else None, self._connections.budget
        )
        return made

    def _receiver(self, events: Any) -> WebhookReceiver[Any]:
        """What verifies deliveries and reads them as `events`.

        The secret is the client's `webhook_secret`, else the environment's `..._WEBHOOK_SECRET`; without one it must be
        given with each delivery.
        """
        from ._webhooks import WebhookReceiver

        variable = f"{self._config.env_prefix}_WEBHOOK_SECRET"
        found = self._options.get("webhook_secret") or os.environ.get(variable)
        secrets = (found,) if isinstance(found, str | bytes) else tuple(cast("Sequence[str]", found or ()))
        return WebhookReceiver(partial(decode, events, strict=self._strict), secrets, variable=variable)

    def _new_pace(self) -> Pace:
        """What keeps the calls of one fan-out from starting while the server wants none."""
        from ._pace import Pace

        return Pace()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {without_user(self._base_url)}>"

    def __reduce__(self) -> Any:
        raise TypeError(f"{type(self).__name__} holds connections and cannot be pickled; make one in each process")


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
