# Copied from overlays/python/runtime/_httpx_options.py; edit it there.
"""The options of our clients of httpx2 and httpx: no redirects, the environment's proxies, TCP keep-alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from ssl import PROTOCOL_TLS_CLIENT, SSLContext, SSLObject, SSLSocket
from types import ModuleType
from typing import Any, Self
from urllib.request import getproxies_environment

from ._keepalive import SOCKET_OPTIONS

__all__ = ["MAX_CONNECTIONS", "MAX_IDLE", "client_options"]

MAX_CONNECTIONS, MAX_IDLE = 100, 20
# With one of these the caller decides where connections come from.
OWN_WAY = frozenset(("transport", "mounts", "proxy"))
TRANSPORT_OPTIONS = ("verify", "cert", "trust_env", "http1", "http2", "limits")


class LateContext(SSLContext):
    """Stands in for another context, which `make` makes when the first connection is secured.

    Reading all the certificates that a system trusts takes as long as importing the library; a client makes several
    transports, of which most secure nothing.
    """

    make: Callable[[], SSLContext]

    def __new__(cls, make: Callable[[], SSLContext]) -> Self:
        """Make a context that trusts nobody itself."""
        made = super().__new__(cls, PROTOCOL_TLS_CLIENT)
        made.make = make
        return made

    @cached_property
    def made(self) -> SSLContext:
        """The other context."""
        return self.make()

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Say which protocols to offer."""
        self.made.set_alpn_protocols(alpn_protocols)

    def wrap_socket(self, *arguments: Any, **options: Any) -> SSLSocket:
        """Secure a connection."""
        return self.made.wrap_socket(*arguments, **options)

    def wrap_bio(self, *arguments: Any, **options: Any) -> SSLObject:
        """Secure a connection of an event loop."""
        return self.made.wrap_bio(*arguments, **options)


def client_options(library: ModuleType, transport: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a client; `given` ones win. `transport` is the class of transports of its world.

    Socket options belong to transports, and passing a transport would end the library's own reading of proxies from the
    environment: so ours is mounted beneath those.
    """
    limits = library.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_IDLE)
    options = {"follow_redirects": False, "limits": limits, **given}
    if OWN_WAY & options.keys() or "all" in getproxies_environment():
        return options
    if not {"verify", "cert"} & options.keys():
        options["verify"] = LateContext(partial(library.create_ssl_context, trust_env=options.get("trust_env", True)))
    inherited = {name: options[name] for name in TRANSPORT_OPTIONS if name in options}
    options["mounts"] = {"all://": transport(socket_options=SOCKET_OPTIONS, **inherited)}
    return options
