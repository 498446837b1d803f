"""Transforms: changes of the description before anything is read from it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from burnish.settings import Transform
from burnish.source import Arr, Obj, plain

from .codes import NOT_DONE
from .grammar import TRANSFORM
from .section import Section

__all__ = ["transforms"]

COMMANDS = ("update", "append", "merge", "remove", "copy", "move")
# Commands that only change how a union or a mock server reads: Burnish takes both kinds of unions alike.
WITHOUT_EFFECT = ("oneOfToAnyOf",)


def transforms(table: Section) -> tuple[Transform, ...]:
    """The transforms in order."""
    return tuple(found for key in ("transforms", "transformations") for found in listed(table, key))


def listed(table: Section, key: str) -> Iterator[Transform]:
    """The transforms below one of the two names that the key has had."""
    for entry in table.listed(key):
        entry.check(TRANSFORM)
        command = entry.text("command")
        if command in WITHOUT_EFFECT:
            continue
        if command not in COMMANDS:
            what = f"the commands that it knows are {', '.join(COMMANDS)}; an OpenAPI Overlay document can do the rest"
            entry.report.add(NOT_DONE, entry.node.at / "command", name=command or "transforms", what=what)
            continue
        yield from transform(command, entry)


def transform(command: str, entry: Section) -> Iterator[Transform]:
    """One transform: one for each of its targets."""
    args = entry.section("args")
    targets = args.get("target") or args.get("from")
    for target in targets if isinstance(targets, Arr) else [targets]:
        if not isinstance(target, str):
            what = "targets are JSONPath queries, not schemas to match"
            entry.report.add(NOT_DONE, args.node.at / "target", name="target", what=what)
            continue
        goals = args.get("to")
        yield Transform(
            command=command,
            target=target,
            value="" if "value" not in args.node and "object" not in args.node else json.dumps(given(args)),
            keys=args.texts("keys") if isinstance(args.get("keys"), Arr) else (),
            to=tuple(str(goal) for goal in goals)
            if isinstance(goals, Arr)
            else (goals,)
            if isinstance(goals, str)
            else (),
            origin=entry.node.at,
        )


def given(args: Section) -> object:
    """The value to write."""
    value = args.get("value") if "value" in args.node else args.get("object")
    return plain(value) if isinstance(value, Obj | Arr) else value
