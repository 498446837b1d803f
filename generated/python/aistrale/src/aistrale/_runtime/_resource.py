# Copied from overlays/python/runtime/_resource.py; edit it there.
"""Bases of generated resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._async_client import AsyncClient
    from ._client import SyncClient

__all__ = ["AsyncResource", "SyncResource"]


class SyncResource:
    """A group of methods, which call operations through the client."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client


class AsyncResource:
    """A group of coroutine methods, which call operations through the client."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
