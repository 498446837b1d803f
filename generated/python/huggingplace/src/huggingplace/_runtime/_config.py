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
    argument: str
    env: str
    location: str
    parameter: str


class TokenRefresh(NamedTuple):
    """How the next access token is got: a POST of the refresh token as `parameter` of a JSON object.

    The other names are those of the answer's fields: the tokens, of which the refresh token may be missing (then it
    stays), and the seconds for which the access token holds (unknown without).
    """

    argument: str
    env: str
    path: str
    parameter: str = "refresh_token"
    access_token: str = "access_token"
    refresh_token: str = "refresh_token"
    expires_in: str = "expires_in"


class BearerAuth(NamedTuple):
    """`Authorization: Bearer` (RFC 6750); with `refresh`, access tokens that end are renewed."""

    id: str
    argument: str
    env: str
    refresh: TokenRefresh | None = None


class BasicAuth(NamedTuple):
    """`Authorization: Basic` (RFC 7617)."""

    id: str
    username: str
    username_env: str
    password: str
    password_env: str


class ClientCredentialsAuth(NamedTuple):
    """OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

    id: str
    client_id: str
    client_id_env: str
    client_secret: str
    client_secret_env: str
    token_url: str
    scopes: tuple[str, ...] = ()


AuthScheme: TypeAlias = ApiKeyAuth | BearerAuth | BasicAuth | ClientCredentialsAuth
"""A way to prove who calls."""


class Route(NamedTuple):
    """A second base URL: the resources that go there when it is set, and those that exist only there."""

    argument: str
    env: str
    resources: tuple[str, ...]
    required: tuple[str, ...] = ()
    resources_argument: str = ""


class ServerVariable(NamedTuple):
    """A part of base URLs, written `{name=default}` there, that an argument of the client fills."""

    argument: str
    name: str
    env: str


class CallDefault(NamedTuple):
    """A client option that fills a field of every call that has it and leaves it out.

    `location` is `body`, `query` or `header`, `any` for all of them, or `client` for an option that fills nothing;
    `every` sends the option as a header of every call, `every-query` as a parameter of its query.
    """

    argument: str
    field: str
    location: str
    env: str = ""
    default: str = ""


class QueryFormat(NamedTuple):
    """How all queries of an API are written, whatever is said of single parameters.

    `arrays` is `comma`, `repeat`, `brackets` (`a[]=1`) or `indices` (`a[0]=1`); `nested` is `brackets` (`a[b]=1`) or
    `dots` (`a.b=1`).
    """

    arrays: str = "repeat"
    nested: str = "brackets"


class ClientConfig(NamedTuple):
    """The constants of one SDK; times in seconds."""

    name: str
    package: str
    version: str
    env_prefix: str
    base_url: str = ""
    environments: Mapping[str, str] = NOTHING
    server_variables: tuple[ServerVariable, ...] = ()
    auth: tuple[AuthScheme, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    timeout: float = 60.0
    connect_timeout: float = 5.0
    max_retries: int = 2
    initial_delay: float = 0.5
    max_delay: float = 8.0
    max_retry_after: float = 60.0
    unsafe_retries: bool = False
    idempotency_header: str = ""
    max_connections: int = 100
    default_headers: Mapping[str, str] = NOTHING
    routes: tuple[Route, ...] = ()
    options: tuple[CallDefault, ...] = ()
    query_format: QueryFormat | None = None
    credential_defaults: Mapping[str, str] = NOTHING
    """What credentials are where neither an argument nor the environment says."""

    @property
    def limits(self) -> Timeout:
        """The limits of calls that say nothing about them."""
        from ._options import Timeout

        return Timeout(read=self.timeout, connect=self.connect_timeout)
