"""Positions: which arguments of a method callers may give without their names."""

from __future__ import annotations

from burnish.ir import Location, Operation

__all__ = ["positional_of"]


def positional_of(operation: Operation, *, last_only: bool) -> tuple[str, ...]:
    """The wire names of the arguments that have positions, in order: as stated, else the parameters of the path.

    With `last_only`, as Stainless has it, only the last of these.
    """
    if operation.positional is not None:
        return operation.positional
    in_path = tuple(item.name.wire for item in operation.parameters if item.location is Location.PATH)
    return in_path[-1:] if last_only else in_path
