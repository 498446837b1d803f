"""What docstrings say of a field, an argument or a type: title, description, example, whether it is deprecated."""

from __future__ import annotations

import re

from burnish.ir import Defaulted, Docs, Literal, Literals, Presence, Scalar, ScalarKind, Type

__all__ = ["default_note", "example_note", "told", "with_notes"]

EMPTY = ("null", '""', "[]", "{}")
LONGEST_EXAMPLE = 60  # characters of JSON: what is longer does not fit beside the words


def told(docs: Docs) -> str:
    """Title and description; a title that the description begins with, or that is but a name, is not said before it."""
    title, text = docs.summary.strip(), docs.description.strip()
    is_name = title.isidentifier() and title[0].islower()  # `getByName`, as exporters take it from a program
    if not title or not text or is_name or text.lower().startswith(title.lower().rstrip(".")):
        return text or title
    return f"{title.rstrip('.')}.\n\n{text}"


def default_note(presence: Presence, text: str = "") -> list[str]:
    """What the server takes where nothing is sent, as a note; nothing of empty values, and of what `text` says."""
    match presence:
        case Defaulted(json=json) if json not in EMPTY and not says_default(text, json.strip('"')):
            return [f"Default: `{json}`."]
        case _:
            return []


def says_default(text: str, value: str) -> bool:
    """Whether a text tells the default itself, as in `defaults to 20`."""
    if "default" not in text.lower():
        return False
    said = rf"\bdefault[^.\n]{{0,40}}(?<![\w.-]){re.escape(value)}(?![\w-])"
    return re.search(said, text, re.IGNORECASE) is not None


def example_note(docs: Docs, type_: Type | None = None) -> list[str]:
    """The first short example, as a note; nothing where the `type_` says what values there are."""
    if isinstance(type_, Literal | Literals) or (isinstance(type_, Scalar) and type_.kind is ScalarKind.BOOLEAN):
        return []
    found = next((item.json for item in docs.examples if len(item.json) <= LONGEST_EXAMPLE), "")
    return [f"Example: `{found}`."] if found and "`" not in found else []


def with_notes(text: str, notes: list[str]) -> str:
    """A text with notes: behind it where it has one line, else below."""
    first = text.strip()
    if first and notes and first[-1] not in ".!?:`)":
        first += "."
    separator = "\n\n" if "\n" in first else " "
    return separator.join(filter(None, (first, " ".join(notes))))
