# Copied from overlays/python/runtime/_http_clients.py; edit it there.
"""HTTP clients with our defaults, for callers who want to change one thing: a proxy, certificates, HTTP/2.

client = Acme(http_client=DefaultHttpxClient(proxy="http://localhost:3128", http2=True))
"""

from __future__ import annotations

from typing import Any

import httpx2

from ._httpx_options import MAX_CONNECTIONS, MAX_IDLE, client_options

__all__ = ["DEFAULT_CONNECTION_LIMITS", "DefaultAsyncHttpxClient", "DefaultHttpxClient"]

DEFAULT_CONNECTION_LIMITS = httpx2.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_IDLE)
"""At most 100 connections, of which 20 are kept when idle."""


class DefaultHttpxClient(httpx2.Client):
    """An `httpx2.Client` with the SDK's defaults. It takes all arguments of that, which override them.

    Close it yourself.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**client_options(httpx2, httpx2.HTTPTransport, options))


class DefaultAsyncHttpxClient(httpx2.AsyncClient):
    """An `httpx2.AsyncClient` with the SDK's defaults. It takes all arguments of that, which override them.

    Close it yourself.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**client_options(httpx2, httpx2.AsyncHTTPTransport, options))
