"""The order of import statements and of the names in them that ruff's isort rules want."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["member_key", "module_key", "natural"]

DIGITS = re.compile(r"([0-9]+)")
NaturalKey: TypeAlias = tuple[list[tuple[int, str]], str]


def module_key(module: str) -> tuple[int, NaturalKey]:
    """Relative modules that are further away come first; then by name."""
    dots = len(module) - len(module.lstrip("."))
    return (-dots, natural(module))


def member_key(name: str) -> tuple[int, NaturalKey]:
    """Constants, then classes, then the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return (kind, natural(name))


def natural(name: str) -> NaturalKey:
    """Names without regard to case, and numbers in them by their value (`v2` before `v10`)."""
    parts = DIGITS.split(name.lower())
    return [(int(part), "") if index % 2 else (0, part) for index, part in enumerate(parts)], name
