"""Webhooks of the generated client: made, delivered, verified, repeated and given another secret."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import aistrale
import pytest
from aistrale import Aistrale
from aistrale.types.events import InferenceCompletedEvent
from aistrale.types.webhooks import WebhookDelivery
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.servers.aistrale import AistraleServer
from tests.servers.running import running

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Receiver:
    """A server of a user: it answers with the next status, and keeps what came."""

    statuses: list[int] = field(default_factory=list[int])
    came: list[tuple[bytes, dict[str, str]]] = field(default_factory=list[tuple[bytes, dict[str, str]]])
    url: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.came.append((await request.body(), dict(request.headers)))
        await Response(status_code=self.statuses.pop(0) if self.statuses else 204)(scope, receive, send)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    with running(found) as address:
        found.url = f"{address.url}/hook"
        yield found


def eventually(condition: Callable[[], object]) -> None:
    """Give the other threads time until something is so."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.002)


def only(client: Aistrale, webhook_id: int) -> WebhookDelivery:
    """The one delivery of a webhook."""
    (found,) = list(client.webhooks.logs(webhook_id))
    return found


def test_18_a_signed_event_arrives_and_is_read(client: Aistrale, receiver: Receiver) -> None:
    hook = client.webhooks.create(url=receiver.url, events=["inference.completed"], secret=SECRET)
    assert (hook.secret, client.webhooks.get(hook.id).secret) == (SECRET, None)
    result = client.inference.run(prompt="Hi")
    eventually(lambda: receiver.came)
    body, headers = receiver.came[0]
    event = client.webhook_events.unwrap(body, headers, secret=SECRET)
    assert isinstance(event, InferenceCompletedEvent)
    assert event.data.inference.id == result.id


@pytest.mark.parametrize(
    ("altered", "secret"),
    [
        ({"body": b"x"}, SECRET),
        ({"webhook-timestamp": "1700000000"}, SECRET),
        ({}, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx"),
    ],
)
def test_18_a_forged_event_is_refused(
    client: Aistrale, receiver: Receiver, altered: dict[str, Any], secret: str
) -> None:
    client.webhooks.create(url=receiver.url, events=["inference.completed"], secret=SECRET)
    client.inference.run(prompt="Hi")
    eventually(lambda: receiver.came)
    body, headers = receiver.came[0]
    forged = {**headers, **{name: value for name, value in altered.items() if name != "body"}}
    with pytest.raises(aistrale.InvalidWebhookSignatureError):
        client.webhook_events.unwrap(body + altered.get("body", b""), forged, secret=secret)


def attempts(server: AistraleServer, delays: Sequence[float], receiver: Receiver) -> None:
    """Let the time pass after each attempt; the next one comes then and not before."""
    for count, delay in enumerate(delays, 1):
        eventually(lambda count=count: len(receiver.came) == count and server.clock.sleepers)
        server.clock.advance(delay - 1)
        assert len(receiver.came) == count
        server.clock.advance(1)


def test_19_a_delivery_is_repeated_until_it_arrives(
    client: Aistrale, receiver: Receiver, server: AistraleServer
) -> None:
    receiver.statuses = [500, 500]
    hook = client.webhooks.create(url=receiver.url, events=["inference.completed"])
    client.inference.run(prompt="Hi")
    attempts(server, [10, 60], receiver)
    eventually(lambda: only(client, hook.id).status == "delivered")
    delivery = only(client, hook.id)
    assert (delivery.attempts, delivery.response_code, delivery.error) == (3, 204, None)
    assert len({headers["webhook-id"] for _, headers in receiver.came}) == 1


def test_19_six_attempts_are_all_and_410_ends_a_webhook(
    client: Aistrale, receiver: Receiver, server: AistraleServer
) -> None:
    receiver.statuses = [500] * 6
    hook = client.webhooks.create(url=receiver.url, events=["inference.completed"])
    client.inference.run(prompt="Hi")
    attempts(server, [10, 60, 300, 1800, 7200], receiver)
    eventually(lambda: only(client, hook.id).status == "failed")
    assert only(client, hook.id).attempts == 6
    receiver.statuses = [410]
    client.inference.run(prompt="Hi")
    eventually(lambda: not client.webhooks.get(hook.id).enabled)
    assert [item.status for item in client.webhooks.logs(hook.id, status="failed")] == ["failed", "failed"]


def test_21_deliveries_are_tested_logged_and_repeated(client: Aistrale, receiver: Receiver) -> None:
    hook = client.webhooks.create(url=receiver.url, events=["inference.completed"])
    receiver.statuses = [500]
    assert client.webhooks.test(hook.id).status == "failed"
    tested = client.webhooks.test(hook.id)
    assert (tested.status, tested.event_type, tested.response_code) == ("delivered", "webhook.test", 204)
    again = client.webhooks.redeliver(hook.id, tested.id)
    eventually(lambda: client.webhooks.get_delivery(hook.id, again.id).delivered_at)
    assert [item.id for item in client.webhooks.logs(hook.id, status="delivered")] == [again.id, tested.id]


def test_21_both_secrets_sign_until_the_grace_ends(
    client: Aistrale, receiver: Receiver, server: AistraleServer
) -> None:
    hook = client.webhooks.create(url=receiver.url, events=["inference.completed"], secret=SECRET)
    new = client.webhooks.rotate_secret(hook.id, grace_period_seconds=60).secret
    assert new is not None
    client.webhooks.test(hook.id)
    server.clock.advance(61)
    client.webhooks.test(hook.id)
    during, after = receiver.came
    for secret in (SECRET, new):
        client.webhook_events.verify_signature(*during, secret=secret)
    client.webhook_events.verify_signature(*after, secret=new)
    with pytest.raises(aistrale.InvalidWebhookSignatureError):
        client.webhook_events.verify_signature(*after, secret=SECRET)
