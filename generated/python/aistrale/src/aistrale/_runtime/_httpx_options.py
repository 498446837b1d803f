# Copied from overlays/python/runtime/_httpx_options.py; edit it there.
"""How we make a client of httpx2 or httpx: no redirects, proxies of the environment honoured, TCP kept alive."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.request import getproxies_environment

from ._keepalive import SOCKET_OPTIONS

__all__ = ["MAX_CONNECTIONS", "MAX_IDLE", "client_options"]

MAX_CONNECTIONS, MAX_IDLE = 100, 20
# With one of these the caller decides where connections come from.
OWN_WAY = frozenset(("transport", "mounts", "proxy"))
TRANSPORT_OPTIONS = ("verify", "cert", "trust_env", "http1", "http2", "limits")


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
        # The client makes a transport of its own as well; reading all certificates once is enough.
        options["verify"] = library.create_ssl_context(trust_env=options.get("trust_env", True))
    inherited = {name: options[name] for name in TRANSPORT_OPTIONS if name in options}
    options["mounts"] = {"all://": transport(socket_options=SOCKET_OPTIONS, **inherited)}
    return options
