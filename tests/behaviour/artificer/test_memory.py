"""Large answers are read in flat memory, measured in a process of its own; the numbers are those of the scenarios."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from artificer import Artificer

from tests.servers.artificer import ROOT_SECRET, ArtificerServer
from tests.servers.artificer.records import ItemResult

from .conftest import ROOT

MB = 1024 * 1024
PROGRAM = """
import asyncio, sys, tracemalloc
from artificer import Artificer, AsyncArtificer
url, key, small, large, path = sys.argv[1:]

def sync(act):
    with Artificer(api_key=key, base_url=url) as client:
        act(client, small)
        tracemalloc.start()
        act(client, large)
        print(tracemalloc.get_traced_memory()[1])

async def asynchronous(act):
    async with AsyncArtificer(api_key=key, base_url=url) as client:
        await act(client, small)
        tracemalloc.start()
        await act(client, large)
        print(tracemalloc.get_traced_memory()[1])
"""
DOWNLOADS = {
    "sync": "sync(lambda client, id_: client.export.download(id_).write_to_file(path))",
    "async": """
async def act(client, id_):
    await (await client.export.download(id_)).write_to_file(path)
asyncio.run(asynchronous(act))
""",
}
RESULTS = {
    "sync": "sync(lambda client, id_: [result.item_index for result in client.batch.stream_results(id_)])",
    "async": """
async def act(client, id_):
    [result.item_index async for result in await client.batch.stream_results(id_)]
asyncio.run(asynchronous(act))
""",
}


def peak(url: str, act: str, *arguments: object) -> int:
    """The most bytes that a client takes at once for the large thing, which it does after a small one."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + act, url, ROOT_SECRET, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT / "generated/python/artificer/src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize("act", DOWNLOADS.values(), ids=DOWNLOADS)
def test_33_a_large_export_is_written_in_flat_memory(
    client: Artificer, server: ArtificerServer, url: str, act: str, tmp_path: Path
) -> None:
    project = client.projects.create(name="a").id
    ids = [client.export.project(project, format="zip").id for _ in range(2)]
    sizes = (MB, 48 * MB)
    for id_, size in zip(ids, sizes, strict=True):
        while client.export.get(id_).status != "READY":
            continue
        server.state.exports[id_].content = bytes(size)
    path = tmp_path / "export.zip"

    assert peak(url, act, *ids, path) < 3 * MB
    assert path.stat().st_size == sizes[1]


@pytest.mark.parametrize("act", RESULTS.values(), ids=RESULTS)
def test_13_ten_thousand_results_are_read_in_flat_memory(
    client: Artificer, server: ArtificerServer, url: str, act: str
) -> None:
    ids: list[str] = []
    for count in (100, 10_000):
        job = client.batch.create(name="a", items=[{"input": "x"}], phases=[{"name": "p"}])
        text = "y" * 1_000
        server.state.jobs[job.id].results = {
            index: ItemResult(index, text, text, "COMPLETED", {}, None, {}) for index in range(count)
        }
        ids.append(job.id)

    assert peak(url, act, *ids, "") < 3 * MB
