"""`httpx.AsyncClient` on aiohttp; apart from the rest, because importing aiohttp takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ._transport import usual

__all__ = ["DefaultAioHttpClient"]

if TYPE_CHECKING:
    DefaultAioHttpClient = httpx.AsyncClient
else:
    try:
        from httpx_aiohttp import HttpxAiohttpClient
    except ImportError:

        class DefaultAioHttpClient(httpx.AsyncClient):
            """What there is without the package's `aiohttp` extra."""

            def __init__(self, **_: Any) -> None:
                raise RuntimeError(
                    "To use the aiohttp client you must have installed the package with the `aiohttp` extra"
                )
    else:

        class DefaultAioHttpClient(HttpxAiohttpClient):
            """An async httpx client on aiohttp, with this package's limits and time-outs."""

            def __init__(self, **kwargs: Any) -> None:
                super().__init__(**usual(kwargs))
