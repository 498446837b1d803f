# Copied from overlays/python/runtime/_urls.py; edit it there.
"""URLs: base URLs as they are configured, references as servers give them, and which of them share an origin."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote_plus, urljoin, urlsplit

from ._exceptions import SDKError

__all__ = [
    "MARKS", "checked_base", "checked_part", "origin", "parameters_of", "plain_base", "resolved", "without_parameters",
    "without_user",
]  # fmt: skip

MARKS = "-._~:[]"
"""What a host or a segment of a path may hold beside letters and digits (RFC 3986, section 2.3, and ports)."""
NEVER_IN_BASE = re.compile(r"[?#\s\x00-\x1f\x7f]")
"""What ends the path of a URL, or cannot stand in one at all."""
DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL (RFC 6454, section 4), in lower case and with the scheme's default port.

    Raises:
        ValueError: the URL is malformed.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(scheme)


def resolved(base: str, reference: str) -> str:
    """The absolute URL of a reference that a server gave in an answer from `base` (RFC 3986, section 5).

    Raises:
        ValueError: the reference is malformed, or leads to another origin, which must not get the credentials.
    """
    try:
        url = urljoin(base, reference)
        same = origin(url) == origin(base)
    except ValueError:
        raise ValueError("to a malformed URL") from None
    if not same:
        raise ValueError(f"to another origin: {origin_text(url)} instead of {origin_text(base)}")
    return url


def origin_text(url: str) -> str:
    """The origin of a URL as messages show it."""
    scheme, host, port = origin(url)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port or ''}"


def checked_base(url: str) -> str:
    """A base URL without a trailing slash.

    Raises:
        SDKError: it is no HTTP URL, has a query, to which no path can be added, or holds a user and a password, which
            HTTP libraries treat differently.
    """
    base = plain_base(url)
    if "@" in urlsplit(base).netloc:
        raise SDKError("the base URL must not hold a user and a password; a client takes credentials as arguments")
    return base


def plain_base(url: str) -> str:
    """A base URL without a trailing slash, which may hold a user and a password.

    Raises:
        SDKError: it is no HTTP URL, or has a query, to which no path can be added.
    """
    url = str(url).strip()  # Other libraries have URLs that are no text.
    try:
        scheme, host, _ = origin(url)
    except ValueError:
        scheme, host = "", ""
    if scheme not in DEFAULT_PORTS or not host or NEVER_IN_BASE.search(url) is not None:
        raise SDKError("the base URL must be `http(s)://host[:port][/path]`, without query and fragment")
    return url.rstrip("/")


def checked_part(argument: str, value: str, marks: str) -> str:
    """The value of an argument that fills a part of a base URL; `marks` may stand in it beside letters and digits.

    Raises:
        ValueError: it holds another character, which might lead to another host.
    """
    if not value.isascii() or not all(character.isalnum() or character in marks for character in value):
        raise ValueError(f"`{argument}` is a part of the base URL, and has characters that cannot stand there")
    return value


def without_user(url: str) -> str:
    """A URL as it may be shown: without the user and the password that it may hold (RFC 3986, section 3.2.1)."""
    if "@" not in url:
        return url
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def parameters_of(url: str) -> frozenset[str]:
    """The names in the query of a URL."""
    return frozenset(_parameter(part) for part in url.partition("?")[2].split("&"))


def without_parameters(url: str, names: Collection[str]) -> str:
    """A URL whose query does not have these names."""
    path, _, query = url.partition("?")
    kept = "&".join(part for part in query.split("&") if _parameter(part) not in names)
    return f"{path}?{kept}" if kept else path


def _parameter(part: str) -> str:
    """The name in one part of a query."""
    return unquote_plus(part.partition("=")[0])
