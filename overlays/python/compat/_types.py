"""Types of the public interface, under the names that users of the earlier SDK import."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypedDict, TypeVar, overload, runtime_checkable

import httpx
from httpx import URL, AsyncBaseTransport, BaseTransport, Proxy, Response, Timeout

from ._runtime._absent import NOT_GIVEN, NotGiven, Omit, not_given, omit
from ._runtime._files import AsyncBinaryTypes, Base64FileInput, BinaryTypes
from ._runtime._options import Body, Headers, Query

if TYPE_CHECKING:
    from ._models import BaseModel

__all__ = [
    "NOT_GIVEN", "AnyMapping", "ArrayFormat", "AsyncBinaryTypes", "AsyncTransport", "Base64FileInput", "BinaryTypes",
    "Body", "FileContent", "FileTypes", "Headers", "HeadersLike", "HeadersLikeProtocol", "HttpxFileContent",
    "HttpxFileTypes", "HttpxRequestFiles", "HttpxSendArgs", "IncEx", "InheritsGeneric", "ModelBuilderProtocol",
    "ModelT", "NestedFormat", "NoneType", "NotGiven", "Omit", "PostParser", "ProxiesDict", "ProxiesTypes", "Query",
    "RequestFiles", "RequestOptions", "ResponseT", "SequenceNotStr", "StrBytesIntFloat", "Timeout", "Transport",
    "not_given", "omit",
]  # fmt: skip

Transport = BaseTransport
AsyncTransport = AsyncBaseTransport
AnyMapping: TypeAlias = Mapping[str, object]
ModelT = TypeVar("ModelT", bound="BaseModel")
_T_co = TypeVar("_T_co", covariant=True)

ProxiesDict: TypeAlias = "dict[str | URL, str | URL | Proxy | None]"
ProxiesTypes: TypeAlias = "str | Proxy | ProxiesDict"

FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles: TypeAlias = Mapping[str, FileTypes] | Sequence[tuple[str, FileTypes]]
"""Files of a multipart body, by field name."""

HttpxFileContent: TypeAlias = IO[bytes] | bytes
HttpxFileTypes: TypeAlias = (
    HttpxFileContent
    | tuple[str | None, HttpxFileContent]
    | tuple[str | None, HttpxFileContent, str | None]
    | tuple[str | None, HttpxFileContent, str | None, Mapping[str, str]]
)
HttpxRequestFiles: TypeAlias = Mapping[str, HttpxFileTypes] | Sequence[tuple[str, HttpxFileTypes]]
"""The same after paths have been read."""

ArrayFormat: TypeAlias = Literal["comma", "repeat", "indices", "brackets"]
NestedFormat: TypeAlias = Literal["dots", "brackets"]
NoneType: type[None] = type(None)
StrBytesIntFloat: TypeAlias = str | bytes | int | float
IncEx: TypeAlias = "set[int] | set[str] | Mapping[int, IncEx | bool] | Mapping[str, IncEx | bool]"
"""Fields to include or exclude, as Pydantic takes them."""

PostParser: TypeAlias = Callable[[Any], Any]

ResponseT = TypeVar("ResponseT")
"""What an answer is read as."""


class RequestOptions(TypedDict, total=False):
    """What one call through `client.get`, `client.post` and so on may change."""

    headers: Headers
    max_retries: int
    timeout: float | Timeout | None
    params: Query
    extra_json: AnyMapping
    idempotency_key: str
    follow_redirects: bool


class HttpxSendArgs(TypedDict, total=False):
    """Arguments of `httpx.Client.send` beside the request."""

    auth: httpx.Auth
    follow_redirects: bool


@runtime_checkable
class HeadersLike(Protocol):
    """What can be asked for a header."""

    def get(self, key: str, /) -> str | None:
        """The header's value."""
        ...


HeadersLikeProtocol = HeadersLike


@runtime_checkable
class ModelBuilderProtocol(Protocol):
    """A type that makes its own values of answers."""

    @classmethod
    def build(cls, *, response: Response, data: object) -> Any:
        """The value of an answer."""
        ...


class InheritsGeneric(Protocol):
    """A class that inherits from a parametrised generic."""

    __orig_bases__: tuple[Any, ...]


class SequenceNotStr(Protocol[_T_co]):
    """A sequence that is no string: a string in its place is nearly always a mistake."""

    @overload
    def __getitem__(self, index: int, /) -> _T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Sequence[_T_co]: ...
    def __contains__(self, value: object, /) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_T_co]: ...
    def index(self, value: Any, start: int = 0, stop: int = ..., /) -> int:
        """Where a value is."""
        ...

    def count(self, value: Any, /) -> int:
        """How often a value is there."""
        ...

    def __reversed__(self) -> Iterator[_T_co]: ...
