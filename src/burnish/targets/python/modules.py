"""How a module of types that would be large is split: an answer should load what it is made of, and little else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from burnish.ir import Declaration, DeclarationId

from .spelling import module_name, settle_names

__all__ = ["split"]

Declarations = Mapping[DeclarationId, Declaration]
Links = Mapping[DeclarationId, tuple[DeclarationId, ...]]
HUGE_MODULE = 300
LARGE_MODULE = 60
SMALL_GROUP = 4


def split(
    head: str,
    members: list[DeclarationId],
    declarations: Declarations,
    links: Links,
    answers: Iterable[DeclarationId],
) -> dict[str, list[DeclarationId]]:
    """A module, or several if it is large.

    What the same answers are made of is loaded together in any case, and stands together; such a module is called as
    the declaration that leads to the others. Few declarations that lead nowhere cost little, and share one module. What
    only requests are made of is hardly ever loaded: it is split by first words, small groups together.
    """
    if len(members) <= LARGE_MODULE:
        return {head: members}
    asked, *together = loaded_together(members, links, answers)
    parts = by_words(asked, declarations, "arguments")
    common: list[DeclarationId] = []
    for group in together:
        if len(group) < SMALL_GROUP and not any(links[id_] for id_ in group):
            common += group
            continue
        name = module_name(declarations[leader(group, links)].name.words)
        parts += [(name, group)] if len(group) <= LARGE_MODULE else by_words(group, declarations, "more", f"{name}_")
    parts += [("common", common)] if common else []
    names = settle_names((group[0], name) for name, group in parts)
    return dict(sorted((f"{head}.{names[group[0]]}", group) for _, group in parts))


def loaded_together(
    members: list[DeclarationId], links: Links, answers: Iterable[DeclarationId]
) -> list[list[DeclarationId]]:
    """Groups of declarations that the same answers lead to; the first are those that no answer does."""
    marks: defaultdict[DeclarationId, int] = defaultdict(int)
    for number, answer in enumerate(answers):
        pending = [answer]
        while pending:
            id_ = pending.pop()
            if not marks[id_] >> number & 1:
                marks[id_] |= 1 << number
                pending.extend(links[id_])
    groups: defaultdict[int, list[DeclarationId]] = defaultdict(list)
    for id_ in members:
        groups[marks.get(id_, 0)].append(id_)
    return [groups.pop(0, []), *groups.values()]


def leader(group: list[DeclarationId], links: Links) -> DeclarationId:
    """Of the declarations that no other of the group leads to, or else of all, the one with most links."""
    followers = {target for id_ in group for target in links[id_] if target != id_}
    return max([id_ for id_ in group if id_ not in followers] or group, key=lambda id_: len(links[id_]))


def by_words(
    members: list[DeclarationId], declarations: Declarations, rest: str, prefix: str = ""
) -> list[tuple[str, list[DeclarationId]]]:
    """Groups by the first word of their declarations, and by the first two where that is still too many."""
    found: list[tuple[str, list[DeclarationId]]] = []
    for word, group in grouped(members, declarations, 1, rest).items():
        finer = grouped(group, declarations, 2, word) if len(group) > HUGE_MODULE else {word: group}
        found += [(f"{prefix}{name}", part) for name, part in finer.items()]
    return found


def grouped(
    members: list[DeclarationId], declarations: Declarations, size: int, rest: str
) -> dict[str, list[DeclarationId]]:
    """Declarations by their first words, sorted; small groups are together as `rest`."""
    by_name: defaultdict[str, list[DeclarationId]] = defaultdict(list)
    for id_ in members:
        by_name[module_name(declarations[id_].name.words[:size])].append(id_)
    found: dict[str, list[DeclarationId]] = {}
    for name in sorted(by_name):
        target = name if len(by_name[name]) >= SMALL_GROUP else rest
        found.setdefault(target, []).extend(by_name[name])
    return found
