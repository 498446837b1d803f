"""Where schemas stand outside `components/schemas`, once everything is bundled."""

from __future__ import annotations

from collections.abc import Iterator

from burnish.source import Arr, Obj, Value

__all__ = ["schema_holders"]


def schema_holders(*roots: Value) -> Iterator[tuple[Obj, str]]:
    """Each object that holds a schema, with the member's name; schemas are not entered, nor examples."""
    pending = [*roots][::-1]
    while pending:
        node = pending.pop()
        if isinstance(node, Arr):
            pending.extend(reversed(node))
        elif isinstance(node, Obj):
            for name, value in reversed(node.items()):
                if name in ("schema", "itemSchema"):
                    yield node, name
                elif name not in ("example", "examples", "links") and not name.startswith("x-"):
                    pending.append(value)
