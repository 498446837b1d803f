# Copied from overlays/python/runtime/_head.py; edit it there.
"""What sync and async responses share: everything but reading the body."""

# pyright: reportPrivateUsage=false
# What a client keeps to itself is known to the whole package.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._exceptions import SDKError

if TYPE_CHECKING:
    from datetime import timedelta

    from ._base_client import BaseClient
    from ._call import Call
    from ._request import PreparedRequest
    from ._transport import Response

__all__ = ["Head"]


class Head:
    """What is known once the head of an answer has arrived."""

    bound: Any = None
    """Makes a page or a stream of this response; None where the value is simply parsed from the body."""

    def __init__(self, client: BaseClient, call: Call, response: Response) -> None:
        self._client = client
        self._call = call
        self._response = response
        self._content: bytes | None = None
        self._closed_at: float | None = None

    @property
    def head(self) -> Response:
        """The head of the answer as the transport gave it."""
        return self._response

    @property
    def status_code(self) -> int:
        """The HTTP status code."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are compared without case."""
        return self._response.headers

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, from the header `X-Request-Id`; None without one."""
        found: str | None = self._response.headers.get("x-request-id")
        return found

    @property
    def url(self) -> str:
        """The URL that answered, after redirects."""
        return self._response.url

    @property
    def method(self) -> str:
        """The method of the request."""
        return self._call.request.method

    @property
    def http_version(self) -> str:
        """The version of HTTP, such as `HTTP/1.1`."""
        return self._response.http_version

    @property
    def http_request(self) -> PreparedRequest:
        """The request as it was sent last; its headers hold the credentials."""
        return self._call.request

    @property
    def http_response(self) -> Response:
        """The answer as the transport gave it."""
        return self._response

    @property
    def elapsed(self) -> timedelta:
        """Time from the start of the last attempt until the body was read or the response closed, or until now."""
        end = self._client._clock.now() if self._closed_at is None else self._closed_at
        from datetime import timedelta

        return timedelta(seconds=end - self._call.started)

    @property
    def is_closed(self) -> bool:
        """Whether the body was read to its end, or the response was closed."""
        return self._closed_at is not None

    def _check_kept(self) -> None:
        """Raise `SDKError` when the body is gone."""
        if self._closed_at is not None:
            raise SDKError("the response was closed, or its body was read in pieces, and is not kept")

    def _note_close(self) -> None:
        """Remember when the body ended."""
        if self._closed_at is None:
            self._closed_at = self._client._clock.now()

    @property
    def retries_taken(self) -> int:
        """How often the request was sent again."""
        return self._call.attempt

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code} {self._call.request.label}>"
