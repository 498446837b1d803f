"""Dynamic references: schemas with a hole that those who refer to them fill (JSON Schema core 8.2.3.2).

    Page:     {properties: {items: {items: {$dynamicRef: '#item'}}}, $defs: {item: {$dynamicAnchor: item}}}
    PetPage:  {$ref: Page, $defs: {item: {$dynamicAnchor: item, $ref: Pet}}}

`PetPage` is a schema of its own then, in which the hole is filled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from burnish.source import Arr, Obj, Target, Value

__all__ = ["DynamicScope", "is_filling", "opened_scope"]

# Beside a reference these say nothing about values: with them alone, a schema is but another with its holes filled.
SILENT = frozenset(
    ("$ref", "$id", "$schema", "$anchor", "$dynamicAnchor", "$defs", "$comment", "unevaluatedProperties")
)


class DynamicScope(Struct, frozen=True):
    """What fills holes, by the names of their anchors; `key` is the provisional id of the schema that fills them."""

    key: str
    anchors: Mapping[str, Target]

    def fills(self, value: Value) -> bool:
        """Whether a schema has a hole that is filled here; what it refers to is not looked at."""
        pending = [value]
        while pending:
            node = pending.pop()
            if isinstance(node, Obj):
                if anchor_of(node) in self.anchors:
                    return True
                pending += node.values()
            elif isinstance(node, Arr):
                pending += node
        return False

    def target(self, node: Obj) -> Target | None:
        """What fills the hole that a schema is; None if it is none."""
        return self.anchors.get(anchor_of(node))


def opened_scope(schema: Obj, key: str) -> DynamicScope | None:
    """The scope that a schema opens for what it refers to; None if it names nothing that could fill a hole."""
    definitions = schema.get("$defs")
    named = [schema, *(definitions.values() if isinstance(definitions, Obj) else ())]
    anchors = {
        name: Target(node, node.at)
        for node in named
        if isinstance(node, Obj) and isinstance(name := node.get("$dynamicAnchor"), str)
    }
    return DynamicScope(key, anchors) if anchors else None


def is_filling(schema: Collection[str]) -> bool:
    """Whether a schema with a reference does no more than fill the holes of what it refers to."""
    return all(key in SILENT for key in schema)


def anchor_of(node: Obj) -> str:
    """The name of the anchor that a dynamic reference looks for; empty for none."""
    ref = node.get("$dynamicRef")
    return ref.removeprefix("#") if isinstance(ref, str) and ref.startswith("#") else ""
