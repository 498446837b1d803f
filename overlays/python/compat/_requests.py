"""Requests that callers make by hand (`client.get`, `FinalRequestOptions`), as calls of the runtime."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import parse_qsl, urlencode

import httpx

from ._files import to_httpx_files
from ._qs import Querystring, stringify_items
from ._runtime._absent import NOT_GIVEN, NotGiven, Omit, is_given
from ._runtime._endpoint import BinaryBody, BodyStyle, Endpoint, JsonBody, MultipartBody, PartStyle
from ._runtime._options import Body, CallOptions, Headers, Query
from ._runtime._shape import wire_value
from ._types import PostParser, RequestOptions

if TYPE_CHECKING:
    from ._models import FinalRequestOptions

__all__ = [
    "Arguments",
    "Undocumented",
    "arguments_of",
    "bracketed",
    "keyed_url",
    "make_request_options",
    "raw_body_warning",
]

T = TypeVar("T")
RAW_BODY = (
    "Passing raw bytes as `body` is deprecated and will be removed in a future version. "
    "Please pass raw bytes via the `content` parameter instead."
)


class Undocumented(Endpoint[T]):
    """An operation that the description does not know; `options` are the caller's."""

    options: FinalRequestOptions | None = None


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call by hand, as the runtime takes it."""

    endpoint: Undocumented[Any]
    body: object
    options: CallOptions


def make_request_options(
    *,
    query: Query | None = None,
    extra_headers: Headers | None = None,
    extra_query: Query | None = None,
    extra_body: Body | None = None,
    idempotency_key: str | None = None,
    timeout: float | httpx.Timeout | NotGiven | None = NOT_GIVEN,
    post_parser: PostParser | NotGiven = NOT_GIVEN,
    **more: Any,
) -> RequestOptions:
    """Gather the options of one call; those that are not given are left out."""
    options: dict[str, Any] = dict(more)
    if extra_headers is not None:
        options["headers"] = extra_headers
    if extra_body is not None:
        options["extra_json"] = extra_body
    if query is not None or extra_query is not None:
        options["params"] = {**(query or {}), **(extra_query or {})}
    if not isinstance(timeout, NotGiven):
        options["timeout"] = timeout
    if idempotency_key is not None:
        options["idempotency_key"] = idempotency_key
    if not isinstance(post_parser, NotGiven):
        options["post_parser"] = post_parser
    return cast("RequestOptions", options)


def arguments_of(options: FinalRequestOptions, cast_to: Any, multipart: Querystring) -> Arguments:
    """A request by hand, as the runtime takes it.

    Args:
        options: What the caller wants.
        cast_to: What the answer is read as.
        multipart: Writes the names of a multipart body's fields.
    """
    headers = None if isinstance(options.headers, NotGiven) else dict(options.headers)
    style, body = _body(options, headers or {}, multipart)
    if isinstance(style, BinaryBody):
        headers = {name: value for name, value in (headers or {}).items() if name.lower() != "content-type"}
    endpoint = Undocumented[Any](options.method.upper(), options.url, answer=cast_to, body=style, idempotent=None)
    endpoint.options = options
    return Arguments(
        endpoint,
        body,
        CallOptions(
            headers=headers,
            query=options.params or None,
            body=None if isinstance(style, BinaryBody) else options.extra_json,
            timeout=cast("Any", options.timeout),
            max_retries=options.max_retries,
            idempotency_key=options.idempotency_key,
            follow_redirects=options.follow_redirects is not False,
        ),
    )


def _body(
    options: FinalRequestOptions, headers: Mapping[str, str | Omit], multipart: Querystring
) -> tuple[BodyStyle | None, object]:
    """The body and how it is written."""
    media = next((value for name, value in headers.items() if name.lower() == "content-type"), None)
    media = media if isinstance(media, str) else ""
    if options.content is not None:
        return BinaryBody(media or "application/octet-stream"), options.content
    if options.files or media.startswith("multipart/form-data"):
        return _multipart(options, media, multipart)
    if isinstance(options.json_data, bytes):
        return BinaryBody(media or "application/octet-stream"), options.json_data
    if options.json_data is None and options.extra_json is None:
        return None, None
    return JsonBody(), options.json_data


def _multipart(options: FinalRequestOptions, media: str, multipart: Querystring) -> tuple[BodyStyle | None, object]:
    """A multipart body, encoded by httpx; a boundary in the caller's `Content-Type` is kept."""
    fields = {**cast("Mapping[str, object]", options.json_data or {}), **(options.extra_json or {})}
    data: dict[str, list[str]] = {}
    for name, value in multipart.stringify_items(fields, array_format="brackets"):
        data.setdefault(name, []).append(value)
    headers = {"Content-Type": media} if "boundary=" in media else None
    files = cast("Any", to_httpx_files(cast("Any", options.files)))
    request = httpx.Request("POST", "http://multipart", headers=headers, data=data, files=files or {})
    return BinaryBody(request.headers.get("Content-Type", "multipart/form-data")), request.read()


def bracketed(style: MultipartBody, fields: Mapping[str, object]) -> tuple[MultipartBody, dict[str, object]]:
    """The fields of a multipart body with objects and lists taken apart: `owner[name]`, `tags[]`, `files[]`.

    Other SDKs send them as JSON, which APIs that grew up with this one do not read.
    """
    parts = dict(style.parts)
    found: dict[str, object] = {}
    for name, value in fields.items():
        part = style.parts.get(name, PartStyle())
        plain = value if part.file or not is_given(value) else wire_value(value, None, {})
        if part.file and part.repeated:
            found[f"{name}[]"], parts[f"{name}[]"] = value, part
        elif part.file or not isinstance(plain, Mapping | list):
            found[name] = plain
        else:
            for inner, text in stringify_items({name: cast("object", plain)}, array_format="brackets"):
                cast("list[str]", found.setdefault(inner, [])).append(text)
                parts[inner] = PartStyle(repeated=True)
    return style._replace(parts=parts), found


def keyed_url(url: str, path: str, keys: str) -> str:
    """A URL with credentials in its query: after what its path says, before the arguments, which may replace them."""
    fixed = path.partition("?")[2]
    address, _, query = url.partition("?")
    given = query.removeprefix(fixed).removeprefix("&")
    names = {name for name, _ in parse_qsl(given, keep_blank_values=True)}
    added = urlencode([(name, value) for name, value in parse_qsl(keys) if name not in names])
    return f"{address}?{'&'.join(filter(None, (fixed, added, given)))}"


def raw_body_warning() -> None:
    """Warn that raw bytes have a parameter of their own."""
    warnings.warn(RAW_BODY, DeprecationWarning, stacklevel=3)
