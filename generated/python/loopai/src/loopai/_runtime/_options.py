# Copied from overlays/python/runtime/_options.py; edit it there.
"""Options of one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeAlias, TypedDict

from ._absent import NOT_GIVEN, NotGiven, Omit

__all__ = [
    "Body",
    "CallOptions",
    "Headers",
    "Query",
    "RequestOptions",
    "Timeout",
    "TimeoutLike",
    "call_options",
    "checked_retries",
    "checked_timeout",
    "options_of",
    "patient",
]

Headers: TypeAlias = Mapping[str, "str | Omit"]
"""Headers that are added or, with `omit`, taken away."""
Query: TypeAlias = Mapping[str, object]
"""Query parameters that are added."""
Body: TypeAlias = object
"""Fields that are added to a JSON body."""


class Timeout(NamedTuple):
    """Limits in seconds, None for no limit.

    `connect`, and `read` and `write` between bytes, are those of one attempt; `pool` is the wait for a free connection.
    `total` covers all attempts with their answers, and the waits between them; streams have no such limit.
    """

    read: float | None = 60.0
    connect: float | None = 5.0
    write: float | None = 30.0
    pool: float | None = 10.0
    total: float | None = 600.0


def patient(usual: Timeout, seconds: float) -> Timeout:
    """Limits with so many seconds between bytes; the whole call may take as long if that is more than usual."""
    total = usual.total
    return usual._replace(read=seconds, total=total if total is None else max(total, seconds))


def checked_timeout(timeout: Timeout) -> Timeout:
    """The limits as they are.

    Raises:
        ValueError: one is below 0, or no number.
    """
    if any(limit is not None and not limit >= 0 for limit in timeout):
        raise ValueError(f"`timeout` is in seconds from 0, or None: {timeout}")
    return timeout


def checked_retries(retries: int) -> int:
    """The number of retries as it is; infinity is one.

    Raises:
        ValueError: it is below 0.
        TypeError: it is no number.
    """
    if not isinstance(retries, int | float):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers need not be typed
        raise TypeError("`max_retries` is a number: 0 for none, `math.inf` for no limit")
    if not retries >= 0:
        raise ValueError("`max_retries` is a number from 0")
    return retries


class ForeignTimeout(Protocol):
    """Limits as httpx and httpx2 write them."""

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None


TimeoutLike: TypeAlias = float | Timeout | ForeignTimeout
"""Seconds between bytes, or limits for each phase: ours, or those of httpx and httpx2."""


class RequestOptions(TypedDict, total=False):
    """Options of a call to an endpoint that has no method of its own; all may be left out."""

    headers: Headers
    """Headers that are added or, with `omit`, taken away."""
    params: Query
    """Query parameters that are added."""
    extra_json: Body
    """Fields that are added to a JSON body."""
    timeout: TimeoutLike | None
    """Seconds between bytes, or limits for each phase; None for no limit; the client's."""
    max_retries: int
    """How often a failed request is repeated; the client's."""
    idempotency_key: str
    """Sent with all attempts where the API has such a header; a random one."""
    follow_redirects: bool
    """Whether redirects within the API's origin are followed; True."""


class CallArguments(TypedDict, total=False):
    """The arguments that all methods have, for those that hand them on: `**call: Unpack[CallArguments]`."""

    idempotency_key: str | None
    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: float | Timeout | NotGiven | None
    max_retries: int | NotGiven


class CallOptions(NamedTuple):
    """What a caller changed for one call."""

    headers: Headers | None = None
    query: Query | None = None
    body: Body | None = None
    timeout: TimeoutLike | NotGiven | None = NOT_GIVEN
    max_retries: int | NotGiven = NOT_GIVEN
    idempotency_key: str | None = None
    follow_redirects: bool = True


def options_of(given: RequestOptions | CallOptions | None) -> CallOptions | None:
    """The options of a call from a table of them.

    Raises:
        TypeError: the table has an option that there is not.
    """
    if given is None or isinstance(given, CallOptions):
        return given
    if unknown := sorted(set(given) - RequestOptions.__annotations__.keys()):
        raise TypeError(f"`options` has no {unknown[0]!r}; there are {', '.join(RequestOptions.__annotations__)}")
    return CallOptions(
        headers=given.get("headers"),
        query=given.get("params"),
        body=given.get("extra_json"),
        timeout=given.get("timeout", NOT_GIVEN),
        max_retries=given.get("max_retries", NOT_GIVEN),
        idempotency_key=given.get("idempotency_key"),
        follow_redirects=given.get("follow_redirects", True),
    )


def call_options(
    extra_headers: Headers | None,
    extra_query: Query | None,
    extra_body: Body | None,
    timeout: TimeoutLike | NotGiven | None,
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
