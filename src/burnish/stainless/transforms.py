"""Transforms: changes of the description before anything is read from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from burnish.settings import Transform
from burnish.source import Arr, Obj, Value, plain

from .codes import NOT_DONE
from .grammar import EXTRACT, TRANSFORM, TRANSFORM_ARGS
from .section import Section

__all__ = ["transforms"]

COMMANDS = ("update", "append", "merge", "remove", "copy", "move")
# Names that commands had before.
EARLIER = {"mergeObject": "merge", "replaceProperties": "update"}
# Commands that only change how a union or a mock server reads: Burnish takes both kinds of unions alike.
WITHOUT_EFFECT = ("oneOfToAnyOf", "guessDiscriminantUnions")
EXTRACT_COMMAND = "extractToRefs"
SCHEMAS = "#/components/schemas/"


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
        if command == EXTRACT_COMMAND:
            yield from extracted(entry)
        elif (command := EARLIER.get(command, command)) in COMMANDS:
            yield from transform(command, entry)
        else:
            known = ", ".join((*COMMANDS, *EARLIER, EXTRACT_COMMAND))
            what = f"the commands that it knows are {known}; an OpenAPI Overlay document can do the rest"
            entry.report.add(NOT_DONE, entry.node.at / "command", name=command or "transforms", what=what)


def transform(command: str, entry: Section) -> Iterator[Transform]:
    """One transform: one for each of its targets."""
    args = entry.section("args").check(TRANSFORM_ARGS)
    usual = Transform(
        command=command,
        value="" if "value" not in args.node and "object" not in args.node else json.dumps(given(args)),
        keys=args.texts("keys") if isinstance(args.get("keys"), Arr) else (),
        to=queries(args.get("to")),
        template=args.flag("template") or False,
        origin=entry.node.at,
    )
    for target in targets(args):
        if isinstance(target, str):
            yield replace(usual, target=target)
        elif isinstance(target, Obj) and isinstance(wanted := target.get("matches_schema"), str):
            yield replace(usual, equal_to=wanted, ignore=queries(target.get("ignore")))
        else:
            args.bad("target", "a JSONPath query, or `matches_schema` with one")


def targets(args: Section) -> Iterable[Value]:
    """What a transform is about: `target`, `from`, or the older `filter.only`."""
    stated = args.get("target") or args.get("from") or args.section("filter").get("only")
    return stated if isinstance(stated, Arr) else [stated]


def queries(stated: Value) -> tuple[str, ...]:
    """One query, or several."""
    return (
        tuple(str(query) for query in stated)
        if isinstance(stated, Arr)
        else (stated,)
        if isinstance(stated, str)
        else ()
    )


def extracted(entry: Section) -> Iterator[Transform]:
    """Schemas that become components: each is copied there, and referred to where it stood."""
    args = entry.section("args")
    several = isinstance(args.get("ref"), Arr)
    for ref in args.listed("ref") if several else [args.section("ref")]:
        ref.check(EXTRACT)
        target, name = ref.text("target"), ref.text("name").removeprefix(SCHEMAS)
        if not target or not name:
            ref.bad("target", "a JSONPath query, with a `name`")
            continue
        yield Transform("copy", target, to=(f"$.components.schemas['{name}']",), origin=ref.node.at)
        yield Transform("update", target, json.dumps({"$ref": f"{SCHEMAS}{name}"}), origin=ref.node.at)


def given(args: Section) -> object:
    """The value to write."""
    value = args.get("value") if "value" in args.node else args.get("object")
    return plain(value) if isinstance(value, Obj | Arr) else value
