"""Clients of the caller's whose answers were read before we see them: by a mock transport, or by a hook."""

from __future__ import annotations

import asyncio
import gzip
import json
from types import ModuleType

import httpx
import httpx2
import pytest
from sdk_runtime import AsyncClient, SyncClient

from .conftest import CONFIG, READ

BODY = {"animals": ["cat"]}
CODED = {"content-type": "application/json", "content-encoding": "gzip"}


@pytest.mark.parametrize("library", [httpx2, httpx], ids=lambda library: library.__name__)
@pytest.mark.parametrize("coded", [False, True], ids=["plain", "gzip"])
def test_an_answer_that_a_mock_gives_is_read(library: ModuleType, coded: bool) -> None:
    def answer(_request: object) -> object:
        content = gzip.compress(json.dumps(BODY).encode())
        return library.Response(200, content=content, headers=CODED) if coded else library.Response(200, json=BODY)

    options = {"base_url": "http://zoo.test", "credentials": {"token": "t"}}
    transport = library.MockTransport(answer)
    with SyncClient(CONFIG, http_client=library.Client(transport=transport), **options) as client:
        assert client.request(READ) == BODY

    async def run() -> object:
        inner = library.AsyncClient(transport=transport)
        async with AsyncClient(CONFIG, http_client=inner, **options) as client:
            return await client.request(READ)

    assert asyncio.run(run()) == BODY
