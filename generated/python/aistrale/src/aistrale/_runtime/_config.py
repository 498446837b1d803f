# Copied from overlays/python/runtime/_config.py; edit it there.
"""What generated code says about an API as a whole.

Values that a client needs before its first request are named tuples: a frozen dataclass takes eight times as long to
define, `dataclasses` brings a dozen modules, and every program that imports an SDK would pay for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ._options import Timeout

__all__ = [
    "ApiKeyAuth",
    "AuthScheme",
    "BasicAuth",
    "BearerAuth",
    "CallDefault",
    "ClientConfig",
    "ClientCredentialsAuth",
    "Route",
    "ServerVariable",
    "TokenRefresh",
]


NOTHING: Mapping[str, str] = MappingProxyType({})


class ApiKeyAuth(NamedTuple):
    """A key in a header, query parameter or cookie."""

    id: str
    """Name of the scheme in the description."""
    argument: str
    """Argument of the client that takes the key."""
    env: str
    """Environment variable that holds it where the argument is not given."""
    location: str
    """Where it is sent: `header`, `query` or `cookie`."""
    parameter: str
    """Name of that header, query parameter or cookie."""


class TokenRefresh(NamedTuple):
    """How an access token is renewed: by a POST of the refresh token as a field of a JSON object."""

    argument: str
    """Argument of the client that takes the refresh token."""
    env: str
    """Environment variable that holds it where the argument is not given."""
    path: str
    """Path of the operation that gives new tokens."""
    parameter: str = "refresh_token"
    """Field of the request that holds the refresh token."""
    access_token: str = "access_token"
    """Field of the answer that holds the new access token."""
    refresh_token: str = "refresh_token"
    """Field of the answer that may hold the next refresh token; without it the old one stays in use."""
    expires_in: str = "expires_in"
    """Field of the answer with the seconds for which the access token is valid; without it, until it is refused."""


class BearerAuth(NamedTuple):
    """`Authorization: Bearer` (RFC 6750)."""

    id: str
    """Name of the scheme in the description."""
    argument: str
    """Argument of the client that takes the token."""
    env: str
    """Environment variable that holds it where the argument is not given."""
    refresh: TokenRefresh | None = None
    """How tokens that expire are renewed; None if they are not."""


class BasicAuth(NamedTuple):
    """`Authorization: Basic` (RFC 7617)."""

    id: str
    """Name of the scheme in the description."""
    username: str
    """Argument of the client that takes the user name."""
    username_env: str
    """Environment variable that holds it where the argument is not given."""
    password: str
    """Argument of the client that takes the password."""
    password_env: str
    """Environment variable that holds it where the argument is not given."""


class ClientCredentialsAuth(NamedTuple):
    """OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

    id: str
    """Name of the scheme in the description."""
    client_id: str
    """Argument of the client that takes the client id."""
    client_id_env: str
    """Environment variable that holds it where the argument is not given."""
    client_secret: str
    """Argument of the client that takes the client secret."""
    client_secret_env: str
    """Environment variable that holds it where the argument is not given."""
    token_url: str
    """URL of the token endpoint, or its path below the base URL."""
    scopes: tuple[str, ...] = ()
    """Scopes to ask for; none for the server's default."""


AuthScheme: TypeAlias = ApiKeyAuth | BearerAuth | BasicAuth | ClientCredentialsAuth
"""A way to prove who calls."""


class Route(NamedTuple):
    """A second base URL, to which the calls of some resources go."""

    argument: str
    """Argument of the client that takes the URL."""
    env: str
    """Environment variable that holds it where the argument is not given."""
    resources: tuple[str, ...]
    """Resources whose calls go there if the URL is set."""
    required: tuple[str, ...] = ()
    """Resources that exist only there, so that their calls fail if it is not set."""
    resources_argument: str = ""
    """Argument of the client that takes other `resources`; empty if there is none."""


class ServerVariable(NamedTuple):
    """A part of base URLs, written `{name=default}` there, that an argument of the client fills."""

    argument: str
    """The argument."""
    name: str
    """Name of the part in the base URLs."""
    env: str
    """Environment variable that holds the value where the argument is not given."""


class CallDefault(NamedTuple):
    """An option of the client that fills a field of calls whose caller leaves it out."""

    argument: str
    """Argument of the client that takes the option."""
    field: str
    """Name of the field that it fills."""
    location: str
    """Which fields: `body`, `query` or `header` for calls that have the field there, `any` for all of these.

    `every` is a header of every call, `every-query` a query parameter of every call, and `client` fills nothing.
    """
    env: str = ""
    """Environment variable that holds the value where the argument is not given."""
    default: str = ""
    """The value without either; empty for none."""


class QueryFormat(NamedTuple):
    """How all queries of an API are written, whatever the description says about single parameters."""

    arrays: str = "repeat"
    """`comma` (`a=1,2`), `repeat` (`a=1&a=2`), `brackets` (`a[]=1&a[]=2`) or `indices` (`a[0]=1&a[1]=2`)."""
    nested: str = "brackets"
    """`brackets` (`a[b]=1`) or `dots` (`a.b=1`)."""


class ClientConfig(NamedTuple):
    """The constants of one SDK; arguments of its clients take the place of many of them."""

    name: str
    """Name of the sync client, for messages."""
    package: str
    """Import name of the package: also the name of its logger, and part of `User-Agent`."""
    version: str
    """Version of the package, as `User-Agent` says it."""
    env_prefix: str
    """What the names of environment variables begin with, as `ACME` does in `ACME_BASE_URL`."""
    base_url: str = ""
    """The base URL where neither an argument nor the environment gives one; empty if there is none."""
    environments: Mapping[str, str] = NOTHING
    """Base URLs by the names that the argument `environment` takes."""
    server_variables: tuple[ServerVariable, ...] = ()
    """Parts of the base URLs that arguments fill."""
    auth: tuple[AuthScheme, ...] = ()
    """The ways to authenticate."""
    security: tuple[tuple[str, ...], ...] = ()
    """Ids of schemes: the alternatives for operations without their own; an empty one needs no credentials."""
    timeout: float = 60.0
    """Seconds to wait for the next bytes of an answer."""
    connect_timeout: float = 5.0
    """Seconds to wait for a connection."""
    max_retries: int = 2
    """How often a failed request is sent again."""
    initial_delay: float = 0.5
    """Seconds before the first retry, which double with each further one."""
    max_delay: float = 8.0
    """Longest such delay in seconds."""
    max_retry_after: float = 60.0
    """Longest `Retry-After` in seconds that is obeyed; if the server asks for more, the error is raised at once."""
    unsafe_retries: bool = False
    """Whether requests are also sent again if doing them twice may do harm."""
    idempotency_header: str = ""
    """Header for idempotency keys; empty if the API has none."""
    max_connections: int = 100
    """Connections that a client opens at most."""
    default_headers: Mapping[str, str] = NOTHING
    """Headers of every request."""
    routes: tuple[Route, ...] = ()
    """Further base URLs, to which the calls of some resources go."""
    options: tuple[CallDefault, ...] = ()
    """Options of the client that fill fields of calls."""
    query_format: QueryFormat | None = None
    """How all queries are written; None if each parameter says it."""
    credential_defaults: Mapping[str, str] = NOTHING
    """Credentials, by argument, where neither an argument nor the environment gives one."""

    @property
    def limits(self) -> Timeout:
        """The limits of calls where neither the client nor the call sets any."""
        from ._options import Timeout

        return Timeout(read=self.timeout, connect=self.connect_timeout)
