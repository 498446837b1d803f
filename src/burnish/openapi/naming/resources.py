"""The resource tree: where each operation stands, and what its method is called, with no settings.

Three habits of describing an API are recognised, in this order: operationIds that spell the tree (`users.create`,
`repos/list-commits`), paths that are collections and members (`/users/{id}`), and paths that are calls
(`/sendMessage`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .paths import is_variable, is_version, shape, telling
from .placed import Call, Placed, Words
from .settle import JOINTS, LAYERS, LONG, by_operation_id, settle
from .verbs import ACTIONS, MEMBER_VERBS
from .words import singular, words

__all__ = ["place_operations"]

DEEPEST = 3
# Actions that take their question in the query or in a body.
SEARCHES = frozenset((("search",), ("query",), ("lookup",), ("find",), ("count",)))
VERBS = frozenset(word for found in ACTIONS.values() for word in found)
ACTS = frozenset((verb,) for verb in VERBS)
# Verbs that say no more than POST or PUT to one thing does.
SETTING = frozenset(("add", "configure", "edit", "mark", "send", "set", "submit"))
# Verbs that programs write without a gap before what they change: `updateparticipants`.
LONG_VERBS = tuple(sorted(verb for verb in VERBS | MEMBER_VERBS if len(verb) > 5))
# How operationIds begin that only read.
READS = frozenset((("fetch",), ("find",), ("get",), ("list",), ("query",), ("read",), ("retrieve",), ("search",)))
# Words that look like names of things that are made: verbs, and what things are asked for by.
UNMADE = frozenset(("does", "exists", "has", "ids", "is"))
# How operationIds begin that make something.
MAKING = frozenset(("add", "create", "new", "post"))
PROVIDER = re.compile(r"/providers/[A-Za-z]+\.[A-Za-z.]+/")
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
LEAF_PREFIXES = frozenset(("create", "list", *LEAF_PREFIX.values()))


def place_operations(calls: Sequence[Call], acronyms: tuple[str, ...] = ()) -> tuple[Placed, ...]:
    """Place every operation; no two have the same resource and method."""
    style = spelled_style(calls)
    placed = unversioned([spelled(call, style, acronyms) if style else None for call in calls])
    tree = Paths(calls, acronyms)
    first = [found or tree.place(call) for call, found in zip(calls, placed, strict=True)]
    return settle(calls, first, acronyms)


def spelled_style(calls: Sequence[Call]) -> str:
    """The separator with which nearly all operationIds spell resource and method; empty if they do not."""
    ids = [call.operation_id for call in calls if call.operation_id]
    if len(ids) < max(1, 0.9 * len(calls)):
        return ""
    separators = (".", "/", "_") if in_provider_namespaces(calls) else (".", "/")
    for separator in separators:
        spelling = sum(1 for name in ids if spells(name.strip(separator), separator))
        if spelling >= 0.9 * len(ids):
            return separator
    return ""


def spells(name: str, separator: str) -> bool:
    """Whether an operationId has a resource and a method, both words: the end of `pets_v2025.0` is none."""
    head, found, method = name.rpartition(separator)
    return bool(found) and head[:1].isalpha() and method[:1].isalpha()


def in_provider_namespaces(calls: Sequence[Call]) -> bool:
    """Whether this is an API of Azure's resource manager: deep paths, and operationIds like `Group_Operation`."""
    return sum(1 for call in calls if PROVIDER.search(call.path)) >= 0.9 * len(calls)


def spelled(call: Call, separator: str, acronyms: tuple[str, ...]) -> Placed | None:
    """The place that an operationId spells."""
    parts = [words(part, acronyms) for part in call.operation_id.split(separator)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or len(parts) > DEEPEST + 1:
        return None
    return Placed(tuple(parts[:-1]), parts[-1])


def unversioned(placed: list[Placed | None]) -> list[Placed | None]:
    """What operationIds spell, without the version that all of them begin with."""
    firsts = {found.resource[0] for found in placed if found is not None}
    if len(firsts) != 1 or not all(map(is_version, next(iter(firsts)))):
        return placed
    return [found and Placed(found.resource[1:], found.method) for found in placed]


def kinds(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What may be a kind of thing, with what stands above it: `/objects/{kind}` in `/objects/{kind}/{id}`."""
    for index, part in enumerate(parts):
        if index > 1 and is_variable(part) and is_variable(parts[index - 1]):
            yield shape(parts[:index]), shape(parts[: index - 1])


class Paths:
    """The paths of an API, and what they tell about each other."""

    def __init__(self, calls: Sequence[Call], acronyms: tuple[str, ...]) -> None:
        """Find the segments that say something, and the paths that hold members."""
        self._acronyms = acronyms
        # Tags tell where words of a path end that are written as one: `ApiKeys` for `/apikeys`.
        self._tags = {"".join(found): found for call in calls if is_spaced(found := words(call.tag, acronyms))}
        verbs: defaultdict[str, set[str]] = defaultdict(set)
        for call in calls:
            verbs[call.path].add(call.verb)
        split = self._telling = telling(verbs)
        self._verbs: defaultdict[str, set[str]] = defaultdict(set)
        for call in calls:
            self._verbs[shape(split[call.path])].add(call.verb)
        self._collections = {
            shape(parts[:index])
            for parts in split.values()
            for index, part in enumerate(parts)
            if index and is_variable(part) and not is_variable(parts[index - 1])
        }
        lists = {shape(split[call.path]) for call in calls if call.verb == "get" and call.plural}
        self._kinds = {
            kind
            for parts in split.values()
            for kind, above in kinds(parts)
            if kind in lists and above not in self._verbs
        }
        self._under = Counter(
            shape(split[call.path][:size]) for call in calls for size in range(1, len(split[call.path]) + 1)
        )
        self._shapes: defaultdict[tuple[Words, ...], set[str]] = defaultdict(set)
        for parts in split.values():
            self._shapes[tuple(self.split(part) for part in parts if not is_variable(part))].add(shape(parts))
        self._reads = 4 * sum(call.verb == "get" for call in calls) >= len(calls)
        """Whether the verbs tell what is done; some APIs do everything by POST."""
        self._parents = {shape(parts[:index]) for parts in split.values() for index in range(1, len(parts))}
        flat = [parts for parts in split.values() if len(parts) <= 1]
        # A list of procedures: single segments, each used once.
        self._calls_only = len(split) >= 8 and len(flat) >= 0.8 * len(split)

    def place(self, call: Call) -> Placed:
        """The place that path, verb and answer suggest."""
        rest = self._telling[call.path]
        names = [part for part in rest if not is_variable(part)]
        if self._calls_only and len(names) <= 1:
            return self.procedure(call, rest)
        if not rest:
            return self.unlike(call, Placed(self.tag_of(call), (SINGLE_METHODS.get(call.verb, call.verb),)))
        if not names:
            return Placed(self.tag_of(call), (MEMBER_METHODS.get(call.verb, call.verb),))
        if rest[-1].startswith(":"):
            return self.fit(call, rest[:-1], self.split(rest[-1]))
        if is_variable(rest[-1]):
            if self.acts_on_member(call, rest):
                return self.fit(call, rest[:-2], self.split(rest[-2]))
            return self.fit(call, rest, (self.member_method(call, rest),))
        whole = shape(rest)
        collection = whole in self._collections
        acts = self._verbs[whole] == {"post"} and len(names) > 1 and self.split(rest[-1])[:1] in ACTS
        if collection or (whole in self._parents and not acts) or self.is_resource(call, whole, names):
            methods = COLLECTION_METHODS if collection or call.plural else SINGLE_METHODS
            replaces = call.verb == "put" and "patch" in self._verbs[whole]
            return self.fit(call, rest, ("replace" if replaces else methods.get(call.verb, call.verb),))
        leaf = self.split(rest[-1])
        if self.makes_one(call, leaf, names):
            return self.fit(call, rest, ("create",))
        method = leaf if self.is_action(call, leaf, rest) else self.leaf_method(call, leaf, rest)
        placed = self.fit(call, rest[:-1], method or (call.verb,))
        stutters = placed.resource and placed.method == placed.resource[-1]
        return self.unlike(call, placed) if stutters else placed

    def unlike(self, call: Call, placed: Placed) -> Placed:
        """A method that does not repeat its resource: what the operationId says beside it, else what the verb does."""
        named = by_operation_id(call, placed, self._acronyms)
        if named is not None and len(named.method) < LONG:
            return named
        methods = COLLECTION_METHODS if call.plural else SINGLE_METHODS
        return Placed(placed.resource, (methods.get(call.verb, call.verb),))

    def is_resource(self, call: Call, whole: str, names: list[str]) -> bool:
        """Whether a path without members is a thing and no action: several verbs, or the only name there is."""
        only = len(names) == 1 and call.verb != "post" and (whole == names[0] or not self.acts(call, names[0]))
        several = len(self._verbs[whole]) > 1 and self.split(names[-1]) not in SEARCHES
        return several or only

    def acts(self, call: Call, name: str) -> bool:
        """Whether a segment is what is done."""
        return bool(ACTIONS.get(call.verb, frozenset()).intersection(self.split(name)[:1]))

    def is_action(self, call: Call, leaf: Words, rest: list[str]) -> bool:
        """Whether a last segment is what is done: a call that changes something, whose operationId says no more."""
        return call.verb not in ("get", "head") and self.said(call, rest[:-1]) == leaf

    def acts_on_member(self, call: Call, parts: list[str]) -> bool:
        """Whether the segment before a member is what is done to it: `POST /requests/cancel/{id}`, and nothing else."""
        leaf = self.split(parts[-2]) if len(parts) > 1 and not is_variable(parts[-2]) else ()
        if not leaf or self._under[shape(parts[:-1])] > 1:
            return False
        if call.verb in ("get", "head"):
            return leaf[0] in ACTIONS["get"] - {"list"}
        inner = any(not is_variable(part) for part in parts[:-2]) and not is_plural(leaf)
        return leaf[0] in VERBS | MEMBER_VERBS or (inner and self.said(call, parts[:-2])[: len(leaf)] == leaf)

    def makes_one(self, call: Call, leaf: Words, names: list[str]) -> bool:
        """Whether a POST to a last segment makes one of what it names: `chat.completions.create`, where GET reads."""
        if call.verb != "post" or not self._reads or not is_plural(leaf):
            return False
        first, *rest = leaf
        if rest and (first in VERBS | MEMBER_VERBS or not self.said_to_make(call, leaf)):
            return False
        elsewhere = len(self._shapes[tuple(map(self.split, names))]) > 1
        reads = words(call.operation_id, self._acronyms)[:1] in READS
        glued = any(first.startswith(verb) and len(first) > len(verb) + 3 for verb in LONG_VERBS)
        return not (elsewhere or reads or glued)

    def said_to_make(self, call: Call, leaf: Words) -> bool:
        """Whether the operationId says that what several words name is made: `createPetToy`, `PostPetToys`."""
        first, *rest = words(call.operation_id, self._acronyms) or ("",)
        return first in MAKING and [singular(word) for word in rest][-len(leaf) :] == [singular(word) for word in leaf]

    def member_method(self, call: Call, parts: list[str]) -> str:
        """The method on one member; where PUT and PATCH both are there, PUT replaces."""
        said = self.said(call, parts)[:1]
        if call.verb == "put" and {"patch", "post"} & self._verbs[shape(parts)]:
            return "replace"
        # What is made stands below a namespace: it is not a member yet.
        if call.verb == "post" and ({"patch", "put"} & self._verbs[shape(parts)] or said == ("create",)):
            return "create"
        if call.verb in ("post", "put") and said and said[0] in VERBS - SETTING:
            return said[0]
        lists = call.verb == "get" and said == ("list",)
        methods = COLLECTION_METHODS if shape(parts) in self._kinds else MEMBER_METHODS
        return "list" if lists else methods.get(call.verb, call.verb)

    def leaf_method(self, call: Call, leaf: Words, rest: list[str]) -> Words:
        """The method of a path's last segment: itself where it is an action, else after what the verb does."""
        prefix = LEAF_PREFIX.get(call.verb, "")
        if prefix == "retrieve" and call.plural:
            prefix = "list"
        if call.verb == "post" and (noun := self.created(call, leaf, rest)):
            return ("create", *noun)
        acts = leaf[:1] == (call.verb,) or bool(ACTIONS.get(call.verb, frozenset()).intersection(leaf[:1]))
        return (prefix, *leaf) if prefix and prefix not in leaf and not acts else leaf

    def created(self, call: Call, leaf: Words, rest: list[str]) -> Words:
        """What a POST to a last segment makes, if its operationId says so: `create_link` for `/recovery/link`."""
        named = words(call.operation_id, self._acronyms)
        tail = (*words(call.path, self._acronyms), call.verb)
        named = named[: -len(tail)] if named[-len(tail) :] == tail else named
        end = next((index for index, word in enumerate(named) if word in JOINTS), len(named))
        fits = bool(leaf) and leaf[0] not in VERBS and singular(leaf[-1]) in map(singular, named[max(end - 1, 0) : end])
        if not fits or self.said(call, rest[:-1])[:1] != ("create",):
            return ()
        return leaf if leaf[-1] in named else (*leaf[:-1], singular(leaf[-1]))

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
        placed = Placed(self.tag_of(call), parts[0] if parts else (call.verb,))
        if not placed.resource or one_of(placed.resource[-1]) != one_of(placed.method):
            return placed
        # A tag of its own for one procedure groups nothing.
        return by_operation_id(call, placed, self._acronyms) or Placed((), placed.method)

    def fit(self, call: Call, parts: list[str], method: Words) -> Placed:
        """Keep the tree shallow: what is deeper than it may be goes into the method, one thing in the singular."""
        named = [(self.split(part), index) for index, part in enumerate(parts) if not is_variable(part)]
        levels = [(level, index) for level, index in named if level]
        if not levels:
            return Placed(self.tag_of(call), method)
        # A version is no level of its own: it tells one tree from another.
        ends = [size for size, (level, _) in enumerate(levels, 1) if not all(map(is_version, level))][:DEEPEST]
        deepest = ends[-1] if len(ends) == DEEPEST else len(levels)
        deeper = (
            word
            for level, index in levels[deepest:]
            for word in (one_of(level) if means_one(parts, index, method) else level)
        )
        # `retrieve_job_status` for the status of a job, but `cancel_job`.
        first = 1 if method[0] in LEAF_PREFIXES else len(method)
        return Placed(tuple(level for level, _ in levels[:deepest]), (*method[:first], *deeper, *method[first:]))

    def tag_of(self, call: Call) -> tuple[Words, ...]:
        """The resource that the operation's tag names; none without a tag."""
        found = self.split(call.tag)
        while len(found) > 1 and found[-1] in LAYERS:
            found = found[:-1]
        return (found,) if found else ()

    def split(self, text: str) -> Words:
        """The words of a segment, without a file-like ending."""
        for ending in (".json", ".xml", ".php"):
            text = text.removesuffix(ending)
        found = words(text, self._acronyms)
        return self._tags.get(found[0], found) if len(found) == 1 else found


def means_one(parts: list[str], index: int, method: Words) -> bool:
    """Whether a segment stands for one thing: the next one says which, or it is the last, of which one is made."""
    return is_variable(parts[index + 1]) if index + 1 < len(parts) else method == ("create",)


def one_of(level: Words) -> Words:
    """The words for one of several things."""
    return (*level[:-1], singular(level[-1]))


def is_plural(level: Words) -> bool:
    """Whether words name several things of which one can be made."""
    return level[-1] not in UNMADE and one_of(level) != level


def is_spaced(level: Words) -> bool:
    """Whether words are several, none of them a lone letter that a capital cut off."""
    return len(level) > 1 and all(len(word) > 1 for word in level)
