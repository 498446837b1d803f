# Copied from overlays/python/huggingplace/answers.py; edit it there.
"""Answers of models: text, model and tokens are read from objects of OpenAI and Anthropic, by their shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ._exceptions import ValidationError

__all__ = ["Answer", "answer_of"]


@dataclass(frozen=True)
class Answer:
    """What is known of an answer; None for what its object does not tell."""

    text: str
    model: str | None = None
    token_count: dict[str, int] | None = None


def answer_of(response: object) -> Answer:
    """Read an answer: a text, an answer object of OpenAI or Anthropic, or its dict.

    Raises:
        ValidationError: it is none of these.
    """
    if isinstance(response, str):
        return Answer(response)
    text = chat_text(response) or response_text(response) or message_text(response)
    if text is None:
        raise ValidationError.before_sending(
            f"`response` is a text or an answer of OpenAI or Anthropic, not {type(response).__name__}", "response"
        )
    model = part(response, "model")
    return Answer(text, model if isinstance(model, str) else None, tokens(part(response, "usage")))


def chat_text(response: object) -> str | None:
    """The text of a chat completion of OpenAI: `choices[0].message.content`."""
    choices = listed(response, "choices")
    return text_of(part(choices[0], "message"), "content") if choices else None


def response_text(response: object) -> str | None:
    """The text of a response of OpenAI: `output_text`, or the text parts of its output."""
    whole = text_of(response, "output_text")
    parts = [text_of(item, "text") for output in listed(response, "output") for item in listed(output, "content")]
    return whole or "".join(text for text in parts if text) or None


def message_text(response: object) -> str | None:
    """The text of a message of Anthropic: its text blocks."""
    return "".join(text for block in listed(response, "content") if (text := text_of(block, "text"))) or None


def tokens(usage: object) -> dict[str, int] | None:
    """The counts of a `usage`, under the names that are stored."""
    sent = count(usage, "prompt_tokens", "input_tokens")
    written = count(usage, "completion_tokens", "output_tokens")
    if sent is None or written is None:
        return None
    return {
        "prompt_tokens": sent,
        "completion_tokens": written,
        "total_tokens": count(usage, "total_tokens") or sent + written,
    }


def count(usage: object, *names: str) -> int | None:
    """The first of the names that is a number."""
    return next((found for name in names if isinstance(found := part(usage, name), int)), None)


def part(value: object, name: str) -> object:
    """An attribute, or an entry of a mapping; None if there is none."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(name)
    return getattr(value, name, None)


def text_of(value: object, name: str) -> str | None:
    """A part that is a text."""
    found = part(value, name)
    return found if isinstance(found, str) else None


def listed(value: object, name: str) -> Sequence[object]:
    """A part that is a list; else nothing."""
    found = part(value, name)
    return cast("Sequence[object]", found) if isinstance(found, list | tuple) else ()
