"""Ids of schemas: unique without regard to case, independent of what else there is, and pinned once given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase

from ..naming import pascal, words as split

__all__ = ["Allocator"]

# Words that tell two schemas of one name apart; after them come letters, never digits.
DISTINCTIONS = ("", "model", "schema", "variant", "other", "alternative")


@dataclass(slots=True)
class Allocator:
    """Gives every schema its id; `pins` maps source pointers to ids that an earlier run gave."""

    pins: Mapping[str, str]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    pointers: dict[str, str] = field(default_factory=dict[str, str])
    _taken: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Keep pinned ids for their schemas, whenever those are met."""
        for pointer, name in self.pins.items():
            self._taken.setdefault(name.casefold(), pointer)

    def take(self, words: tuple[str, ...], pointer: str) -> str:
        """The id for a schema at a pointer, made of `words` (empty: a fallback)."""
        words = words or ("schema",)
        if words[0][0].isdigit():
            words = ("n", *words)
        name = self.pins.get(pointer, "")
        if not name or self._taken.get(name.casefold()) != pointer:
            name, words = next(
                (n, w) for n, w in candidates(words) if self._taken.get(n.casefold(), pointer) == pointer
            )
        else:
            # What stands inside is named after this name, so that it keeps its own.
            words = next((w for n, w in candidates(words) if n == name), split(name))
        self._taken[name.casefold()] = pointer
        self.words[name] = words
        self.pointers[name] = pointer
        return name


def candidates(words: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names to try, best first."""
    for distinction in DISTINCTIONS:
        tried = (*words, distinction) if distinction else words
        yield pascal(tried), tried
    for size in (1, 2, 3):
        for letters in product(ascii_uppercase.lower(), repeat=size):
            tried = (*words, "variant", "".join(letters))
            yield pascal(tried), tried
