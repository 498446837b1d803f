"""The reference server of the Artificer API: a real engine in memory, held to `spec/artificer/openapi.yaml`.

    server = ArtificerServer(Options(pace=0.02))
    with running(server) as address: ...            # tests/servers/running.py

Models, recognition and judging are stand-ins that say the same in every run; everything else is done for real.
"""

from __future__ import annotations

from .clock import Clock, ManualClock, SystemClock
from .errors import ApiError, Code
from .faults import Break, Cut, ErrorEvent, Extra, Fault, Instead, Refuse, Silence
from .server import ArtificerServer, Role, Seen
from .state import ROOT_SECRET, Options

__all__ = [
    "ROOT_SECRET",
    "ApiError",
    "ArtificerServer",
    "Break",
    "Clock",
    "Code",
    "Cut",
    "ErrorEvent",
    "Extra",
    "Fault",
    "Instead",
    "ManualClock",
    "Options",
    "Refuse",
    "Role",
    "Seen",
    "Silence",
    "SystemClock",
]
