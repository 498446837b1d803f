"""Texts that a regular expression accepts, made by reading it: a pattern of the description is never run."""

from __future__ import annotations

import re

from msgspec import Struct

__all__ = ["matching"]

LONGEST = 1_000
DEEPEST = 40
ESCAPES = {
    "d": "0",
    "D": "x",
    "w": "x",
    "W": "-",
    "s": " ",
    "S": "x",
    "b": "",
    "A": "",
    "z": "",
    "Z": "",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "f": "\f",
    "v": "\v",
    "0": "\0",
}
CLASSES = {"d": "0123456789", "w": "x", "s": " \t\n", "D": "x", "W": "-", "S": "x"}
CANDIDATES = "x0A-_ ~.@"
QUANTIFIER = re.compile(r"(\*|\+|\?|\{(\d{1,4})(?:(,)(\d{0,4}))?\})\??")
GROUP = re.compile(r"\?(:|<[A-Za-z_]\w*>|P<[A-Za-z_]\w*>)")
CODE_POINT = re.compile(r"u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})")
PROPERTY = re.compile(r"[pP]\{[^}]*\}")


class Unreadable(Exception):
    """The pattern holds something that this reader does not know."""


def matching(pattern: str, shortest: int = 0, longest: int | None = None) -> str | None:
    """A text of `shortest` to `longest` characters with a match of an ECMA-262 pattern in it.

    None where the pattern is beyond this reader (lookaround, back references), or no text of that length was found.
    """
    most = LONGEST if longest is None else min(longest, LONGEST)
    for repeats in (1, 0, shortest, 2):
        try:
            text = Reader(pattern, repeats).read()
        except (Unreadable, IndexError, ValueError):
            return None
        if shortest <= len(text) <= most:
            return text
    return None


class Reader(Struct):
    """Reads a pattern from left to right; what may be repeated without end is repeated `repeats` times."""

    pattern: str
    repeats: int
    at: int = 0

    def read(self) -> str:
        """A text for the whole pattern."""
        text = self.choice(0)
        if self.at < len(self.pattern):
            raise Unreadable
        return text

    def peek(self) -> str:
        """The next character; empty at the end."""
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        """The next character, which must be there."""
        self.at += 1
        return self.pattern[self.at - 1]

    def choice(self, depth: int) -> str:
        """Alternatives: the first one's text."""
        first = self.sequence(depth)
        while self.peek() == "|":
            self.take()
            self.sequence(depth)
        return first

    def sequence(self, depth: int) -> str:
        """Pieces one after the other, each repeated as often as its quantifier wants."""
        if depth > DEEPEST:
            raise Unreadable
        pieces: list[str] = []
        size = 0
        while self.peek() not in ("", "|", ")"):
            piece = self.piece(depth)
            count = self.quantifier()
            size += len(piece) * count
            if size > LONGEST:
                raise Unreadable
            pieces.append(piece * count)
        return "".join(pieces)

    def piece(self, depth: int) -> str:
        """A group, a class, an escape, or a character."""
        match self.take():
            case "(":
                return self.group(depth)
            case "[":
                return self.character_class()
            case "\\":
                return self.escape()
            case ".":
                return "x"
            case "^" | "$":
                return ""
            case "*" | "+" | "?":
                raise Unreadable
            case "{" if self.peek().isdigit():
                raise Unreadable
            case character:
                return character

    def group(self, depth: int) -> str:
        """What is in parentheses; lookaround is not known."""
        if self.peek() == "?":
            opening = GROUP.match(self.pattern, self.at)
            if opening is None:
                raise Unreadable
            self.at = opening.end()
        text = self.choice(depth + 1)
        if self.take() != ")":
            raise Unreadable
        return text

    def escape(self) -> str:
        """What follows a backslash; back references are not known."""
        if code := CODE_POINT.match(self.pattern, self.at):
            self.at = code.end()
            return chr(int(next(filter(None, code.groups())), 16))
        if named := PROPERTY.match(self.pattern, self.at):
            self.at = named.end()
            return "x"
        character = self.take()
        if character in "123456789kBcpP":
            raise Unreadable
        return ESCAPES.get(character, character)

    def character_class(self) -> str:
        """A character of a class; of a negated one a character that it does not name."""
        negated = self.peek() == "^"
        if negated:
            self.take()
        ranges: list[tuple[str, str]] = []
        while self.peek() != "]":
            ranges.extend(self.class_members())
        self.take()
        if not negated:
            if not ranges:
                raise Unreadable
            return ranges[0][0]
        free = (character for character in CANDIDATES if not any(low <= character <= high for low, high in ranges))
        found = next(free, None)
        if found is None:
            raise Unreadable
        return found

    def class_members(self) -> list[tuple[str, str]]:
        """One member of a class: a character, a range, or the shorthand of several."""
        if self.pattern.startswith("\\", self.at) and self.pattern[self.at + 1 : self.at + 2] in CLASSES:
            self.at += 2
            return [(character, character) for character in CLASSES[self.pattern[self.at - 1]]]
        low = self.class_character()
        if self.peek() != "-" or self.pattern[self.at + 1 : self.at + 2] in ("]", ""):
            return [(low, low)]
        self.take()
        return [(low, self.class_character())]

    def class_character(self) -> str:
        """A single character in a class; what is a word boundary elsewhere is a backspace there."""
        character = self.take()
        if character != "\\":
            return character
        return "\b" if self.peek() == "b" and self.take() else self.escape()

    def quantifier(self) -> int:
        """How often the piece before is repeated."""
        found = QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            return 1
        self.at = found.end()
        match found[1]:
            case "*":
                return self.repeats
            case "+":
                return max(1, self.repeats)
            case "?":
                return min(1, self.repeats)
            case _:
                fewest = int(found[2])
                most = int(found[4]) if found[4] else (max(fewest, self.repeats) if found[3] else fewest)
                return min(most, max(fewest, self.repeats))
