"""monitoring: how the server is."""

from __future__ import annotations

from datetime import datetime

from ..calls import Call, Handler, Plain, Reply, Text
from ..engine.finding import paged
from ..engine.ledger import summary

__all__ = ["HANDLERS"]

VERSION = "2.4.0"
LEVELS = ("debug", "info", "warn", "error")


async def health(call: Call) -> Reply:
    """Whether the server is well."""
    uptime = (call.state.now - call.state.began).total_seconds()
    checks = {"engine": "ok", "storage": "ok"}
    return Plain({"status": "ok", "version": VERSION, "uptimeSeconds": uptime, "checks": checks})


async def status(call: Call) -> Reply:
    """What the engine is doing."""
    state = call.state
    running = sum(job.status == "RUNNING" for job in state.jobs.values())
    models = {model.id: "ready" if model.enabled else "disabled" for model in state.catalogue.models.values()}
    worker = "busy" if running else "idle"
    answer = {"queueDepth": state.batch.queue_depth, "runningJobs": running, "workers": {"worker-1": worker}}
    return Plain({**answer, "models": models})


async def metrics(call: Call) -> Reply:
    """The counters in the text format of Prometheus."""
    used = summary(call.state.ledger.entries)
    counters = {"requests": used.requests, "errors": used.errors, "tokens": used.tokens, "cost_usd": used.cost}
    lines = [
        line
        for name, value in counters.items()
        for line in (f"# TYPE artificer_{name}_total counter", f"artificer_{name}_total {value:g}")
    ]
    return Text("\n".join([*lines, ""]))


async def logs(call: Call) -> Reply:
    """The log, newest first."""
    level, since = call.query["level"], call.query["since"]
    least = LEVELS.index(level) if level else 0
    first = datetime.fromisoformat(since) if since else None
    found = [
        entry
        for entry in reversed(call.state.logs)
        if LEVELS.index(entry.level) >= least and (first is None or entry.time >= first)
    ]
    items, following = paged(found, call.query["limit"], call.query["cursor"])
    return Plain({"items": list(items), "nextCursor": following})


HANDLERS: dict[str, Handler] = {
    "monitoring.health": health,
    "monitoring.status": status,
    "monitoring.metrics": metrics,
    "monitoring.logs": logs,
}
