# Copied from overlays/python/huggingplace/_exceptions.py; edit it there.
"""What the SDK raises: `HuggingPlaceError` catches all of it.

The usual classes (`APIStatusError`, `BadRequestError`, `APIConnectionError`, ...) are bases of those here, or the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ._generated import _exceptions as generated
from ._generated._exceptions import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    HuggingPlaceError,
    RateLimitError,
)

if TYPE_CHECKING:
    from ._runtime import APIError

__all__ = [
    "AuthenticationError",
    "BadRequestError",
    "NetworkError",
    "OrganizationError",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "ServerError",
    "TimeoutError",
    "UnprocessableEntityError",
    "ValidationError",
    "error_for_status",
]

NetworkError = APIConnectionError
"""No answer came; `attempts` tells how often it was asked."""
TimeoutError = APITimeoutError
"""No answer came in time."""
ServerError = generated.InternalServerError
"""The service failed: status 500 or above."""


class ValidationError(HuggingPlaceError):
    """What was to be sent breaks a rule: found before sending, or by the server (400, 422).

    `field` names what is wrong, with dots between levels; None if nothing in particular is.
    """

    field: str | None = None

    @classmethod
    def before_sending(cls, message: str, field: str | None) -> ValidationError:
        """An error that needed no server."""
        error = cls(message)
        error.field = field
        error.code = "validation_failed"
        return error


class BadRequestError(ValidationError, generated.BadRequestError):
    """Status 400: the server could not read the request."""


class UnprocessableEntityError(ValidationError, generated.UnprocessableEntityError):
    """Status 422: a field of the body breaks a rule."""


class AuthenticationError(HuggingPlaceError):
    """There is no API key, or it does not hold (401)."""


class KeyRefusedError(AuthenticationError, generated.AuthenticationError):
    """Status 401: the server does not know the key."""


class OrganizationError(generated.PermissionDeniedError):
    """Status 403: the key belongs to another organisation, or may not do this."""


PermissionDeniedError = OrganizationError


class PayloadTooLargeError(HuggingPlaceError):
    """What was to be sent is too large: `size` and `limit` in bytes, None where only the server knows."""

    size: int | None = None
    limit: int | None = None

    @classmethod
    def before_sending(cls, size: int, limit: int) -> PayloadTooLargeError:
        """An error that needed no server."""
        error = cls(f"the body has {size} bytes, and {limit} are allowed")
        error.size, error.limit, error.code = size, limit, "payload_too_large"
        return error


class RequestTooLargeError(PayloadTooLargeError, APIStatusError):
    """Status 413."""


BY_CODE: Mapping[str, type[APIStatusError]] = {
    "invalid_request": BadRequestError,
    "invalid_api_key": KeyRefusedError,
    "org_mismatch": OrganizationError,
    "insufficient_scope": OrganizationError,
    "not_found": generated.NotFoundError,
    "payload_too_large": RequestTooLargeError,
    "validation_failed": UnprocessableEntityError,
    "rate_limited": RateLimitError,
    "internal": ServerError,
    "unavailable": ServerError,
}
BY_STATUS: Mapping[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: KeyRefusedError,
    403: OrganizationError,
    413: RequestTooLargeError,
    422: UnprocessableEntityError,
}


def error_for_status(response: Any, request: Any, body: object, text: str) -> APIError:
    """Make the error of an answer, by its code if it has one of ours, else by its status.

    The message has what the server says and never what was sent.
    """
    usual = generated.error_for_status(response, request, body, text)
    kind = BY_CODE.get(usual.code or "") or BY_STATUS.get(usual.status_code or 0) or type(usual)
    said = told(body, "error")
    message = f"{response.status} {request.label}: {said}" if said else usual.message
    error = kind(message, response=response, request=request, body=body)
    if isinstance(error, ValidationError):
        error.field = told(body, "field")
    return error


def told(body: object, name: str) -> str | None:
    """A text in the body of an error."""
    found: object = (
        cast("Mapping[str, object]", body).get(name) if isinstance(body, Mapping) else getattr(body, name, None)
    )
    return found if isinstance(found, str) else None


# Added by Burnish: what else the generated module offers.
from ._generated._exceptions import (
    APIError as APIError,
    APIResponseValidationError as APIResponseValidationError,
    ConflictError as ConflictError,
    InternalServerError as InternalServerError,
    InvalidWebhookSignatureError as InvalidWebhookSignatureError,
    NotFoundError as NotFoundError,
    PaginationLoopError as PaginationLoopError,
    RedirectError as RedirectError,
    ResponseDecodeError as ResponseDecodeError,
    RetryableError as RetryableError,
    StreamInterruptedError as StreamInterruptedError,
    UnsupportedByTransportError as UnsupportedByTransportError,
    WebSocketConnectionClosedError as WebSocketConnectionClosedError,
    WebSocketQueueFullError as WebSocketQueueFullError,
)

__all__ += [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "ConflictError",
    "HuggingPlaceError",
    "InternalServerError",
    "InvalidWebhookSignatureError",
    "NotFoundError",
    "PaginationLoopError",
    "RateLimitError",
    "RedirectError",
    "ResponseDecodeError",
    "RetryableError",
    "StreamInterruptedError",
    "UnsupportedByTransportError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
]
