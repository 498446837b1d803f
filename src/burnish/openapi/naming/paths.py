"""Paths as naming sees them: their segments, without those that say nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from .words import words

__all__ = ["affixed", "is_variable", "is_version", "segments", "shape", "telling"]

PREFIX_WORDS = frozenset(("api", "apis", "rest", "public", "latest", "services", "service", "v"))
# Where an API begins that has something else beside it.
ROOTS = frozenset(("api", "apis", "rest"))
# A method of one thing or of a collection, as Google's APIs write it (AIP-136).
CUSTOM = re.compile(r"(?<=[^/])(:[A-Za-z][A-Za-z0-9_-]*)(?=/|$)")
# From how many paths on, and in what share of them, a segment in front of the others says nothing.
MANY_PATHS = 20
NEARLY_ALL = 0.9
DATED = re.compile(r"20\d\d-[01]\d(-[0-3]\d)?")  # Versions of APIs that are named after when they came out.
ENDING = re.compile(r"(?<=[^/}])\.(?:\{[^{}]*\}|json|xml|php)$")


def segments(path: str) -> list[str]:
    """The segments of a path; `things:rename` and `{id}:rename` are two, of which the second keeps its colon.

    A segment with text around its variable counts as the variable, but `report.{format}` as `report.json`: the report.
    """
    plain = path.partition("?")[0].partition("#")[0]
    split = CUSTOM.sub(r"/\1", plain)
    return [ENDING.sub("", part) for part in split.split("/") if part]


def is_variable(segment: str) -> bool:
    """Whether a segment is a path variable."""
    return "{" in segment


def affixed(path: str) -> bool:
    """Whether a path ends in a variable with text around it: `/carts/key={key}`."""
    last = segments(path)[-1:]
    return bool(last) and is_variable(last[0]) and not (last[0].startswith("{") and last[0].endswith("}"))


def shape(parts: Sequence[str]) -> str:
    """A path without the names of its variables."""
    return "/".join("{}" if is_variable(part) else part for part in parts)


def is_version(word: str) -> bool:
    """Whether a word is one: `v2`, `v1beta1`."""
    return word[:1] == "v" and word[1:2].isdigit()


def is_versioned(segment: str) -> bool:
    """Whether a segment says nothing but a version: `v2`, `api-v2`."""
    found = words(segment)
    return any(map(is_version, found)) and all(
        word in PREFIX_WORDS or is_version(word) or word.isdigit() for word in found
    )


def prefix_like(segment: str) -> bool:
    """Whether a segment is a version or a word that every API has."""
    found = words(segment)
    return bool(found) and all(word in PREFIX_WORDS or is_version(word) for word in found)


def telling(paths: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The segments of each path that say something; each path is given with its verbs.

    Left out is what all paths begin with, `api` before some of them, and versions. Where two operations would be one
    without them, all paths of that head keep them.
    """
    split = undated({path: below_provider(segments(path)) for path in paths})
    count = common_prefix(list(split.values()))
    whole = {path: parts[count:] for path, parts in split.items()}
    levels = ((True, True), (True, False), (False, False))
    offers = {path: [*(without(parts, *level) for level in levels), parts] for path, parts in whole.items()}
    space = namespace([found[0] for found in offers.values()])
    for found in offers.values():
        if space and found[0][: len(space)] == space and found[0] != space:
            found.insert(0, found[0][len(space) :])
    while heads := ambiguous({path: found[0] for path, found in offers.items()}, whole, paths):
        for found in offers.values():
            if len(found) > 1 and head(found[0]) in heads:
                del found[0]
    return {path: found[0] for path, found in offers.items()}


def below_provider(parts: list[str]) -> list[str]:
    """A path without what Azure puts before each: the subscription, its group, and the provider of what follows."""
    ends = [index + 1 for index, part in enumerate(parts[:-1]) if part == "providers" and "." in parts[index + 1]]
    return parts[ends[-1] + 1 :] if ends and ends[-1] + 1 < len(parts) else parts


def undated(split: dict[str, list[str]]) -> dict[str, list[str]]:
    """Paths without the version that is a date, wherever it stands; if there is one only, and paths stay apart."""
    dates = {part for parts in split.values() for part in parts if DATED.fullmatch(part)}
    without_date = {path: [part for part in parts if part not in dates] for path, parts in split.items()}
    apart = len(set(map(shape, without_date.values()))) == len(set(map(shape, split.values())))
    return without_date if len(dates) == 1 and apart and all(without_date.values()) else split


def common_prefix(paths: list[list[str]]) -> int:
    """How many leading segments say nothing: those that all paths share, and words such as `api` and `v1`.

    A segment that has members of its own says what they are.
    """
    count = 0
    while paths and all(len(parts) > count + 1 for parts in paths) and len({parts[count] for parts in paths}) == 1:
        members = any(len(parts) == count + 2 and is_variable(parts[-1]) for parts in paths)
        if is_variable(paths[0][count]) or (members and not prefix_like(paths[0][count])):
            break
        count += 1
    while paths and all(len(parts) > count and prefix_like(parts[count]) for parts in paths):
        count += 1
    return count


def namespace(paths: list[list[str]]) -> list[str]:
    """The segments that nearly all paths of a large API begin with, and that never have members of their own."""
    found: list[str] = []
    while len(paths) >= MANY_PATHS:
        size = len(found)
        below = [parts for parts in paths if parts[:size] == found and len(parts) > size + 1]
        most, count = Counter(parts[size] for parts in below).most_common(1)[0] if below else ("", 0)
        if count < NEARLY_ALL * len(paths) or most.startswith(":"):
            break
        if is_variable(most) or any(is_variable(parts[size + 1]) for parts in below if parts[size] == most):
            break
        found.append(most)
    return found


def without(parts: list[str], first: bool, inner: bool) -> list[str]:
    """A path without `api` at its head, without its first version, and without those further in; something stays.

    Where a version stood between two segments that are the same, one of them stays.
    """
    start = 0
    while start < len(parts) - 1 and (parts[start].lower() in ROOTS or (first and is_versioned(parts[start]))):
        start += 1
    kept = parts[start:]
    bare = [part for part in kept if not (inner and is_versioned(part))]
    if len(bare) < len(kept):
        bare = [part for index, part in enumerate(bare) if part not in bare[max(index - 1, 0) : index]]
    return bare or kept


def ambiguous(
    chosen: dict[str, list[str]], whole: dict[str, list[str]], verbs: Mapping[str, Collection[str]]
) -> set[str]:
    """The heads of operations that cannot be told apart by what was chosen, though they can be by the whole path."""
    groups: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for path, parts in chosen.items():
        for verb in verbs[path]:
            groups[shape(parts), verb].add(path)
    clashing = [group for group in groups.values() if len({shape(whole[path]) for path in group}) > 1]
    shortened = [path for group in clashing for path in group if chosen[path] != whole[path]]
    return {head(chosen[path]) for path in shortened}


def head(parts: list[str]) -> str:
    """The first segment that is no variable; empty if there is none."""
    return next((part for part in parts if not is_variable(part)), "")
