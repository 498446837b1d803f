"""Names of resources, methods and options, in the casing that an SDK has them in."""

from __future__ import annotations

import re

from burnish.openapi.naming import words

__all__ = ["snake"]

PLAIN = re.compile(r"[a-z0-9_]+")


def snake(name: str) -> str:
    """A name in snake case (`getFromURL` is `get_from_url`); one that is in it already stays as it is."""
    if PLAIN.fullmatch(name):
        return name
    return "_".join(words(name)) or name
