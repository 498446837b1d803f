"""Event streams and JSON as text (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
from typing import Any

from .errors import ApiError
from .records import wire

__all__ = ["DONE", "PING", "dumped", "error_frame", "frame"]

DONE = "data: [DONE]\n\n"
PING = ": ping\n\n"


def dumped(value: Any) -> str:
    """A value as compact JSON, on one line."""
    return json.dumps(wire(value), ensure_ascii=False, separators=(",", ":"))


def frame(data: Any, *, id_: int | None = None, event: str = "") -> str:
    """One event."""
    lines = [f"id: {id_}"] if id_ is not None else []
    lines += [f"event: {event}"] if event else []
    return "\n".join([*lines, f"data: {dumped(data)}", "", ""])


def error_frame(error: ApiError) -> str:
    """The event that tells a failure in a stream."""
    return frame(error.body(), event="error")
