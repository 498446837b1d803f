"""Extensions of Stainless (`x-stainless-*`), which count in SDKs that take the place of one of its own."""

from __future__ import annotations

import re

from burnish.ir import Name
from burnish.source import Arr, Obj, Value

from ..naming import words
from .reading import member, text
from .scope import Scope

__all__ = ["is_any", "is_empty_object", "is_skipped", "stated_name"]

LANGUAGE = "python"
# Names that need no change: they are never taken apart at digits.
SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def is_empty_object(node: Value, scope: Scope) -> bool:
    """Whether an object without properties is a class all the same (`x-stainless-empty-object`)."""
    return scope.settings.compat.stainless and isinstance(node, Obj) and node.get("x-stainless-empty-object") is True


def is_any(node: Value, scope: Scope) -> bool:
    """Whether a value may be anything, whatever its schema says (`x-stainless-any`)."""
    return scope.settings.compat.stainless and isinstance(node, Obj) and node.get("x-stainless-any") is True


def is_skipped(node: Value, scope: Scope) -> bool:
    """Whether a parameter or property is left out of Python SDKs (`x-stainless-skip`)."""
    if not scope.settings.compat.stainless or not isinstance(node, Obj):
        return False
    skip = node.get("x-stainless-skip")
    return skip is True or (isinstance(skip, Arr) and LANGUAGE in skip)


def stated_name(wire: str, node: Value, scope: Scope) -> Name:
    """The name of a parameter or property: as `x-stainless-naming` or `x-stainless-param` has it, else by the wire."""
    if not scope.settings.compat.stainless:
        return scope.name(wire)
    plain = Name(wire, tuple(filter(None, wire.split("_")))) if SNAKE.fullmatch(wire) else scope.name(wire)
    if not isinstance(node, Obj):
        return plain
    naming = member(member(node, "x-stainless-naming"), LANGUAGE)
    stated = text(naming, "property_name", "method_argument") or text(node, "x-stainless-param")
    found = words(stated, scope.settings.acronyms)
    return Name(wire, found) if found else plain
