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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast

from ._exceptions import InvalidWebhookSignatureError

__all__ = [
    "DEFAULT_TOLERANCE", "DeliveryHeaders", "MemoryReplayStore", "ReplayStore", "Secret", "WebhookReceiver",
    "sign_webhook", "verify_webhook",
]  # fmt: skip

T = TypeVar("T")

Secret: TypeAlias = "str | bytes"
"""`whsec_` and base64, or base64 alone, or the raw key as bytes; at least 24 bytes once decoded."""

DeliveryHeaders: TypeAlias = "Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]"
"""Headers of a delivery as any framework has them: a mapping or pairs, names in any case, text or bytes."""

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

    def forget(self, delivery_id: str) -> None:
        """Take an id again, because what it brought could not be dealt with and will be sent once more."""
        with self._lock:
            self._ids.pop(delivery_id, None)


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
    variable: str = ""
    """The environment variable that may hold the secret, for messages; empty for none."""

    def verify_signature(
        self,
        payload: bytes | str,
        headers: DeliveryHeaders,
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
            TypeError: the payload was parsed, and is not the body as it arrived.
            ValueError: there is no usable secret, which is a mistake of the receiver.
        """
        secrets = self.secrets if secret is None else _listed(secret)
        if not any(secrets):
            named = f", set {self.variable}" if self.variable else ""
            raise ValueError(
                f"no webhook secret: give the client `webhook_secret=...`{named}, or give `secret=...` here"
            )
        verify_webhook(
            payload,
            headers,
            secrets=secrets,
            tolerance=self.tolerance if tolerance is None else tolerance,
            now=self.now(),
        )

    def unwrap(
        self,
        payload: bytes | str,
        headers: DeliveryHeaders,
        *,
        secret: Secret | Sequence[Secret] | None = None,
        replays: ReplayStore | None = None,
    ) -> T:
        """Verify a delivery, then read it; arguments as for `verify_signature`.

        `replays` remembers deliveries, so that each is read once, in place of the receiver's own.
        The id of the delivery is remembered last, so that a delivery whose body could not be read may be sent again.

        Raises:
            InvalidWebhookSignatureError: something is wrong with the delivery, or it was received before.
            TypeError, ValueError: as for `verify_signature`.
            APIResponseValidationError: the body is not JSON, or (on a strict client) not an event of the API.
        """
        self.verify_signature(payload, headers, secret=secret)
        event = self.decode(_as_bytes(payload))
        store = self.replays if replays is None else replays
        if store is not None and store.seen(_header(_by_name(headers), "webhook-id")):
            raise InvalidWebhookSignatureError("this delivery was received before")
        return event


def verify_webhook(
    payload: bytes | str,
    headers: DeliveryHeaders,
    *,
    secrets: Sequence[Secret],
    tolerance: float = DEFAULT_TOLERANCE,
    now: float,
) -> None:
    """Check a delivery against all secrets and all of its `v1` signatures, in constant time for each.

    `tolerance` is in seconds, `now` in seconds since the epoch.

    Raises:
        InvalidWebhookSignatureError: a header is missing or malformed, the delivery is old, or no signature matches.
        ValueError: a secret is malformed or too short.
    """
    keys = [_key(secret) for secret in secrets]
    body = _as_bytes(payload)
    given = _by_name(headers)
    delivery_id = _header(given, "webhook-id")
    timestamp = _header(given, "webhook-timestamp")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 18):
        raise InvalidWebhookSignatureError("the header webhook-timestamp is not a number of seconds")
    if abs(now - int(timestamp)) > tolerance:
        raise InvalidWebhookSignatureError(f"the time stamp is more than {tolerance:g} seconds away from this clock")
    expected = [_signature(key, delivery_id, timestamp, body) for key in keys]
    if not _any_equal(expected, _signatures(_header(given, "webhook-signature"))):
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
    given = (word.partition(",") for word in header.split())
    return [value.encode("utf-8", "surrogatepass") for version, comma, value in given if version == "v1" and comma]


def _any_equal(expected: list[bytes], given: list[bytes]) -> bool:
    """Compare every pair, also after a hit: time must not tell which one it was."""
    found = False
    for one in expected:
        for other in given:
            found |= hmac.compare_digest(one, other)
    return found


def _key(secret: Secret) -> bytes:
    text = secret.decode("ascii", "replace") if isinstance(secret, bytes) and secret.startswith(b"whsec_") else secret
    key = text if isinstance(text, bytes) else _decoded(text.strip())
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


def _by_name(headers: DeliveryHeaders) -> dict[str, str]:
    """Headers by name in lower case; the values of one that is repeated side by side."""
    items: Any = getattr(headers, "items", None)
    pairs: Any = headers if items is None else items()
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = _text(name).lower(), _text(value)
        found[key] = f"{found[key]} {text}" if key in found else text
    return found


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _header(headers: Mapping[str, str], name: str) -> str:
    if not (value := headers.get(name, "")):
        raise InvalidWebhookSignatureError(f"the header {name} is missing")
    return value


def _as_bytes(payload: object) -> bytes:
    if isinstance(payload, bytes | bytearray | memoryview):
        return bytes(cast("bytes | bytearray | memoryview[int]", payload))
    if not isinstance(payload, str):
        raise TypeError(
            f"`payload` is the body as it arrived, bytes or str, not {type(payload).__name__}: that is what was signed"
        )
    try:
        return payload.encode()
    except UnicodeEncodeError:
        raise InvalidWebhookSignatureError("the payload is not text; pass the raw bytes") from None
