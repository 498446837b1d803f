"""API keys: who may do what, from where, how often."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from ..clock import Clock
from ..errors import ApiError, Code, conflict, invalid, not_found
from ..records import ApiKey, RateLimit

__all__ = ["SCOPES", "Allowance", "Keyring", "check_networks", "check_scopes", "permit"]

ROUTERS = ("chat", "conversations", "messages", "batch", "images", "orchestration", "projects", "export", "search",
           "usage", "monitoring", "models", "keys")  # fmt: skip
SCOPES = frozenset(["admin", *(f"{router}:{right}" for router in ROUTERS for right in ("read", "write"))])
SHOWN = 9  # characters of a secret that may be seen later


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests a key has left; `reset` is in seconds."""

    limit: int
    remaining: int
    reset: int


@dataclass(slots=True)
class Keyring:
    """All keys, by id."""

    clock: Clock
    usual: RateLimit
    keys: dict[str, ApiKey] = field(default_factory=dict[str, ApiKey])
    made: int = 0

    def add(self, key: ApiKey, secret: str) -> None:
        """Keep a key whose secret is known."""
        key.prefix = secret[:SHOWN]
        key.secrets[digest(secret)] = None
        self.keys[key.id] = key

    def get(self, id_: str) -> ApiKey:
        """A key, revoked or not."""
        if id_ not in self.keys:
            raise not_found("API key", id_)
        return self.keys[id_]

    def rotate(self, key: ApiKey, grace_s: int) -> str:
        """Give a key a new secret; the old ones end after the grace period, or when they would have ended before."""
        if key.revoked_at is not None:
            conflict("a revoked key cannot be rotated")
        end = self.clock.now() + timedelta(seconds=grace_s)
        key.secrets = {known: min(until, end) if until else end for known, until in key.secrets.items()}
        secret = self.secret()
        self.add(key, secret)
        return secret

    def secret(self) -> str:
        """A new secret. It follows from how many were made, which is well enough for a server of tests."""
        self.made += 1
        return "af_sk_" + sha256(f"artificer {self.made}".encode()).hexdigest()[:32]

    def authenticate(self, secret: str) -> ApiKey:
        """The key that a secret opens.

        Raises:
            ApiError: UNAUTHORIZED if there is none, or it has ended.
        """
        now = self.clock.now()
        known = digest(secret)
        key = next((key for key in self.keys.values() if known in key.secrets), None)
        if key is None:
            raise ApiError(Code.UNAUTHORIZED, "the API key is unknown")
        if key.revoked_at is not None:
            raise ApiError(Code.UNAUTHORIZED, "the API key has been revoked")
        ends = [end for end in (key.expires_at, key.secrets[known]) if end is not None]
        if any(end <= now for end in ends):
            raise ApiError(Code.UNAUTHORIZED, "the API key has expired")
        key.last_used_at = now
        return key

    def count(self, key: ApiKey) -> Allowance:
        """Count a request; `remaining` is -1 if it is one too many."""
        now, limit = self.clock.now(), key.rate_limit or self.usual
        if key.window_began is None or (now - key.window_began).total_seconds() >= limit.window_seconds:
            key.window_began, key.window_used = now, 0
        if key.window_used >= limit.requests:
            return Allowance(limit.requests, -1, self.left(key.window_began, limit))
        key.window_used += 1
        return Allowance(limit.requests, limit.requests - key.window_used, self.left(key.window_began, limit))

    def left(self, began: datetime, limit: RateLimit) -> int:
        """How many whole seconds a window still has, at least one."""
        passed = (self.clock.now() - began).total_seconds()
        return max(1, math.ceil(limit.window_seconds - passed))


def permit(key: ApiKey, scope: str, address: str) -> None:
    """Hold a key against a scope and the caller's address.

    Raises:
        ApiError: FORBIDDEN if one of them does not fit.
    """
    if key.ip_allow_list and not any(ip_address(address) in ip_network(net) for net in key.ip_allow_list):
        raise ApiError(Code.FORBIDDEN, f"the API key may not be used from {address}")
    if scope and scope not in key.scopes and "admin" not in key.scopes:
        raise ApiError(Code.FORBIDDEN, f"the API key has no scope {scope}")


def check_scopes(scopes: list[str], giver: ApiKey) -> None:
    """Refuse scopes that do not exist, or that the caller's own key does not have."""
    for index, scope in enumerate(scopes):
        if scope not in SCOPES:
            invalid(f"there is no scope {scope}", "scopes", index)
    if "admin" not in giver.scopes and not set(scopes) <= set(giver.scopes):
        raise ApiError(Code.FORBIDDEN, "the API key cannot give scopes that it does not have")


def check_networks(networks: list[str]) -> None:
    """Refuse what is no network in CIDR notation."""
    for index, network in enumerate(networks):
        try:
            ip_network(network)
        except ValueError:
            invalid("this is no network in CIDR notation", "ipAllowList", index)


def digest(secret: str) -> str:
    """A secret as it is stored."""
    return sha256(secret.encode()).hexdigest()
