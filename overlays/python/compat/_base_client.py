"""Clients and what belongs to them, under the names that users of the earlier SDK import."""

from __future__ import annotations

from ._aiohttp import DefaultAioHttpClient as DefaultAioHttpClient
from ._async_client import AsyncAPIClient as AsyncAPIClient
from ._constants import (
    DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS,
    DEFAULT_MAX_RETRIES as DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT as DEFAULT_TIMEOUT,
)
from ._models import FinalRequestOptions as FinalRequestOptions
from ._pages import (
    AsyncPage as AsyncPage,
    BaseAsyncPage as BaseAsyncPage,
    BasePage as BasePage,
    BaseSyncPage as BaseSyncPage,
    PageInfo as PageInfo,
    SyncPage as SyncPage,
)
from ._platform import (
    OtherArch as OtherArch,
    OtherPlatform as OtherPlatform,
    get_architecture as get_architecture,
    get_platform as get_platform,
    get_python_runtime as get_python_runtime,
    get_python_version as get_python_version,
    platform_headers as platform_headers,
)
from ._requests import make_request_options as make_request_options
from ._runtime._paginator import AsyncPaginator as AsyncPaginator
from ._shared_client import HTTPX_DEFAULT_TIMEOUT as HTTPX_DEFAULT_TIMEOUT, BaseClient as BaseClient
from ._sync_client import SyncAPIClient as SyncAPIClient
from ._transport import DefaultAsyncHttpxClient as DefaultAsyncHttpxClient, DefaultHttpxClient as DefaultHttpxClient

SyncClient = SyncAPIClient
AsyncClient = AsyncAPIClient
