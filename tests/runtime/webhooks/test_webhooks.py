"""Verification by Standard Webhooks 1.0."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from sdk_runtime._exceptions import InvalidWebhookSignatureError
from sdk_runtime._webhooks import MemoryReplayStore, WebhookReceiver
from sdk_runtime.testing import sign_webhook

KEY = b"k" * 24
SECRET = "whsec_" + b64encode(KEY).decode()
BODY = b'{"type": "ping"}'
NOW = 1_700_000_000

Headers = dict[str, str]


def receiver(*secrets: str | bytes, **options: Any) -> WebhookReceiver[Any]:
    return WebhookReceiver(json.loads, secrets or (SECRET,), now=lambda: float(NOW), **options)


def signed(body: bytes = BODY, *, secret: str | bytes = SECRET, at: int = NOW) -> Headers:
    return sign_webhook(body, secret=secret, delivery_id="msg_1", timestamp=at)


def test_the_example_of_the_standard_verifies() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    WebhookReceiver(json.loads, ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",), now=lambda: 1614265330.0).verify_signature(
        b'{"test": 2432232314}', headers
    )


@pytest.mark.parametrize("payload", [BODY, BODY.decode()])
def test_a_genuine_delivery_is_read(payload: bytes | str) -> None:
    upper = {name.title(): value for name, value in signed().items()}
    assert receiver().unwrap(payload, upper) == {"type": "ping"}


@pytest.mark.parametrize("at", [NOW - 300, NOW + 300])
def test_the_edge_of_the_tolerance_is_inside(at: int) -> None:
    receiver().verify_signature(BODY, signed(at=at))


def with_(name: str, change: Callable[[str], str]) -> Headers:
    headers = signed()
    return {**headers, name: change(headers[name])}


class LikeAMessage:
    """Headers as frameworks have them: no mapping, but with `items`."""

    def items(self) -> list[tuple[str, str]]:
        return list(signed().items())


HEADERS = {
    "pairs": list(signed().items()),
    "bytes": [(name.encode(), value.encode()) for name, value in signed().items()],
    "items": LikeAMessage(),
    "repeated": [("Webhook-Signature", "v1,AAAA"), *signed().items()],
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_may_be_those_of_any_framework(kind: str) -> None:
    headers: Any = HEADERS[kind]
    assert receiver().unwrap(bytearray(BODY), headers) == {"type": "ping"}


@pytest.mark.parametrize("payload", [{"type": "ping"}, None])
def test_a_body_that_was_parsed_is_the_receivers_mistake(payload: Any) -> None:
    with pytest.raises(TypeError, match="the body as it arrived"):
        receiver().unwrap(payload, signed())


FORGED = {
    "old": signed(at=NOW - 301),
    "from the future": signed(at=NOW + 301),
    "other body": signed(b"{}"),
    "other key": signed(secret=b"x" * 24),
    "other id": with_("webhook-id", lambda _: "msg_2"),
    "signed time": with_("webhook-timestamp", lambda text: f"+{text}"),
    "padded time": with_("webhook-timestamp", lambda text: f" {text}"),
    "fullwidth time": with_("webhook-timestamp", lambda text: text.translate({48 + d: 0xFF10 + d for d in range(10)})),
    "endless time": with_("webhook-timestamp", lambda _: "9" * 5000),
    "no version": with_("webhook-signature", lambda text: text[3:]),
    "other version": with_("webhook-signature", lambda text: "v1a," + text[3:]),
    "not ASCII": with_("webhook-signature", lambda _: "v1,é\udce9"),
    "cut": with_("webhook-signature", lambda text: text[:-1]),
    "empty": with_("webhook-signature", lambda _: "v1,"),
    "surrogate id": with_("webhook-id", lambda _: "\ud800"),
    **{f"without {name}": {k: v for k, v in signed().items() if k != name} for name in signed()},
}


@pytest.mark.parametrize("case", FORGED)
def test_whatever_is_wrong_is_one_error(case: str) -> None:
    with pytest.raises(InvalidWebhookSignatureError):
        receiver().unwrap(BODY, FORGED[case])


def test_nothing_is_parsed_before_it_is_verified() -> None:
    def never(_: bytes) -> None:
        pytest.fail("parsed before it was verified")

    with pytest.raises(InvalidWebhookSignatureError):
        WebhookReceiver(never, (SECRET,), now=lambda: float(NOW)).unwrap(BODY, FORGED["other body"])


def test_old_and_new_secrets_verify_while_they_rotate() -> None:
    new = b"n" * 32
    receiver(SECRET, new).verify_signature(BODY, signed(secret=new))
    both = with_("webhook-signature", lambda text: f"v2,xx v1,AAAA {text}")
    receiver(new, SECRET).verify_signature(BODY, both)


@pytest.mark.parametrize("secret", [f"{SECRET}\n", SECRET.encode(), SECRET.removeprefix("whsec_"), KEY])
def test_a_secret_may_be_written_in_several_ways(secret: str | bytes) -> None:
    receiver().verify_signature(BODY, signed(), secret=secret)


@pytest.mark.parametrize("secret", ["", "whsec_", b"", b"short", "whsec_!!!", "whsec_" + b64encode(b"k" * 23).decode()])
def test_an_unusable_secret_is_the_receivers_mistake(secret: str | bytes) -> None:
    with pytest.raises(ValueError, match="secret"):
        receiver().unwrap(BODY, signed(), secret=secret)
    with pytest.raises(ValueError, match=r"no webhook secret: .*, set ZOO_WEBHOOK_SECRET, "):
        WebhookReceiver(json.loads, variable="ZOO_WEBHOOK_SECRET").unwrap(BODY, signed())


def test_a_delivery_is_taken_once() -> None:
    once = receiver(replays=MemoryReplayStore())
    once.unwrap(BODY, signed())
    with pytest.raises(InvalidWebhookSignatureError, match="before"):
        once.unwrap(BODY, signed())


def test_a_store_may_be_given_with_each_delivery_and_forget_one() -> None:
    store = MemoryReplayStore()
    receiver().unwrap(BODY, signed(), replays=store)
    with pytest.raises(InvalidWebhookSignatureError, match="before"):
        receiver().unwrap(BODY, signed(), replays=store)
    store.forget("msg_1")
    receiver().unwrap(BODY, signed(), replays=store)


def test_a_delivery_that_could_not_be_read_may_come_again() -> None:
    once = receiver(replays=MemoryReplayStore())
    for _ in range(2):
        with pytest.raises(json.JSONDecodeError):
            once.unwrap(b"{", signed(b"{"))


def test_the_replay_store_forgets_the_oldest() -> None:
    store = MemoryReplayStore(capacity=2)
    assert [store.seen(name) for name in ("a", "b", "c", "a", "c")] == [False, False, False, False, True]
