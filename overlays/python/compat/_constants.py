"""Defaults of clients, under the names that users of the earlier SDK import."""

from __future__ import annotations

import httpx

__all__ = [
    "DEFAULT_CONNECTION_LIMITS", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT", "INITIAL_RETRY_DELAY", "MAX_RETRY_DELAY",
    "OVERRIDE_CAST_TO_HEADER", "RAW_RESPONSE_HEADER",
]  # fmt: skip

RAW_RESPONSE_HEADER = "X-Stainless-Raw-Response"
OVERRIDE_CAST_TO_HEADER = "____stainless_override_cast_to"

DEFAULT_TIMEOUT = httpx.Timeout(timeout=60, connect=5.0)
"""One minute between bytes, five seconds to connect."""

DEFAULT_MAX_RETRIES = 2
DEFAULT_CONNECTION_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)

INITIAL_RETRY_DELAY = 0.5
"""Seconds before the first repetition."""

MAX_RETRY_DELAY = 8.0
"""Seconds; longer waits only when the server asks for them."""
