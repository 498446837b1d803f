"""Errors that callers make themselves, in tests above all: with the constructors of the earlier SDK's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ._runtime._exceptions import (
    APIResponseValidationError as RuntimeValidationError,
    APITimeoutError as RuntimeTimeoutError,
)

if TYPE_CHECKING:
    import httpx

__all__ = ["APIResponseValidationError", "APITimeoutError"]

INVALID = "Data returned by API invalid for expected schema."


class APITimeoutError(RuntimeTimeoutError):
    """No answer came in time."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__("Request timed out.", request=cast("Any", request))


class APIResponseValidationError(RuntimeValidationError):
    """The answer is not what the description promises; `message` says it in general where nothing else is given."""

    response: httpx.Response

    def __init__(self, response: httpx.Response, body: object | None, *, message: str | None = None) -> None:
        asked = cast("Any", response.request)
        super().__init__(message or INVALID, status_code=response.status_code, body=body, request=asked)
        self.response = response
