"""Limits of batch jobs, found before anything is sent: all that are broken, not only the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ._exceptions import ValidationError

__all__ = ["refuse_over_limits"]

MOST_NAME = 200
MOST_ITEMS = 10_000
MOST_INPUT = 100_000
MOST_PHASES = 10
OPTIONS = (("concurrency", 50), ("checkpoint_frequency", 100))


def refuse_over_limits(name: object, items: Sequence[object], phases: Sequence[object], options: object) -> None:
    """Refuse a job that the API would refuse.

    Raises:
        ValidationError: a limit is broken.
    """
    errors: dict[str, list[str]] = {}
    for path, text in faults(name, items, phases, options):
        errors.setdefault(path, []).append(text)
    if errors:
        raise ValidationError.before_sending(errors)


def faults(
    name: object, items: Sequence[object], phases: Sequence[object], options: object
) -> Iterator[tuple[str, str]]:
    """What is wrong, by dotted path."""
    if not isinstance(name, str) or not 1 <= len(name) <= MOST_NAME:
        yield "name", f"a text of 1 to {MOST_NAME} characters"
    if not 1 <= len(items) <= MOST_ITEMS:
        yield "items", f"there are {len(items)}, and 1 to {MOST_ITEMS} are allowed"
    for index, item in enumerate(items):
        found = field(item, "input")
        if not isinstance(found, str) or not 1 <= len(found) <= MOST_INPUT:
            yield f"items.{index}.input", f"a text of 1 to {MOST_INPUT} characters"
    if not 1 <= len(phases) <= MOST_PHASES:
        yield "phases", f"there are {len(phases)}, and 1 to {MOST_PHASES} are allowed"
    for index, phase in enumerate(phases):
        if not field(phase, "name"):
            yield f"phases.{index}.name", "a name that is not empty"
    for option, most in OPTIONS:
        number = field(options, option)
        if isinstance(number, int) and not 1 <= number <= most:
            yield f"options.{option}", f"a number of 1 to {most}"


def field(value: object, name: str) -> object:
    """A field of a model or of a mapping, by its Python or its wire name."""
    if not isinstance(value, Mapping):
        return getattr(value, name, None)
    table = cast("Mapping[str, object]", value)
    head, *rest = name.split("_")
    return table.get(name, table.get(head + "".join(word.title() for word in rest)))
