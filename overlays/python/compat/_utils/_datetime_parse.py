"""Dates and times read as widely as Pydantic 1 did: ISO 8601 with parts missing, and numbers since the epoch.

A number is in seconds up to 2e10, beyond it in milliseconds, microseconds or nanoseconds: whichever is the first that
gives a year a calendar has.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["parse_date", "parse_datetime"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WATERSHED = 20_000_000_000
LARGEST = 3 * 10**20
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$")
DATETIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[T ]"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.(?P<fraction>\d{1,6})\d*)?)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?$"
)


def parse_date(value: date | str | bytes | float) -> date:
    """Read a date.

    Raises:
        ValueError: it is none.
        TypeError: it is neither text nor a number.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    number = _number(value, "date")
    if number is not None:
        return _since_epoch(number).date()
    match = DATE.match(_text(value))
    if match is None:
        raise ValueError("invalid date format")
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def parse_datetime(value: datetime | str | bytes | float) -> datetime:
    """Read a date-time; without a zone in the text there is none in the value.

    Raises:
        ValueError: it is none.
        TypeError: it is neither text nor a number.
    """
    if isinstance(value, datetime):
        return value
    number = _number(value, "datetime")
    if number is not None:
        return _since_epoch(number)
    match = DATETIME.match(_text(value))
    if match is None:
        raise ValueError("invalid datetime format")
    fields = {name: int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")}
    microsecond = int((match["fraction"] or "").ljust(6, "0"))
    return datetime(**fields, microsecond=microsecond, tzinfo=_zone(match["zone"]))  # type: ignore[arg-type]  # no field is a zone


def _text(value: str | bytes | float) -> str:
    """Text, whatever it came as."""
    return value.decode() if isinstance(value, bytes) else str(value)


def _number(value: str | bytes | float, what: str) -> float | None:
    """A number, or text that is one; None for other text."""
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str | bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers need not be typed
        raise TypeError(f"invalid type; expected {what}, string, bytes, int or float")
    try:
        return float(value)
    except ValueError:
        return None


def _since_epoch(number: float) -> datetime:
    """The time that is a number of seconds, milliseconds, microseconds or nanoseconds after 1970."""
    if number > LARGEST:
        return datetime.max
    if number < -LARGEST:
        return datetime.min
    while abs(number) > WATERSHED:
        number /= 1000
    return EPOCH + timedelta(seconds=number)


def _zone(text: str | None) -> timezone | None:
    """A zone: `Z`, or an offset in hours and minutes."""
    if text is None:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:] if len(text) > 3 else 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
