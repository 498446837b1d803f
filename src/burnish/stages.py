"""The stages of a run: whoever listens is told when one begins, and a bug of ours names the one it happened in."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType

from burnish.diagnostics import Problems
from burnish.source import Arr, Obj, Place

__all__ = ["listening", "stage"]

LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("LISTENER", default=None)


@contextmanager
def listening(listener: Callable[[str], None]) -> Generator[None]:
    """Call `listener` with the name of each stage that begins meanwhile, in this context and those copied from it."""
    token = LISTENER.set(listener)
    try:
        yield
    finally:
        LISTENER.reset(token)


@contextmanager
def stage(name: str) -> Generator[None]:
    """Add the stage's name, and the place it was at, to any exception that is not a user's or the disk's."""
    if (listener := LISTENER.get()) is not None:
        listener(name)
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
