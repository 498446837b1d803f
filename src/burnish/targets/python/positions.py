"""Arguments of the path: which of them callers may give without their names, and what calls name them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from burnish.ir import Location, Operation

__all__ = ["keyed", "positional_of"]


def positional_of(operation: Operation, *, last_only: bool) -> tuple[str, ...]:
    """The wire names of the arguments that have positions, in order: as stated, else the parameters of the path.

    With `last_only`, as Stainless has it, only the last of these.
    """
    if operation.positional is not None:
        return operation.positional
    in_path = tuple(item.name.wire for item in operation.parameters if item.location is Location.PATH)
    return in_path[-1:] if last_only else in_path


def keyed(operation: Operation, keys: Mapping[str, str]) -> Operation:
    """The operation with its path as requests are told it: `keys` in the place of wire names."""
    path = operation.path
    for wire, key in keys.items():
        path = path.replace(f"{{{wire}}}", f"{{{key}}}")
    parameters = tuple(
        replace(item, name=replace(item.name, wire=keys[item.name.wire])) if item.location is Location.PATH else item
        for item in operation.parameters
    )
    return replace(operation, path=path, parameters=parameters)
