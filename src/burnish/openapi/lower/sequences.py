"""Sequences: media types whose body is one item after the other (OpenAPI 3.2, 4.14.2)."""

from __future__ import annotations

from burnish.source import Obj, Value

from .scope import Scope

__all__ = ["item_schema"]


def item_schema(media: Obj, scope: Scope) -> Value:
    """The schema of one item of a sequence: `itemSchema`, or what stands in an array of them (OpenAPI 3.2, 4.14.2)."""
    if "itemSchema" in media:
        return media["itemSchema"]
    schema = scope.followed(media.get("schema"))
    if schema is not None and schema.get("type") == "array":
        return schema.get("items", True)
    return media.get("schema", True)
