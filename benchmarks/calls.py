"""Calling an API: what it costs against bare libraries and against openai, in the same run.

The server runs in a process of its own; every figure is of a client's process, the best of several that take turns.
Milliseconds and microseconds are CPU time of that process, rates are by the clock unless they say otherwise.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from .corpus import unpack
from .sdk import ROOT, Run, bench_sdk, best, generate
from .serving import serving

SYNC = ("httpx2", "httpx", "pyreqwest")
LIBRARIES = (*SYNC, "aiohttp")
FEW, MANY = 1_000, 100_000


def startup(source: Path, url: str, corpus: Path) -> None:
    """Import, construct, first request."""
    runs = {"openai": Run("startup", source, ("openai", url))}
    for library in ("httpx2", "pyreqwest"):
        runs[f"SDK on {library}"] = Run("startup", source, (f"bench_sdk:{library}", url))
    with tempfile.TemporaryDirectory() as name:
        if corpus.exists():
            description = unpack(corpus, Path(name) / "descriptions") / "openai.yaml"
            large = generate(description, "openai_sdk", Path(name) / "sdk")
            key = key_argument(large / "openai_sdk")
            for library in ("httpx2", "pyreqwest"):
                run = Run("startup", large, (f"openai_sdk:{library}", url, key))
                runs[f"SDK of openai's description on {library}"] = run
        best(runs, 1)  # Bytecode is compiled now.
        found = best(runs, 7)
    theirs = found["openai"]
    for name, ours in found.items():
        print(
            f"  {name:43} import {ours['import']:6.1f} ms   construct {ours['construct']:5.1f} ms   "
            f"first request {ours['first']:6.1f} ms   {ours['modules']:.0f} modules"
        )
        both = (ours["import"] + ours["construct"]) / (theirs["import"] + theirs["construct"])
        print(
            f"    of openai: import + construct {both:.3f}   modules {ours['modules'] / theirs['modules']:.2f}   "
            f"all {ours['cost'] / theirs['cost']:.2f}"
        )


def key_argument(package: Path) -> str:
    """The first argument of a client that takes a key."""
    found = re.search(r"^ +(\w+): str \| Callable", (package / "_client.py").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def small(source: Path, url: str, _corpus: Path) -> None:
    """A small POST, one after the other."""
    runs = {"openai": Run("small", source, ("openai", url, 1000))}
    for library in LIBRARIES:
        for kind in ("bare", "sdk"):
            runs[f"{kind}:{library}"] = Run("small", source, (f"{kind}:{library}", url, 3000))
    found = {name: taken["cost"] for name, taken in best(runs, 5).items()}
    print(f"  openai {found['openai']:6.0f} µs")
    for library in LIBRARIES:
        bare, ours = found[f"bare:{library}"], found[f"sdk:{library}"]
        print(
            f"  on {library:10} bare {bare:6.0f} µs   SDK {ours:6.0f} µs   SDK/bare {ours / bare:.2f}   "
            f"SDK - bare {ours - bare:4.0f} µs   openai/SDK {found['openai'] / ours:.1f}"
        )


def listing(source: Path, url: str, _corpus: Path) -> None:
    """A list of 200 KB."""
    runs = {"openai": Run("listing", source, ("openai", url, 30))}
    runs |= {library: Run("listing", source, (library, url, 200)) for library in SYNC}
    found = {name: taken["cost"] for name, taken in best(runs).items()}
    print(f"  openai {found['openai']:6.2f} ms")
    for library in SYNC:
        print(f"  on {library:10} SDK {found[library]:6.2f} ms   openai/SDK {found['openai'] / found[library]:.1f}")


def events(source: Path, url: str, _corpus: Path) -> None:
    """Typed events, each an HTTP chunk of its own; bare: the library with the same models, read by hand."""
    runs = {"openai": Run("events", source, ("openai", url, 20_000))}
    for library in LIBRARIES:
        for kind in ("bare", "sdk"):
            runs[f"{kind}:{library}"] = Run("events", source, (f"{kind}:{library}", url, 100_000))
    found = {name: taken["cost"] for name, taken in best(runs).items()}
    print(f"  openai {1e6 / found['openai']:9,.0f} events per CPU second")
    for library in LIBRARIES:
        bare, ours = found[f"bare:{library}"], found[f"sdk:{library}"]
        print(
            f"  on {library:10} bare {1e6 / bare:9,.0f}   SDK {1e6 / ours:9,.0f}   SDK/bare {bare / ours:.2f}   "
            f"bare/openai {found['openai'] / bare:4.1f}   SDK/openai {found['openai'] / ours:4.1f}"
        )
    for library in LIBRARIES:
        grown = Run("events", source, (f"sdk:{library}", url, 1_000_000)).once()["growth"]
        print(f"  memory on {library}, after 1,000,000 events: {grown / 1024:+.1f} MiB over that after 1,000")


def fanout(source: Path, url: str, _corpus: Path) -> None:
    """50 calls in flight."""
    runs = {"openai": Run("fanout", source, ("openai", url, 1000))}
    for library in LIBRARIES:
        for kind in ("bare", "sdk"):
            runs[f"{kind}:{library}"] = Run("fanout", source, (f"{kind}:{library}", url, 5000))
    found = best(runs)
    for name, taken in found.items():
        print(f"  {name:16}  {1e6 / taken['cost']:8,.0f} per CPU second   {taken['rate']:8,.0f} per second")
    for library in LIBRARIES:
        bare, ours = found[f"bare:{library}"], found[f"sdk:{library}"]
        print(
            f"  SDK/bare on {library:10} {bare['cost'] / ours['cost']:.2f} by CPU, {ours['rate'] / bare['rate']:.2f} "
            "by the clock"
        )
    for library in ("httpx2", "aiohttp"):
        few, many = (Run("fanout", source, (f"sdk:{library}", url, n)).once()["growth"] for n in (FEW, MANY))
        print(f"  memory of {MANY:,} items on {library}: {(many - few) / 1024:+.1f} MiB over that of {FEW:,}")


def log(_source: Path, url: str, _corpus: Path) -> None:
    """HuggingPlace's `log`, against a request made by hand."""
    source = ROOT / "generated" / "python" / "huggingplace" / "src"
    found = best({who: Run("log", source, (who, url, 3000)) for who in ("bare", "direct", "background", "steps")})
    for who, taken in found.items():
        cost, late, ratio = taken["cost"], taken["late"], taken["cost"] / found["bare"]["cost"]
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
