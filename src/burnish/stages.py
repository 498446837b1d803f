"""Naming the stage and the place of a bug of ours, so that exit 70 tells more than "internal error"."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType

from burnish.diagnostics import Problems
from burnish.source import Arr, Obj, Place

__all__ = ["stage"]


@contextmanager
def stage(name: str) -> Generator[None]:
    """Add the stage's name, and the place it was at, to any exception that is not a user's or the disk's."""
    try:
        yield
    except (Problems, OSError):
        raise
    except Exception as error:
        error.add_note(f"  stage    {name}")
        place = last_place(error.__traceback__)
        if place is not None:
            error.add_note(f"  pointer  {place.span} {place.pointer}")
        raise


def last_place(trace: TracebackType | None) -> Place | None:
    """The place that the innermost frame with one was working on, read from its local variables."""
    found: Place | None = None
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            place = value.at if isinstance(value, Obj | Arr) else getattr(value, "origin", value)
            if isinstance(place, Place):
                found = place
        trace = trace.tb_next
    return found
