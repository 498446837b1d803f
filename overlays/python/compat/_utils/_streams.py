"""Streams read to their end for nothing but that."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import Any

__all__ = ["consume_async_iterator", "consume_sync_iterator"]


def consume_sync_iterator(iterator: Iterable[Any]) -> None:
    """Read to the end."""
    for _ in iterator:
        pass


async def consume_async_iterator(iterator: AsyncIterable[Any]) -> None:
    """Read to the end."""
    async for _ in iterator:
        pass
