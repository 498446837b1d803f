# Copied from overlays/python/runtime/__init__.py; edit it there.
"""The runtime of a generated SDK: everything that knows HTTP. Names are loaded when they are first asked for.

Where to look, in the order of a call (`_async_x` gives `_x` by `tools/derive_sync.py` in Burnish):

what generated code says      _config (an API), _endpoint (an operation), _plans (paging), _events (streaming), _shape
a client's options            _state, _options, _absent, _auth (credentials), _http_settings
a request                     _prepare, of _parameters and _styles, _request_body with _form_parts, _multipart, _files
sending and sending again     _async_client, _base_client, _call, _retry, _redirects, _pace
connections                   _connections, _transport (the interface), _transport_choice, _httpx_transport and others
an answer                     _async_response, _head, _body (codings), _decode, _lenient, _models, _exceptions
streams                       _async_streaming (the connection), _events (items), _sse and _jsonl (framing)
lists                         _paging, _async_pages, _paginator, _page_models
batches                       _async_fanout, _fanout, _batch, _outcomes, _checkpoint, _progress_bar
beside calls                  _async_websockets, _socket_messages, _webhooks, _otel
for users' tests              testing/
"""

from typing import TYPE_CHECKING

from ._lazy import lazy_module

if TYPE_CHECKING:
    from ._absent import (
        NOT_GIVEN as NOT_GIVEN,
        NotGiven as NotGiven,
        Omit as Omit,
        not_given as not_given,
        omit as omit,
    )
    from ._aiohttp_transport import DefaultAioHttpClient as DefaultAioHttpClient
    from ._async_client import AsyncClient as AsyncClient
    from ._async_fanout import async_fan_out as async_fan_out
    from ._async_pages import AsyncPage as AsyncPage
    from ._async_response import AsyncAPIResponse as AsyncAPIResponse, AsyncBinaryAPIResponse as AsyncBinaryAPIResponse
    from ._async_streaming import AsyncStream as AsyncStream
    from ._async_websockets import AsyncWebSocketConnection as AsyncWebSocketConnection
    from ._batch import FanOutOptions as FanOutOptions
    from ._call import Middleware as Middleware, Watch as Watch
    from ._checkpoint import CheckpointError as CheckpointError
    from ._client import SyncClient as SyncClient
    from ._config import (
        ApiKeyAuth as ApiKeyAuth,
        BasicAuth as BasicAuth,
        BearerAuth as BearerAuth,
        CallDefault as CallDefault,
        ClientConfig as ClientConfig,
        ClientCredentialsAuth as ClientCredentialsAuth,
        QueryFormat as QueryFormat,
        Route as Route,
        ServerVariable as ServerVariable,
        TokenRefresh as TokenRefresh,
    )
    from ._endpoint import (
        BinaryBody as BinaryBody,
        Endpoint as Endpoint,
        FormBody as FormBody,
        JsonBody as JsonBody,
        LinesBody as LinesBody,
        MultipartBody as MultipartBody,
        ParamStyle as ParamStyle,
        PartStyle as PartStyle,
        SocketStyle as SocketStyle,
        TextBody as TextBody,
    )
    from ._events import StreamStyle as StreamStyle
    from ._exceptions import (
        APIConnectionError as APIConnectionError,
        APIError as APIError,
        APIResponseValidationError as APIResponseValidationError,
        APIStatusError as APIStatusError,
        APITimeoutError as APITimeoutError,
        AuthenticationError as AuthenticationError,
        BadRequestError as BadRequestError,
        ConflictError as ConflictError,
        InternalServerError as InternalServerError,
        InvalidWebhookSignatureError as InvalidWebhookSignatureError,
        NotFoundError as NotFoundError,
        PaginationLoopError as PaginationLoopError,
        PermissionDeniedError as PermissionDeniedError,
        RateLimitError as RateLimitError,
        RedirectError as RedirectError,
        ResponseDecodeError as ResponseDecodeError,
        RetryableError as RetryableError,
        SDKError as SDKError,
        StreamInterruptedError as StreamInterruptedError,
        UnprocessableEntityError as UnprocessableEntityError,
        UnsupportedByTransportError as UnsupportedByTransportError,
        WebSocketConnectionClosedError as WebSocketConnectionClosedError,
        WebSocketQueueFullError as WebSocketQueueFullError,
        error_for_status as error_for_status,
    )
    from ._fanout import fan_out as fan_out
    from ._files import (
        AsyncBinaryTypes as AsyncBinaryTypes,
        Base64FileInput as Base64FileInput,
        BinaryTypes as BinaryTypes,
        FileContent as FileContent,
        FileTypes as FileTypes,
        file_from_path as file_from_path,
    )
    from ._http_clients import (
        DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS,
        DefaultAsyncHttpxClient as DefaultAsyncHttpxClient,
        DefaultHttpxClient as DefaultHttpxClient,
    )
    from ._http_settings import HttpSettings as HttpSettings
    from ._models import BaseModel as BaseModel, Tagged as Tagged
    from ._options import (
        Body as Body,
        CallArguments as CallArguments,
        CallOptions as CallOptions,
        Headers as Headers,
        Query as Query,
        RequestOptions as RequestOptions,
        Timeout as Timeout,
        TimeoutLike as TimeoutLike,
        call_options as call_options,
    )
    from ._otel import OpenTelemetryMiddleware as OpenTelemetryMiddleware
    from ._outcomes import Done as Done, Failed as Failed, Outcome as Outcome, Progress as Progress
    from ._pace import Pace as Pace
    from ._pages import SyncPage as SyncPage
    from ._paginator import AsyncPaginator as AsyncPaginator
    from ._plans import (
        CursorPlan as CursorPlan,
        LinkPlan as LinkPlan,
        OffsetPlan as OffsetPlan,
        PageInfo as PageInfo,
        PageNumberPlan as PageNumberPlan,
        UrlPlan as UrlPlan,
    )
    from ._request import PreparedRequest as PreparedRequest
    from ._resource import AsyncResource as AsyncResource, SyncResource as SyncResource
    from ._response import APIResponse as APIResponse, BinaryAPIResponse as BinaryAPIResponse
    from ._shape import (
        base64 as base64,
        by_tag as by_tag,
        many as many,
        one as one,
        shape_table as shape_table,
        values as values,
    )
    from ._sse import ServerSentEvent as ServerSentEvent
    from ._state import Drift as Drift
    from ._streaming import Stream as Stream
    from ._transport import Response as Response
    from ._webhooks import (
        MemoryReplayStore as MemoryReplayStore,
        ReplayStore as ReplayStore,
        WebhookReceiver as WebhookReceiver,
    )
    from ._websockets import WebSocketConnection as WebSocketConnection
    from ._wrappers import (
        async_raw as async_raw,
        async_streamed as async_streamed,
        async_twin as async_twin,
        raw as raw,
        streamed as streamed,
    )
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
                    "ServerVariable",
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
                (
                    "AsyncBinaryTypes",
                    "Base64FileInput",
                    "BinaryTypes",
                    "FileContent",
                    "FileTypes",
                    "file_from_path",
                ),
                "._files",
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
            **dict.fromkeys(("base64", "by_tag", "many", "one", "shape_table", "values"), "._shape"),
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
