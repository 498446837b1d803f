"""The resource tree: where each operation stands, and what its method is called, with no settings.

Three habits of describing an API are recognised, in this order: operationIds that spell the tree (`users.create`,
`repos/list-commits`), paths that are collections and members (`/users/{id}`), and paths that are calls
(`/sendMessage`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .verbs import ACTIONS
from .words import singular, words

__all__ = ["Call", "Placed", "place_operations"]

Words: TypeAlias = tuple[str, ...]

DEEPEST = 3
LONG = 4  # words, from which on an operationId is a sentence rather than a name
PREFIX_WORDS = frozenset(("api", "apis", "rest", "v", "public", "latest", "services", "service"))
# What programs call the layer that serves an API; exporters put it before the operation: `PetService_ListPets`.
LAYERS = frozenset(("service", "services", "controller", "api", "endpoint", "handler", "resource", "router", "viewset"))
# Where an API begins that has something else beside it.
ROOTS = frozenset(("api", "apis", "rest"))
MEMBER_METHODS = {
    "get": "retrieve",
    "head": "check",
    "post": "update",
    "put": "update",
    "patch": "update",
    "delete": "delete",
}
COLLECTION_METHODS = {
    "get": "list",
    "head": "check",
    "post": "create",
    "put": "replace",
    "patch": "update",
    "delete": "delete",
}
SINGLE_METHODS = {**COLLECTION_METHODS, "get": "retrieve", "put": "update"}
LEAF_PREFIX = {"get": "retrieve", "put": "update", "patch": "update", "delete": "delete", "head": "check"}


@dataclass(frozen=True, slots=True)
class Call:
    """What naming knows of an operation."""

    verb: str
    path: str
    operation_id: str
    tag: str
    plural: bool
    """Whether it answers with a list or a page of things."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of an operation: the words of each level, and of the method."""

    resource: tuple[Words, ...]
    method: Words


def place_operations(calls: Sequence[Call], acronyms: tuple[str, ...] = ()) -> tuple[Placed, ...]:
    """Place every operation; no two have the same resource and method."""
    style = spelled_style(calls)
    placed = [spelled(call, style, acronyms) if style else None for call in calls]
    tree = Paths(calls, acronyms)
    first = [found or tree.place(call) for call, found in zip(calls, placed, strict=True)]
    return settle(calls, first, acronyms)


def spelled_style(calls: Sequence[Call]) -> str:
    """The separator with which nearly all operationIds spell resource and method; empty if they do not."""
    ids = [call.operation_id for call in calls if call.operation_id]
    if len(ids) < max(1, 0.9 * len(calls)):
        return ""
    for separator in (".", "/"):
        spelling = sum(1 for name in ids if separator in name.strip(separator))
        if spelling >= 0.9 * len(ids):
            return separator
    return ""


def spelled(call: Call, separator: str, acronyms: tuple[str, ...]) -> Placed | None:
    """The place that an operationId spells."""
    parts = [words(part, acronyms) for part in call.operation_id.split(separator)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or len(parts) > DEEPEST + 1:
        return None
    return Placed(tuple(parts[:-1]), parts[-1])


class Paths:
    """The paths of an API, and what they tell about each other."""

    def __init__(self, calls: Sequence[Call], acronyms: tuple[str, ...]) -> None:
        """Find the segments that all paths begin with, and the paths that hold members."""
        self._acronyms = acronyms
        split = {call.path: segments(call.path) for call in calls}
        self._skips = prefixes(split)
        self._verbs: defaultdict[str, set[str]] = defaultdict(set)
        for call in calls:
            self._verbs[shape(split[call.path])].add(call.verb)
        self._collections = {
            shape(parts[:index])
            for parts in split.values()
            for index, part in enumerate(parts)
            if index and is_variable(part) and not is_variable(parts[index - 1])
        }
        self._parents = {shape(parts[:index]) for parts in split.values() for index in range(1, len(parts))}
        self._calls_only = self.mostly_calls(split)

    def mostly_calls(self, split: dict[str, list[str]]) -> bool:
        """Whether the API is a list of procedures: single segments, each used once."""
        flat = [parts for path, parts in split.items() if len(parts) - self._skips[path] <= 1]
        return len(split) >= 8 and len(flat) >= 0.8 * len(split)

    def place(self, call: Call) -> Placed:
        """The place that path, verb and answer suggest."""
        parts = segments(call.path)
        rest = parts[self._skips[call.path] :]
        if self._calls_only:
            return self.procedure(call, rest)
        statics = [(index, part) for index, part in enumerate(rest) if not is_variable(part)]
        if not rest:
            return self.unlike(call, Placed(self.tag_of(call), (SINGLE_METHODS.get(call.verb, call.verb),)))
        if not statics:
            return Placed(self.tag_of(call), (MEMBER_METHODS.get(call.verb, call.verb),))
        last_index = statics[-1][0]
        if is_variable(rest[-1]):
            return self.fit(call, [part for _, part in statics], (self.member_method(call, parts),))
        whole = shape(parts)
        collection = whole in self._collections
        if collection or whole in self._parents or self.is_resource(call, whole, rest):
            methods = COLLECTION_METHODS if collection or call.plural else SINGLE_METHODS
            return self.fit(call, [part for _, part in statics], (methods.get(call.verb, call.verb),))
        leaf = self.split(rest[last_index])
        method = leaf if self.is_action(call, leaf, rest) else leaf_method(call, leaf)
        placed = self.fit(call, [part for _, part in statics[:-1]], method)
        stutters = placed.resource and placed.method == placed.resource[-1]
        return self.unlike(call, placed) if stutters else placed

    def unlike(self, call: Call, placed: Placed) -> Placed:
        """A method that does not repeat its resource: what the operationId says beside it, else what the verb does."""
        named = by_operation_id(call, placed, self._acronyms)
        if named is not None and len(named.method) < LONG:
            return named
        methods = COLLECTION_METHODS if call.plural else SINGLE_METHODS
        return Placed(placed.resource, (methods.get(call.verb, call.verb),))

    def is_resource(self, call: Call, whole: str, rest: list[str]) -> bool:
        """Whether a path without members is a thing and no action: several verbs, or the only segment."""
        return len(self._verbs[whole]) > 1 or (len(rest) == 1 and call.verb != "post")

    def is_action(self, call: Call, leaf: Words, rest: list[str]) -> bool:
        """Whether a last segment is what is done: a call that changes something, whose operationId says no more."""
        return call.verb not in ("get", "head") and self.said(call, rest[:-1]) == leaf

    def member_method(self, call: Call, parts: list[str]) -> str:
        """The method on one member; where PUT and PATCH both are there, PUT replaces."""
        if call.verb == "put" and {"patch", "post"} & self._verbs[shape(parts)]:
            return "replace"
        if call.verb == "post" and ({"patch", "put"} & self._verbs[shape(parts)] or self.creates(call, parts)):
            return "create"
        return MEMBER_METHODS.get(call.verb, call.verb)

    def creates(self, call: Call, parts: list[str]) -> bool:
        """Whether the operationId says that something is made: below a namespace, not a member."""
        return self.said(call, parts)[:1] == ("create",)

    def said(self, call: Call, parts: list[str]) -> Words:
        """What an operationId says beside the names of the path."""
        levels = tuple(self.split(part) for part in parts if not is_variable(part))
        found = by_operation_id(call, Placed(levels, ()), self._acronyms)
        return found.method if found else ()

    def procedure(self, call: Call, rest: list[str]) -> Placed:
        """The place of a procedure: dotted names spell the tree, otherwise the tag does."""
        name = rest[-1] if rest and not is_variable(rest[-1]) else call.operation_id
        parts = [part for part in (self.split(piece) for piece in name.replace(":", ".").split(".")) if part]
        if len(parts) > 1:
            return Placed(tuple(parts[:-1])[:DEEPEST], parts[-1])
        return Placed(self.tag_of(call), parts[0] if parts else (call.verb,))

    def fit(self, call: Call, names: list[str], method: Words) -> Placed:
        """Keep the tree shallow: what is deeper than it may be becomes part of the method."""
        levels = [level for level in (self.split(name) for name in names) if level]
        if not levels:
            return Placed(self.tag_of(call), method)
        deeper = levels[DEEPEST:]
        if deeper:
            method = (*method, *(word for level in deeper for word in level))
        return Placed(tuple(levels[:DEEPEST]), method)

    def tag_of(self, call: Call) -> tuple[Words, ...]:
        """The resource that the operation's tag names; none without a tag."""
        found = self.split(call.tag)
        return (found,) if found else ()

    def split(self, text: str) -> Words:
        """The words of a segment, without a file-like ending."""
        for ending in (".json", ".xml", ".php"):
            text = text.removesuffix(ending)
        return words(text, self._acronyms)


def leaf_method(call: Call, leaf: Words) -> Words:
    """The method of a path's last segment: the segment itself where it is an action, else after what the verb does."""
    prefix = LEAF_PREFIX.get(call.verb, "")
    if prefix == "retrieve" and call.plural:
        prefix = "list"
    acts = bool(leaf) and leaf[0] in ACTIONS.get(call.verb, ())
    return (prefix, *leaf) if prefix and prefix not in leaf and not acts else leaf


def segments(path: str) -> list[str]:
    """The segments of a path; a segment with text around its variable counts as the variable."""
    return [part for part in path.partition("?")[0].partition("#")[0].split("/") if part]


def is_variable(segment: str) -> bool:
    """Whether a segment is a path variable."""
    return "{" in segment


def shape(parts: Sequence[str]) -> str:
    """A path without the names of its variables."""
    return "/".join("{}" if is_variable(part) else part for part in parts)


def common_prefix(paths: list[list[str]]) -> int:
    """How many leading segments say nothing: those that all paths share, and words such as `api` and `v1`."""
    count = 0
    while paths and all(len(parts) > count + 1 for parts in paths) and len({parts[count] for parts in paths}) == 1:
        if is_variable(paths[0][count]):
            break
        count += 1
    heads = Counter(tuple(parts[:count]) for parts in paths)
    while heads and all(len(parts) > count for parts in paths) and all(prefix_like(parts[count]) for parts in paths):
        count += 1
    return count


def prefixes(split: dict[str, list[str]]) -> dict[str, int]:
    """How many leading segments of each path say nothing.

    Some APIs have a few paths beside `/api/v1`, where all others are: where there is one version only, it says nothing.
    """
    common = common_prefix(list(split.values()))
    found: dict[str, int] = {}
    for path, parts in split.items():
        count = common
        while count < len(parts) - 1 and (versioned(parts[count]) or parts[count].lower() in ROOTS):
            count += 1
        found[path] = count
    skipped = (parts[common : found[path]] for path, parts in split.items())
    versions = {part for parts in skipped for part in parts if versioned(part)}
    shapes = {path: shape(parts[found[path] :]) for path, parts in split.items()}
    if len(versions) > 1 or len(set(shapes.values())) < len({shape(parts) for parts in split.values()}):
        return dict.fromkeys(split, common)
    return found


def versioned(segment: str) -> bool:
    """Whether a segment is a version."""
    return any(is_version(word) for word in words(segment))


def is_version(word: str) -> bool:
    """Whether a word is one: `v2`, `v1beta1`."""
    return word[:1] == "v" and word[1:2].isdigit()


def prefix_like(segment: str) -> bool:
    """Whether a segment is a version or a word that every API has."""
    found = words(segment)
    return bool(found) and all(word in PREFIX_WORDS or is_version(word) for word in found)


def settle(calls: Sequence[Call], placed: list[Placed], acronyms: tuple[str, ...]) -> tuple[Placed, ...]:
    """Make every (resource, method) unique: words of the operationId, of the path, of the verb, in this order."""
    result = list(placed)
    for offer in (by_operation_id, by_path, by_verb, by_everything):
        for clash in clashes(result):
            for index in clash[1:] if offer is not by_operation_id else clash:
                made = offer(calls[index], result[index], acronyms)
                if made and not taken(result, index, made):
                    result[index] = made
    return tuple(result)


def clashes(placed: Sequence[Placed]) -> Iterable[list[int]]:
    """The groups of operations that have the same place."""
    groups: defaultdict[Placed, list[int]] = defaultdict(list)
    for index, item in enumerate(placed):
        groups[item].append(index)
    return [group for group in groups.values() if len(group) > 1]


def taken(placed: Sequence[Placed], index: int, wanted: Placed) -> bool:
    """Whether another operation has that place."""
    return any(item == wanted for other, item in enumerate(placed) if other != index)


def by_operation_id(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The operationId without the words of the resource and of the verb's path, which FastAPI appends."""
    found = list(words(call.operation_id, acronyms))
    tail = [*words(call.path, acronyms), call.verb]
    if len(found) > len(tail) and found[-len(tail) :] == tail:
        found = found[: -len(tail)]
    known = {singular(word) for level in placed.resource for word in level} | {
        word for level in placed.resource for word in level
    }
    kept = tuple(word for word in found if word not in known)
    while len(kept) > 1 and kept[0] in LAYERS:
        kept = kept[1:]
    return Placed(placed.resource, kept) if kept else None


def by_path(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The method with the variables of the path: `retrieve by name`."""
    names = [words(part.strip("{}"), acronyms) for part in segments(call.path) if is_variable(part)]
    return Placed(placed.resource, (*placed.method, "by", *names[-1])) if names and names[-1] else None


def by_verb(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The method with its HTTP verb in front."""
    return Placed(placed.resource, (call.verb, *placed.method))


def by_everything(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """Verb and whole path: unique, because no two operations share both."""
    return Placed(
        placed.resource, (call.verb, *(word for part in segments(call.path) for word in words(part, acronyms)))
    )
