"""Bases of resources: what generated ones and those written by hand have in common."""

from __future__ import annotations

import time
from asyncio import sleep
from typing import TYPE_CHECKING

from ._runtime._resource import AsyncResource as RuntimeAsyncResource, SyncResource as RuntimeResource

if TYPE_CHECKING:
    from ._base_client import AsyncAPIClient, SyncAPIClient

__all__ = ["AsyncAPIResource", "AsyncResource", "SyncAPIResource", "SyncResource"]


class SyncAPIResource(RuntimeResource):
    """A group of methods; they are sent by the client."""

    _client: SyncAPIClient

    def __init__(self, client: SyncAPIClient) -> None:
        super().__init__(client)
        self._get = client.get
        self._post = client.post
        self._patch = client.patch
        self._put = client.put
        self._delete = client.delete
        self._get_api_list = client.get_api_list

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class AsyncAPIResource(RuntimeAsyncResource):
    """A group of coroutine methods; they are sent by the client."""

    _client: AsyncAPIClient

    def __init__(self, client: AsyncAPIClient) -> None:
        super().__init__(client)
        self._get = client.get
        self._post = client.post
        self._patch = client.patch
        self._put = client.put
        self._delete = client.delete
        self._get_api_list = client.get_api_list

    async def _sleep(self, seconds: float) -> None:
        await sleep(seconds)


SyncResource = SyncAPIResource
AsyncResource = AsyncAPIResource
