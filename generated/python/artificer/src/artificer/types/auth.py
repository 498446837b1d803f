# Copied from overlays/python/artificer/types/auth.py; edit it there.
"""API keys whose secret is not shown by accident."""

from __future__ import annotations

from collections.abc import Iterator

from .._generated.types import auth as generated

__all__ = ["ApiKeyCreated"]


class ApiKeyCreated(generated.ApiKeyCreated):
    """An API key with its secret `key`, which is told only once and masked where the model is printed."""

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        for name, value in super().__repr_args__():
            yield name, f"{self.prefix}..." if name == "key" else value


# Added by Burnish: what else the generated module offers.
from .._generated.types.auth import (
    ApiKey as ApiKey,
    CreateApiKey as CreateApiKey,
    CurrentKey as CurrentKey,
    RateLimit as RateLimit,
    RateLimitParam as RateLimitParam,
    RotateApiKey as RotateApiKey,
    UpdateApiKey as UpdateApiKey,
)

__all__ += ["ApiKey", "CreateApiKey", "CurrentKey", "RateLimit", "RateLimitParam", "RotateApiKey", "UpdateApiKey"]
