# Copied from overlays/python/runtime/_keepalive.py; edit it there.
"""TCP keep-alive, so that no router drops a connection that is silent while the server works on a long answer."""

from __future__ import annotations

import socket

__all__ = ["INTERVAL_S", "PROBES", "SOCKET_OPTIONS"]

INTERVAL_S = 60
"""Seconds of silence before the first probe, and between probes."""
PROBES = 5
"""Probes without an answer after which the connection counts as lost."""


def options() -> list[tuple[int, int, int]]:
    """The socket options that the platform has for it."""
    found = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    # macOS calls the silence before the first probe TCP_KEEPALIVE.
    for names, value in ((("TCP_KEEPIDLE", "TCP_KEEPALIVE"), INTERVAL_S), (("TCP_KEEPINTVL",), INTERVAL_S)):
        known = [getattr(socket, name) for name in names if hasattr(socket, name)]
        found += [(socket.IPPROTO_TCP, option, value) for option in known[:1]]
    if hasattr(socket, "TCP_KEEPCNT"):
        found.append((socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES))
    return found


SOCKET_OPTIONS = options()
"""Level, name and value of the options that turn probes on, on this platform."""
