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
