"""Made names: those that a framework gives components for want of a better one.

FastAPI calls the body that it puts together of a handler's parameters `Body_` and the operationId. Without that name,
the body is called after the operation, as an inline one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from burnish.settings import Settings
from burnish.source import Obj

from .bundle import Bundle
from .operations import RawOperation

__all__ = ["forget_made_names"]


def forget_made_names(bundled: Bundle, operations: Iterable[RawOperation], settings: Settings) -> None:
    """Take such names away, and the titles that repeat them; those that settings speak of stay."""
    made = {f"Body_{operation.id}" for operation in operations}.difference(stated_schemas(settings))
    for key, wire in bundled.wires.items():
        if wire not in made:
            continue
        bundled.wires[key] = ""
        schema = bundled.schemas[key]
        if isinstance(schema, Obj) and schema.get("title") == wire:
            bundled.schemas[key] = Obj(schema.at, {name: value for name, value in schema.items() if name != "title"})


def stated_schemas(settings: Settings) -> Iterator[str]:
    """The schemas that settings name."""
    for resource in settings.resources:
        yield from resource.models.values()
    for path in settings.rename_fields:
        yield path.partition(".")[0]
