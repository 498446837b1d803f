"""Settings of one SDK, as typed values; every one has a default.

`burnish.config` reads them from `burnish.toml` and checks them with positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from burnish.diagnostics import Located

from .resources import PaginationSettings, ResourceSettings, StreamingSettings

__all__ = [
    "AuthOption",
    "BodyDefault",
    "BudgetSettings",
    "ClientCall",
    "ClientSettings",
    "CompatSettings",
    "Engine",
    "EnvironmentSettings",
    "NamePins",
    "PackageSettings",
    "QuerySettings",
    "RefreshSettings",
    "RetrySettings",
    "RoutingSettings",
    "SchemeSettings",
    "SdkSettings",
    "SecuritySettings",
    "Settings",
    "SourceSettings",
    "Transform",
]


class Engine(StrEnum):
    """Who writes models and raw client."""

    NATIVE = "native"
    CLASSIC = "classic"


class ClientCall(str):
    """A call of a client in Python, on one line: `client.jobs.list(limit=5)`; or nothing."""


class PackageSettings(Struct, frozen=True):
    """`[package]`: names and metadata of the distribution. Empty strings are inferred from the description."""

    name: str = ""
    distribution: str = ""
    version: str = "0.1.0"
    description: str = ""
    license: str = ""
    authors: tuple[str, ...] = ()
    repository: str = ""
    python: str = "3.11"
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    scripts: Mapping[str, str] = field(default_factory=dict[str, str])
    exports: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names at the front door that hand-written modules of the package define, by name: `Session = "session"`."""
    dependencies: tuple[str, ...] = ()


class AuthOption(Struct, frozen=True):
    """`[client.auth.<argument>]`: a constructor argument that feeds a security scheme."""

    argument: str
    scheme: str
    env: str = ""
    part: str = ""
    """`username`, `password`, `client_id` or `client_secret` where a scheme needs two arguments.

    `refresh_token` is the token that renews a bearer scheme.
    """
    required: bool = False
    """Whether a client without it cannot be made; else only calls that need it fail."""
    default: str = ""
    """Its value where neither an argument nor the environment gives one; no secret, as it is part of the SDK."""


class BodyDefault(Struct, frozen=True):
    """`[client.options.<argument>]`: a client option that fills a field of every call that has it.

    The location `client` fills nothing: the option is an argument and an attribute of the client, for what is written
    by hand. `every` sends it as a header of every call, whether the description knows that or not; `every-query` as a
    query parameter. `server` puts it in the place of `{field}` in base URLs; only SDKs with `[compat]`.
    """

    argument: str
    field: str
    location: str = "body"
    env: str = ""
    default: str = ""
    type: str = ""
    """`string`, `integer`, `number` or `boolean`; empty for that of the fields it fills."""


class RetrySettings(Struct, frozen=True):
    """`[client.retries]`: delays in seconds; `unsafe = "always"` repeats non-idempotent calls too."""

    max: int = 2
    initial_delay: float = 0.5
    max_delay: float = 8.0
    max_retry_after: float = 60.0
    unsafe: str = "never"


class RoutingSettings(Struct, frozen=True):
    """`[[client.routing]]`: a second base URL and the resources that go there when it is set.

    `required` resources exist only there: calling one without the URL is an error that names the argument.
    """

    argument: str
    resources: tuple[str, ...]
    resources_argument: str = ""
    env: str = ""
    required: tuple[str, ...] = ()


class ClientSettings(Struct, frozen=True):
    """`[client]`: the client class and its constructor."""

    name: str = ""
    env_prefix: str = ""
    base_url_alias: str = ""
    """A second name of the argument `base_url`, and of its environment variable."""
    async_suffix: str = ""
    timeout: float = 60.0
    connect_timeout: float = 5.0
    max_connections: int = 100
    idempotency_header: str = ""
    auth: tuple[AuthOption, ...] = ()
    options: tuple[BodyDefault, ...] = ()
    retries: RetrySettings = field(default_factory=RetrySettings)
    routing: tuple[RoutingSettings, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class EnvironmentSettings(Struct, frozen=True):
    """`[environments]`: named base URLs; the first is the default."""

    urls: tuple[tuple[str, str], ...] = ()


class QuerySettings(Struct, frozen=True):
    """`[query]`: how arrays and objects are written in queries, whatever the description says of single parameters."""

    arrays: str = ""
    """`comma`, `repeat`, `brackets` or `indices`."""
    nested: str = ""
    """`brackets` or `dots`."""


class CompatSettings(Struct, frozen=True):
    """`[compat]`: looking like the SDK that another generator wrote, for users who depend on it."""

    stainless: bool = False
    keep_order: bool = False
    """Whether fields and arguments keep the order of the description, and are not sorted by name."""
    vendor_headers: bool = True
    """Whether requests carry the headers `X-Stainless-*`, which tell where the SDK runs."""
    protects_model_names: bool = True
    """Whether fields of models that begin with `model_`, as names of Pydantic do, begin with `api_model_`."""


class SchemeSettings(Struct, frozen=True):
    """`[security.schemes.<id>]`: a security scheme, as OpenAPI has it, in place of that of the description."""

    id: str
    type: str
    """`http`, `apiKey` or `oauth2`."""
    scheme: str = ""
    """`bearer` or `basic`, of `http`."""
    name: str = ""
    """The parameter of an `apiKey`."""
    location: str = "header"
    token_url: str = ""
    """Where `oauth2` fetches tokens for client credentials."""


class RefreshSettings(Struct, frozen=True):
    """`[security.refresh.<id>]`: how the access token of a bearer scheme is renewed.

    A refresh token is sent to an operation in a field of a JSON object; the other fields are those of its answer.
    """

    scheme: str
    operation: str
    """An operationId, or `post <path>`."""
    parameter: str = "refresh_token"
    access_token: str = "access_token"
    refresh_token: str = "refresh_token"
    expires_in: str = "expires_in"


class SecuritySettings(Struct, frozen=True):
    """`[security]`: which credentials calls need, whatever the description says."""

    alternatives: tuple[tuple[str, ...], ...] | None = None
    """Schemes that are needed together, by alternative; an empty one allows calls without any."""
    schemes: tuple[SchemeSettings, ...] = ()
    refresh: tuple[RefreshSettings, ...] = ()


class SdkSettings(Struct, frozen=True):
    """`[sdk]`: where further settings are; what stands beside it wins."""

    config: str = ""
    """A Stainless configuration, relative to the settings."""


class Transform(Struct, frozen=True):
    """`[[source.transforms]]`: a change of the description before it is read."""

    command: str
    """`update`, `append`, `merge`, `remove`, `copy` or `move`."""
    target: str = ""
    """A JSONPath query; of `copy` and `move`, what they take."""
    value: str = ""
    """What is written, as JSON text."""
    keys: tuple[str, ...] = ()
    """Which members `remove` takes from an object; all of it without."""
    to: tuple[str, ...] = ()
    """Where `copy` and `move` put what they took."""
    template: bool = False
    """Whether `{{value}}` in the text that `update` writes stands for the text that was there."""
    equal_to: str = ""
    """In place of `target`: a query for a node; every node that equals it is a target."""
    ignore: tuple[str, ...] = ()
    """Queries for nodes that are no targets, although they equal that one."""
    origin: Located | None = None
    """Where the transform is set, if that is known; no key of the settings."""


class SourceSettings(Struct, frozen=True):
    """`[source]`: what references may reach beside the description's own folder."""

    allow_ref_dirs: tuple[str, ...] = ()
    allow_remote: tuple[str, ...] = ()
    transforms: tuple[Transform, ...] = ()
    keep_going: bool = False
    """Leave out the operations that are broken, and say so, instead of refusing the description."""


class BudgetSettings(Struct, frozen=True):
    """`[budget]`: limits that `burnish check` holds an SDK to."""

    max_import_ms: float | None = None
    max_modules: int | None = None


class NamePins(Struct, frozen=True):
    """Names that an earlier run settled (`burnish.lock`): pointers to ids, operations to methods."""

    schemas: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, str] = field(default_factory=dict[str, str])


class Settings(Struct, frozen=True):
    """All settings of one SDK."""

    sdk: SdkSettings = field(default_factory=SdkSettings)
    package: PackageSettings = field(default_factory=PackageSettings)
    client: ClientSettings = field(default_factory=ClientSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    environments: EnvironmentSettings = field(default_factory=EnvironmentSettings)
    security: SecuritySettings = field(default_factory=SecuritySettings)
    resources: tuple[ResourceSettings, ...] = ()
    pagination: tuple[PaginationSettings, ...] = ()
    streaming: StreamingSettings = field(default_factory=StreamingSettings)
    query: QuerySettings = field(default_factory=QuerySettings)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    compat: CompatSettings = field(default_factory=CompatSettings)
    engine: Engine = Engine.NATIVE
    enums_open: bool = True
    rename_fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """`Schema.wireName` -> Python name."""
    acronyms: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    """Codes (`callbacks`) or `code@pointer` of things that may be left out."""
    readme_operation: str = ""
    readme_call: ClientCall = ClientCall("")  # as immutable as the text that it is
    """The call that the README shows first, where a hand-written method is the one to begin with."""
    unwrap: tuple[str, ...] = ()
    """Fields that methods return instead of an answer that has no other field."""
    unwrap_among_others: bool = False
    """Whether answers that have other fields too are unwrapped, if they are no pages."""
    stated_only: bool = False
    """Whether there is only what is stated: no method for operations that no table names, no inferred paging."""
    casings: Mapping[str, str] = field(default_factory=dict[str, str])
    """Words and compounds in snake case, and how class names spell them (`openai` -> `OpenAI`)."""
