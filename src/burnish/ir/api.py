"""The whole API."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct, field

from burnish.diagnostics import Located

from .declarations import Declaration, Variant
from .docs import Docs
from .names import DeclarationId, Name
from .operations import Location, Operation, Paging
from .types import Type

__all__ = [
    "Api",
    "ApiKey",
    "Basic",
    "Bearer",
    "ClientCredentials",
    "Info",
    "Omission",
    "Renewal",
    "Resource",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Webhook",
]


class Info(Struct, frozen=True):
    """Title, version and licence, as the description gives them."""

    title: str
    version: str
    docs: Docs = field(default_factory=Docs)
    license: str = ""
    contact_url: str = ""


class ServerVariable(Struct, frozen=True):
    """A variable of a server URL; `choices` empty means any value."""

    name: Name
    default: str
    choices: tuple[str, ...] = ()


class Server(Struct, frozen=True):
    """A base URL; `name` is the environment's name (`production`)."""

    name: str
    url: str
    variables: tuple[ServerVariable, ...] = ()
    docs: Docs = field(default_factory=Docs)


class ApiKey(Struct, frozen=True):
    """A key in a header, query parameter or cookie called `parameter`."""

    id: str
    location: Location
    parameter: str
    docs: Docs = field(default_factory=Docs)


class Renewal(Struct, frozen=True):
    """How a refresh token is traded for the next access token: a POST of a JSON object, whose answer is another.

    `parameter` is the field that takes the refresh token; the rest are the answer's fields.
    """

    path: str
    parameter: str
    access_token: str
    refresh_token: str
    expires_in: str


class Bearer(Struct, frozen=True):
    """`Authorization: Bearer` (RFC 6750)."""

    id: str
    docs: Docs = field(default_factory=Docs)
    renewal: Renewal | None = None


class Basic(Struct, frozen=True):
    """`Authorization: Basic` (RFC 7617)."""

    id: str
    docs: Docs = field(default_factory=Docs)


class ClientCredentials(Struct, frozen=True):
    """OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

    id: str
    token_url: str
    scopes: tuple[str, ...] = ()
    docs: Docs = field(default_factory=Docs)


SecurityScheme: TypeAlias = ApiKey | Bearer | Basic | ClientCredentials


class Resource(Struct, frozen=True):
    """A node of the resource tree: `client.auth.keys` is the child `keys` of `auth`."""

    name: Name
    operations: tuple[Operation, ...] = ()
    children: tuple[Resource, ...] = ()
    docs: Docs = field(default_factory=Docs)


class Webhook(Struct, frozen=True):
    """An event the API sends: the type of its body.

    Where a property tells all events apart, `selector` is its wire name, and `variants` are the types of this one with
    its values for them.
    """

    name: Name
    type: Type
    origin: Located
    docs: Docs = field(default_factory=Docs)
    selector: str = ""
    variants: tuple[Variant, ...] = ()


class Omission(Struct, frozen=True):
    """Something of the description that the settings allow to be left out."""

    what: str
    origin: Located


class Api(Struct, frozen=True):
    """An API, independent of languages and of OpenAPI's way of writing it.

    `root` holds the operations and resources right below the client. `declarations` keeps the description's order.
    `pagings` are the schemes that users of an SDK expect whether an operation pages by them or not.
    """

    info: Info
    servers: tuple[Server, ...]
    auth: tuple[SecurityScheme, ...]
    root: Resource
    declarations: dict[DeclarationId, Declaration]
    webhooks: tuple[Webhook, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    omissions: tuple[Omission, ...] = ()
    pagings: tuple[Paging, ...] = ()
