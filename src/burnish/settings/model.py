"""Settings of one SDK, as typed values; every one has a default.

`burnish.config` reads them from `burnish.toml` and checks them with positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "AuthOption",
    "BodyDefault",
    "BudgetSettings",
    "ClientSettings",
    "Engine",
    "EnvironmentSettings",
    "MethodSettings",
    "NamePins",
    "PackageSettings",
    "PaginationSettings",
    "ResourceSettings",
    "RetrySettings",
    "RoutingSettings",
    "Settings",
    "SourceSettings",
    "StreamingSettings",
]


class Engine(StrEnum):
    """Who writes models and raw client."""

    NATIVE = "native"
    CLASSIC = "classic"


@dataclass(frozen=True, slots=True)
class PackageSettings:
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
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthOption:
    """`[client.auth.<argument>]`: a constructor argument that feeds a security scheme."""

    argument: str
    scheme: str
    env: str = ""
    part: str = ""
    """`username`, `password`, `client_id` or `client_secret` where a scheme needs two arguments."""


@dataclass(frozen=True, slots=True)
class BodyDefault:
    """`[client.options.<argument>]`: a client option that fills a field of every call that has it."""

    argument: str
    field: str
    location: str = "body"
    env: str = ""


@dataclass(frozen=True, slots=True)
class RetrySettings:
    """`[client.retries]`: delays in seconds; `unsafe = "always"` repeats non-idempotent calls too."""

    max: int = 2
    initial_delay: float = 0.5
    max_delay: float = 8.0
    max_retry_after: float = 60.0
    unsafe: str = "never"


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """`[[client.routing]]`: a second base URL and the resources that go there when it is set.

    `required` resources exist only there: calling one without the URL is an error that names the argument.
    """

    argument: str
    resources: tuple[str, ...]
    resources_argument: str = ""
    env: str = ""
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """`[client]`: the client class and its constructor."""

    name: str = ""
    env_prefix: str = ""
    base_url_alias: str = ""
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


@dataclass(frozen=True, slots=True)
class EnvironmentSettings:
    """`[environments]`: named base URLs; the first is the default."""

    urls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MethodSettings:
    """`[resources."auth.keys".methods.create]`: which operation a method calls, and how."""

    name: str
    operation: str
    """An operationId, or `<verb> <path>`."""
    timeout: float | None = None
    paginated: bool | None = None
    pagination: str = ""
    body_name: str = ""
    idempotent: bool | None = None
    answers: tuple[int, ...] = ()
    """Error statuses that are answers of this method (the 503 of a health check)."""


@dataclass(frozen=True, slots=True)
class ResourceSettings:
    """`[resources."auth.keys"]`: a resource, its methods, and the schemas that belong to it."""

    path: str
    methods: tuple[MethodSettings, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    """Class name -> name of a component, or the pointer of any schema (`#/components/schemas/ocr_result`)."""


@dataclass(frozen=True, slots=True)
class PaginationSettings:
    """`[pagination.<scheme>]`: a paging scheme; field paths are dotted wire names."""

    scheme: str
    type: str
    """`cursor`, `offset`, `page`, `link` or `url`."""
    items: str = ""
    next: str = ""
    more: str = ""
    item_key: str = ""
    parameter: str = ""
    limit_parameter: str = ""
    total: str = ""
    total_header: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class StreamingSettings:
    """`[streaming]`: how event streams end and fail."""

    terminator: str = ""
    error_event: str = "error"
    parameter: str = "stream"
    resume: bool = False


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """`[source]`: what references may reach beside the description's own folder."""

    allow_ref_dirs: tuple[str, ...] = ()
    allow_remote: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """`[budget]`: limits that `burnish check` holds an SDK to."""

    max_import_ms: float | None = None
    max_modules: int | None = None


@dataclass(frozen=True, slots=True)
class NamePins:
    """Names that an earlier run settled (`burnish.lock`): pointers to ids, operations to methods."""

    schemas: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one SDK."""

    package: PackageSettings = field(default_factory=PackageSettings)
    client: ClientSettings = field(default_factory=ClientSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    environments: EnvironmentSettings = field(default_factory=EnvironmentSettings)
    resources: tuple[ResourceSettings, ...] = ()
    pagination: tuple[PaginationSettings, ...] = ()
    streaming: StreamingSettings = field(default_factory=StreamingSettings)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    engine: Engine = Engine.NATIVE
    enums_open: bool = True
    rename_fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """`Schema.wireName` -> Python name."""
    acronyms: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    """Codes (`callbacks`) or `code@pointer` of things that may be left out."""
    readme_operation: str = ""
