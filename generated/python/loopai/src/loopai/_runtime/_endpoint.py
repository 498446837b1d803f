# Copied from overlays/python/runtime/_endpoint.py; edit it there.
"""What generated code says about an operation: everything that is decided before the first request."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from ._events import StreamStyle

__all__ = [
    "BinaryBody", "BodyStyle", "Endpoint", "FormBody", "JsonBody", "LinesBody", "MultipartBody", "ParamStyle",
    "PartStyle", "SocketStyle", "TextBody",
]  # fmt: skip

T = TypeVar("T")
Security: TypeAlias = tuple[tuple[str, ...], ...]


class ParamStyle(NamedTuple):
    """How a parameter is written."""

    style: str = "form"
    """One of OpenAPI's Style Values, or `json` for JSON text."""
    explode: bool | None = None
    """Whether items and members are written apart; None for what the style does by default."""
    allow_reserved: bool = False
    """Whether characters that URLs reserve stay as they are (OpenAPI, `allowReserved`)."""
    shape: str = ""
    """Entry of the shape table for objects; empty if their Python names are those of the API."""

    @property
    def exploded(self) -> bool:
        """Whether items and members are written apart, with the style's default resolved."""
        return self.style in ("form", "deepObject") if self.explode is None else self.explode


class PartStyle(NamedTuple):
    """How a field of a multipart body is written."""

    file: bool = False
    """Whether it is a file."""
    repeated: bool = False
    """Whether a list is written as one part for each item."""
    content_type: str = ""
    """Media type of the part, or several and ranges to choose from, with commas; empty for the usual one."""
    json: bool = False
    """Whether the value is written as JSON."""


NO_PARTS: Mapping[str, PartStyle] = MappingProxyType({})


class JsonBody(NamedTuple):
    """A body of JSON."""

    shape: str = ""
    """Entry of the shape table for the object, or for the items of a list; empty if values are sent as they are."""
    media: str = "application/json"
    """The media type."""
    each: bool = False
    """Whether the body is a map, and the shape that of its values."""


class LinesBody(NamedTuple):
    """A body with a line of JSON for each item of an iterable."""

    shape: str = ""
    """Entry of the shape table for an item; empty if items are sent as they are."""
    media: str = "application/x-ndjson"
    """The media type; lines of `application/json-seq` begin with a record separator (RFC 7464, section 2.2)."""


NO_STYLES: Mapping[str, ParamStyle] = MappingProxyType({})


class FormBody(NamedTuple):
    """A body of `application/x-www-form-urlencoded`."""

    shape: str = ""
    """Entry of the shape table for the object; empty if its Python names are those of the API."""
    styles: Mapping[str, ParamStyle] = NO_STYLES
    """How fields are written that differ from the default style, by the API's names."""


class MultipartBody(NamedTuple):
    """A body of several parts (RFC 7578)."""

    shape: str = ""
    """Entry of the shape table for the object; empty if its Python names are those of the API."""
    parts: Mapping[str, PartStyle] = NO_PARTS
    """How fields are written that are not plain values, by the API's names."""
    media: str = "multipart/form-data"
    """The media type, without its boundary."""


class BinaryBody(NamedTuple):
    """A body of bytes, from bytes, a path, an open file or an iterable of bytes."""

    media: str = "application/octet-stream"
    """The media type."""


class TextBody(NamedTuple):
    """A body of text, sent as UTF-8."""

    media: str = "text/plain"
    """The media type, without its charset."""


BodyStyle: TypeAlias = JsonBody | LinesBody | FormBody | MultipartBody | BinaryBody | TextBody
"""How the body of a request is written."""

NO_STATUSES: Mapping[int, int] = MappingProxyType({})
NO_REPLIES: Mapping[str, str] = MappingProxyType({})


class SocketStyle(NamedTuple):
    """How a WebSocket connection is resumed, and how it fails."""

    statuses: Mapping[int, int] = NO_STATUSES
    """HTTP statuses that closing codes stand for: the connection fails with that error, and is not made again."""
    resume: str = ""
    """Query parameter that tells the server of a new connection where the old one was; empty for none."""
    position: tuple[str, ...] = ()
    """Names that lead to its value in messages; that of the last message counts that has one."""
    replies: Mapping[str, str] = NO_REPLIES
    """JSON texts that are sent at once in reply to messages, by the `type` of the message."""


class Endpoint(NamedTuple, Generic[T]):
    """One operation of an API. Names are those that the API has, not those of Python."""

    verb: str
    """The HTTP method."""
    path: str
    """The path below the base URL, with `{names}` for its parameters."""
    answer: Any = None
    """The type that the body of an answer is read as; None if there is none."""
    accept: str = "application/json"
    """The media types to ask for."""
    body: BodyStyle | None = None
    """How the body of the request is written; None for JSON."""
    path_styles: Mapping[str, ParamStyle] | None = None
    """How path parameters are written that differ from the default style."""
    query: Mapping[str, ParamStyle] | None = None
    """How query parameters are written that differ from the default style."""
    headers: Mapping[str, ParamStyle] | None = None
    """How header parameters are written that differ from the default style."""
    cookies: Mapping[str, ParamStyle] | None = None
    """How cookie parameters are written that differ from the default style."""
    errors: Mapping[Any, Any] | None = None
    """Types of error bodies by status, by range of statuses (first, last), or for `default`."""
    security: Security | None = None
    """Ids of schemes: alternatives of this operation; None for the API's."""
    server: str = ""
    """The resource by whose name the base URL is chosen (`Route`)."""
    timeout: float | None = None
    """Seconds to wait for the next bytes of the answer; None for the client's limit."""
    idempotent: bool | None = None
    """Whether sending it twice does no more than sending it once; None to judge by the method."""
    stream: StreamStyle | None = None
    """How the answer is streamed; None if it is not."""
    socket: SocketStyle | None = None
    """How its WebSocket connection is resumed, and how it fails; None if there is nothing to say."""
    statuses: tuple[int, ...] = ()
    """Statuses of 400 and above that are answers and not errors."""
    unwrap: tuple[str, ...] = ()
    """Names that lead to the part of the body which is the value; empty for the whole."""
    idempotency_header: str = ""
    """Header for the idempotency key of this operation; empty for the API's."""
    exact: bool = False
    """Whether the answer has decimals that travel as numbers, which are read from their digits."""

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once (RFC 9110, section 9.2.2)."""
        if self.idempotent is not None:
            return self.idempotent
        return self.verb in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY")
