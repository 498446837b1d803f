"""The reference server for people: `python -m tests.servers.artificer [--port 3001] [--pace 0.03]`, until Ctrl-C.

It prints the two variables that let the SDK, the demo and the notebook find it. Port 0 is any free one.
"""

from __future__ import annotations

import argparse
import socket
from contextlib import suppress

import uvicorn

from . import ROOT_SECRET, ArtificerServer, Options

__all__ = ["main"]

HOST = "127.0.0.1"


def main() -> None:
    """Serve on loopback."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.artificer", description=__doc__)
    parser.add_argument("--port", type=int, default=3001)
    parser.add_argument("--pace", type=float, default=0.03, help="seconds for a word of a model or a phase of an item")
    given = parser.parse_args()
    server = ArtificerServer(Options(pace=given.pace))
    config = uvicorn.Config(server, lifespan="off", log_level="warning")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener, suppress(KeyboardInterrupt):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, given.port))
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        print(f"export ARTIFICER_BASE_URL={url} ARTIFICER_API_KEY={ROOT_SECRET}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
