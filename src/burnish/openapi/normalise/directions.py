"""Directions: FastAPI writes a model as `Foo-Input` and `Foo-Output`; where they are equal they are one again."""

from __future__ import annotations

from burnish.source import Arr, Obj, Place, Value

from .bundle import PREFIX

__all__ = ["join_directions"]

INPUT, OUTPUT = "-Input", "-Output"


def join_directions(schemas: dict[str, Value], wires: dict[str, str]) -> None:
    """Join the pairs that are equal, assuming that the pairs they refer to are; rename the halves of others.

    In place: an equal pair becomes one component called `Foo`, the other a reference to it.
    """
    by_wire = {wire: key for key, wire in wires.items() if wire}
    pairs = {
        wire.removesuffix(INPUT): (key, by_wire[wire.removesuffix(INPUT) + OUTPUT])
        for wire, key in by_wire.items()
        if wire.endswith(INPUT) and wire.removesuffix(INPUT) + OUTPUT in by_wire
    }
    equal = equal_pairs(schemas, pairs)
    for name, (read, written) in pairs.items():
        free = name not in by_wire
        if name in equal:
            schemas[read] = Obj(at_of(schemas[written]), {"$ref": PREFIX + written})
            wires[read] = ""
        if free:
            wires[written] = name


def equal_pairs(schemas: dict[str, Value], pairs: dict[str, tuple[str, str]]) -> set[str]:
    """The largest set of pairs that are equal when its members count as one (a greatest fixed point)."""
    equal = set(pairs)
    while True:
        same = {key: name for name in equal for key in pairs[name]}
        kept = {name for name in equal if alike(schemas[pairs[name][0]], schemas[pairs[name][1]], same)}
        if kept == equal:
            return equal
        equal = kept


def alike(one: Value, other: Value, same: dict[str, str]) -> bool:
    """Whether two schemas are equal up to references to joined components."""
    match one, other:
        case Obj(), Obj():
            return one.keys() == other.keys() and all(alike(one[key], other[key], same) for key in one)
        case Arr(), Arr():
            return len(one) == len(other) and all(alike(a, b, same) for a, b in zip(one, other, strict=True))
        case str(), str():
            return target(one, same) == target(other, same)
        case _:
            return one == other and isinstance(one, bool) == isinstance(other, bool)


def target(text: str, same: dict[str, str]) -> str:
    """The joined name of a reference's target, or the text itself."""
    return same.get(text.removeprefix(PREFIX), text) if text.startswith(PREFIX) else text


def at_of(value: Value) -> Place:
    """The place of a component that is a schema object."""
    assert isinstance(value, Obj)
    return value.at
