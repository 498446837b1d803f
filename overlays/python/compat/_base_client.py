"""Clients and what belongs to them, under the names that users of the earlier SDK import."""

from __future__ import annotations

from ._aiohttp import DefaultAioHttpClient as DefaultAioHttpClient
from ._async_client import AsyncAPIClient as AsyncAPIClient
from ._constants import DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS
from ._constants import DEFAULT_MAX_RETRIES as DEFAULT_MAX_RETRIES
from ._constants import DEFAULT_TIMEOUT as DEFAULT_TIMEOUT
from ._models import FinalRequestOptions as FinalRequestOptions
from ._pages import AsyncPage as AsyncPage
from ._pages import BaseAsyncPage as BaseAsyncPage
from ._pages import BasePage as BasePage
from ._pages import BaseSyncPage as BaseSyncPage
from ._pages import PageInfo as PageInfo
from ._pages import SyncPage as SyncPage
from ._platform import OtherArch as OtherArch
from ._platform import OtherPlatform as OtherPlatform
from ._platform import get_architecture as get_architecture
from ._platform import get_platform as get_platform
from ._platform import get_python_runtime as get_python_runtime
from ._platform import get_python_version as get_python_version
from ._platform import platform_headers as platform_headers
from ._requests import make_request_options as make_request_options
from ._runtime._paginator import AsyncPaginator as AsyncPaginator
from ._shared_client import HTTPX_DEFAULT_TIMEOUT as HTTPX_DEFAULT_TIMEOUT
from ._shared_client import BaseClient as BaseClient
from ._sync_client import SyncAPIClient as SyncAPIClient
from ._transport import DefaultAsyncHttpxClient as DefaultAsyncHttpxClient
from ._transport import DefaultHttpxClient as DefaultHttpxClient

SyncClient = SyncAPIClient
AsyncClient = AsyncAPIClient
