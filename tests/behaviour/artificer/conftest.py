"""A reference server and clients of the committed SDK."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
for folder in (ROOT, ROOT / "generated" / "python" / "artificer" / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from artificer import Artificer, AsyncArtificer  # noqa: E402 - the search path is set first

from tests.servers.artificer import ROOT_SECRET, ArtificerServer, Options  # noqa: E402 - as above
from tests.servers.running import running  # noqa: E402 - as above


@pytest.fixture
def server() -> ArtificerServer:
    """A fresh server, which takes 1 ms for a word or a phase."""
    return ArtificerServer(Options(pace=0.001))


@pytest.fixture
def url(server: ArtificerServer) -> Iterator[str]:
    """Where the server is."""
    with running(server) as address:
        yield address.url


@pytest.fixture
def client(url: str) -> Iterator[Artificer]:
    """The synchronous client."""
    with Artificer(api_key=ROOT_SECRET, base_url=url) as found:
        yield found


@pytest.fixture
async def async_client(url: str) -> AsyncIterator[AsyncArtificer]:
    """The asynchronous client."""
    async with AsyncArtificer(api_key=ROOT_SECRET, base_url=url) as found:
        yield found
