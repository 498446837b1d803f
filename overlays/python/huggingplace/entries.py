"""Entries: what `log` takes, checked and brought into the form in which it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Required, cast

from typing_extensions import TypedDict

from ._exceptions import PayloadTooLargeError, ValidationError
from .answers import answer_of
from .backlog import MOST_BYTES, Entry
from .redaction import Redaction, redacted
from .tracing import Step as TracedStep

if TYPE_CHECKING:
    from .types.responses import Step, StepParam, TokenCountParam

__all__ = ["LogEntry", "checked", "checked_choice", "steps_of", "with_session"]

MOST_CHARACTERS = 1_000_000
MOST_STEPS = 500
MOST_LEVELS = 20
NAMES = frozenset(
    (
        "user_prompt",
        "response",
        "metadata",
        "user_metadata",
        "user_id",
        "file_name",
        "llm_model",
        "token_count",
        "step_data",
        "response_time_ms",
        "timestamp",
        "mode",
    )
)


class LogEntry(TypedDict, total=False):
    """An interaction for `log_many`: the arguments of `log`."""

    user_prompt: Required[str]
    response: Required[object]
    metadata: Mapping[str, object]
    user_metadata: Mapping[str, object]
    user_id: str
    file_name: str
    llm_model: str
    token_count: TokenCountParam
    step_data: Sequence[str | StepParam | Step]
    response_time_ms: float
    timestamp: str | datetime
    mode: Literal["prod", "dev"]


def checked(
    given: Mapping[str, Any], steps: Iterable[dict[str, Any]], now: datetime, redact: Redaction | None
) -> Entry:
    """An entry as it is sent: with what its answer tells and the steps that were recorded; nothing that is empty.

    Raises:
        TypeError: an argument is not known.
        ValidationError, PayloadTooLargeError: a value breaks a rule of the API, or `redact` failed.
    """
    unknown = sorted(given.keys() - NAMES)
    if unknown:
        raise TypeError(f"`{unknown[0]}` is no part of a log entry; there are {', '.join(sorted(NAMES))}")
    check_types(given)
    answer = answer_of(given.get("response"))
    entry: dict[str, Any] = {"llm_model": answer.model, "token_count": answer.token_count}
    entry.update({name: value for name, value in given.items() if value is not None})
    entry["response"] = answer.text
    entry["step_data"] = [*steps_of(given.get("step_data") or (), now), *steps]
    if isinstance(entry.get("timestamp"), datetime):
        entry["timestamp"] = entry["timestamp"].isoformat()
    check_rules(entry)
    kept = redacted({name: value for name, value in entry.items() if name in SENT or value not in EMPTY}, redact)
    return Entry(kept, checked_size(kept))


SENT = frozenset(("user_prompt", "response"))
"""What is sent although it is empty."""
EMPTY: tuple[Any, ...] = (None, "", {}, [])
KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "user_prompt": ((str,), "a text"),
    "metadata": ((Mapping,), "a mapping"),
    "user_metadata": ((Mapping,), "a mapping"),
    "user_id": ((str,), "a text"),
    "file_name": ((str,), "a text"),
    "llm_model": ((str,), "a text"),
    "token_count": ((int, Mapping), "a number, or a mapping with `prompt_tokens`, `completion_tokens`, `total_tokens`"),
    "step_data": ((list, tuple), "a list of names, mappings or steps"),
    "response_time_ms": ((int, float), "a number of milliseconds"),
    "timestamp": ((str, datetime), "a date with a time, or its text"),
}


def check_types(given: Mapping[str, Any]) -> None:
    """Every argument is of its kind."""
    for name, (kinds, words) in KINDS.items():
        value = given.get(name)
        if value is not None and (not isinstance(value, kinds) or isinstance(value, bool)):
            raise ValidationError.before_sending(f"`{name}` is {words}, not {type(value).__name__}", name)


def check_rules(entry: Mapping[str, Any]) -> None:
    """Prompt and response have a length, and there are only so many steps; the mode is one of two."""
    if not entry.get("user_prompt"):
        raise ValidationError.before_sending("`user_prompt` is empty", "user_prompt")
    for name in ("user_prompt", "response"):
        if len(entry[name]) > MOST_CHARACTERS:
            found = f"`{name}` has {len(entry[name])} characters, and {MOST_CHARACTERS} are allowed"
            raise ValidationError.before_sending(found, name)
    if "mode" in entry:
        checked_choice("mode", entry["mode"], ("prod", "dev"))
    check_steps(entry["step_data"])


def checked_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Refuse what is none of the choices of an argument."""
    if value not in choices:
        said = " or ".join(f'"{choice}"' for choice in choices)
        raise ValidationError.before_sending(f"`{name}` is {said}", name)


def check_steps(steps: Sequence[Mapping[str, Any]]) -> None:
    """There are only so many steps, and levels of them."""
    level, count, current = 0, 0, list(steps)
    while current:
        level, count = level + 1, count + len(current)
        if level > MOST_LEVELS:
            raise ValidationError.before_sending(f"steps are nested more than {MOST_LEVELS} levels deep", "step_data")
        current = [child for step in current for child in cast("list[Mapping[str, Any]]", step.get("children") or [])]
    if count > MOST_STEPS:
        raise ValidationError.before_sending(f"there are {count} steps, and {MOST_STEPS} are allowed", "step_data")


def checked_size(entry: Mapping[str, Any]) -> int:
    """How many bytes the entry takes: everything is JSON, and not too much of it."""
    size = 0
    for name, value in entry.items():
        try:
            text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            size += len(name) + len(text.encode()) + len('"":,')
        except (TypeError, ValueError, RecursionError) as error:
            raise ValidationError.before_sending(f"`{name}` holds a value that JSON has no form for", name) from error
    if size > MOST_BYTES:
        raise PayloadTooLargeError.before_sending(size, MOST_BYTES)
    return size


def steps_of(given: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """Steps as they are stored: of texts, mappings, recorded steps and models."""
    return [step_of(step, now) for step in given]


def step_of(step: Any, now: datetime) -> dict[str, Any]:
    """One step; a text is the name of one that took no time."""
    if isinstance(step, str):
        return {"name": step, "status": "ok", "started_at": now.isoformat(), "duration_ms": 0}
    if isinstance(step, Mapping):
        return dict(cast("Mapping[str, Any]", step))
    if isinstance(step, TracedStep):
        return step.to_dict()
    if hasattr(step, "to_dict"):
        return cast("dict[str, Any]", step.to_dict())
    raise ValidationError.before_sending(
        f"a step is a name, a mapping or a Step, not {type(step).__name__}", "step_data"
    )


def with_session(given: dict[str, Any], session_id: str, usual: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a log in a session: what is given wins over what the session has.

    Raises:
        ValidationError: the metadata name another session, or are no mapping.
    """
    check_types(given)
    metadata = merged(usual.get("metadata"), given.get("metadata"))
    if metadata.get("sessionId", session_id) != session_id:
        message = f"this session is {session_id!r}; leave out `metadata['sessionId']`, or log with another session"
        raise ValidationError.before_sending(message, "metadata.sessionId")
    found = {**usual, **{name: value for name, value in given.items() if value is not None}}
    user = merged(usual.get("user_metadata"), given.get("user_metadata"))
    return {**found, "metadata": {**metadata, "sessionId": session_id}, "user_metadata": user or None}


def merged(usual: Mapping[str, Any] | None, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is usual, and over it what was given."""
    return {**(usual or {}), **(given or {})}
