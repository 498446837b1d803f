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
    """Time limits of a call, in seconds; None for no limit. All but `total` hold for each attempt anew.

    A limit that is exceeded raises `APITimeoutError`. A client whose API sets other defaults has those.
    """

    read: float | None = 60.0
    """Longest wait for the next bytes of the answer (default 60)."""
    connect: float | None = 5.0
    """Longest wait for a new connection (default 5)."""
    write: float | None = 30.0
    """Longest wait until the next bytes of the request are taken (default 30)."""
    pool: float | None = 10.0
    """Longest wait for a free connection (default 10)."""
    total: float | None = 600.0
    """Longest duration of the whole call: all attempts, their answers, and the waits between them (default 600).

    Streams have no such limit.
    """


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
    """Options of a call to an endpoint that has no method of its own, such as `client.get("/path", options={...})`."""

    headers: Headers
    """Headers to add or, with `omit`, to leave out (default: none)."""
    params: Query
    """Query parameters to add (default: none)."""
    extra_json: Body
    """Fields to add to a JSON body (default: none)."""
    timeout: TimeoutLike | None
    """Seconds between bytes, or a `Timeout`; None for no limit (default: the client's)."""
    max_retries: int
    """How often a failed request is sent again; 0 for never (default: the client's)."""
    idempotency_key: str
    """Key that all attempts are sent with, where the API has a header for it (default: a random one)."""
    follow_redirects: bool
    """Whether redirects within the API's origin are followed (default True)."""


class CallArguments(TypedDict, total=False):
    """The arguments that all methods have, for functions that pass them on: `**call: Unpack[CallArguments]`."""

    idempotency_key: str | None
    """Key that all attempts are sent with, where the API has a header for it (default: a random one)."""
    extra_headers: Headers | None
    """Headers to add or, with `omit`, to leave out (default: none)."""
    extra_query: Query | None
    """Query parameters to add (default: none)."""
    extra_body: Body | None
    """Fields to add to a JSON body (default: none)."""
    timeout: float | Timeout | NotGiven | None
    """Seconds between bytes, or a `Timeout`; None for no limit (default: the client's)."""
    max_retries: int | NotGiven
    """How often a failed request is sent again; 0 for never (default: the client's)."""


class CallOptions(NamedTuple):
    """What a caller changed for one call; the client's own value holds for everything else."""

    headers: Headers | None = None
    """Headers to add or, with `omit`, to leave out."""
    query: Query | None = None
    """Query parameters to add."""
    body: Body | None = None
    """Fields to add to a JSON body."""
    timeout: TimeoutLike | NotGiven | None = NOT_GIVEN
    """Seconds between bytes, or a `Timeout`; None for no limit."""
    max_retries: int | NotGiven = NOT_GIVEN
    """How often a failed request is sent again; 0 for never."""
    idempotency_key: str | None = None
    """Key that all attempts are sent with; None for a random one."""
    follow_redirects: bool = True
    """Whether redirects within the API's origin are followed."""


def options_of(given: RequestOptions | CallOptions | None) -> CallOptions | None:
    """The options of a call from a table of them.

    Raises:
        TypeError: the table has an unknown option; the message lists those that exist.
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
