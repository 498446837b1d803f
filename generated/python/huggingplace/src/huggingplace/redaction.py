# Copied from overlays/python/huggingplace/redaction.py; edit it there.
"""Redaction: what is masked before anything leaves the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from ._exceptions import ValidationError

__all__ = ["MASK", "Redaction", "redacted"]

Redaction: TypeAlias = "Callable[[dict[str, Any]], dict[str, Any]] | Sequence[str]"
"""A function from an entry to the one to send, or names of keys whose values are masked at every depth."""
MASK = "[redacted]"


def redacted(entry: dict[str, Any], redact: Redaction | None) -> dict[str, Any]:
    """The entry as it may leave the process.

    Raises:
        ValidationError: the function raised; what it said is kept as the cause, and the entry is not sent.
    """
    if redact is None:
        return entry
    if not callable(redact):
        names = frozenset(name.lower() for name in redact)
        return cast("dict[str, Any]", masked(entry, names))
    try:
        return redact(dict(entry))
    except Exception as error:
        raise ValidationError.before_sending("`redact` failed, so the entry was not sent", None) from error


def masked(value: Any, names: frozenset[str]) -> Any:
    """A value with all entries of the names masked; letter case does not matter."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {key: MASK if str(key).lower() in names else masked(item, names) for key, item in items}
    if isinstance(value, list | tuple):
        return [masked(item, names) for item in cast("Sequence[Any]", value)]
    return value
