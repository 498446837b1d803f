"""The order that ruff wants of import statements, of the names in them (isort's rules), and of `__all__` (RUF022)."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["exported_key", "member_key", "module_key", "natural"]

DIGITS = re.compile(r"([0-9]+)")
NaturalKey: TypeAlias = tuple[list[tuple[int, str]], str]


def module_key(module: str) -> tuple[int, NaturalKey]:
    """Relative modules that are further away come first; then by name."""
    dots = len(module) - len(module.lstrip("."))
    return (-dots, natural(module))


def member_key(name: str) -> tuple[int, NaturalKey]:
    """Constants, then classes, then the rest."""
    return (kind_of(name), natural(name))


def exported_key(name: str) -> tuple[int, NaturalKey]:
    """The same in `__all__`, where capitals come before small letters."""
    return (kind_of(name), numbered(name))


def kind_of(name: str) -> int:
    """Which of the three a name is, by how it is written."""
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2


def natural(name: str) -> NaturalKey:
    """Names without regard to case, and numbers in them by their value (`v2` before `v10`)."""
    return numbered(name.lower())[0], name


def numbered(name: str) -> NaturalKey:
    """Names with the numbers in them by their value."""
    parts = DIGITS.split(name)
    return [(int(part), "") if index % 2 else (0, part) for index, part in enumerate(parts)], name
