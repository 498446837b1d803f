# Copied from overlays/python/artificer/limits.py; edit it there.
"""Limits of the API, found before anything is sent: all that are broken, not only the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from ._exceptions import ValidationError

__all__ = ["Fault", "of_type", "refuse", "refuse_job", "refuse_question"]

MOST_NAME = 200
MOST_ITEMS = 10_000
MOST_INPUT = 100_000
MOST_PHASES = 10
MOST_SCORE = 10
OPTIONS = (("concurrency", 50), ("checkpoint_frequency", 100))

Fault: TypeAlias = tuple[str, str]
"""What is wrong: its dotted path, and what it must be."""


def refuse(faults: Iterable[Fault]) -> None:
    """Raise what is wrong, if anything is.

    Raises:
        ValidationError: with all faults by their paths.
    """
    errors: dict[str, list[str]] = {}
    for path, text in faults:
        errors.setdefault(path, []).append(text)
    if errors:
        raise ValidationError.before_sending(errors)


def refuse_job(name: object, items: object, phases: object, options: object) -> None:
    """Refuse a batch job that the API would refuse.

    Raises:
        ValidationError: a limit is broken.
    """
    refuse(job_faults(name, items, phases, options))


def refuse_question(conversation_id: object, message: object) -> None:
    """Refuse a message that the API would refuse.

    Raises:
        ValidationError: a limit is broken.
    """
    refuse((*text_faults("conversation_id", conversation_id, MOST_NAME), *text_faults("message", message, MOST_INPUT)))


def job_faults(name: object, items: object, phases: object, options: object) -> Iterator[Fault]:
    """What is wrong with a job."""
    yield from text_faults("name", name, MOST_NAME)
    yield from list_faults("items", items, MOST_ITEMS, item_faults)
    yield from list_faults("phases", phases, MOST_PHASES, phase_faults)
    for option, most in OPTIONS:
        yield from number_faults(f"options.{option}", field(options, option), 1, most, int)


def item_faults(item: object) -> Iterator[Fault]:
    """What is wrong with an item."""
    return text_faults("input", field(item, "input"), MOST_INPUT)


def phase_faults(phase: object) -> Iterator[Fault]:
    """What is wrong with a phase."""
    yield from text_faults("name", field(phase, "name"), None)
    score = field(field(phase, "validation"), "min_score")
    yield from number_faults("validation.min_score", score, 0, MOST_SCORE, (int, float))


def text_faults(path: str, value: object, most: int | None) -> Iterator[Fault]:
    """What is wrong with a text of 1 to `most` characters; None is any number of them."""
    if not isinstance(value, str):
        yield path, f"must be a text, and {of_type(value)}"
    elif not value:
        yield path, "must not be empty"
    elif most is not None and len(value) > most:
        yield path, f"must have at most {most:,} characters, and has {len(value):,}"


def number_faults(
    path: str, value: object, least: int, most: int, kinds: type[int] | tuple[type[int], type[float]]
) -> Iterator[Fault]:
    """What is wrong with a number that may be absent."""
    if value is None:
        return
    if not isinstance(value, kinds) or isinstance(value, bool):
        yield path, f"must be a number from {least} to {most}, and {of_type(value)}"
    elif not least <= value <= most:
        yield path, f"must be a number from {least} to {most}, and is {value:,}"


def list_faults(path: str, values: object, most: int, rule: Callable[[object], Iterator[Fault]]) -> Iterator[Fault]:
    """What is wrong with a list of 1 to `most` entries, and with each of them."""
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        yield path, f"must be a list, and {of_type(values)}"
        return
    entries = cast("Sequence[object]", values)
    if not 1 <= len(entries) <= most:
        yield path, f"must have 1 to {most:,} entries, and has {len(entries):,}"
    for index, entry in enumerate(entries):
        for inner, text in rule(entry):
            yield f"{path}.{index}.{inner}", text


def of_type(value: object) -> str:
    """What is told of a value that is of a wrong type; it is not repeated, as it may be a secret."""
    return "is missing" if value is None else f"is of type {type(value).__name__}"


def field(value: object, name: str) -> object:
    """A field of a model or of a mapping, by its Python or its wire name; None if there is none."""
    if not isinstance(value, Mapping):
        return getattr(value, name, None)
    table = cast("Mapping[str, object]", value)
    head, *rest = name.split("_")
    return table.get(name, table.get(head + "".join(word.title() for word in rest)))
