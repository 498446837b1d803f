"""Reserved names: what generated code calls its own, so that nothing of the description may be called the same."""

from __future__ import annotations

from .public_names import ERRORS, RUNTIME_NAMES

__all__ = ["CLIENT_MEMBERS", "CLIENT_MODULE", "CLIENT_RESERVED", "RESERVED_CLASSES", "RESOURCE_MEMBERS"]

# Class names that generated modules import from elsewhere.
RESERVED_CLASSES = frozenset(
    (
        "Any",
        "Annotated",
        "AsyncClient",
        "AsyncResource",
        "Base64Bytes",
        "BaseModel",
        "BinaryBody",
        "Body",
        "Client",
        "Decimal",
        "Endpoint",
        "Field",
        "Final",
        "FormBody",
        "Generic",
        "Headers",
        "Iterable",
        "JsonBody",
        "LinesBody",
        "Literal",
        "Mapping",
        "MultipartBody",
        "NotGiven",
        "NotRequired",
        "Omit",
        "Optional",
        "ParamStyle",
        "PartStyle",
        "Query",
        "Required",
        "Sequence",
        "Stream",
        "StreamStyle",
        "SyncResource",
        "Tagged",
        "TextBody",
        "Timeout",
        "TypeAlias",
        "TypeAliasType",
        "TypedDict",
        "Union",
        "UUID",
        "Webhooks",
        "AsyncStream",
        "APIResponse",
        "AsyncAPIResponse",
        "AsyncPaginator",
        "BinaryAPIResponse",
        "AsyncBinaryAPIResponse",
        "WebSocketConnection",
        "AsyncWebSocketConnection",
        "FileTypes",
        "BinaryTypes",
        "AsyncBinaryTypes",
    )
)
# Names that the client module imports beside resources.
CLIENT_MODULE = frozenset(
    ("Awaitable", "Callable", "ClientConfig", "Drift", "Middleware", "Route", "Self", "ServerVariable", "SyncClient")
)
CLIENT_RESERVED = RESERVED_CLASSES | frozenset((*ERRORS, *RUNTIME_NAMES))
# Names that every resource has, and those that the client has beside them.
RESOURCE_MEMBERS = frozenset(("with_raw_response", "with_streaming_response"))
CLIENT_MEMBERS = RESOURCE_MEMBERS | frozenset(
    (
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "request",
        "request_page",
        "request_stream",
        "request_binary",
        "request_websocket",
        "copy",
        "close",
        "aclose",
        "with_options",
        "is_closed",
        "api_key",
        "base_url",
        "timeout",
        "max_retries",
        "default_headers",
        "default_query",
        "auth_headers",
        "qs",
        "async_client",
        "fan_out",
    )
)
