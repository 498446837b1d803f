"""Telemetry: what ran, filtered, summed up and as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from decimal import Decimal

from tests.servers.artificer.clock import stamp

from .errors import invalid
from .state import Call, Record

__all__ = ["exported", "found", "summary"]

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def found(call: Call) -> list[Record]:
    """The records that a call asks for, the newest first.

    Raises:
        ApiError: `last` stands beside `since` or `until`.
    """
    query = call.query
    since, until = query["since"], query["until"]
    if query["last"] is not None:
        if since is not None or until is not None:
            raise invalid("query", "last", msg="cannot stand beside since or until")
        past = timedelta(**{UNITS[query["last"][-1]]: int(query["last"][:-1])})
        since = stamp(call.state.clock.now() - past)
    wanted = {"model": query.get("model"), "provider": query.get("provider")}
    return [
        {name: value for name, value in record.items() if name != "workspace_id"}
        for record in call.state.all("telemetry", workspace_id=call.workspace_id, **wanted)
        if (query.get("status") is None or record["status"] in query["status"])
        and (since is None or moment(record["created_at"]) >= moment(since))
        and (until is None or moment(record["created_at"]) < moment(until))
    ]


def moment(text: str) -> datetime:
    """A time of the wire."""
    return datetime.fromisoformat(text)


def summary(call: Call) -> Record:
    """Groups of records, and all together."""
    records = found(call)
    by = call.query["group_by"]
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(key_of(record, by), []).append(record)
    return {"items": [summed(key, groups[key]) for key in sorted(groups)], "total": summed("all", records)}


def key_of(record: Record, by: str | None) -> str:
    """The group of a record."""
    if by is None:
        return "all"
    return str(record["created_at"])[:10] if by == "day" else str(record[by])


def summed(key: str, records: list[Record]) -> Record:
    """Records as one group; percentiles are those of the nearest rank."""
    times = sorted(record["latency_ms"] for record in records) or [0.0]
    return {
        "key": key,
        "count": len(records),
        "errors": sum(record["status"] == "failed" for record in records),
        "latency_p50_ms": times[(len(times) - 1) // 2],
        "latency_p95_ms": times[-1 - len(times) // 20],
        "tokens": sum(record["prompt_tokens"] + record["completion_tokens"] for record in records),
        "cost": str(sum((Decimal(record["cost"]) for record in records), Decimal(0))),
    }


def exported(call: Call) -> bytes:
    """The records as a file."""
    records = found(call)
    if call.query["format"] == "jsonl":
        return "".join(f"{json.dumps(record)}\n" for record in records).encode()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]) if records else ["id"])
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()
