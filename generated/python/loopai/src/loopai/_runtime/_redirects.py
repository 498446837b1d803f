# Copied from overlays/python/runtime/_redirects.py; edit it there.
"""Redirects: which are followed, and with what request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._exceptions import RedirectError
from ._header_table import drop
from ._urls import resolved

if TYPE_CHECKING:
    from ._call import Call
    from ._transport import Response

__all__ = ["redirected"]

MAX_REDIRECTS = 5


def redirected(call: Call, response: Response) -> bool:
    """Whether an answer is a redirect that the caller wants followed; the call then has the request to its target.

    Raises:
        RedirectError: it leads to another origin, nowhere, in a circle, or would turn a write into a read.
    """
    if response.status not in (301, 302, 303, 307, 308) or not call.options.follow_redirects:
        return False
    request = call.request
    try:
        target = allowed_target(call, response)
    except ValueError as refusal:
        raise RedirectError(
            f"{response.status} {request.label}: a redirect {refusal} is not followed", request=request
        ) from None
    call.redirects += 1
    request.url = call.plain_url = target
    if response.status == 303 and request.method != "HEAD":
        request.method, request.content = "GET", None
        for name in ("Content-Type", "Content-Length"):
            drop(request.headers, name)
    return True


def allowed_target(call: Call, response: Response) -> str:
    """The URL that a redirect leads to.

    Raises:
        ValueError: it must not be followed; the message says to where, or how, it leads.
    """
    request = call.request
    location = response.headers.get("location")
    if location is None:
        raise ValueError("without a target")
    target = resolved(request.url, location)
    if call.redirects >= MAX_REDIRECTS:
        raise ValueError(f"after {MAX_REDIRECTS} others")
    if response.status in (301, 302) and request.method not in ("GET", "HEAD"):
        raise ValueError("that would turn a write into a read")
    if response.status in (307, 308) and not request.replayable:
        raise ValueError("that needs the body, which can be read only once, again")
    return target
