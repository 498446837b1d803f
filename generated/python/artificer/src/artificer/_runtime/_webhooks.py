# Copied from overlays/python/runtime/_webhooks.py; edit it there.
"""Webhooks, verified by the rules of Standard Webhooks 1.0 before anything of them is read.

The signature is an HMAC-SHA256 of `id.timestamp.body` over the raw bytes of the body, so pass the body as it arrived:
one that was parsed and written again no longer has the signature.
"""

from __future__ import annotations

import hmac
import time
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeAlias, TypeVar

from ._exceptions import InvalidWebhookSignatureError

__all__ = [
    "DEFAULT_TOLERANCE", "MemoryReplayStore", "ReplayStore", "Secret", "WebhookReceiver", "sign_webhook",
    "verify_webhook",
]  # fmt: skip

T = TypeVar("T")

Secret: TypeAlias = "str | bytes"
"""`whsec_` and base64, or base64 alone, or the raw key as bytes; at least 24 bytes once decoded."""

DEFAULT_TOLERANCE = 300.0
"""Seconds that the time stamp of a delivery may lie in the past or the future."""

_PREFIX = "whsec_"
_SHORTEST_KEY = 24


class ReplayStore(Protocol):
    """Remembers deliveries, to refuse those that are sent again by somebody else.

    All processes that receive must share one: a table with a unique key, or `SET NX EX 600` of Redis.
    """

    def seen(self, delivery_id: str) -> bool:
        """Remember an id for at least twice the tolerance, and say whether it was known; both in one atomic step."""
        ...


class MemoryReplayStore:
    """A replay store for one process, which threads may share; it holds the last `capacity` ids (default 100,000)."""

    def __init__(self, capacity: int = 100_000) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def seen(self, delivery_id: str) -> bool:
        """Remember an id, and say whether it was among the last ones already."""
        with self._lock:
            if delivery_id in self._ids:
                return True
            self._ids[delivery_id] = None
            if len(self._ids) > self._capacity:
                self._ids.popitem(last=False)
            return False


@dataclass(frozen=True, slots=True)
class WebhookReceiver(Generic[T]):
    """Verifies deliveries and reads them as events of type `T`."""

    decode: Callable[[bytes], T]
    """Reads the JSON of a verified body."""
    secrets: Sequence[Secret] = field(default=(), repr=False)
    """The secrets in force: the old and the new one while they are rotated."""
    tolerance: float = DEFAULT_TOLERANCE
    """Seconds that the time stamp of a delivery may lie in the past or the future (default 300)."""
    replays: ReplayStore | None = None
    """What remembers deliveries; None if those that come a second time are accepted (default)."""
    now: Callable[[], float] = time.time
    """The time in seconds since the epoch."""

    def verify_signature(
        self,
        payload: bytes | str,
        headers: Mapping[str, str],
        *,
        secret: Secret | Sequence[Secret] | None = None,
        tolerance: float | None = None,
    ) -> None:
        """Check that a delivery is genuine and recent.

        Args:
            payload: The body as it arrived; one that was parsed and written again no longer has the signature.
            headers: The headers of the delivery; the case of their names does not matter.
            secret: One or more secrets in place of the receiver's own.
            tolerance: Seconds in place of the receiver's own.

        Raises:
            InvalidWebhookSignatureError: something is wrong with the delivery.
            ValueError: there is no usable secret, which is a mistake of the receiver.
        """
        verify_webhook(
            payload,
            headers,
            secrets=self.secrets if secret is None else _listed(secret),
            tolerance=self.tolerance if tolerance is None else tolerance,
            now=self.now(),
        )

    def unwrap(
        self,
        payload: bytes | str,
        headers: Mapping[str, str],
        *,
        secret: Secret | Sequence[Secret] | None = None,
    ) -> T:
        """Verify a delivery, then read it; arguments as for `verify_signature`.

        Its id is remembered last, so that a delivery whose body could not be read may be sent again.

        Raises:
            InvalidWebhookSignatureError: something is wrong with the delivery, or it was received before.
            ValueError: there is no usable secret.
            APIResponseValidationError: the body is not JSON, or (on a strict client) not an event of the API.
        """
        self.verify_signature(payload, headers, secret=secret)
        event = self.decode(_as_bytes(payload))
        if self.replays is not None and self.replays.seen(_header(headers, "webhook-id")):
            raise InvalidWebhookSignatureError("this delivery was received before")
        return event


def verify_webhook(
    payload: bytes | str,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[Secret],
    tolerance: float = DEFAULT_TOLERANCE,
    now: float,
) -> None:
    """Check a delivery against all secrets and all of its `v1` signatures, in constant time for each.

    `tolerance` is in seconds, `now` in seconds since the epoch.

    Raises:
        InvalidWebhookSignatureError: a header is missing or malformed, the delivery is old, or no signature matches.
        ValueError: a secret is missing, malformed or too short.
    """
    keys = [_key(secret) for secret in secrets]
    if not keys:
        raise ValueError("no webhook secret is set")
    delivery_id = _header(headers, "webhook-id")
    timestamp = _header(headers, "webhook-timestamp")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 18):
        raise InvalidWebhookSignatureError("the header webhook-timestamp is not a number of seconds")
    if abs(now - int(timestamp)) > tolerance:
        raise InvalidWebhookSignatureError("the delivery is too old, or its clock is ahead")
    body = _as_bytes(payload)
    expected = [_signature(key, delivery_id, timestamp, body) for key in keys]
    if not _any_equal(expected, _signatures(_header(headers, "webhook-signature"))):
        raise InvalidWebhookSignatureError("no signature of the delivery matches")


def sign_webhook(payload: bytes | str, *, secret: Secret, delivery_id: str, timestamp: int) -> dict[str, str]:
    """Make the headers of a delivery as senders do, for tests; `timestamp` is in seconds since the epoch."""
    signature = _signature(_key(secret), delivery_id, str(timestamp), _as_bytes(payload))
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature.decode('ascii')}",
    }


def _signature(key: bytes, delivery_id: str, timestamp: str, body: bytes) -> bytes:
    signed = b".".join((delivery_id.encode("utf-8", "surrogatepass"), timestamp.encode("ascii"), body))
    return b64encode(hmac.digest(key, signed, "sha256"))


def _signatures(header: str) -> list[bytes]:
    """List the `v1` signatures of a header; other versions and words without one do not count."""
    given = (word.partition(",") for word in header.split(" "))
    return [value.encode("utf-8", "surrogatepass") for version, comma, value in given if version == "v1" and comma]


def _any_equal(expected: list[bytes], given: list[bytes]) -> bool:
    """Compare every pair, also after a hit: time must not tell which one it was."""
    found = False
    for one in expected:
        for other in given:
            found |= hmac.compare_digest(one, other)
    return found


def _key(secret: Secret) -> bytes:
    key = secret if isinstance(secret, bytes) else _decoded(secret)
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"a webhook secret must have at least {_SHORTEST_KEY} bytes")
    return key


def _decoded(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        raise ValueError("a webhook secret must be base64; pass a raw key as bytes") from None


def _listed(secret: Secret | Sequence[Secret]) -> Sequence[Secret]:
    return (secret,) if isinstance(secret, (str, bytes)) else secret


def _header(headers: Mapping[str, str], name: str) -> str:
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    if not value:
        raise InvalidWebhookSignatureError(f"the header {name} is missing")
    return value


def _as_bytes(payload: bytes | str) -> bytes:
    try:
        return payload.encode() if isinstance(payload, str) else payload
    except UnicodeEncodeError:
        raise InvalidWebhookSignatureError("the payload is not text; pass the raw bytes") from None
