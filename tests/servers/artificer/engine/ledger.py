"""The ledger: every request and every call of a model, and their sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ..clock import Clock
from ..records import Usage

__all__ = ["Entry", "Ledger", "Point", "Summary", "breakdown", "summary", "timeseries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, or one call of a model (then `model` is set and `requests` is 0)."""

    time: datetime
    key_id: str
    router: str
    project_id: str | None = None
    model: str | None = None
    requests: int = 0
    tokens: int = 0
    cost: float = 0.0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A sum of entries."""

    requests: int
    tokens: int
    cost: float
    errors: int


@dataclass(frozen=True, slots=True)
class Point:
    """The sum of one span of time."""

    start: datetime
    requests: int
    tokens: int
    cost: float
    errors: int


@dataclass(slots=True)
class Ledger:
    """All entries, in the order in which they were made."""

    clock: Clock
    entries: list[Entry] = field(default_factory=list[Entry])

    def request(self, key_id: str, router: str, failed: bool, project_id: str | None) -> None:
        """Write down a request."""
        self.entries.append(Entry(self.clock.now(), key_id, router, project_id, requests=1, errors=int(failed)))

    def call(self, key_id: str, router: str, model: str, usage: Usage, project_id: str | None) -> None:
        """Write down a call of a model."""
        self.entries.append(
            Entry(self.clock.now(), key_id, router, project_id, model, tokens=usage.total_tokens, cost=usage.cost)
        )

    def between(self, first: str | None, last: str | None) -> list[Entry]:
        """The entries of a span of days, both included; the days are dates as text."""
        lower = date.fromisoformat(first) if first else date.min
        upper = date.fromisoformat(last) if last else date.max
        return [entry for entry in self.entries if lower <= entry.time.date() <= upper]

    def used_this_month(self) -> float:
        """What the present month has cost, in USD."""
        month = self.clock.now().strftime("%Y-%m")
        return round(sum(entry.cost for entry in self.entries if entry.time.strftime("%Y-%m") == month), 6)


def summary(entries: Iterable[Entry]) -> Summary:
    """Add entries up."""
    listed = list(entries)
    return Summary(
        requests=sum(entry.requests for entry in listed),
        tokens=sum(entry.tokens for entry in listed),
        cost=round(sum(entry.cost for entry in listed), 6),
        errors=sum(entry.errors for entry in listed),
    )


def timeseries(entries: Iterable[Entry], granularity: str) -> list[Point]:
    """The sum of every span of time in which something happened, oldest first."""
    groups = grouped(entries, lambda entry: bucket(entry.time, granularity).isoformat())
    sums = {start: summary(listed) for start, listed in groups.items()}
    return [
        Point(datetime.fromisoformat(start), found.requests, found.tokens, found.cost, found.errors)
        for start, found in sorted(sums.items())
    ]


def breakdown(entries: Iterable[Entry], dimension: str) -> dict[str, Summary]:
    """The sums by model, project, API key or router. By model, the requests are the calls of that model."""
    if dimension == "model":
        groups = grouped((entry for entry in entries if entry.model), lambda entry: entry.model)
        sums = {model: (summary(listed), len(listed)) for model, listed in groups.items()}
        return {model: Summary(calls, s.tokens, s.cost, s.errors) for model, (s, calls) in sums.items()}
    keys: dict[str, Callable[[Entry], str | None]] = {
        "project": lambda entry: entry.project_id,
        "apiKey": lambda entry: entry.key_id,
        "router": lambda entry: entry.router,
    }
    return {name: summary(listed) for name, listed in grouped(entries, keys[dimension]).items()}


def grouped(entries: Iterable[Entry], key: Callable[[Entry], str | None]) -> dict[str, list[Entry]]:
    """Entries by what `key` says; those of which it says nothing are left out."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        name = key(entry)
        if name is not None:
            groups.setdefault(name, []).append(entry)
    return dict(sorted(groups.items()))


def bucket(moment: datetime, granularity: str) -> datetime:
    """The beginning of the hour, day, week (Monday) or month of a moment."""
    start = moment.replace(minute=0, second=0, microsecond=0)
    if granularity == "hour":
        return start
    start = start.replace(hour=0)
    if granularity == "week":
        return start - timedelta(days=start.weekday())
    return start.replace(day=1) if granularity == "month" else start
