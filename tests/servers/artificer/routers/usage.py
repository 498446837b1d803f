"""usage: what calls used and cost."""

from __future__ import annotations

from ..calls import Call, Handler, Plain, Reply
from ..engine.ledger import breakdown, summary, timeseries

__all__ = ["HANDLERS"]


async def add_up(call: Call) -> Reply:
    """The sum of a span of days."""
    wanted = call.query
    entries = call.state.ledger.between(wanted["from"], wanted["to"])
    return Plain(summary(entry for entry in entries if wanted["projectId"] in (None, entry.project_id)))


async def over_time(call: Call) -> Reply:
    """The sums of equal spans of time."""
    wanted = call.query
    return Plain(timeseries(call.state.ledger.between(wanted["from"], wanted["to"]), wanted["granularity"]))


async def break_down(call: Call) -> Reply:
    """The sums of the parts."""
    wanted = call.query
    sums = breakdown(call.state.ledger.between(wanted["from"], wanted["to"]), wanted["by"])
    return Plain(sums)


async def limits(call: Call) -> Reply:
    """The limits of the caller's key."""
    rate = call.key.rate_limit or call.state.keyring.usual
    return Plain(
        {
            "requestsPerMinute": rate.requests * 60 // rate.window_seconds,
            "monthlyBudget": call.state.options.monthly_budget,
            "used": call.state.ledger.used_this_month(),
        }
    )


HANDLERS: dict[str, Handler] = {
    "usage.summary": add_up,
    "usage.timeseries": over_time,
    "usage.breakdown": break_down,
    "usage.limits": limits,
}
