"""Writing an SDK: time and memory against openapi-python-client, growth with size, an unchanged rerun, `--help`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpus import unpack

# The peer was installed with its bytecode; a checkout writes its own in the first round, wherever it is switched off.
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


Tool = Callable[[Path, Path], "list[str | Path]"]
"""Gives the command that makes an SDK of a description in a folder."""


@dataclass(frozen=True)
class Cost:
    """What a command cost, with its children."""

    wall_s: float
    cpu_s: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.wall_s:6.2f} s wall {self.cpu_s:6.2f} s CPU {self.peak_mb:5.0f} MB"


def cost(command: Sequence[str | Path], cwd: Path) -> Cost:
    """Run a command to its end; a failing one raises."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} exited with {process.returncode}: {complaint.decode()[-2000:]}")
    wall = time.perf_counter() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(command: Sequence[str | Path], cwd: Path, rounds: int) -> Cost:
    """The cheapest of several runs of a command: noise only ever adds."""
    return min((cost(command, cwd) for _ in range(rounds)), key=lambda item: item.wall_s)


def cold(tools: Sequence[Tool], spec: Path, work: Path, rounds: int) -> list[Cost]:
    """The cheapest of several runs of each tool, by turns, since the speed of a machine changes from minute to minute.

    Each writes into a folder of its own: some file systems look through the places of files that were just deleted for
    every new one, which would be most of what is measured if one folder were emptied and written again.
    """
    taken = [
        [cost(tool(spec, Path(tempfile.mkdtemp(dir=work)) / "out"), work) for tool in tools] for _ in range(rounds)
    ]
    return [min(runs, key=lambda item: item.wall_s) for runs in zip(*taken, strict=True)]


def burnish(spec: Path, out: Path) -> list[str | Path]:
    """The command that writes an SDK without a workspace."""
    return [sys.executable, "-m", "burnish", "generate", "--spec", spec, "--package", "bench_sdk", "--out", out]


def peer(spec: Path, out: Path) -> list[str | Path]:
    """The same job by openapi-python-client."""
    tool = Path(sys.executable).with_name("openapi-python-client")
    return [tool, "generate", "--path", spec, "--meta", "none", "--output-path", out, "--overwrite"]


def main(corpus: Path) -> None:
    """Print the figures."""
    if not corpus.exists():
        print(f"no descriptions at {corpus}")
        return
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        specs = unpack(corpus, work / "descriptions")
        openai = specs / "openai.yaml"
        mine, other = cold((burnish, peer), openai, work, rounds=4)
        again = burnish(openai, work / "again")
        cost(again, work)
        print(f"openai.yaml, whole SDK, cold      {mine}")
        print(f"openapi-python-client, the same   {other}   ratio {other.wall_s / mine.wall_s:.1f}")
        print(f"unchanged rerun                   {best(again, work, rounds=3)}")
        for spec in (specs / "meilisearch.json", specs / "box.json", specs / "github.json"):
            (taken,) = cold((burnish,), spec, work, rounds=2)
            megabytes = spec.stat().st_size / 1e6
            print(f"{spec.name:24}{megabytes:6.1f} MB   {taken}   {taken.cpu_s / megabytes:.2f} CPU s per MB")
        shown = best([sys.executable, "-m", "burnish", "--help"], work, rounds=5)
        print(f"burnish --help                    {shown}")
