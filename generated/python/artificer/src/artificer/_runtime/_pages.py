# Copied from overlays/python/runtime/_pages.py; edit it there.
# Derived from `_async_pages.py`: change that instead.
"""Pages of a list that are walked with `for`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self, TypeVar

from ._exceptions import SDKError
from ._paging import BasePage
from ._plans import PageInfo

__all__ = ["SyncPage"]

T = TypeVar("T")


class SyncPage(BasePage[T]):
    """One page of a list. Iterating walks over the items of this page and of all that follow.

    A page that cannot be loaded raises the client's error with `resume_from`, a `PageInfo`, set on it: any page of
    the list, also in another process, goes on there with `get_page(error.resume_from)`.
    """

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # a model walks over its fields
        """Walk over all items, page after page."""
        for page in self.iter_pages():
            yield from page.data

    def iter_pages(self) -> Iterator[Self]:
        """Walk over this page and all that follow. Raises `PaginationLoopError` when the server leads in a circle."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    def get_next_page(self) -> Self:
        """Load the page after this one. Raises `SDKError` when there is none."""
        request, state = self._step_forward()
        try:
            page: Self = state.load(request, state)
        except SDKError as error:
            error.resume_from = self.next_page_info()
            raise
        return page

    def get_previous_page(self) -> Self:
        """Load the page before this one. Raises `SDKError` when there is none."""
        request, state = self._step_back()
        page: Self = state.load(request, state)
        return page

    def get_page(self, info: PageInfo) -> Self:
        """Load the page of this list that `info` leads to, such as `resume_from` of an error, and go on from there."""
        request, state = self._jump(info)
        page: Self = state.load(request, state)
        return page
