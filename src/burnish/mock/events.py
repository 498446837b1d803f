"""Events of a stream (WHATWG HTML, 9.2.6)."""

from __future__ import annotations

import json
from collections.abc import Mapping

__all__ = ["event"]


def event(sample: Mapping[str, object], number: int) -> bytes:
    """An event whose name and data a sample gives; data that is text is sent as it is, and the id is a number."""
    name, data = sample.get("event"), sample.get("data", "")
    text = data if isinstance(data, str) else json.dumps(data)
    lines = [f"event: {name}"] if isinstance(name, str) else []
    lines += [f"id: {number}", *(f"data: {line}" for line in text.split("\n"))]
    return ("\n".join(lines) + "\n\n").encode()
