"""OAI Overlay documents (1.0 and 1.1): patches of a description that one does not own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from msgspec import Struct

from burnish.diagnostics import Report

from .codes import (
    NOT_AN_OVERLAY,
    OVERLAY_ACTION,
    OVERLAY_CONFLICT,
    OVERLAY_PATH,
    OVERLAY_UNMATCHED,
)
from .document import Document, read
from .node import Arr, Key, Obj, Place, Value

__all__ = ["apply_overlay"]

MODIFIERS = ("update", "copy", "remove")


def apply_overlay(document: Document, path: Path | str, report: Report) -> Document:
    """Apply the actions of an overlay in order, each to the result of those before it.

    The nodes of `document` are changed in place: work with the result only. What an overlay adds has its place in the
    overlay, so that a problem is shown where it can be mended; references in it are relative to the description.

    Raises:
        OSError: the overlay cannot be opened.
    """
    known = report.error_count
    overlay = read(path, report)
    if report.error_count > known:
        return document
    overlay.file.stands_for = document.file
    document.files[os.path.realpath(overlay.file.real)] = overlay.file
    actions = overlay.root.get("actions")
    version = overlay.root.get("overlay")
    if not isinstance(version, str) or not version.startswith("1.") or not isinstance(actions, Arr):
        report.add(NOT_AN_OVERLAY, overlay.root.at)
        return document
    patch = Patch(document.root, concatenates=not version.startswith("1.0"), report=report)
    for index, action in enumerate(actions):
        if isinstance(action, Obj) and isinstance(action.get("target"), str):
            patch.apply(action)
        else:
            report.add(OVERLAY_ACTION, actions.at / index, problem='has no "target"')
    return document


class Match(Struct, frozen=True):
    """A node that a path selects: its container, its key there, and its value."""

    parent: Obj | Arr | None
    key: Key
    value: Value


class Patch(Struct, frozen=True):
    """The patching of one root. `concatenates`: lists of an update are concatenated (1.1), not appended whole (1.0)."""

    root: Obj
    concatenates: bool
    report: Report

    def apply(self, action: Obj) -> None:
        """Apply one action; one that matches nothing or cannot be applied is reported."""
        wanted = [name for name in MODIFIERS if name in action and action[name] is not False]
        if len(wanted) != 1:
            problem = "has neither update, copy nor remove" if not wanted else f"has {' and '.join(wanted)} at once"
            self.report.add(OVERLAY_ACTION, action.at, problem=problem)
            return
        matches = self.select(action, "target")
        if not matches:
            return
        if wanted == ["remove"]:
            self.remove(matches)
        elif wanted == ["update"]:
            self.update(matches, action["update"], action.at / "update")
        elif source := self.select(action, "copy"):
            if len(source) == 1:
                self.update(matches, source[0].value, action.at / "copy")
            else:
                self.report.add(OVERLAY_ACTION, action.at / "copy", problem=f"copies {len(source)} nodes, not one")

    def select(self, action: Obj, field: str) -> list[Match]:
        """The nodes that the JSONPath of a field selects, or none and a report."""
        from jsonpath import JSONPathEnvironment, JSONPathError

        text = action[field]
        place = action.at / field
        try:
            found: list[Any] = list(JSONPathEnvironment(strict=True).finditer(str(text), self.root))
        except JSONPathError as error:
            self.report.add(OVERLAY_PATH, place, path=str(text), problem=str(error).partition(",")[0])
            return []
        if not found:
            self.report.add(OVERLAY_UNMATCHED, place, path=str(text))
        return [self.match(node.parts) for node in found]

    def match(self, keys: tuple[Key, ...]) -> Match:
        """Follow the keys of a selected node."""
        match = Match(None, "", self.root)
        for key in keys:
            holder = match.value
            assert isinstance(holder, Obj | Arr)
            match = Match(holder, key, holder[str(key)] if isinstance(holder, Obj) else holder[int(key)])
        return match

    def remove(self, matches: list[Match]) -> None:
        """Remove nodes from their containers; the last of a list first, so that the others keep their places."""
        for match in sorted(matches, key=lambda one: one.key if isinstance(one.key, int) else -1, reverse=True):
            if isinstance(match.parent, Obj):
                match.parent.pop(str(match.key), None)
            elif isinstance(match.parent, Arr):
                del match.parent[int(match.key)]

    def update(self, matches: list[Match], value: Value, at: Place) -> None:
        """Merge a value into each node."""
        for match in matches:
            if isinstance(match.value, Obj) and isinstance(value, Obj):
                merge(match.value, value, at, self.report)
            elif isinstance(match.value, Arr):
                entries = value if isinstance(value, Arr) and self.concatenates else (value,)
                match.value.extend(copied(entry) for entry in entries)
            elif not isinstance(match.value, Obj) and not isinstance(value, Obj | Arr) and match.parent is not None:
                replace(match, value)
            else:
                self.report.add(OVERLAY_CONFLICT, at, target=pointer_of(match))


def merge(target: Obj, update: Obj, at: Place, report: Report) -> None:
    """Merge recursively: objects by member, lists by concatenation, scalars by replacement (Overlay 1.1, 4.4.3)."""
    for key, value in list(update.items()):
        present = target.get(key)
        if key not in target:
            target[key] = copied(value)
        elif isinstance(present, Obj) and isinstance(value, Obj):
            merge(present, value, at / key, report)
        elif isinstance(present, Arr) and isinstance(value, Arr):
            present.extend(copied(item) for item in list(value))
        elif isinstance(present, Obj | Arr) or isinstance(value, Obj | Arr):
            report.add(OVERLAY_CONFLICT, at / key, target=(target.at / key).pointer)
        else:
            target[key] = value


def replace(match: Match, value: Value) -> None:
    """Put a scalar in the place of another."""
    if isinstance(match.parent, Obj):
        match.parent[str(match.key)] = value
    elif isinstance(match.parent, Arr):
        match.parent[int(match.key)] = value


def copied(value: Value) -> Value:
    """Copy containers, so that a later action changes one place and not all that were given the same value."""
    match value:
        case Obj():
            return Obj(value.at, [(key, copied(item)) for key, item in value.items()])
        case Arr():
            return Arr(value.at, [copied(item) for item in value])
        case _:
            return value


def pointer_of(match: Match) -> str:
    """The pointer of a matched node."""
    if isinstance(match.value, Obj | Arr):
        return match.value.at.pointer
    return (match.parent.at / match.key).pointer if match.parent is not None else "#"
