"""OpenTelemetry counters: what became of the entries of a client. The extra `[otel]` brings what this module needs.

Spans and durations of requests are the middleware's: `HuggingPlace(middleware=[OpenTelemetryMiddleware()])`.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Protocol

from .stats import Stats

__all__ = ["count_entries"]

# By name, so that type checkers are content where the extra is not installed.
metrics: Any = import_module("opentelemetry.metrics")


class Counting(Protocol):
    """A client, sync or async."""

    def stats(self) -> Stats:
        """What became of the entries so far."""
        ...


def count_entries(client: Counting, *, meter_provider: Any = None) -> None:
    """Let a meter read the client's counts whenever it collects; the provider is the global one unless it is given.

    `huggingplace.entries` counts entries by `outcome`: "stored", "failed" (with `error.type`) and "dropped";
    `huggingplace.entries.pending` tells how many wait to be sent. They end with the client.
    """
    meter = metrics.get_meter("huggingplace", meter_provider=meter_provider)
    read = reader(client)

    def entries(_options: object) -> Iterable[Any]:
        stats = read()
        return () if stats is None else observations(stats)

    def pending(_options: object) -> Iterable[Any]:
        stats = read()
        return () if stats is None else (metrics.Observation(stats.pending),)

    meter.create_observable_counter(
        "huggingplace.entries", callbacks=[entries], unit="{entry}", description="Entries, by what became of them."
    )
    meter.create_observable_gauge(
        "huggingplace.entries.pending", callbacks=[pending], unit="{entry}", description="Entries that wait to be sent."
    )


def reader(client: Counting) -> Callable[[], Stats | None]:
    """What gives the counts as long as there is a client: a meter must not keep it alive."""
    found = weakref.ref(client)

    def read() -> Stats | None:
        alive = found()
        return None if alive is None else alive.stats()

    return read


def observations(stats: Stats) -> Iterable[Any]:
    """The counts, by outcome."""
    yield metrics.Observation(stats.stored, {"outcome": "stored"})
    yield metrics.Observation(stats.dropped, {"outcome": "dropped"})
    for kind, count in stats.failed.items():
        yield metrics.Observation(count, {"outcome": "failed", "error.type": kind})
