# Copied from overlays/python/runtime/_options.py; edit it there.
"""Options of one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ._absent import NOT_GIVEN, NotGiven, Omit

__all__ = ["Body", "CallOptions", "Headers", "Query", "Timeout", "call_options"]

Headers: TypeAlias = Mapping[str, "str | Omit"]
"""Headers that are added or, with `omit`, taken away."""
Query: TypeAlias = Mapping[str, object]
"""Query parameters that are added."""
Body: TypeAlias = object
"""Fields that are added to a JSON body."""


@dataclass(frozen=True, slots=True)
class Timeout:
    """Limits of one attempt in seconds, None for no limit.

    `read` and `write` are between bytes, `pool` is the wait for a free connection. `total` covers all attempts and the
    waits between them.
    """

    read: float | None = 60.0
    connect: float | None = 5.0
    write: float | None = 30.0
    pool: float | None = 10.0
    total: float | None = 600.0


@dataclass(frozen=True, slots=True)
class CallOptions:
    """What a caller changed for one call."""

    headers: Headers | None = None
    query: Query | None = None
    body: Body | None = None
    timeout: float | Timeout | NotGiven | None = NOT_GIVEN
    max_retries: int | NotGiven = NOT_GIVEN
    idempotency_key: str | None = None


def call_options(
    extra_headers: Headers | None,
    extra_query: Query | None,
    extra_body: Body | None,
    timeout: float | Timeout | NotGiven | None,
    max_retries: int | NotGiven,
    idempotency_key: str | None = None,
) -> CallOptions | None:
    """Gather the options of a call; None when all are as usual."""
    if (
        extra_headers is None
        and extra_query is None
        and extra_body is None
        and idempotency_key is None
        and timeout is NOT_GIVEN
        and max_retries is NOT_GIVEN
    ):
        return None
    return CallOptions(extra_headers, extra_query, extra_body, timeout, max_retries, idempotency_key)
