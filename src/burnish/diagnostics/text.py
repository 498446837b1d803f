"""Text of a description on its way to a person: nothing in it may act on a terminal, a log or a reader's eye."""

from __future__ import annotations

import unicodedata

__all__ = ["columns", "neutral", "shortened"]

# Control, format (bidi, zero width), surrogate, private use and unassigned characters, line and paragraph separators.
UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def neutral(text: str) -> str:
    r"""Write characters that cannot be seen, or that steer terminals and text direction, as `\uXXXX`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(escaped(one) if unicodedata.category(one) in UNSAFE else one for one in text)


def escaped(character: str) -> str:
    """Write one character by its number."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def shortened(text: str, limit: int) -> str:
    """Cut the middle out of a text that is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def columns(text: str) -> int:
    """The number of terminal columns a neutral text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    marks = sum(unicodedata.combining(one) > 0 for one in text)
    return len(text) + wide - marks
