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
