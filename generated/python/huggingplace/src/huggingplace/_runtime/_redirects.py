# Copied from overlays/python/runtime/_redirects.py; edit it there.
"""Redirects: which are followed, and with what request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ._exceptions import RedirectError

if TYPE_CHECKING:
    from ._call import Call
    from ._transport import Response

__all__ = ["origin", "redirected"]

MAX_REDIRECTS = 5


def redirected(call: Call, response: Response) -> bool:
    """Prepare the request to where a redirect leads; False when the answer is none.

    Raises:
        RedirectError: it leads to another origin, nowhere, in a circle, or would turn a write into a read.
    """
    if response.status not in (301, 302, 303, 307, 308) or not call.options.follow_redirects:
        return False
    request = call.request
    target = urljoin(response.url or request.url, response.headers.get("location", ""))
    if reason := refusal(call, response, target):
        raise RedirectError(f"{response.status} {request.label}: a redirect {reason} is not followed", request=request)
    call.redirects += 1
    request.url = call.plain_url = target
    if response.status == 303 and request.method != "HEAD":
        request.method, request.content = "GET", None
        for name in ("Content-Type", "Content-Length"):
            request.headers.pop(name, None)
    return True


def refusal(call: Call, response: Response, target: str) -> str:
    """Why a redirect is not followed; empty when it is."""
    request = call.request
    if "location" not in response.headers:
        return "without a target"
    if origin(target) != origin(request.url):
        return "to another origin"
    if call.redirects >= MAX_REDIRECTS:
        return f"after {MAX_REDIRECTS} others"
    if response.status in (301, 302) and request.method not in ("GET", "HEAD"):
        return "that would turn a write into a read"
    if response.status in (307, 308) and not request.replayable:
        return "that needs the body, which can be read only once, again"
    return ""


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL (RFC 6454)."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme)
