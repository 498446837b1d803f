"""Pages of a list: the runtime's, as models of this package."""

from __future__ import annotations

from typing import Generic, TypeVar

from ._models import BaseModel
from ._runtime._async_pages import AsyncPage as RuntimeAsyncPage
from ._runtime._pages import SyncPage as RuntimePage
from ._runtime._paging import BasePage
from ._runtime._plans import PageInfo

__all__ = ["AsyncPage", "BaseAsyncPage", "BasePage", "BaseSyncPage", "PageInfo", "SyncPage"]

T = TypeVar("T")


class BaseSyncPage(RuntimePage[T], BaseModel, Generic[T]):  # type: ignore[misc]  # a page iterates over its items
    """One page of a list. Iterating walks over the items of this page and of all that follow."""


class BaseAsyncPage(RuntimeAsyncPage[T], BaseModel, Generic[T]):  # type: ignore[misc]  # a page iterates over its items
    """One page of a list. Iterating walks over the items of this page and of all that follow."""


SyncPage = BaseSyncPage
AsyncPage = BaseAsyncPage
