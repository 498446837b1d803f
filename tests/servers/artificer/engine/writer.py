"""The stand-in for language models: text that depends on the question alone, so that every run says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from zlib import crc32

from ..records import Model, Usage

__all__ = ["Draft", "complete", "pieces", "score", "tokens_of", "worked"]

WORD = re.compile(r"\S+\s*")
ASKING = re.compile(
    r"^(please |can you |could you )?(describe|explain|tell me about|what is|what are|write about|summarize)\s+", re.I
)
OPENINGS = (
    "{Subject} is best seen early, before anybody has decided what it is for.",
    "There are two ways to look at {subject}: from far off, and while it is happening.",
    "Ask three people about {subject} and the third will ask you back.",
    "{Subject} begins, like most things, with somebody making room for it.",
)
MIDDLES = (
    "Light moves across it slowly, and whoever waits sees the pattern that the hurried miss.",
    "Most of the work in it is quiet: checking, mending, and starting again in better order.",
    "What holds it together is less the plan than the people who read it.",
    "It keeps its own time, and the clocks around it learn to follow.",
)
ENDINGS = (
    "In the evening it looks smaller, and one knows more about it.",
    "That is why it lasts.",
    "The rest is weather.",
    "One comes away with a shorter list, and a better one.",
)
GERMAN = {
    "after": "nach", "and": "und", "arrives": "kommt an", "at": "um", "berth": "Liegeplatz", "bridge": "Brücke",
    "closed": "gesperrt", "crane": "Kran", "dusk": "Dämmerung", "expected": "erwartet", "ferry": "Fähre",
    "fog": "Nebel", "from": "von", "harbour": "Hafen", "high": "hoch", "is": "ist", "low": "niedrig", "no": "kein",
    "noon": "Mittag", "north": "Nord", "of": "von", "open": "offen", "pilot": "Lotse", "quay": "Kai",
    "ship": "Schiff", "south": "Süd", "storm": "Sturm", "the": "der", "tide": "Flut", "tomorrow": "morgen",
    "until": "bis", "warning": "Warnung",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, and what that used."""

    text: str
    usage: Usage
    cut: bool
    """Whether it ended because it had reached the most tokens."""


def complete(model: Model, prompt: str, *, system: str = "", take: int = 0, limit: int | None = None) -> Draft:
    """Answer a prompt. `take` asks for another wording; `limit` is the most tokens to write."""
    seed = sha256(f"{model.id}\n{system}\n{prompt}\n{take}".encode()).digest()
    subject = subject_of(prompt)
    parts = (OPENINGS[seed[0] % 4], MIDDLES[seed[1] % 4], ENDINGS[seed[2] % 4])
    text = " ".join(parts).format(subject=subject, Subject=subject[:1].upper() + subject[1:])
    return draft(model, f"{system} {prompt}", text, limit)


def worked(model: Model, task: str, text: str, *, take: int = 0) -> Draft:
    """Do a task of a batch job: translate by a small dictionary, shorten, or answer; a validation leaves the text."""
    match task:
        case "translate":
            return draft(model, text, re.sub(r"[A-Za-z]+", german, text))
        case "summarize":
            return draft(model, text, re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0])
        case "validate":
            return draft(model, text, text)
        case _:
            return complete(model, text, take=take)


def draft(model: Model, prompt: str, text: str, limit: int | None = None) -> Draft:
    """A text with the tokens and the cost that it stands for."""
    found = pieces(text)
    kept = found if limit is None else found[:limit]
    asked, written = tokens_of(prompt), len(kept)
    cost = (asked * model.input_cost_per1k + written * model.output_cost_per1k) / 1000
    return Draft("".join(kept).rstrip(), Usage(asked, written, asked + written, round(cost, 8)), len(kept) < len(found))


def german(match: re.Match[str]) -> str:
    """A word in German, if it is in the dictionary; a capital stays one."""
    word = match[0]
    found = GERMAN.get(word.lower(), word)
    return found[:1].upper() + found[1:] if word[:1].isupper() else found


def subject_of(prompt: str) -> str:
    """What a prompt is about: its first sentence without the words that ask."""
    first = re.split(r"[.!?\n]", prompt.strip(), maxsplit=1)[0]
    subject = ASKING.sub("", first).strip()
    return subject[:80].replace("{", "(").replace("}", ")") or "this"


def pieces(text: str) -> list[str]:
    """A text in the pieces in which a model writes it: words with the space after them."""
    return WORD.findall(text)


def tokens_of(text: str) -> int:
    """How many tokens a text counts as: its words."""
    return len(text.split())


def score(text: str, attempt: int) -> float:
    """How well a text is judged: 7.5 to 9.5 by its words, half a point more with every attempt, never above 9.8."""
    return min(9.8, 7.5 + crc32(text.encode()) % 21 / 10 + 0.5 * (attempt - 1))
