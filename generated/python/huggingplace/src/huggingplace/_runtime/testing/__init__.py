# Copied from overlays/python/runtime/testing/__init__.py; edit it there.
"""What `<package>.testing` is made of. Nothing here touches the network, except a cassette while it records."""

from typing import TYPE_CHECKING

from .._lazy import lazy_module

if TYPE_CHECKING:
    from .._webhooks import sign_webhook as sign_webhook
    from .asgi import ASGITransport as ASGITransport, AsyncASGITransport as AsyncASGITransport
    from .cassette import Cassette as Cassette, CassetteError as CassetteError, cassettes_beside as cassettes_beside
    from .factory import build as build, example as example
    from .fake import Call as Call, FakeAPI as FakeAPI, Route as Route, UnexpectedCallError as UnexpectedCallError
    from .faults import (
        ConnectionRefused as ConnectionRefused,
        CutStream as CutStream,
        Fault as Fault,
        RateLimited as RateLimited,
        ServerError as ServerError,
        SilentServer as SilentServer,
        SlowBody as SlowBody,
    )
    from .service import BASE_URL as BASE_URL, FakeService as FakeService
else:
    __getattr__, __dir__ = lazy_module(
        __name__,
        {
            **dict.fromkeys(("ASGITransport", "AsyncASGITransport"), ".asgi"),
            **dict.fromkeys(("Cassette", "CassetteError", "cassettes_beside"), ".cassette"),
            **dict.fromkeys(("build", "example"), ".factory"),
            **dict.fromkeys(("Call", "FakeAPI", "Route", "UnexpectedCallError"), ".fake"),
            **dict.fromkeys(
                ("ConnectionRefused", "CutStream", "Fault", "RateLimited", "ServerError", "SilentServer", "SlowBody"),
                ".faults",
            ),
            **dict.fromkeys(("BASE_URL", "FakeService"), ".service"),
            "sign_webhook": ".._webhooks",
        },
    )

__all__ = [
    "BASE_URL",
    "ASGITransport",
    "AsyncASGITransport",
    "Call",
    "Cassette",
    "CassetteError",
    "ConnectionRefused",
    "CutStream",
    "FakeAPI",
    "FakeService",
    "Fault",
    "RateLimited",
    "Route",
    "ServerError",
    "SilentServer",
    "SlowBody",
    "UnexpectedCallError",
    "build",
    "cassettes_beside",
    "example",
    "sign_webhook",
]
