"""Errors of the API: a code, its status, and what is wrong."""

from __future__ import annotations

from typing import Any

__all__ = ["STATUS", "ApiError", "invalid"]

STATUS = {
    "invalid_request": 400,
    "unauthenticated": 401,
    "cost_limit": 402,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "payload_too_large": 413,
    "validation_error": 422,
    "rate_limited": 429,
    "internal": 500,
    "provider_error": 502,
    "unavailable": 503,
    "provider_timeout": 504,
}


class ApiError(Exception):
    """An error that is told to the caller; `detail` is a text or a list of issues."""

    def __init__(self, code: str, detail: str | list[dict[str, Any]]) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def body(self, request_id: str) -> dict[str, Any]:
        """The body of the answer."""
        return {"detail": self.detail, "code": self.code, "request_id": request_id}


def invalid(*loc: str | int, msg: str, type_: str = "value_error") -> ApiError:
    """The error that one part of the input is wrong."""
    return ApiError("validation_error", [{"loc": list(loc), "msg": msg, "type": type_}])
