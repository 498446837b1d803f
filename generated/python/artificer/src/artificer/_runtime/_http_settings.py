# Copied from overlays/python/runtime/_http_settings.py; edit it there.
"""Proxies, certificates and HTTP/2, said once for whichever library sends."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from ssl import SSLContext

__all__ = ["HttpSettings"]

PROXY = re.compile(r"(https?|socks5h?)://[^/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How a client connects: `Acme(http_client=HttpSettings(proxy="http://localhost:3128"))`.

    The first request raises `UnsupportedByTransportError` if the library cannot do what is asked.
    """

    library: str = "httpx2"
    """The library that sends: `httpx2` (default), `httpx`, `aiohttp` (async clients only) or `pyreqwest`."""
    proxy: str | None = field(default=None, repr=False)
    """URL of a proxy for all requests, with user and password if it needs them (default: what `HTTP_PROXY`,
    `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` in the environment say)."""
    trust: str | os.PathLike[str] | None = None
    """File of certificates (PEM) to trust in place of the usual ones (default: the usual ones)."""
    identity: str | os.PathLike[str] | None = None
    """File with a certificate and its private key (PEM), shown to servers that ask for one (mTLS; default: none)."""
    http2: bool = False
    """Whether to offer HTTP/2 over TLS (RFC 9113, section 3.2; default False). httpx2 and httpx need `h2` for it."""

    def __post_init__(self) -> None:
        """Look at what is set; files are read with the first request.

        Raises:
            ValueError: the proxy is no URL of one; the message does not repeat it.
        """
        if self.proxy is not None and not PROXY.match(self.proxy):
            raise ValueError("`proxy` must be a URL such as http://localhost:3128, of scheme http, https or socks5")

    def ssl_context(self) -> SSLContext | None:
        """The certificates as Python's own TLS takes them; None when nothing about them is set.

        Raises:
            OSError: a file cannot be read.
            ValueError: a file does not hold what it should.
        """
        if self.trust is None and self.identity is None:
            return None
        from ssl import create_default_context

        trust = None if self.trust is None else self.pem(self.trust).decode("ascii", "ignore")
        with told_of(self.trust, "certificates"):
            made = create_default_context(cadata=trust)
        if self.identity is not None:
            self.pem(self.identity)
            with told_of(self.identity, "a certificate and its private key"):
                made.load_cert_chain(self.identity)
        return made

    def pem(self, file: str | os.PathLike[str]) -> bytes:
        """The content of one of the files."""
        return Path(file).read_bytes()


@contextmanager
def told_of(file: str | os.PathLike[str] | None, held: str) -> Generator[None]:
    """Say of an error of TLS which file it is about, and what that should hold."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ValueError(f"the file {os.fspath(file or '')!r} must hold {held} (PEM)") from error
