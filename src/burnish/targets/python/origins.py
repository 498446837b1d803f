"""Where in the description the classes and methods of an SDK come from."""

from __future__ import annotations

from burnish.diagnostics import Located

from .layout import Layout
from .resources import methods_of

__all__ = ["origins"]


def origins(layout: Layout) -> dict[tuple[str, str], Located]:
    """The places of models and methods, by module and name: ("types.jobs", "Job"), ("resources.jobs", "Jobs.get")."""
    found: dict[tuple[str, str], Located] = {
        (place.module.lstrip("."), place.name): layout.api.declarations[id_].origin
        for id_, place in layout.places.items()
    }
    for item in layout.every_resource:
        names = methods_of(item)
        for operation in item.resource.operations:
            for owner in (item.class_name, f"Async{item.class_name}"):
                found[item.module.lstrip("."), f"{owner}.{names[operation.id]}"] = operation.origin
    return found
