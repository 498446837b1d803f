"""Words of the description about a node."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Deprecation", "Docs", "Example"]


@dataclass(frozen=True, slots=True)
class Deprecation:
    """The node is deprecated; `message` says what to use instead, where the description tells."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An example value, as compact JSON text with sorted keys kept as written."""

    json: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Docs:
    """Title, description (CommonMark), examples and deprecation; untrusted text, raw."""

    summary: str = ""
    description: str = ""
    examples: tuple[Example, ...] = ()
    deprecated: Deprecation | None = None
