# Copied from overlays/python/runtime/__init__.py; edit it there.
"""The runtime of a generated SDK: everything that knows HTTP. Names are loaded when they are first asked for."""

from typing import TYPE_CHECKING

from ._lazy import lazy_module

if TYPE_CHECKING:
    from ._absent import NOT_GIVEN as NOT_GIVEN
    from ._absent import NotGiven as NotGiven
    from ._absent import Omit as Omit
    from ._absent import not_given as not_given
    from ._absent import omit as omit
    from ._aiohttp_transport import DefaultAioHttpClient as DefaultAioHttpClient
    from ._async_client import AsyncClient as AsyncClient
    from ._async_fanout import async_fan_out as async_fan_out
    from ._async_pages import AsyncPage as AsyncPage
    from ._async_response import AsyncAPIResponse as AsyncAPIResponse
    from ._async_response import AsyncBinaryAPIResponse as AsyncBinaryAPIResponse
    from ._async_streaming import AsyncStream as AsyncStream
    from ._async_websockets import AsyncWebSocketConnection as AsyncWebSocketConnection
    from ._batch import FanOutOptions as FanOutOptions
    from ._call import Middleware as Middleware
    from ._call import Watch as Watch
    from ._checkpoint import CheckpointError as CheckpointError
    from ._client import SyncClient as SyncClient
    from ._config import ApiKeyAuth as ApiKeyAuth
    from ._config import BasicAuth as BasicAuth
    from ._config import BearerAuth as BearerAuth
    from ._config import CallDefault as CallDefault
    from ._config import ClientConfig as ClientConfig
    from ._config import ClientCredentialsAuth as ClientCredentialsAuth
    from ._config import QueryFormat as QueryFormat
    from ._config import Route as Route
    from ._config import TokenRefresh as TokenRefresh
    from ._endpoint import BinaryBody as BinaryBody
    from ._endpoint import Endpoint as Endpoint
    from ._endpoint import FormBody as FormBody
    from ._endpoint import JsonBody as JsonBody
    from ._endpoint import LinesBody as LinesBody
    from ._endpoint import MultipartBody as MultipartBody
    from ._endpoint import ParamStyle as ParamStyle
    from ._endpoint import PartStyle as PartStyle
    from ._endpoint import SocketStyle as SocketStyle
    from ._endpoint import TextBody as TextBody
    from ._events import StreamStyle as StreamStyle
    from ._exceptions import APIConnectionError as APIConnectionError
    from ._exceptions import APIError as APIError
    from ._exceptions import APIResponseValidationError as APIResponseValidationError
    from ._exceptions import APIStatusError as APIStatusError
    from ._exceptions import APITimeoutError as APITimeoutError
    from ._exceptions import AuthenticationError as AuthenticationError
    from ._exceptions import BadRequestError as BadRequestError
    from ._exceptions import ConflictError as ConflictError
    from ._exceptions import InternalServerError as InternalServerError
    from ._exceptions import InvalidWebhookSignatureError as InvalidWebhookSignatureError
    from ._exceptions import NotFoundError as NotFoundError
    from ._exceptions import PaginationLoopError as PaginationLoopError
    from ._exceptions import PermissionDeniedError as PermissionDeniedError
    from ._exceptions import RateLimitError as RateLimitError
    from ._exceptions import RedirectError as RedirectError
    from ._exceptions import ResponseDecodeError as ResponseDecodeError
    from ._exceptions import RetryableError as RetryableError
    from ._exceptions import SDKError as SDKError
    from ._exceptions import StreamInterruptedError as StreamInterruptedError
    from ._exceptions import UnprocessableEntityError as UnprocessableEntityError
    from ._exceptions import UnsupportedByTransportError as UnsupportedByTransportError
    from ._exceptions import WebSocketConnectionClosedError as WebSocketConnectionClosedError
    from ._exceptions import WebSocketQueueFullError as WebSocketQueueFullError
    from ._exceptions import error_for_status as error_for_status
    from ._fanout import fan_out as fan_out
    from ._files import Base64FileInput as Base64FileInput
    from ._files import BinaryTypes as BinaryTypes
    from ._files import FileContent as FileContent
    from ._files import FileTypes as FileTypes
    from ._files import file_from_path as file_from_path
    from ._http_clients import DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS
    from ._http_clients import DefaultAsyncHttpxClient as DefaultAsyncHttpxClient
    from ._http_clients import DefaultHttpxClient as DefaultHttpxClient
    from ._http_settings import HttpSettings as HttpSettings
    from ._models import BaseModel as BaseModel
    from ._models import Tagged as Tagged
    from ._options import Body as Body
    from ._options import CallArguments as CallArguments
    from ._options import CallOptions as CallOptions
    from ._options import Headers as Headers
    from ._options import Query as Query
    from ._options import RequestOptions as RequestOptions
    from ._options import Timeout as Timeout
    from ._options import TimeoutLike as TimeoutLike
    from ._options import call_options as call_options
    from ._otel import OpenTelemetryMiddleware as OpenTelemetryMiddleware
    from ._outcomes import Done as Done
    from ._outcomes import Failed as Failed
    from ._outcomes import Outcome as Outcome
    from ._outcomes import Progress as Progress
    from ._pace import Pace as Pace
    from ._pages import SyncPage as SyncPage
    from ._paginator import AsyncPaginator as AsyncPaginator
    from ._plans import CursorPlan as CursorPlan
    from ._plans import LinkPlan as LinkPlan
    from ._plans import OffsetPlan as OffsetPlan
    from ._plans import PageInfo as PageInfo
    from ._plans import PageNumberPlan as PageNumberPlan
    from ._plans import UrlPlan as UrlPlan
    from ._request import PreparedRequest as PreparedRequest
    from ._resource import AsyncResource as AsyncResource
    from ._resource import SyncResource as SyncResource
    from ._response import APIResponse as APIResponse
    from ._response import BinaryAPIResponse as BinaryAPIResponse
    from ._shape import base64 as base64
    from ._shape import many as many
    from ._shape import one as one
    from ._shape import shape_table as shape_table
    from ._shape import values as values
    from ._sse import ServerSentEvent as ServerSentEvent
    from ._state import Drift as Drift
    from ._streaming import Stream as Stream
    from ._transport import Response as Response
    from ._webhooks import MemoryReplayStore as MemoryReplayStore
    from ._webhooks import ReplayStore as ReplayStore
    from ._webhooks import WebhookReceiver as WebhookReceiver
    from ._websockets import WebSocketConnection as WebSocketConnection
    from ._wrappers import async_raw as async_raw
    from ._wrappers import async_streamed as async_streamed
    from ._wrappers import async_twin as async_twin
    from ._wrappers import raw as raw
    from ._wrappers import streamed as streamed
else:
    __getattr__, __dir__ = lazy_module(
        __name__,
        {
            **dict.fromkeys(("NOT_GIVEN", "NotGiven", "Omit", "not_given", "omit"), "._absent"),
            **dict.fromkeys(("AsyncAPIResponse", "AsyncBinaryAPIResponse"), "._async_response"),
            **dict.fromkeys(("Middleware", "Watch"), "._call"),
            **dict.fromkeys(
                (
                    "ApiKeyAuth",
                    "BasicAuth",
                    "BearerAuth",
                    "CallDefault",
                    "ClientConfig",
                    "ClientCredentialsAuth",
                    "QueryFormat",
                    "Route",
                    "TokenRefresh",
                ),
                "._config",
            ),
            **dict.fromkeys(
                (
                    "BinaryBody",
                    "Endpoint",
                    "FormBody",
                    "JsonBody",
                    "LinesBody",
                    "MultipartBody",
                    "ParamStyle",
                    "PartStyle",
                    "SocketStyle",
                    "TextBody",
                ),
                "._endpoint",
            ),
            **dict.fromkeys(
                (
                    "APIConnectionError",
                    "APIError",
                    "APIResponseValidationError",
                    "APIStatusError",
                    "APITimeoutError",
                    "AuthenticationError",
                    "BadRequestError",
                    "ConflictError",
                    "InternalServerError",
                    "InvalidWebhookSignatureError",
                    "NotFoundError",
                    "PaginationLoopError",
                    "PermissionDeniedError",
                    "RateLimitError",
                    "RedirectError",
                    "ResponseDecodeError",
                    "RetryableError",
                    "SDKError",
                    "StreamInterruptedError",
                    "UnprocessableEntityError",
                    "UnsupportedByTransportError",
                    "error_for_status",
                    "WebSocketConnectionClosedError",
                    "WebSocketQueueFullError",
                ),
                "._exceptions",
            ),
            **dict.fromkeys(
                ("Base64FileInput", "BinaryTypes", "FileContent", "FileTypes", "file_from_path"), "._files"
            ),
            **dict.fromkeys(
                ("DEFAULT_CONNECTION_LIMITS", "DefaultAsyncHttpxClient", "DefaultHttpxClient"), "._http_clients"
            ),
            **dict.fromkeys(("BaseModel", "Tagged"), "._models"),
            **dict.fromkeys(
                (
                    "Body",
                    "CallArguments",
                    "CallOptions",
                    "Headers",
                    "Query",
                    "RequestOptions",
                    "Timeout",
                    "TimeoutLike",
                    "call_options",
                ),
                "._options",
            ),
            **dict.fromkeys(("Done", "Failed", "Outcome", "Progress"), "._outcomes"),
            **dict.fromkeys(
                ("CursorPlan", "LinkPlan", "OffsetPlan", "PageInfo", "PageNumberPlan", "UrlPlan"), "._plans"
            ),
            **dict.fromkeys(("AsyncResource", "SyncResource"), "._resource"),
            **dict.fromkeys(("APIResponse", "BinaryAPIResponse"), "._response"),
            **dict.fromkeys(("base64", "many", "one", "shape_table", "values"), "._shape"),
            **dict.fromkeys(("MemoryReplayStore", "ReplayStore", "WebhookReceiver"), "._webhooks"),
            **dict.fromkeys(("async_raw", "async_streamed", "async_twin", "raw", "streamed"), "._wrappers"),
            "AsyncClient": "._async_client",
            "AsyncPage": "._async_pages",
            "AsyncPaginator": "._paginator",
            "AsyncStream": "._async_streaming",
            "AsyncWebSocketConnection": "._async_websockets",
            "WebSocketConnection": "._websockets",
            "CheckpointError": "._checkpoint",
            "DefaultAioHttpClient": "._aiohttp_transport",
            "Drift": "._state",
            "FanOutOptions": "._batch",
            "HttpSettings": "._http_settings",
            "OpenTelemetryMiddleware": "._otel",
            "Pace": "._pace",
            "PreparedRequest": "._request",
            "Response": "._transport",
            "ServerSentEvent": "._sse",
            "Stream": "._streaming",
            "StreamStyle": "._events",
            "SyncClient": "._client",
            "SyncPage": "._pages",
            "async_fan_out": "._async_fanout",
            "fan_out": "._fanout",
        },
    )

__all__ = ["lazy_module"]
