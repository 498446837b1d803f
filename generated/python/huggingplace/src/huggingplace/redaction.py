# Copied from overlays/python/huggingplace/redaction.py; edit it there.
"""Redaction: what is masked before anything leaves the process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias, cast

from ._exceptions import ValidationError

__all__ = ["MASK", "REDACTION_FAILED", "Redaction", "checked_redaction", "redacted"]

Redaction: TypeAlias = "Callable[[dict[str, Any]], dict[str, Any]] | Collection[str]"
"""A function from an entry to the one to send, or names of keys whose values are masked at every depth."""
MASK = "[redacted]"
REDACTION_FAILED = "redaction_failed"
"""The code of the error of a function that raised."""


def checked_redaction(redact: object) -> None:
    """Refuse what would mask nothing: one name instead of a list of them, or anything else."""
    if redact is None or callable(redact):
        return
    listed = isinstance(redact, Collection) and not isinstance(redact, str | bytes)
    if not listed or not all(isinstance(name, str) for name in cast("Collection[object]", redact)):
        raise ValidationError.before_sending('`redact` is a list of names, as ["email"], or a function', "redact")


def redacted(entry: dict[str, Any], redact: Redaction | None) -> dict[str, Any]:
    """The entry as it may leave the process.

    Raises:
        ValidationError: the function raised, or gave no entry; what it said is kept as the cause.
    """
    if redact is None:
        return entry
    if not callable(redact):
        names = frozenset(name.lower() for name in redact)
        return cast("dict[str, Any]", masked(entry, names))
    try:
        return dict(redact(dict(entry)))
    except Exception as error:
        failed = ValidationError.before_sending("`redact` failed, so the entry was not sent", None)
        failed.code = REDACTION_FAILED
        raise failed from error


def masked(value: Any, names: frozenset[str]) -> Any:
    """A value with all entries of the names masked; letter case does not matter."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {key: MASK if str(key).lower() in names else masked(item, names) for key, item in items}
    if isinstance(value, list | tuple):
        return [masked(item, names) for item in cast("Sequence[Any]", value)]
    return value
