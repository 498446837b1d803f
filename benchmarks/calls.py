"""Calling an API: what it costs against bare libraries and against openai, in the same run.

The server runs in a process of its own; every figure is of a client's process, the best of three.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from .sdk import ROOT, bench_sdk, generate, run
from .serving import serving

SYNC = ("httpx2", "httpx", "pyreqwest")
LIBRARIES = (*SYNC, "aiohttp")
FEW, MANY = 1_000, 100_000


def startup(source: Path, url: str, corpus: Path) -> None:
    """Import, construct, first request."""
    run("startup", source, "openai", url, runs=1)
    theirs = run("startup", source, "openai", url, runs=5)
    show("openai", theirs)
    for library in ("httpx2", "pyreqwest"):
        ours = run("startup", source, f"bench_sdk:{library}", url, runs=5)
        show(f"SDK on {library}", ours)
        print(f"    all / openai {ours['cost'] / theirs['cost']:.2f}")
    if (description := corpus / "openai.yaml").exists():
        with tempfile.TemporaryDirectory() as name:
            large = generate(description, "openai_sdk", Path(name) / "sdk")
            key = key_argument(large / "openai_sdk")
            run("startup", large, "openai_sdk:httpx2", url, key, runs=1)
            ours = run("startup", large, "openai_sdk:httpx2", url, key, runs=5)
        show("SDK of openai's description", ours)
        both = (ours["import"] + ours["construct"]) / (theirs["import"] + theirs["construct"])
        modules = ours["modules"] / theirs["modules"]
        print(
            f"    import + construct / openai {both:.3f}   modules / openai {modules:.2f}   "
            f"all / openai {ours['cost'] / theirs['cost']:.2f}"
        )


def key_argument(package: Path) -> str:
    """The first argument of a client that takes a key."""
    found = re.search(r"^ +(\w+): str \| Callable", (package / "_client.py").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def show(name: str, found: dict[str, float]) -> None:
    """One line of the start."""
    print(
        f"  {name:28} import {found['import']:6.1f} ms   construct {found['construct']:6.1f} ms   "
        f"first request {found['first']:6.1f} ms   {found['modules']:.0f} modules"
    )


def small(source: Path, url: str, _corpus: Path) -> None:
    """A small POST, one after the other."""
    theirs = run("small", source, "openai", url, 2000)["cost"]
    print(f"  openai {theirs:6.0f} µs")
    for library in LIBRARIES:
        bare = run("small", source, f"bare:{library}", url, 3000)["cost"]
        ours = run("small", source, f"sdk:{library}", url, 3000)["cost"]
        print(
            f"  on {library:10} bare {bare:6.0f} µs   SDK {ours:6.0f} µs   SDK/bare {ours / bare:.2f}   "
            f"SDK - bare {ours - bare:4.0f} µs   openai/SDK {theirs / ours:.1f}"
        )


def listing(source: Path, url: str, _corpus: Path) -> None:
    """A list of 200 KB."""
    theirs = run("listing", source, "openai", url, 30)["cost"]
    print(f"  openai {theirs:6.2f} ms")
    for library in SYNC:
        ours = run("listing", source, library, url, 200)["cost"]
        print(f"  on {library:10} SDK {ours:6.2f} ms   openai/SDK {theirs / ours:.1f}")


def events(source: Path, url: str, _corpus: Path) -> None:
    """Typed events, each an HTTP chunk of its own."""
    theirs = run("events", source, "openai", url, 20_000)["cost"]
    print(f"  openai {1e6 / theirs:9,.0f} events per CPU second")
    for library in SYNC:
        ours = run("events", source, library, url, 100_000)["cost"]
        print(f"  on {library:10} SDK {1e6 / ours:9,.0f}   SDK/openai {theirs / ours:.1f}")
    grown = run("events", source, "pyreqwest", url, 1_000_000, runs=1)["growth"]
    print(f"  memory after 1,000,000 events: {grown / 1024:+.1f} MiB over that after 1,000")


def fanout(source: Path, url: str, _corpus: Path) -> None:
    """50 calls in flight."""
    theirs = run("fanout", source, "openai", url, 2000, runs=2)
    print(f"  openai                  {1e6 / theirs['cost']:8,.0f} per CPU second   {theirs['rate']:8,.0f} per second")
    for library in LIBRARIES:
        bare = run("fanout", source, f"bare:{library}", url, 5000)
        ours = run("fanout", source, f"sdk:{library}", url, 5000)
        for name, found in ((f"bare {library}", bare), (f"SDK on {library}", ours)):
            print(f"  {name:22}  {1e6 / found['cost']:8,.0f} per CPU second   {found['rate']:8,.0f} per second")
        print(f"    SDK/bare {bare['cost'] / ours['cost']:.2f} by CPU, {ours['rate'] / bare['rate']:.2f} by clock")
    few, many = (run("fanout", source, "sdk:aiohttp", url, count, runs=1)["growth"] for count in (FEW, MANY))
    print(f"  memory of {MANY:,} items: {(many - few) / 1024:+.1f} MiB over that of {FEW:,}")


def log(_source: Path, url: str, _corpus: Path) -> None:
    """HuggingPlace's `log`, against a request made by hand."""
    source = ROOT / "generated" / "python" / "huggingplace" / "src"
    bare = run("log", source, "bare", url, 3000)
    for who in ("bare", "direct", "background", "steps"):
        found = bare if who == "bare" else run("log", source, who, url, 3000)
        cost, late, ratio = found["cost"], found["late"], found["cost"] / bare["cost"]
        print(f"  {who:10}  {cost:6.0f} µs for the caller   99 % under {late:6.0f} µs   /bare {ratio:.2f}")


PARTS: dict[str, Callable[[Path, str, Path], None]] = {
    "startup": startup,
    "small": small,
    "listing": listing,
    "events": events,
    "fanout": fanout,
    "log": log,
}


def main(part: str, corpus: Path) -> None:
    """Print the figures of one part."""
    with bench_sdk() as source, serving() as url:
        PARTS[part](source, url, corpus)
