# Copied from overlays/python/runtime/_paginator.py; edit it there.
"""What an async list call returns: a page to wait for, or a list to walk over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import Any, Generic, TypeVar

from ._async_pages import AsyncPage

__all__ = ["AsyncPaginator"]

T = TypeVar("T")
PageT = TypeVar("PageT", bound=AsyncPage[Any])


class AsyncPaginator(Generic[T, PageT]):
    """A list call that is not sent yet: `await` it for the first page, or `async for` over all items.

    Each `await` and each walk sends the call anew.
    """

    def __init__(self, first_page: Callable[[], Awaitable[PageT]]) -> None:
        self._first_page = first_page

    def __await__(self) -> Generator[Any, None, PageT]:
        """Load the first page."""
        return self._first_page().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        """Walk over all items, page after page."""
        async for item in await self:
            yield item

    async def iter_pages(self) -> AsyncIterator[PageT]:
        """Walk over all pages."""
        async for page in (await self).iter_pages():
            yield page
