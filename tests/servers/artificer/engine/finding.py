"""Search: words in what is stored, and pages of what was found."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from ..errors import invalid

__all__ = ["highlights", "paged", "relevance", "suggestions"]

T = TypeVar("T")
WORDS = re.compile(r"\w+")


def relevance(query: str, text: str) -> float:
    """How often words of the text begin with a word of the query, for each word of the query."""
    wanted = words(query)
    found = words(text)
    hits = sum(word.startswith(one) for one in wanted for word in found)
    return round(hits / len(wanted), 3) if wanted else 0.0


def highlights(query: str, text: str) -> list[str]:
    """The sentences in which a word of the query stands, three at most."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return [sentence for sentence in sentences if relevance(query, sentence)][:3]


def suggestions(prefix: str, texts: Iterable[str], limit: int) -> list[str]:
    """The most frequent words that begin with the prefix; equally frequent ones by the alphabet."""
    start = prefix.casefold()
    counts = Counter(word for text in texts for word in words(text) if word.startswith(start))
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]]


def paged(found: Sequence[T], limit: int, cursor: str | None) -> tuple[Sequence[T], str | None]:
    """A page, and the cursor of the next one; a cursor holds the position at which its page begins."""
    start = 0 if cursor is None else position(cursor)
    end = start + limit
    return found[start:end], token(end) if end < len(found) else None


def token(start: int) -> str:
    """A position as an opaque cursor."""
    return base64.urlsafe_b64encode(f"at:{start}".encode()).decode().rstrip("=")


def position(cursor: str) -> int:
    """The position that a cursor holds; one that this server did not make is refused."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        start = int(text.removeprefix("at:"))
    except ValueError:
        invalid("this is no cursor of this server", "cursor")
    return start


def words(text: str) -> list[str]:
    """The words of a text, without regard to case."""
    return WORDS.findall(text.casefold())
