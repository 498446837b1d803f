"""Words of the description about a node."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Deprecation", "Docs", "Example"]


class Deprecation(Struct, frozen=True):
    """The node is deprecated; `message` says what to use instead, where the description tells."""

    message: str = ""


class Example(Struct, frozen=True):
    """An example value, as compact JSON text with sorted keys kept as written."""

    json: str
    summary: str = ""


class Docs(Struct, frozen=True):
    """Title, description (CommonMark), examples and deprecation; untrusted text, raw."""

    summary: str = ""
    description: str = ""
    examples: tuple[Example, ...] = ()
    deprecated: Deprecation | None = None
