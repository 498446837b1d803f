"""A mock server: answers every operation of a description with its examples, and refuses requests that break it.

Loopback only. The answer is chosen as Prism and Steady do: the lowest 2xx status, or the one that the request asks for
with `Prefer: code=404` (RFC 7240).
"""

from .server import MockServer

__all__ = ["MockServer"]
