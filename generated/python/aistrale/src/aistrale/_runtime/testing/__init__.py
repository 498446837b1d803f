# Copied from overlays/python/runtime/testing/__init__.py; edit it there.
"""What `<package>.testing` is made of. Nothing here touches the network, except a cassette while it records."""

from typing import TYPE_CHECKING

from .._lazy import lazy_module

if TYPE_CHECKING:
    from .asgi import ASGITransport as ASGITransport
    from .asgi import AsyncASGITransport as AsyncASGITransport
    from .cassette import Cassette as Cassette
    from .cassette import CassetteError as CassetteError
    from .cassette import cassettes_beside as cassettes_beside
    from .factory import build as build
    from .factory import example as example
    from .fake import Call as Call
    from .fake import FakeAPI as FakeAPI
    from .fake import Route as Route
    from .fake import UnexpectedCallError as UnexpectedCallError
    from .faults import ConnectionRefused as ConnectionRefused
    from .faults import CutStream as CutStream
    from .faults import Fault as Fault
    from .faults import RateLimited as RateLimited
    from .faults import ServerError as ServerError
    from .faults import SilentServer as SilentServer
    from .faults import SlowBody as SlowBody
    from .service import BASE_URL as BASE_URL
    from .service import FakeService as FakeService
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
]
