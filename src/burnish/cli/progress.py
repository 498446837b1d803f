"""Telling what is being done, to a person who waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TextIO

from burnish.diagnostics.text import neutral
from burnish.stages import listening

__all__ = ["progress"]

DOING = {
    "read": "reading the description",
    "check": "checking it",
    "normalise": "settling dialect and names",
    "lower": "modelling types and operations",
    "plan": "planning the files",
    "render": "rendering them",
    "format": "formatting them",
    "lay": "laying the hand-written files",
    "write": "writing",
    "types": "checking the types of the overlays",
    "measure": "measuring what importing it costs",
}
CLEARED = "\r\x1b[K"


@contextmanager
def progress(name: str, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Generator[None]:
    """Tell on a terminal what is done for an SDK, on a line that is gone at the end; nothing where nobody looks on."""
    terminal = stream or sys.stderr
    if not terminal.isatty() or environment.get("TERM") == "dumb" or environment.get("CI"):
        yield
        return

    def tell(stage: str) -> None:
        print(f"{CLEARED}{neutral(name)}: {DOING.get(stage, stage)}", end="", file=terminal, flush=True)

    with listening(tell):
        try:
            yield
        finally:
            print(CLEARED, end="", file=terminal, flush=True)
