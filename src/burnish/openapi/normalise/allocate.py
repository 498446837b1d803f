"""Ids of schemas: unique without regard to case, independent of what else there is, and pinned once given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product
from string import ascii_uppercase
from typing import TypeAlias

from msgspec import Struct, field

from ..naming import pascal, words as split

__all__ = ["Allocator"]

Words: TypeAlias = tuple[str, ...]

# Words that tell two schemas of one name apart; after them come letters, never digits.
DISTINCTIONS = ("", "model", "schema", "variant", "other", "alternative")


LONGEST = 60  # characters of the name of an inline schema
FIRST, LAST = 3, 3  # words that stay of one that is longer


class Allocator(Struct):
    """Gives every schema its id; `pins` maps source pointers to ids that an earlier run gave."""

    pins: Mapping[str, str]
    doubled: bool = False
    words: dict[str, Words] = field(default_factory=dict[str, Words])
    pointers: dict[str, str] = field(default_factory=dict[str, str])
    _taken: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Keep pinned ids for their schemas, whenever those are met."""
        for pointer, name in self.pins.items():
            self._taken.setdefault(name.casefold(), pointer)

    def take(self, words: Words, pointer: str) -> str:
        """The id for a schema that has a name, at a pointer, made of `words` (empty: a fallback)."""
        return self.settle(candidates(lettered(words)), pointer)

    def take_inner(self, words: Words, pointer: str) -> str:
        """The id for a schema that is named after where it stands: long ones lose words from their middle.

        Words that come twice in a row are said once, unless they stay `doubled`: the `video_url` of an `ItemVideo` is
        an `ItemVideoUrl`.
        """
        words = lettered(words)
        plain = words if self.doubled else undoubled(words)
        once = [(pascal(plain), plain)] if plain != words and len(pascal(plain)) <= LONGEST else []
        bodies = [] if self.doubled else body(plain)
        return self.settle(chain(once, shortened(plain), bodies, shortened(words), candidates(words)), pointer)

    def settle(self, tries: Iterable[tuple[str, Words]], pointer: str) -> str:
        """The pinned id, else the first that no other schema has."""
        name = self.pins.get(pointer, "")
        if not name or self._taken.get(name.casefold()) != pointer:
            name, words = next((n, w) for n, w in tries if self._taken.get(n.casefold(), pointer) == pointer)
        else:
            # What stands inside is named after this name, so that it keeps its own.
            words = next((w for n, w in tries if n == name), split(name))
        self._taken[name.casefold()] = pointer
        self.words[name] = words
        self.pointers[name] = pointer
        return name


def lettered(words: Words) -> Words:
    """Words of which a name can be made: some, the first of them with a letter at its head."""
    words = words or ("schema",)
    return ("n", *words) if words[0][0].isdigit() else words


def body(words: Words) -> list[tuple[str, Words]]:
    """Names for what a request or a response carries: its own, and what it is called where a component has that."""
    if words[-1] not in ("request", "response") or len(pascal(words)) > LONGEST:
        return []
    return [(pascal(tried), tried) for tried in (words, (*words, "body"))]


def undoubled(words: Words) -> Words:
    """Words without what is said twice in a row; where they are more than a name has room for, all of them."""
    if len(words) > LONGEST:
        return words
    for size in range(1, len(words) // 2 + 1):
        for start in range(len(words) - 2 * size + 1):
            if words[start : start + size] == words[start + size : start + 2 * size]:
                return undoubled((*words[:start], *words[start + size :]))
    return words


def shortened(words: Words) -> Iterator[tuple[str, Words]]:
    """Names without the middle of a long one, shortest first: what it belongs to, and what it is."""
    if len(pascal(words)) > LONGEST:
        for size in range(LAST, len(words) - FIRST):
            tried = (*words[:FIRST], *words[-size:])
            yield pascal(tried), tried


def candidates(words: Words) -> Iterator[tuple[str, Words]]:
    """Names to try, best first."""
    for distinction in DISTINCTIONS:
        tried = (*words, distinction) if distinction else words
        yield pascal(tried), tried
    for size in (1, 2, 3):
        for letters in product(ascii_uppercase.lower(), repeat=size):
            tried = (*words, "variant", "".join(letters))
            yield pascal(tried), tried
