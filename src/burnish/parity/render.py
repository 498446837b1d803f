"""A card as text for a terminal, as JSON for a program, as Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from enum import StrEnum

from .card import Card
from .surface import Symbol

__all__ = ["Style", "render"]


class Style(StrEnum):
    """How a card is shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def render(card: Card, style: Style) -> str:
    """Show a card; every list is whole, in the order of the old package's modules."""
    writers: dict[Style, Callable[[Card], str]] = {Style.TEXT: text, Style.JSON: as_json, Style.MARKDOWN: markdown}
    return writers[style](card)


def headline(card: Card) -> str:
    """The score in one line."""
    return (
        f"parity {card.score:.1f} %: {card.same:,} of {card.total:,} symbols are the same, "
        f"{card.present - card.same:,} differ, {card.total - card.present:,} are missing"
    )


def extent(card: Card, symbol: Symbol) -> str:
    """What a missing symbol is, and how much goes with it."""
    more = card.inside.get(symbol.path, 1) - 1
    return f"{symbol.kind}, with {more} symbols" if more else symbol.kind.value


def text(card: Card) -> str:
    """For a terminal: lists first, so that the score is what stays on the screen."""
    return "\n".join([*text_lists(card), *text_table(card), headline(card)]) + "\n"


def text_lists(card: Card) -> Iterator[str]:
    """What is missing, different, extra and unread, one path a line."""
    for symbol in card.missing:
        yield f"missing    {symbol.path} ({extent(card, symbol)})"
    for each in card.different:
        yield f"different  {each.path}"
        yield f"             old  {each.old}"
        yield f"             new  {each.new}"
    for symbol in card.extra:
        yield f"extra      {symbol.path} ({symbol.kind})"
    for path in card.unread:
        yield f"unread     {path}"


def text_table(card: Card) -> Iterator[str]:
    """Counts by kind."""
    if card.tallies:
        yield f"{'':<10} {'old':>7} {'same':>7} {'differ':>7} {'missing':>7}"
    for each in card.tallies:
        yield f"{each.kind:<10} {each.total:>7,} {each.same:>7,} {each.different:>7,} {each.missing:>7,}"


def as_json(card: Card) -> str:
    """For a program."""
    return json.dumps(
        {
            "score": round(card.score, 3),
            "total": card.total,
            "same": card.same,
            "present": card.present,
            "kinds": {
                each.kind: {"same": each.same, "different": each.different, "missing": each.missing}
                for each in card.tallies
            },
            "missing": [
                {"path": each.path, "kind": each.kind, "symbols": card.inside.get(each.path, 1)}
                for each in card.missing
            ],
            "different": [
                {"path": each.path, "kind": each.kind, "old": each.old, "new": each.new} for each in card.different
            ],
            "extra": [{"path": each.path, "kind": each.kind} for each in card.extra],
            "unread": list(card.unread),
        },
        indent=2,
        ensure_ascii=False,
    )


def markdown(card: Card) -> str:
    """For a pull request: the score, the counts, and the lists folded away."""
    rows = [
        f"| {each.kind} | {each.total} | {each.same} | {each.different} | {each.missing} |" for each in card.tallies
    ]
    table = ["| kind | old | same | differ | missing |", "| --- | --: | --: | --: | --: |", *rows]
    differences = [f"{code(each.path)}: {code(each.old)} became {code(each.new)}" for each in card.different]
    folds = [
        *fold("Missing", [f"{code(each.path)}: {extent(card, each)}" for each in card.missing]),
        *fold("Different", differences),
        *fold("Extra", [f"{code(each.path)}: {each.kind}" for each in card.extra]),
        *fold("Not read", [code(path) for path in card.unread]),
    ]
    return "\n".join([f"**{headline(card)}**", "", *table, *folds]) + "\n"


def fold(title: str, lines: list[str]) -> list[str]:
    """A list that opens on a click; nothing for an empty one."""
    if not lines:
        return []
    items = [f"- {line}" for line in lines]
    return ["", f"<details><summary>{title} ({len(lines)})</summary>", "", *items, "", "</details>"]


def code(text: str) -> str:
    """A span of code; the fence is longer than any run of backticks within."""
    fence = "`" * (text.count("`") + 1)
    return f"{fence}{text}{fence}"
