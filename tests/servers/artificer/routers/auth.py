"""auth: API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..calls import Call, Handler, Plain, Reply, page
from ..engine.keyring import check_networks, check_scopes
from ..engine.ledger import summary
from ..records import ApiKey, RateLimit, wire

__all__ = ["HANDLERS"]

USUAL_GRACE_S = 86_400


async def me(call: Call) -> Reply:
    """The key that the request is made with."""
    key, organization = call.key, call.state.options.organization
    return Plain({"keyId": key.id, "name": key.name, "scopes": key.scopes, "organization": organization})


async def create(call: Call) -> Reply:
    """Create a key and tell its secret."""
    state, body = call.state, call.body
    networks: list[str] = body.get("ipAllowList", [])
    check_scopes(body["scopes"], call.key)
    check_networks(networks)
    expires = body.get("expiresAt")
    key = ApiKey(
        id=state.new_id("key"),
        name=body["name"],
        prefix="",
        scopes=body["scopes"],
        ip_allow_list=networks,
        rate_limit=rate_limit(body.get("rateLimit")),
        created_at=state.now,
        expires_at=datetime.fromisoformat(expires) if expires else None,
    )
    secret = state.keyring.secret()
    state.keyring.add(key, secret)
    return Plain({**wire(key), "key": secret})


async def list_(call: Call) -> Reply:
    """List keys, newest first."""
    revoked: bool = call.query["includeRevoked"]
    listed = [key for key in call.state.keyring.keys.values() if revoked or key.revoked_at is None]
    return page(listed[::-1], call.query)


async def get(call: Call) -> Reply:
    """Get a key."""
    return Plain(named(call))


async def update(call: Call) -> Reply:
    """Change what is sent; null clears."""
    key, body = named(call), call.body
    check_scopes(body.get("scopes", []), call.key)
    check_networks(body.get("ipAllowList", []))
    if "rateLimit" in body:
        key.rate_limit = rate_limit(body["rateLimit"])
    key.name = body.get("name", key.name)
    key.scopes = body.get("scopes", key.scopes)
    key.ip_allow_list = body.get("ipAllowList", key.ip_allow_list)
    return Plain(key)


async def rotate(call: Call) -> Reply:
    """Give a key a new secret and tell it."""
    key = named(call)
    secret = call.state.keyring.rotate(key, call.body.get("gracePeriodSeconds", USUAL_GRACE_S))
    return Plain({**wire(key), "key": secret})


async def revoke(call: Call) -> Reply:
    """Make a key stop working for good."""
    key = named(call)
    key.revoked_at = key.revoked_at or call.state.now
    return Plain(key)


async def usage(call: Call) -> Reply:
    """What calls with a key used."""
    key = named(call)
    entries = call.state.ledger.between(call.query["from"], call.query["to"])
    return Plain(summary(entry for entry in entries if entry.key_id == key.id))


def named(call: Call) -> ApiKey:
    """The key of the path."""
    return call.state.keyring.get(call.path["keyId"])


def rate_limit(given: dict[str, Any] | None) -> RateLimit | None:
    """A rate limit as it was sent."""
    return None if given is None else RateLimit(given["requests"], given["windowSeconds"])


HANDLERS: dict[str, Handler] = {
    "auth.me": me,
    "auth.keys.create": create,
    "auth.keys.list": list_,
    "auth.keys.get": get,
    "auth.keys.update": update,
    "auth.keys.rotate": rotate,
    "auth.keys.revoke": revoke,
    "auth.keys.usage": usage,
}
