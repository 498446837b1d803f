"""Streaming: how event streams end and fail."""

from __future__ import annotations

from burnish.diagnostics import Located
from burnish.settings import StreamingSettings
from burnish.source import Arr, Value

from .codes import PARTLY_DONE
from .grammar import STREAM_EVENT, STREAMING
from .section import Section

__all__ = ["streaming_settings"]


def streaming_settings(root: Section) -> StreamingSettings | None:
    """The streams of the API; None where the configuration says nothing."""
    table = root.section("streaming").check(STREAMING)
    terminator, error_event = "", ""
    for rule in table.listed("on_event"):
        rule.check(STREAM_EVENT)
        handle, event = rule.text("handle"), rule.get("event_type")
        if handle == "done" and rule.text("data_starts_with"):
            terminator = terminator or rule.text("data_starts_with")
        elif handle == "error" and event is not None:
            error_event = error_event or first_of(event)
        elif handle not in ("yield", "error") or rule.text("data_starts_with"):
            partly(rule, rule.node.at, f'"{handle}" of these events: they are read as the description has them')
    if not terminator and not error_event:
        return None
    return StreamingSettings(terminator=terminator, error_event=error_event or StreamingSettings().error_event)


def first_of(event: Value) -> str:
    """The event's name, or the first of several."""
    value = event[0] if isinstance(event, Arr) and event else event
    return value if isinstance(value, str) else ""


def partly(rule: Section, place: Located, what: str) -> None:
    """Report a rule that is followed only in part."""
    rule.report.add(PARTLY_DONE, place, name="on_event", what=what)
