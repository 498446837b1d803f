"""Artificer against its reference server: batch items per second, and the way of the first piece of a chat.

Server and client are processes of their own. The same calls by a bare httpx2 are the measure: what is beyond them is
the SDK's, what is in both is the server's. Figures are medians of several runs; of pieces also the slowest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from .sdk import ROOT, Run

SOURCE = ROOT / "generated" / "python" / "artificer" / "src"
WHO = ("bare", "sdk", "async-sdk")
RUNS = 5
ITEMS, PIECES = 1_000, 200


@contextmanager
def served() -> Generator[tuple[str, str], None, None]:
    """URL and key of a reference server that takes no time to think."""
    command = [sys.executable, "-m", "tests.servers.artificer", "--port", "0", "--pace", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ})
    assert process.stdout is not None
    try:
        found = re.search(r"BASE_URL=(\S+) ARTIFICER_API_KEY=(\S+)", process.stdout.readline())
        assert found is not None
        yield found[1], found[2]
    finally:
        process.terminate()
        process.wait()


def main(_corpus: Path) -> None:
    """Print items per second and milliseconds until the first piece."""
    with served() as (url, key):
        bare = 0.0
        for who in WHO:
            batch = Run("artificer", SOURCE, ("batch", who, url, key, ITEMS))
            rates = [batch.once()["rate"] for _ in range(RUNS)]
            bare = bare or median(rates)
            print(f"  batch, {who:10} {median(rates):7,.0f} items/s   of bare {median(rates) / bare:.2f}")
        for who in WHO:
            found = Run("artificer", SOURCE, ("chat", who, url, key, PIECES)).once()
            slowest = f"slowest of {PIECES} {found['slowest']:6.2f} ms"
            print(f"  first piece, {who:10} median {found['cost']:6.2f} ms   {slowest}")
