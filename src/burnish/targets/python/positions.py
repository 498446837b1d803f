"""Arguments of the path: which of them callers may give without their names, and what calls name them."""

from __future__ import annotations

from dataclasses import replace

from burnish.ir import Location, Operation

from .spelling import identifier

__all__ = ["keyed", "path_keys", "positional_of"]


def positional_of(operation: Operation, *, last_only: bool) -> tuple[str, ...]:
    """The wire names of the arguments that have positions, in order: as stated, else the parameters of the path.

    With `last_only`, as Stainless has it, only the last of these.
    """
    if operation.positional is not None:
        return operation.positional
    in_path = tuple(item.name.wire for item in operation.parameters if item.location is Location.PATH)
    return in_path[-1:] if last_only else in_path


def path_keys(operation: Operation, *, spelled: bool) -> dict[str, str]:
    """What the path of a request calls its arguments, by their wire names.

    With `spelled` it is the Python name, which is what Stainless tells of an argument that is empty.
    """
    wires = [item.name for item in operation.parameters if item.location is Location.PATH]
    names = [identifier(name.words) for name in wires]
    if not spelled or len(set(names)) < len(names):
        return {name.wire: name.wire for name in wires}
    return {name.wire: key for name, key in zip(wires, names, strict=True)}


def keyed(operation: Operation, *, spelled: bool) -> Operation:
    """The operation with its path as requests are told it: `path_keys` in the place of wire names."""
    keys = path_keys(operation, spelled=spelled)
    path = operation.path
    for wire, key in keys.items():
        path = path.replace(f"{{{wire}}}", f"{{{key}}}")
    parameters = tuple(
        replace(item, name=replace(item.name, wire=keys[item.name.wire])) if item.location is Location.PATH else item
        for item in operation.parameters
    )
    return replace(operation, path=path, parameters=parameters)
