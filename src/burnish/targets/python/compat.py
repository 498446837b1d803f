"""The compatibility face: which of its modules each name of the runtime comes from, and what its front door shows.

The face (`overlays/python/compat`) is laid over SDKs that take the place of one that Stainless wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from burnish.settings import Settings

from .public_names import ERRORS

__all__ = ["FACE", "face_of", "front_door_names"]

FACE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("BaseModel",), "._models"),
        **dict.fromkeys(("AsyncClient", "AsyncPage", "SyncClient", "SyncPage"), "._base_client"),
        **dict.fromkeys(("AsyncResource", "SyncResource"), "._resource"),
        **dict.fromkeys(("AsyncStream", "Stream"), "._streaming"),
        **dict.fromkeys(
            (
                "APIResponse",
                "AsyncAPIResponse",
                "AsyncBinaryAPIResponse",
                "BinaryAPIResponse",
                "async_raw",
                "async_streamed",
                "raw",
                "streamed",
            ),
            "._response",
        ),
        **dict.fromkeys(
            ("Body", "FileTypes", "Headers", "NOT_GIVEN", "NotGiven", "Omit", "Query", "Timeout", "not_given", "omit"),
            "._types",
        ),
    }
)
"""Names that generated code takes from the runtime, and the module of the face that has them instead."""

FRONT_DOOR: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("APIResponse", "AsyncAPIResponse", "AsyncBinaryAPIResponse", "BinaryAPIResponse"), "._response"
        ),
        **dict.fromkeys(("AsyncStream", "Stream"), "._streaming"),
        **dict.fromkeys(("DEFAULT_CONNECTION_LIMITS", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT"), "._constants"),
        **dict.fromkeys(("DefaultAioHttpClient", "DefaultAsyncHttpxClient", "DefaultHttpxClient"), "._base_client"),
        **dict.fromkeys(
            (
                "NOT_GIVEN",
                "NoneType",
                "NotGiven",
                "Omit",
                "ProxiesTypes",
                "RequestOptions",
                "Timeout",
                "Transport",
                "not_given",
                "omit",
            ),
            "._types",
        ),
        "BaseModel": "._models",
        "__title__": "._version",
        "file_from_path": "._utils",
    }
)


def face_of(settings: Settings) -> Mapping[str, str]:
    """Where names of the runtime come from; empty for SDKs without the face."""
    return FACE if settings.compat.stainless else MappingProxyType({})


def front_door_names(client: str, environments: int) -> Mapping[str, str]:
    """The public names of a package with the face, and the module each is loaded from.

    `environments` is how many base URLs the API has.
    """
    own = (client, f"Async{client}", *(("ENVIRONMENTS",) if environments > 1 else ()))
    return {
        **dict.fromkeys(own, "._client"),
        **dict.fromkeys((f"{client}Error", *ERRORS), "._exceptions"),
        **FRONT_DOOR,
    }
