"""Errors of the API: a code, its status and the body that tells them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NoReturn, TypeAlias

__all__ = ["ApiError", "Code", "Issue", "Json", "conflict", "invalid", "not_found"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Code(Enum):
    """The codes of errors; the value is the HTTP status."""

    BAD_REQUEST = 400
    UNAUTHORIZED = 401
    FORBIDDEN = 403
    NOT_FOUND = 404
    TIMEOUT = 408
    CONFLICT = 409
    PAYLOAD_TOO_LARGE = 413
    UNSUPPORTED_MEDIA_TYPE = 415
    UNPROCESSABLE_CONTENT = 422
    TOO_MANY_REQUESTS = 429
    INTERNAL_SERVER_ERROR = 500
    NOT_IMPLEMENTED = 501
    BAD_GATEWAY = 502
    SERVICE_UNAVAILABLE = 503
    GATEWAY_TIMEOUT = 504


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of a request."""

    path: tuple[str | int, ...]
    message: str
    code: str

    def body(self) -> dict[str, Json]:
        """The issue as the API writes it."""
        return {"path": list(self.path), "message": self.message, "code": self.code}


class ApiError(Exception):
    """An error that is told to the caller."""

    def __init__(self, code: Code, message: str, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.issues = issues

    def body(self) -> dict[str, Json]:
        """The `ErrorBody`."""
        found: dict[str, Json] = {"message": self.message, "code": self.code.name}
        if self.issues:
            found["issues"] = [issue.body() for issue in self.issues]
        return found


def not_found(kind: str, id_: str) -> ApiError:
    """The error that something does not exist."""
    return ApiError(Code.NOT_FOUND, f"no {kind} has the id {id_}")


def conflict(message: str) -> NoReturn:
    """Refuse what the present state does not allow."""
    raise ApiError(Code.CONFLICT, message)


def invalid(message: str, *path: str | int) -> NoReturn:
    """Refuse a value that the description cannot judge."""
    raise ApiError(Code.BAD_REQUEST, "the request is not valid", (Issue(path, message, "custom"),))
