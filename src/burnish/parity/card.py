"""Two surfaces held against each other: what is the same, missing, different and extra, and the score."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from .package import Package
from .surface import Kind, Symbol, homes, surface

__all__ = ["Card", "Difference", "Tally", "compare"]


class Difference(Struct, frozen=True):
    """A symbol that both have, with what a caller relies on in either."""

    path: str
    kind: Kind
    old: str
    new: str


class Tally(Struct, frozen=True):
    """Counts for one kind of symbol, of those the old package has."""

    kind: Kind
    same: int
    different: int
    missing: int

    @property
    def total(self) -> int:
        """How many symbols of the kind the old package has."""
        return self.same + self.different + self.missing


class Card(Struct, frozen=True):
    """The outcome of a comparison.

    Attributes:
        tallies: Counts by kind, for kinds that the old package has.
        missing: What only the old package has; of a missing class or module only the outermost path stays.
        different: What both have in different shapes.
        extra: What only the new package has, outermost paths likewise.
        inside: How many symbols each path in `missing` stands for, itself included.
        unread: Files that could not be read and so were not compared.
    """

    tallies: tuple[Tally, ...]
    missing: tuple[Symbol, ...]
    different: tuple[Difference, ...]
    extra: tuple[Symbol, ...]
    inside: dict[str, int]
    unread: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many symbols the old package has."""
        return sum(each.total for each in self.tallies)

    @property
    def same(self) -> int:
        """How many of them the new package has in the same shape."""
        return sum(each.same for each in self.tallies)

    @property
    def present(self) -> int:
        """How many of them the new package has in any shape."""
        return sum(each.same + each.different for each in self.tallies)

    @property
    def score(self) -> float:
        """Percent of the old package's symbols that are there and the same; 100 for an empty one."""
        return 100.0 * self.same / self.total if self.total else 100.0


def compare(old: Package, new: Package, *, private: bool = False) -> Card:
    """Hold a generated package against the published one that it replaces.

    Args:
        old: The published package.
        new: The generated one.
        private: Whether modules with a leading underscore are compared too.
    """
    whole = homes(old, private=private)
    before = {symbol.path: symbol for symbol in surface(old, whole, private=private)}
    after = {symbol.path: symbol for symbol in surface(new, whole, private=private)}
    missing = [symbol for path, symbol in before.items() if path not in after]
    different = [
        Difference(path, symbol.kind, told(symbol), told(after[path]))
        for path, symbol in before.items()
        if path in after and (symbol.kind, symbol.shape) != (after[path].kind, after[path].shape)
    ]
    return Card(
        tallies=tally(before.values(), {each.path for each in missing}, {each.path for each in different}),
        missing=outermost(missing),
        different=tuple(different),
        extra=outermost([symbol for path, symbol in after.items() if path not in before]),
        inside=inside(missing),
        unread=(*old.unread, *new.unread),
    )


def told(symbol: Symbol) -> str:
    """A symbol's kind and shape for a reader."""
    return f"{symbol.kind}: {symbol.shape}" if symbol.shape else symbol.kind.value


def tally(symbols: Iterable[Symbol], missing: set[str], different: set[str]) -> tuple[Tally, ...]:
    """Count by kind."""
    counts: dict[Kind, list[int]] = {}
    for symbol in symbols:
        column = 2 if symbol.path in missing else 1 if symbol.path in different else 0
        counts.setdefault(symbol.kind, [0, 0, 0])[column] += 1
    return tuple(Tally(kind, *counts[kind]) for kind in Kind if kind in counts)


def outermost(symbols: list[Symbol]) -> tuple[Symbol, ...]:
    """Those whose parent is not in the list itself."""
    paths = {symbol.path for symbol in symbols}
    return tuple(symbol for symbol in symbols if symbol.parent not in paths)


def inside(symbols: list[Symbol]) -> dict[str, int]:
    """For each outermost path the number of symbols below it, itself included."""
    parents = {symbol.path: symbol.parent for symbol in symbols}
    counts: dict[str, int] = {}
    for path in parents:
        top = path
        while parents[top] in parents:
            top = parents[top]
        counts[top] = counts.get(top, 0) + 1
    return counts
