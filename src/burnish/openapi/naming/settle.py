"""Settling: every operation has a place of its own, with a name that says what sets it apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from .paths import affixed, is_variable, is_version, segments
from .placed import Call, Placed, Words
from .words import singular, words

__all__ = ["JOINTS", "LAYERS", "LONG", "by_operation_id", "settle"]

LONG = 4  # words, from which on an operationId is a sentence rather than a name
# What programs call the layer that serves an API; exporters put it before the operation: `PetService_ListPets`.
LAYERS = frozenset(("service", "services", "controller", "api", "endpoint", "handler", "resource", "router", "viewset"))
# The same where they are set apart: `PetController_findAll`.
LAYER = re.compile(r"^[A-Za-z0-9]*(?:Service|Controller|Operations|Endpoint|Handler|Resource|Router|ViewSet)_(?=.)")
SINGLE = {"get": "retrieve", "head": "check", "post": "create", "put": "update", "patch": "update", "delete": "delete"}
"""The method of one thing, by the verb."""
JOINTS = frozenset(("and", "by", "for", "from", "in", "of", "on", "or", "to", "with"))
"""Words that join others."""
# What operationIds call several things at once.
MANY = frozenset(("all", "batch", "bulk", "collection", "many", "mass", "multiple"))
PREFIXES = frozenset(("create", "delete", "list", "replace", "retrieve", "update"))
VARIABLE = re.compile(r"\{([^{}]*)\}")


def settle(calls: Sequence[Call], placed: list[Placed], acronyms: tuple[str, ...]) -> tuple[Placed, ...]:
    """Make every (resource, method) unique: by what it is about, then by words of the operationId, path and verb."""
    result = [by_fragment(call, item, acronyms) or item for call, item in zip(calls, placed, strict=True)]
    drop_stutter(result)
    fold_actions(result)
    enter_resources(calls, result)
    settle_scopes(calls, result, acronyms)
    for offer in (by_telling_id, by_other_word, by_path, by_verb, by_everything):
        for clash in clashes(result):
            ranks = {index: plainness(calls[index], result[index]) for index in clash}
            ordered = sorted(clash, key=ranks.__getitem__)
            alike = offer is by_telling_id and ranks[ordered[0]] == ranks[ordered[1]]
            for index in clash if alike else (*ordered[1:], ordered[0]):
                made = offer(calls[index], result[index], acronyms)
                clashes_still = alike or taken(result, index, result[index])
                if made and clashes_still and not taken(result, index, made):
                    result[index] = made
    return tuple(result)


def drop_stutter(result: list[Placed]) -> None:
    """Leave the name of the resource out of methods, where what is left is the name of no other."""
    offers = [unstuttered(item) for item in result]
    counts = Counter([*result, *(offer for offer, item in zip(offers, result, strict=True) if offer != item)])
    for index, offer in enumerate(offers):
        if counts[offer] == 1:
            result[index] = offer


def unstuttered(placed: Placed) -> Placed:
    """A method without the name of its resource: `coupons.list_codes` for `/coupons/{id}/coupon-codes`."""
    if not placed.resource or len(placed.method) < 2:
        return placed
    level, method = (tuple(map(singular, parts)) for parts in (placed.resource[-1], placed.method))
    if method[1:] == level:
        return Placed(placed.resource, placed.method[:1])
    start = 1 if method[0] in PREFIXES else 0
    rest = placed.method[start + len(level) :]
    stutters = method[start : start + len(level)] == level
    # What is longer than a word may be a compound that begins with the same word: App Store versions of an app.
    return Placed(placed.resource, (*placed.method[:start], *rest)) if stutters and len(rest) == 1 else placed


def fold_actions(result: list[Placed]) -> None:
    """Make one method of an action and what follows it in the path: `executions.pause_by_ids`."""
    methods: defaultdict[tuple[Words, ...], set[Words]] = defaultdict(set)
    for item in result:
        methods[item.resource].add(item.method)
    holders = {resource[:size] for resource in methods for size in range(len(resource))}
    for index, item in enumerate(result):
        own, parent = methods[item.resource], item.resource[:-1]
        acts = bool(item.resource) and item.resource not in holders and not any(is_usual(method) for method in own)
        is_method = acts and item.resource[-1] in methods[parent]
        if is_method or (acts and all(method[:1] == ("by",) for method in own)):
            result[index] = Placed(parent, (*item.resource[-1], *item.method))


def enter_resources(calls: Sequence[Call], result: list[Placed]) -> None:
    """Put a method that has the name of a resource beside it into that resource, by what it does there."""
    resources = {item.resource for item in result}
    for index, item in enumerate(result):
        inner = (*item.resource, item.method)
        made = Placed(inner, (SINGLE.get(calls[index].verb, calls[index].verb),))
        if inner in resources and made not in result:
            result[index] = made


def is_usual(method: Words) -> bool:
    """Whether a method is one of those that things have, not something that is done."""
    return method[:1] in {(name,) for name in (*SINGLE.values(), "list", "replace")}


def plainness(call: Call, placed: Placed) -> tuple[bool, bool, bool, int]:
    """What decides who keeps a name: who only reads, who has it in the path, whose last variable is a whole segment."""
    said = [words(part) for part in segments(call.path)[-1:]] == [placed.method]
    return call.verb != "get", not said, affixed(call.path), len(VARIABLE.findall(call.path))


def settle_scopes(calls: Sequence[Call], result: list[Placed], acronyms: tuple[str, ...]) -> None:
    """Where many things and one are changed by the same method, one keeps the name: `delete` and `delete_many`."""
    for clash in clashes(result):
        wide = [index for index in clash if is_wide(calls[index])]
        narrow = [index for index in clash if any(map(is_variable, segments(calls[index].path)[-1:]))]
        for index in wide if narrow else ():
            first, *rest = result[index].method
            named = by_telling_id(calls[index], result[index], acronyms)
            said = named is not None and len(named.method) < LONG and named != result[index]
            made = named if named and said else Placed(result[index].resource, (first, "many", *rest))
            if not taken(result, index, made):
                result[index] = made


def is_wide(call: Call) -> bool:
    """Whether an operation changes several things at once: a collection's, whose operationId speaks of several."""
    last = segments(call.path)[-1:]
    if call.verb not in ("delete", "patch", "put") or not last or is_variable(last[0]):
        return False
    nouns = words(last[0])[-1:]
    named = set(words(call.operation_id) or nouns)
    return bool(named & {*MANY, *(noun for noun in nouns if singular(noun) != noun)})


def clashes(placed: Sequence[Placed]) -> Iterable[list[int]]:
    """The groups of operations that have the same place."""
    groups: defaultdict[Placed, list[int]] = defaultdict(list)
    for index, item in enumerate(placed):
        groups[item].append(index)
    return [group for group in groups.values() if len(group) > 1]


def taken(placed: Sequence[Placed], index: int, wanted: Placed) -> bool:
    """Whether another operation has that place."""
    return any(item == wanted for other, item in enumerate(placed) if other != index)


def by_fragment(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """What the path says after `#`, beside its variables: some give operations that share a path a name there."""
    found = words(call.path.partition("#")[2], acronyms)
    varied = {word for name in VARIABLE.findall(call.path) for word in words(name, acronyms)}
    return Placed(placed.resource, found) if found and not varied.issuperset(found) else None


def by_telling_id(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The operationId, where it says more than verb and path, of which some programs make it."""
    named = words(call.operation_id, acronyms)
    split = named.index("by") if "by" in named else len(named)
    fixed = words(VARIABLE.sub(" ", "/".join(segments(call.path))), acronyms)
    varied = [word for name in VARIABLE.findall(call.path) for word in words(name, acronyms)]
    known = {*fixed, *map(singular, fixed), call.verb, "id", *JOINTS}
    told = {*named[:split], *(word for word in named[split + 1 :] if word not in varied)}
    if all(word in known or singular(word) in known for word in told):
        return None
    return by_operation_id(call, placed, acronyms)


def by_other_word(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """Another word for what PUT does."""
    if call.verb != "put" or placed.method[0] != "update":
        return None
    return Placed(placed.resource, ("replace", *placed.method[1:]))


def by_operation_id(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The operationId without the words of the resource and of the verb's path, which FastAPI appends."""
    path = words(call.path, acronyms)
    named = words(LAYER.sub("", call.operation_id), acronyms)
    found = [word for word in named if not (is_version(word) and word in path)]
    tail = [word for word in (*path, call.verb) if not is_version(word)]
    if len(found) > len(tail) and found[-len(tail) :] == tail:
        found = found[: -len(tail)]
    elif start := after_version(named, path):
        found = list(named[start:])
    known = {singular(word) for level in placed.resource for word in level} | {
        word for level in placed.resource for word in level
    }
    kept = tuple(word for word in found if word not in known)
    while len(kept) > 1 and kept[0] in LAYERS:
        kept = kept[1:]
    # Springdoc numbers methods of one name, and what is left out leaves words that joined it to the rest.
    while kept and (kept[-1].isdigit() or kept[-1] in JOINTS):
        kept = kept[:-1]
    return Placed(placed.resource, kept) if kept else None


def after_version(named: Words, path: Words) -> int:
    """Where an operationId goes on behind a program's name of its module: `shop_api_v1_users_list` at `/v1/users`."""
    start = path[1:] if path[:1] == ("api",) else path
    for index, word in enumerate(named[:-1]):
        if index and is_version(word) and start[:2] == named[index : index + 2]:
            return index + 1
    return 0


def by_path(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The method with the variables of the path: `retrieve by name`."""
    names = [words(name, acronyms) for name in VARIABLE.findall(call.path)]
    if not names or not names[-1]:
        return None
    thing = tuple(map(singular, placed.resource[-1])) if placed.resource else ()
    name = names[-1][len(thing) :] if names[-1][: len(thing)] == thing else names[-1]
    return Placed(placed.resource, (*placed.method, "by", *(name or names[-1])))


def by_verb(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """The method with its HTTP verb in front."""
    return Placed(placed.resource, (call.verb, *placed.method))


def by_everything(call: Call, placed: Placed, acronyms: tuple[str, ...]) -> Placed | None:
    """Verb and whole path: unique, because no two operations share both."""
    return Placed(
        placed.resource, (call.verb, *(word for part in segments(call.path) for word in words(part, acronyms)))
    )
