"""What sync and async clients know: the constructor, attributes and copies of the earlier SDK's."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

import httpx

from ._constants import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT
from ._platform import platform_headers
from ._qs import Querystring
from ._runtime._absent import NOT_GIVEN, NotGiven, Omit
from ._runtime._auth import Credentials
from ._runtime._base_client import BaseClient as RuntimeClient
from ._runtime._exceptions import SDKError
from ._runtime._options import Timeout as RuntimeTimeout
from ._runtime._urls import plain_base
from ._transport import AsyncFaceTransport, FaceTransport, runtime_timeout

if TYPE_CHECKING:
    from typing import Self

    from ._runtime._config import ClientConfig

__all__ = ["HTTPX_DEFAULT_TIMEOUT", "ClientState", "HttpxClientT", "StreamT"]

HttpxClientT = TypeVar("HttpxClientT", httpx.Client, httpx.AsyncClient)
StreamT = TypeVar("StreamT", covariant=True)

HTTPX_DEFAULT_TIMEOUT = httpx.Timeout(5.0)
"""What httpx uses when it is told nothing."""


class ClientState(RuntimeClient, Generic[HttpxClientT, StreamT]):
    """The options of a client, as attributes that callers may read and set."""

    _client: HttpxClientT
    _default_stream_cls: type[Any] | None = None
    _wanted: ClassVar[type[Any]]
    _world: ClassVar[str]
    _vendor_headers: ClassVar[bool] = True
    """Whether requests tell where this runs."""

    def __init__(
        self,
        config: ClientConfig,
        *,
        credentials: Mapping[str, object] | None = None,
        required: Mapping[str, str] | None = None,
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
        ask_for(credentials or {}, {} if required is None else required)
        self._given_timeout = chosen_timeout(timeout, http_client, config)
        self._client = http_client or self._made_client(timeout=self._given_timeout)
        self._environment = None if isinstance(environment, NotGiven) else environment
        super().__init__(
            config,
            credentials=credentials,
            options=options,
            environment=self._environment,
            base_url=chosen_base(config, self._environment, base_url),
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
        self._base_url = self._root(str(url))

    def _root(self, url: str) -> str:
        """A base URL as paths are added to it, with the options that it has places for.

        A user and a password in it stay: httpx makes basic authentication of them.
        """
        for option in self._config.options:
            value = self._option(option) if option.location == "server" else None
            url = url if value is None else url.replace(f"{{{option.field}}}", str(value))
        return plain_base(url)

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
            **self._world_header,
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
        return platform_headers(self._config.version) if self._vendor_headers else {}

    @property
    def _world_header(self) -> dict[str, str]:
        """Whether this client is asynchronous."""
        return {"X-Stainless-Async": self._world} if self._vendor_headers else {}

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


def ask_for(credentials: Mapping[str, object], required: Mapping[str, str]) -> None:
    """Refuse a client without a credential that it cannot do without; `required` has the environment variables.

    Raises:
        SDKError: neither the argument nor the variable is there.
    """
    for argument, variable in required.items():
        if credentials.get(argument) is None and not os.environ.get(variable):
            raise SDKError(
                f"The {argument} client option must be set either by passing {argument} to the client or by setting "
                f"the {variable} environment variable"
            )


def chosen_base(
    config: ClientConfig, environment: str | None, base_url: str | httpx.URL | NotGiven | None
) -> str | None:
    """The base URL that a client is told; None leaves it to the environment variable, then to the description.

    Raises:
        ValueError: an environment is given, and the variable says something else; with None for the URL it yields.
    """
    if base_url is not None and not isinstance(base_url, NotGiven):
        return str(base_url)
    variable = f"{config.env_prefix}_BASE_URL"
    named = config.environments.get(environment or "")
    if named is None or not os.environ.get(variable):
        return None
    if base_url is not None:
        raise ValueError(
            f"Ambiguous URL; The `{variable}` env var and the `environment` argument are given. "
            "If you want to use the environment, you must pass base_url=None"
        )
    return named


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
