# Copied from overlays/python/runtime/_http_settings.py; edit it there.
"""Proxies, certificates and HTTP/2, said once for whichever library sends."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssl import SSLContext

__all__ = ["HttpSettings"]


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How a client connects: `Acme(http_client=HttpSettings(proxy="http://localhost:3128"))`.

    What the library cannot do is an `UnsupportedByTransportError` at the first request.
    """

    library: str = "httpx2"
    """The library that sends: `httpx2`, `httpx`, `aiohttp` (async clients), or `pyreqwest`."""
    proxy: str | None = field(default=None, repr=False)
    """URL of a proxy for all requests; user name and password may be in it. None: as the environment says."""
    trust: str | os.PathLike[str] | None = None
    """File of certificates (PEM) to trust instead of the usual ones."""
    identity: str | os.PathLike[str] | None = None
    """File of a certificate and its private key (PEM), shown to servers that ask who is there (mTLS)."""
    http2: bool = False
    """Whether to offer HTTP/2 to servers over TLS (RFC 9113, section 3.2); the extra `h2` of httpx2 and httpx."""

    def ssl_context(self) -> SSLContext | None:
        """The certificates as Python's own TLS takes them; None when nothing about them is set."""
        if self.trust is None and self.identity is None:
            return None
        from ssl import create_default_context

        made = create_default_context(cafile=self.trust)
        if self.identity is not None:
            made.load_cert_chain(self.identity)
        return made

    def pem(self, file: str | os.PathLike[str]) -> bytes:
        """The content of one of the files."""
        return Path(file).read_bytes()
