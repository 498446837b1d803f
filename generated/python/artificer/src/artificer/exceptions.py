# Copied from overlays/python/artificer/exceptions.py; edit it there.
"""The exceptions under the names that users of Artificer know.

`PermissionError`, `TimeoutError` and `ConnectionError` shadow builtins, so `import *` leaves them out.
"""

from __future__ import annotations

from ._exceptions import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    ArtificerError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    StreamInterruptedError,
    UnprocessableEntityError,
    ValidationError,
)

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "ArtificerError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InternalServerError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
    "StreamInterruptedError",
    "UnprocessableEntityError",
    "ValidationError",
]

PermissionError = PermissionDeniedError  # the documented name
ServerError = InternalServerError
TimeoutError = APITimeoutError  # as above
ConnectionError = APIConnectionError  # as above
