"""Webhook deliveries: signed by Standard Webhooks, repeated on the server's clock, and written down."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import httpx2

from tests.servers.artificer.clock import stamp

from .state import Record, State

__all__ = ["Courier", "new_secret"]

DELAYS = (10, 60, 300, 1800, 7200)
"""Seconds before the attempts after the first."""
PATIENCE = 10.0
GONE = 410


def new_secret() -> str:
    """A secret for a webhook."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


@dataclass
class Courier:
    """Brings events to webhooks."""

    state: State
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def bring(self, event: Record) -> None:
        """Queue an event for every webhook that wants it."""
        for hook in reversed(self.state.all("webhook", enabled=True, workspace_id=event["workspace_id"])):
            if event["type"] in hook["events"]:
                self.queue(hook, event)

    def queue(self, hook: Record, event: Record) -> Record:
        """Queue an event for one webhook."""
        delivery = self.delivery(hook, event)
        task = asyncio.get_running_loop().create_task(self.persist(hook, delivery))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return delivery

    def delivery(self, hook: Record, event: Record) -> Record:
        """A delivery that has not been tried."""
        return self.state.add(
            "delivery",
            webhook_id=hook["id"],
            event_type=event["type"],
            payload=event,
            status="pending",
            response_code=None,
            delivered_at=None,
            created_at=self.state.now,
            attempts=0,
            next_attempt_at=None,
            error=None,
            duration_ms=None,
        )

    async def persist(self, hook: Record, delivery: Record) -> None:
        """Try a delivery until it arrives, or there are no attempts left."""
        for delay in (*DELAYS, None):
            await self.attempt(hook, delivery)
            if delivery["status"] != "pending":
                return
            if delay is None:
                delivery.update(status="failed", next_attempt_at=None)
                return
            delivery["next_attempt_at"] = stamp(self.state.clock.now() + timedelta(seconds=delay))
            await self.state.clock.sleep(delay)

    async def attempt(self, hook: Record, delivery: Record) -> None:
        """Send an event once; anything but a success leaves it pending, and 410 ends the webhook."""
        body = json.dumps(delivery["payload"], separators=(",", ":")).encode()
        delivery["attempts"] += 1
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
                answer = await client.post(hook["url"], content=body, headers=self.signed(hook, delivery, body))
        except httpx2.HTTPError as error:
            delivery.update(response_code=None, error=type(error).__name__, duration_ms=1.0)
            return
        code = answer.status_code
        delivery.update(response_code=code, error=None if answer.is_success else f"status {code}", duration_ms=1.0)
        if answer.is_success:
            delivery.update(status="delivered", delivered_at=self.state.now, next_attempt_at=None)
        elif code == GONE:
            hook["enabled"] = False
            delivery.update(status="failed", next_attempt_at=None)

    def signed(self, hook: Record, delivery: Record, body: bytes) -> dict[str, str]:
        """The headers of a delivery; during a grace period both secrets sign."""
        now = self.state.clock.now()
        id_, seconds = delivery["payload"]["id"], str(int(now.timestamp()))
        old = [hook["old_secret"]] if hook["old_secret"] and now < hook["grace_ends"] else []
        signatures = [signature(secret, f"{id_}.{seconds}.".encode() + body) for secret in (hook["secret"], *old)]
        return {
            "Content-Type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": seconds,
            "webhook-signature": " ".join(signatures),
        }


def signature(secret: str, content: bytes) -> str:
    """One signature (Standard Webhooks)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
