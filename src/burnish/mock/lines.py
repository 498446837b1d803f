"""Media types of lines of JSON: JSON Lines, NDJSON and JSON text sequences (RFC 7464)."""

from __future__ import annotations

from burnish.source import Obj, Value

__all__ = ["is_lines", "item_schema"]

WORDS = ("jsonl", "json-lines", "ndjson", "json-seq", "stream+json")


def is_lines(media: str) -> bool:
    """Whether a body of a media type has one JSON text per line."""
    return any(word in media for word in WORDS)


def item_schema(media: str, content: Obj) -> Value:
    """The schema of a body, or of one of its lines: `itemSchema`, or that of an array's items."""
    schema = content.get("itemSchema", content.get("schema"))
    if is_lines(media) and isinstance(schema, Obj) and schema.get("type") == "array":
        return schema.get("items")
    return schema
