"""Leaving out what is broken: the operations that lead to an error, so that the others can be generated (layer 2).

A description is divided into homes: an operation, what a path has in common, a component, a file that is referred to.
A reference makes one home lead to another. Whatever leads to a home with an error goes, and nothing else does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from burnish.diagnostics import Diagnostic, Related, Report
from burnish.source import Arr, Document, KeyOf, Obj, Place, SourceFile, Value

from .codes import LEFT_OUT

__all__ = ["can_be_left_out", "leave_out"]

Home: TypeAlias = tuple[str, ...]
"""The keys that lead to a home in the root document; the path of the file, in braces, for one in another file."""

SECTIONS = frozenset((name,) for name in ("paths", "webhooks", "x-webhooks", "components", "definitions"))
PATHS = ("paths", "webhooks", "x-webhooks")


def leave_out(document: Document, errors: Iterable[Diagnostic], report: Report) -> bool:
    """Remove what has an error, or leads to one, from a document, and report each operation and component removed.

    Gives False, and removes nothing, where an error stands in what all operations share, such as the servers.
    """
    causes: dict[Home, Diagnostic] = {}
    for error in errors:
        place = place_of(error)
        if place is None:
            return False
        causes.setdefault(home_of(place, document), error)
    users = reversed_links(document)
    broken = spread(causes, users)
    if not all(removable(home) or foreign(home) for home in broken):
        return False
    for home in sorted(home for home in broken if not foreign(home)):
        remove(document.root, home, broken[home], report)
    return True


def can_be_left_out(error: Diagnostic) -> bool:
    """Whether what has an error is something that can go, as far as its place tells: a path or a component."""
    place = place_of(error)
    return place is not None and place.keys[:1] in SECTIONS and len(place.keys) > 1


def place_of(error: Diagnostic) -> Place | None:
    """The place of an error in the nodes; None for one that has only a line, such as a syntax error."""
    match error.at:
        case Place() as place:
            return place
        case KeyOf(place=place):
            return place
        case _:
            return None


def home_of(place: Place, document: Document) -> Home:
    """The home that a place belongs to."""
    if place.file is not document.file and origin(place) is not document.file:
        return (f"{{{place.file.path}}}",)
    keys = tuple(map(str, place.keys))
    match keys:
        case (("paths" | "webhooks" | "x-webhooks"), _, ("parameters" | "servers" | "summary" | "description"), *_):
            return keys[:2]
        case (("paths" | "webhooks" | "x-webhooks"), _, "additionalOperations", _, *_):
            return keys[:4]
        case (("paths" | "webhooks" | "x-webhooks" | "components"), _, *_):
            return keys[:3]
        case _:
            return keys[:2]


def origin(place: Place) -> SourceFile | None:
    """The file that a place's file stands for: an overlay's places belong to the description."""
    return place.file.stands_for if isinstance(place.file, SourceFile) else None


def foreign(home: Home) -> bool:
    """Whether a home is a file of its own, which stays as it is: nothing refers to it any more."""
    return len(home) == 1 and home[0].startswith("{")


def removable(home: Home) -> bool:
    """Whether the description stays one without this home."""
    match home:
        case (("paths" | "webhooks" | "x-webhooks"), _, *_) | ("components", _, _):
            return True
        case (("definitions" | "parameters" | "responses"), _):
            return True
        case _:
            return False


def reversed_links(document: Document) -> Mapping[Home, set[Home]]:
    """The homes that lead to each home: by a reference, or because operations have what their path has."""
    users: dict[Home, set[Home]] = defaultdict(set)
    scratch = Report()  # what cannot be resolved was reported by the check
    pending = [document.file, *document.files.values()]
    seen: set[int] = set()
    while pending:
        file = pending.pop()
        if id(file) in seen:
            continue
        seen.add(id(file))
        for holder, ref in references(document.root if file is document.file else file.root):
            own = home_of(holder.at, document)
            target = document.resolve(ref, holder.at, scratch)
            if target is not None:
                users[home_of(target.place, document)].add(own)
        pending += document.files.values()
    for name in PATHS:
        for path, verb in operations(document.root.get(name)):
            users[name, path].add((name, path, verb))
    return users


def references(root: Value) -> Iterator[tuple[Obj, str]]:
    """Every `$ref` of a document, with the object that has it."""
    pending: list[Value] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Obj):
            if isinstance(ref := node.get("$ref"), str):
                yield node, ref
            pending += node.values()
        elif isinstance(node, Arr):
            pending += node


def operations(paths: Value) -> Iterator[tuple[str, str]]:
    """Path and member of everything in the paths of a document that is an object."""
    for path, item in paths.items() if isinstance(paths, Obj) else ():
        for verb, node in item.items() if isinstance(item, Obj) else ():
            if isinstance(node, Obj):
                yield path, verb


def spread(causes: Mapping[Home, Diagnostic], users: Mapping[Home, set[Home]]) -> dict[Home, Diagnostic]:
    """All homes that lead to one with an error, each with that error."""
    found = dict(causes)
    pending = sorted(causes)
    while pending:
        home = pending.pop()
        for user in sorted(users.get(home, ())):
            if user not in found:
                found[user] = found[home]
                pending.append(user)
    return found


def remove(root: Obj, home: Home, cause: Diagnostic, report: Report) -> None:
    """Remove a home from the document, if it is there, and say so."""
    holder: Value = root
    for key in home[:-1]:
        holder = holder.get(key) if isinstance(holder, Obj) else None
    if isinstance(holder, Obj) and home[-1] in holder:
        at = holder.at / home[-1]
        del holder[home[-1]]
        report.add(LEFT_OUT, at, what=named(home), problem=cause.message, related=(Related(cause.at, cause.code.slug),))


def named(home: Home) -> str:
    """What a home is, in words."""
    match home:
        case ("paths", path):
            return f'the path "{path}"'
        case ("paths", path, *_):
            return f"{home[-1].upper()} {path}"
        case (("webhooks" | "x-webhooks"), name, *_):
            return f'the webhook "{name}"'
        case _:
            return f'"{home[-1]}" of {home[-2]}'
