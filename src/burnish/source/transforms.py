"""Transforms: changes of a description that settings list, before anything is read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from msgspec import Struct

from burnish.diagnostics import Located, Report

from .codes import TRANSFORM
from .document import Document
from .node import Arr, Key, Obj, Place, Value

__all__ = ["Change", "apply_transforms"]

# A path of an API that stands unquoted in a query: `$.paths./pets.get`.
BARE_PATH = re.compile(r"\.(/[^.\[\]]*)")
# Where the text that was there stands in a template.
PLACE = "{{value}}"
# The last step of a query, where it names one member.
LAST_STEP = re.compile(r"""(?:\.([A-Za-z_$][\w$-]*)|\[\s*(?:'([^']*)'|"([^"]*)")\s*\])$""")


class Change(Protocol):
    """A transform, as settings have it: see `burnish.settings.Transform`."""

    @property
    def command(self) -> str:
        """What is done."""
        ...

    @property
    def target(self) -> str:
        """A JSONPath query."""
        ...

    @property
    def value(self) -> str:
        """JSON text, or empty."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Members to remove."""
        ...

    @property
    def to(self) -> tuple[str, ...]:
        """Queries for where things go."""
        ...

    @property
    def template(self) -> bool:
        """Whether `{{value}}` in the text to write stands for the text that was there."""
        ...

    @property
    def equal_to(self) -> str:
        """In place of a target: a query for a node; every node that equals it is a target."""
        ...

    @property
    def ignore(self) -> tuple[str, ...]:
        """Queries for nodes that are no targets, although they equal that one."""
        ...

    @property
    def origin(self) -> Located | None:
        """Where the transform is set."""
        ...


class Spot(Struct, frozen=True):
    """A place in the description: its container and its key there; no container for the whole."""

    parent: Obj | Arr | None
    key: Key

    @property
    def value(self) -> Value:
        """What stands there."""
        if isinstance(self.parent, Obj):
            return self.parent[str(self.key)]
        return self.parent[int(self.key)] if isinstance(self.parent, Arr) else None

    def put(self, value: Value) -> None:
        """Put a value in its place."""
        if isinstance(self.parent, Obj):
            self.parent[str(self.key)] = value
        elif isinstance(self.parent, Arr):
            self.parent[int(self.key)] = value

    def drop(self) -> None:
        """Remove it."""
        if isinstance(self.parent, Obj):
            self.parent.pop(str(self.key), None)
        elif isinstance(self.parent, Arr):
            del self.parent[int(self.key)]


class Refused(Exception):
    """A transform that cannot be done; the message tells why."""


def apply_transforms(document: Document, changes: Iterable[Change], report: Report) -> None:
    """Apply transforms in order, each to the result of those before it, in place; what cannot be done is reported."""
    for change in changes:
        try:
            Work(document.root, change).run()
        except Refused as error:
            place = change.origin or document.root.at
            target = change.target or change.equal_to
            report.add(TRANSFORM, place, command=change.command, target=target, problem=str(error))


class Work(Struct, frozen=True):
    """One transform of one root."""

    root: Obj
    change: Change

    def run(self) -> None:
        """Do it. Raises `Refused`."""
        match self.change.command:
            case "update":
                for spot in self.targets():
                    spot.put(self.filled(spot) if self.change.template else self.given())
            case "append":
                for spot in self.targets():
                    append(spot, self.given())
            case "merge":
                for spot in self.targets():
                    merge(spot.value, self.given())
            case "remove":
                self.remove()
            case "copy" | "move":
                self.copy()
            case command:
                raise Refused(f'there is no command "{command}"')

    def remove(self) -> None:
        """Remove members of objects, or whole nodes: the last of a list first, so that the others keep their places."""
        spots = self.targets()
        if self.change.keys:
            for spot in spots:
                for key in self.change.keys:
                    if isinstance(value := spot.value, Obj):
                        value.pop(key, None)
            return
        for spot in sorted(spots, key=lambda one: one.key if isinstance(one.key, int) else -1, reverse=True):
            spot.drop()

    def copy(self) -> None:
        """Copy one node to others; the name that a query ends with may be a new one. `move` then removes it."""
        (source, *others) = self.select(self.change.target)
        if others or not self.change.to:
            raise Refused("it takes one node, and needs `to`")
        value = source.value
        if self.change.command == "move":
            source.drop()
        for goal in self.change.to:
            for spot in self.goals(goal):
                spot.put(copied(value))

    def targets(self) -> list[Spot]:
        """What the transform is about. Raises `Refused` if that is nothing."""
        if not self.change.equal_to:
            return self.select(self.change.target)
        wanted = self.select(self.change.equal_to)[0].value
        ignored = [spot.value for query in self.change.ignore for spot in self.select(query)]
        found = [spot for spot in inside(self.root) if spot.value == wanted]
        return [spot for spot in found if all(spot.value is not value for value in ignored)]

    def filled(self, spot: Spot) -> Value:
        """The text to write, with the text that is there in its place. Raises `Refused`."""
        text, present = self.given(), spot.value
        if not isinstance(text, str) or not isinstance(present, str) or PLACE not in text:
            raise Refused(f"a template is a text with {PLACE}, and so are its targets")
        return text.replace(PLACE, present)

    def goals(self, query: str) -> list[Spot]:
        """The nodes of a query, or new members of the objects that all but its last step selects."""
        if found := self.found(query):
            return found
        step = LAST_STEP.search(query)
        parents = self.select(query[: step.start()]) if step else []
        name = next((part for part in step.groups() if part is not None), "") if step else ""
        holders = [spot.value if spot.parent is not None else self.root for spot in parents]
        made = [Spot(holder, name) for holder in holders if isinstance(holder, Obj)]
        if not made:
            raise Refused(f'"{query}" leads nowhere')
        return made

    def given(self) -> Value:
        """The value to write, fresh for every place."""
        if not self.change.value:
            raise Refused("it needs a value")
        return node(json.loads(self.change.value), self.root.at)

    def select(self, query: str) -> list[Spot]:
        """The nodes of a query. Raises `Refused` if there are none."""
        found = self.found(query)
        if not found:
            raise Refused(f'nothing is at "{query}"')
        return found

    def found(self, query: str) -> list[Spot]:
        """The nodes of a query, perhaps none."""
        from jsonpath import JSONPathEnvironment, JSONPathError

        text = BARE_PATH.sub(lambda match: f"['{match[1]}']", query)
        try:
            matches: list[Any] = list(JSONPathEnvironment().finditer(text, self.root))
        except JSONPathError as error:
            raise Refused(f'"{query}" is no query: {str(error).partition(",")[0]}') from None
        return [self.spot(match.parts) for match in matches]

    def spot(self, keys: Sequence[Key]) -> Spot:
        """The place that keys lead to."""
        spot = Spot(None, "")
        value: Value = self.root
        for key in keys:
            assert isinstance(value, Obj | Arr)
            spot = Spot(value, key)
            value = spot.value
        return spot


def inside(value: Obj | Arr) -> Iterator[Spot]:
    """All places inside a value, outer ones first; what is put into one is not looked into."""
    keys: Iterable[Key] = list(value) if isinstance(value, Obj) else range(len(value))
    for key in keys:
        spot = Spot(value, key)
        yield spot
        if isinstance(inner := spot.value, Obj | Arr):
            yield from inside(inner)


def append(spot: Spot, value: Value) -> None:
    """Add to a list, or members to an object that has none of them. Raises `Refused`."""
    target = spot.value
    if isinstance(target, Arr):
        target.extend(value if isinstance(value, Arr) else [value])
    elif isinstance(target, Obj) and isinstance(value, Obj):
        if present := sorted(target.keys() & value.keys()):
            raise Refused(f"{', '.join(present)} is there already")
        target.update(value)
    else:
        raise Refused("only lists and objects can be added to")


def merge(target: Value, value: Value) -> None:
    """Lay an object over another, member by member. Raises `Refused`."""
    if not isinstance(target, Obj) or not isinstance(value, Obj):
        raise Refused("only objects can be merged")
    for key, item in value.items():
        present = target.get(key)
        if isinstance(present, Obj) and isinstance(item, Obj):
            merge(present, item)
        else:
            target[key] = item


def node(value: object, at: Place) -> Value:
    """A JSON value as nodes; all of it has the place of the whole."""
    match value:
        case dict():
            return Obj(at, {key: node(item, at) for key, item in cast("Mapping[str, object]", value).items()})
        case list():
            return Arr(at, [node(item, at) for item in cast("list[object]", value)])
        case str() | int() | float() | None:
            return value
        case _:
            raise AssertionError("JSON has no other values")


def copied(value: Value) -> Value:
    """A copy, so that a later change of one place is none of the other."""
    match value:
        case Obj():
            return Obj(value.at, {key: copied(item) for key, item in value.items()})
        case Arr():
            return Arr(value.at, [copied(item) for item in value])
        case _:
            return value
