# Copied from overlays/python/runtime/_failures.py; edit it there.
"""The exceptions of HTTP libraries as ours, with the same messages on every transport."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._exceptions import APIConnectionError, APITimeoutError, SDKError
from ._urls import without_user

if TYPE_CHECKING:
    from ._request import PreparedRequest

__all__ = ["connection_error", "of_an_ended_loop", "too_late"]

CERTIFICATE = ("CERTIFICATE_VERIFY_FAILED", "invalid peer certificate")
"""What OpenSSL and rustls say of a certificate that they do not trust."""


def connection_error(error: Exception, request: PreparedRequest, *, timeout: bool, sent: bool) -> APIConnectionError:
    """The exception that a caller sees; its message never repeats what was sent."""
    kind = APITimeoutError if timeout else APIConnectionError
    untrusted = not timeout and any(said in text for text in reasons(error) for said in CERTIFICATE)
    what, advice = ("no answer in time from" if timeout else "the connection failed:"), ""
    if untrusted:
        what = "there is no trusted certificate at"
    elif not sent and not timeout:
        what = "there is no connection to"
        advice = ": is it running, and is the base URL right, and the proxy if there is one?"
    made = kind(f"{what} {without_user(request.base)} ({type(error).__name__}){advice}", request=request)
    made.sent, made.lasting = sent and not untrusted, untrusted
    return made


def too_late(request: PreparedRequest) -> APIConnectionError:
    """The exception for an answer that keeps coming but takes longer in all than its limit."""
    return connection_error(TimeoutError(), request, timeout=True, sent=True)


def of_an_ended_loop(error: RuntimeError) -> SDKError | None:
    """The exception for a caller's own client whose connections belong to an event loop that has ended; else None."""
    if "loop is closed" not in f"{error}":
        return None
    return SDKError(
        "`http_client` has connections of an event loop that has ended: make one in each, or give the name of a library"
    )


def reasons(error: BaseException | None) -> Iterator[str]:
    """The texts of an error and of its causes, with what pyreqwest keeps in `details`."""
    while error is not None:
        yield f"{error} {getattr(error, 'details', '')}"
        error = error.__cause__ or error.__context__
