"""Events: schemas that describe a whole event of a stream, and not only its data."""

from __future__ import annotations

from burnish.source import Arr, Obj

__all__ = ["is_event"]

# The fields of an event (WHATWG HTML, 9.2.6), as a schema of OpenAPI 3.2's `itemSchema` lists them.
FIELDS = frozenset(("event", "data", "id", "retry", "comment"))


def is_event(schema: Obj) -> bool:
    """Whether a schema describes an event: `data` beside nothing but other fields of an event."""
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, Obj) or "data" not in properties or not FIELDS.issuperset(properties):
        return False
    return len(properties) > 1 or (isinstance(required, Arr) and list(required) == ["data"])
