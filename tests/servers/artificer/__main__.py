"""The reference server for people: `python -m tests.servers.artificer [PORT]` serves until Ctrl-C.

It prints the two variables that let the SDK, the demo and the notebook find it.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import uvicorn

from . import ROOT_SECRET, ArtificerServer, Options

PORT = 3001
PACE_S = 0.03  # how long the model takes for a word, and the engine for a phase


def main() -> None:
    """Serve on loopback."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    print(f"export ARTIFICER_BASE_URL=http://127.0.0.1:{port} ARTIFICER_API_KEY={ROOT_SECRET}", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.run(
            ArtificerServer(Options(pace=PACE_S)), host="127.0.0.1", port=port, lifespan="off", log_level="warning"
        )


if __name__ == "__main__":
    main()
