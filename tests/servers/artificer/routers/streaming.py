"""Streams by idempotency key: the same request gets the same stream, from its start or from where it was lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..calls import Call
from ..engine.answers import Live
from ..errors import Json, conflict, invalid

__all__ = ["begun", "known"]

GONE_ON_WITH_S = 5 * 60.0
TOLD_AGAIN_S = 24 * 3600.0


def begun(call: Call) -> Live:
    """A new stream, kept under the key of its request."""
    live = Live(call.state.now, asked=identity(call))
    if call.idempotency_key:
        call.state.streams[call.key.id, call.idempotency_key] = live
    return live


def known(call: Call) -> AsyncIterator[str] | None:
    """What the caller has not seen yet of the stream that the same request began; None if the request is new.

    Raises:
        ApiError: BAD_REQUEST for what is no id of an event; CONFLICT if the stream is not kept any more, or the key was
            used with another request.
    """
    resumes = call.last_event_id != ""
    if resumes and not call.last_event_id.isdecimal():
        invalid("this is no id of an event", "Last-Event-ID")
    live = call.state.streams.get((call.key.id, call.idempotency_key))
    limit = GONE_ON_WITH_S if resumes else TOLD_AGAIN_S
    if live is None or (call.state.now - live.began).total_seconds() > limit:
        return conflict("there is no stream to go on with") if resumes else None
    if live.asked != identity(call):
        conflict("the idempotency key was used with another request")
    return live.read(int(call.last_event_id) if resumes else -1)


def identity(call: Call) -> Json:
    """What makes a request the same as another."""
    return [call.spec.id, call.body]
