"""A reference server of the AISTRALE API, in memory, held to `spec/aistrale/`.

    server = AistraleServer()
    with running(server, sockets=True) as address: ...      # tests/servers/running.py

The provider `echo` repeats prompts, `failing` fails, and time stands still unless a test moves `server.clock`.
"""

from __future__ import annotations

from .access import COOKIE, CSRF, EMAIL, KEY, OTHER_KEY, PASSWORD
from .server import AistraleServer, Fault, Seen

__all__ = ["COOKIE", "CSRF", "EMAIL", "KEY", "OTHER_KEY", "PASSWORD", "AistraleServer", "Fault", "Seen"]
