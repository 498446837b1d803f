"""Answers as values and as errors, as the earlier SDK read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import httpx
import pydantic
from pydantic_core import from_json

from ._construct import is_basemodel
from ._errors import APIResponseValidationError
from ._runtime._decode import adapter, decode
from ._runtime._exceptions import BY_STATUS, APIStatusError, InternalServerError
from ._runtime._models import BaseModel
from ._types import ModelBuilderProtocol
from ._utils._typing import get_args, get_origin, is_annotated_type, is_type_alias_type

__all__ = ["error_body", "error_message", "read_answer", "status_error"]

Drift = Callable[[str, str], None]


def read_answer(
    type_: Any, raw: bytes, http: httpx.Response, *, strict: bool, package: str, drift: Drift | None
) -> Any:
    """A body as a type.

    Raises:
        APIResponseValidationError: the client is strict, and the body is not of the type.
        TypeError: the type is a model of another library's.
    """
    while is_type_alias_type(type_) or is_annotated_type(type_):
        type_ = type_.__value__ if is_type_alias_type(type_) else get_args(type_)[0]
    if type_ in PLAIN:
        return PLAIN[type_](raw, http)
    refuse_foreign(type_, package)
    if isinstance(type_, ModelBuilderProtocol) and not is_basemodel(type_):
        return type_.build(response=http, data=from_json(raw))
    media = http.headers.get("content-type", "*").partition(";")[0].strip()
    if not media.endswith("json"):
        if is_basemodel(type_) and is_json(raw):
            return checked(type_, raw, http, strict=strict, drift=drift)
        if strict:
            message = f"Expected Content-Type response header to be `application/json` but received `{media}` instead."
            raise APIResponseValidationError(http, error_body(http.content), message=message)
        return text_of(raw, http)
    return checked(type_, raw, http, strict=strict, drift=drift) if raw else None


def text_of(raw: bytes, http: httpx.Response) -> str:
    """A body as text in the encoding that its head tells."""
    return raw.decode(http.encoding or "utf-8", "replace")


PLAIN: dict[Any, Callable[[bytes, httpx.Response], Any]] = {
    None: lambda raw, http: None,
    type(None): lambda raw, http: None,
    bytes: lambda raw, http: raw,
    str: text_of,
    int: lambda raw, http: int(text_of(raw, http)),
    float: lambda raw, http: float(text_of(raw, http)),
    bool: lambda raw, http: text_of(raw, http).lower() == "true",
    httpx.Response: lambda raw, http: http,
}
"""Types that are read without JSON."""


def refuse_foreign(type_: Any, package: str) -> None:
    """Refuse models that would not be read as ours are."""
    origin = get_origin(type_) or type_
    if isinstance(origin, type) and issubclass(origin, pydantic.BaseModel) and not issubclass(origin, BaseModel):
        raise TypeError(f"Pydantic models must subclass our base model type, e.g. `from {package} import BaseModel`")


def is_json(raw: bytes) -> bool:
    """Whether a body is JSON, whatever its media type says."""
    try:
        from_json(raw)
    except ValueError:
        return False
    return True


def checked(type_: Any, raw: bytes, http: httpx.Response, *, strict: bool, drift: Drift | None) -> Any:
    """A JSON body as a type: validated if the client is strict, else as near to it as it can be."""
    if not strict:
        return decode(type_, raw, strict=False, drift=drift, status=http.status_code)
    try:
        return adapter(type_).validate_json(raw)
    except pydantic.ValidationError as error:
        raise APIResponseValidationError(http, error_body(http.content)) from error


def error_body(raw: bytes) -> object:
    """The body of an error: JSON, else text; None where there is none."""
    try:
        return from_json(raw)
    except ValueError:
        return raw.decode("utf-8", "replace") or None


def error_message(status: int, body: object) -> str:
    """What an error says."""
    if isinstance(body, str):
        return body.strip() or f"Error code: {status}"
    return f"Error code: {status}" if body is None else f"Error code: {status} - {body}"


def status_error(message: str, *, body: object, response: httpx.Response) -> APIStatusError:
    """The error of a status, with httpx's response and request."""
    status = response.status_code
    kind = BY_STATUS.get(status) or (InternalServerError if status >= 500 else APIStatusError)
    return kind(message, response=cast("Any", response), request=cast("Any", response.request), body=body)
