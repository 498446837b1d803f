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
    """How an array or object parameter is written (OpenAPI, Style Values); `json` writes JSON text.

    `shape` names an entry of the shape table, empty for values that have the names of the wire.
    """

    style: str = "form"
    explode: bool | None = None
    allow_reserved: bool = False
    shape: str = ""

    @property
    def exploded(self) -> bool:
        """Whether each item has a pair of its own."""
        return self.style in ("form", "deepObject") if self.explode is None else self.explode


class PartStyle(NamedTuple):
    """How a part of a multipart body is written."""

    file: bool = False
    repeated: bool = False
    content_type: str = ""
    json: bool = False


NO_PARTS: Mapping[str, PartStyle] = MappingProxyType({})


class JsonBody(NamedTuple):
    """JSON; `shape` names an entry of the shape table, empty for values that are sent as they are.

    The items of a list have the shape too; of a map, with `each`, its values.
    """

    shape: str = ""
    media: str = "application/json"
    each: bool = False


class LinesBody(NamedTuple):
    """One JSON text per line, for each item of an iterable; `shape` is that of one item.

    Texts of `application/json-seq` begin with a record separator (RFC 7464, section 2.2).
    """

    shape: str = ""
    media: str = "application/x-ndjson"


NO_STYLES: Mapping[str, ParamStyle] = MappingProxyType({})


class FormBody(NamedTuple):
    """`application/x-www-form-urlencoded`; `styles` are those of fields that are not written as usual."""

    shape: str = ""
    styles: Mapping[str, ParamStyle] = NO_STYLES


class MultipartBody(NamedTuple):
    """`multipart/form-data`."""

    shape: str = ""
    parts: Mapping[str, PartStyle] = NO_PARTS
    media: str = "multipart/form-data"


class BinaryBody(NamedTuple):
    """Bytes, a path, an open file or an iterable of bytes."""

    media: str = "application/octet-stream"


class TextBody(NamedTuple):
    """Text, sent as UTF-8."""

    media: str = "text/plain"


BodyStyle: TypeAlias = JsonBody | LinesBody | FormBody | MultipartBody | BinaryBody | TextBody
"""How the body of a request is written."""

NO_STATUSES: Mapping[int, int] = MappingProxyType({})
NO_REPLIES: Mapping[str, str] = MappingProxyType({})


class SocketStyle(NamedTuple):
    """How a connection for messages goes on and fails.

    `statuses` gives the HTTP statuses that closing codes stand for: the connection is not made again then. A new one
    tells in the query parameter `resume` where the old one was: the value of the last message that has one at the
    wire names `position`. `replies` are the JSON texts that answer messages, by their `type`.
    """

    statuses: Mapping[int, int] = NO_STATUSES
    resume: str = ""
    position: tuple[str, ...] = ()
    replies: Mapping[str, str] = NO_REPLIES


class Endpoint(NamedTuple, Generic[T]):
    """One operation. `path` is the template with wire names; `answer` is what the body is parsed into.

    With `unwrap` that is only the value which these wire names lead to. `idempotency_header` is that of this operation
    where the API has no common one.
    """

    verb: str
    path: str
    answer: Any = None
    accept: str = "application/json"
    body: BodyStyle | None = None
    path_styles: Mapping[str, ParamStyle] | None = None
    query: Mapping[str, ParamStyle] | None = None
    headers: Mapping[str, ParamStyle] | None = None
    cookies: Mapping[str, ParamStyle] | None = None
    errors: Mapping[Any, Any] | None = None
    security: Security | None = None
    server: str = ""
    timeout: float | None = None
    idempotent: bool | None = None
    stream: StreamStyle | None = None
    socket: SocketStyle | None = None
    statuses: tuple[int, ...] = ()
    unwrap: tuple[str, ...] = ()
    idempotency_header: str = ""

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once (RFC 9110, section 9.2.2)."""
        if self.idempotent is not None:
            return self.idempotent
        return self.verb in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY")
