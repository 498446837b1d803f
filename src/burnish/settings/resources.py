"""What settings say of resources: their methods, how lists are paged, how streams end."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from burnish.diagnostics import Located

__all__ = [
    "PAGING_KEYS",
    "MethodSettings",
    "PaginationSettings",
    "PagingType",
    "ResourceSettings",
    "StreamingSettings",
    "UnwrapSettings",
]


class MethodSettings(Struct, frozen=True):
    """`[resources."auth.keys".methods.create]`: which operation a method calls, and how."""

    name: str
    operation: str
    """An operationId, or `<verb> <path>`."""
    timeout: float | None = None
    paginated: bool | None = None
    pagination: str = ""
    body: str = ""
    """The content type of the body, where the description offers several; empty for the one that says most."""
    body_name: str = ""
    idempotent: bool | None = None
    answers: tuple[int, ...] = ()
    """Error statuses that are answers of this method (the 503 of a health check)."""
    unwrap: str | None = None
    """The field of the answer that the method returns instead of the whole; empty for none, whatever `unwrap` says."""
    positional: tuple[str, ...] | None = None
    """Wire names of the parameters that may be given by position, in order; None: those that the target chooses."""
    stream_parameter: str = ""
    """The body field with which a request asks for a stream; a method that streams without one always does."""
    stream_model: str = ""
    """The schema of one event, as `models` name it (`chat.chunk`)."""
    streams: bool = False
    """Whether answers are event streams although the description shows none."""
    deprecated: str = ""
    """What to use instead."""
    origin: Located | None = None
    """Where the method is set, if that is known; no key of the settings."""


class UnwrapSettings(Struct, frozen=True):
    """`[resources.webhooks.unwraps.unwrap]`: a method that reads a delivery of a webhook; only SDKs with `[compat]`."""

    name: str
    key: str = ""
    """The client option that has the secret; without one deliveries are read unverified."""
    discriminator: str = ""
    """The property that tells events apart."""


class ResourceSettings(Struct, frozen=True):
    """`[resources."auth.keys"]`: a resource, its methods, and the schemas that belong to it."""

    path: str
    methods: tuple[MethodSettings, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    """Class name -> name of a component, or the pointer of any schema (`#/components/schemas/ocr_result`).

    A name in snake case is spelled as a class, by `casings`.
    """
    plain_params: tuple[str, ...] = ()
    """Those of `models` whose TypedDict does not end in `Param`, unless answers have them too; only with `[compat]`."""
    docs: str = ""
    """What the resource is for."""
    standalone: bool = False
    """Whether it has a package of its own although no resource stands below it; only SDKs with `[compat]` tell."""
    unwraps: tuple[UnwrapSettings, ...] = ()


class PagingType(StrEnum):
    """How a list is walked; `single` is one that is always whole."""

    CURSOR = "cursor"
    OFFSET = "offset"
    PAGE = "page"
    LINK = "link"
    URL = "url"
    SINGLE = "single"


PAGING_KEYS: Mapping[str, frozenset[str]] = {
    PagingType.CURSOR: frozenset(("next", "next_header", "more", "item_key", "parameter", "before", "previous")),
    PagingType.OFFSET: frozenset(("parameter", "total", "total_header")),
    PagingType.PAGE: frozenset(("parameter", "first", "total_pages")),
    PagingType.LINK: frozenset[str](),
    PagingType.URL: frozenset(("next", "previous")),
    PagingType.SINGLE: frozenset[str](),
}
"""The settings that only some types of paging have, by type."""


class PaginationSettings(Struct, frozen=True):
    """`[pagination.<scheme>]`: a paging scheme; field paths are dotted wire names."""

    scheme: str
    type: PagingType
    items: str = ""
    next: str = ""
    next_header: str = ""
    more: str = ""
    item_key: str = ""
    parameter: str = ""
    limit_parameter: str = ""
    total: str = ""
    total_header: str = ""
    total_pages: str = ""
    first: int = 1
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """Fields of the answer that a page has as attributes: `string`, `integer`, `number`, `boolean` or `object`."""
    before: str = ""
    previous: str = ""
    needs: tuple[str, ...] = ()
    """Fields without which an answer is no page of this scheme, beside those that it pages by."""


class StreamingSettings(Struct, frozen=True):
    """`[streaming]`: how event streams end and fail."""

    terminator: str = ""
    error_event: str = "error"
    parameter: str = "stream"
    resume: bool = False
