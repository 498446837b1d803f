# Copied from overlays/python/runtime/_progress_bar.py; edit it there.
"""A progress bar of one line, for people who watch a batch on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from ._outcomes import Progress

__all__ = ["ProgressBar"]

_EVERY = 0.1
_WIDTH = 24
_COLUMNS = 80


class ProgressBar:
    """Shows progress on stderr at most ten times a second; silent when stderr is no terminal."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream: TextIO | None = sys.stderr if stream is None else stream
        self._clock = clock
        self._visible = self._stream is not None and self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._next = 0.0
        self._last: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._visible and self._last is not None:
            self._draw(self._last, "\n")

    def show(self, progress: Progress) -> None:
        """Take note of the progress and draw it when the last drawing is old enough."""
        self._last = progress
        now = self._clock()
        if self._visible and now >= self._next:
            self._next = now + _EVERY
            self._draw(progress)

    def _draw(self, progress: Progress, end: str = "") -> None:
        """Draw over the last line; one that is wider than the terminal would leave its first part behind."""
        if self._stream is not None:
            self._stream.write(f"\r\x1b[2K{line_of(progress)[: columns_of(self._stream) - 1]}{end}")
            self._stream.flush()


def columns_of(stream: TextIO) -> int:
    """How wide a terminal is now."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    except OSError:
        return _COLUMNS


def line_of(progress: Progress) -> str:
    """Progress as one line of text."""
    fresh = progress.finished - progress.restored
    rate = fresh / progress.elapsed if progress.elapsed > 0 else 0.0
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    if not progress.total:
        return f"{progress.finished:,} items, {rate:,.0f}/s{failed}"
    filled = _WIDTH * progress.finished // progress.total
    bar = "#" * filled + "." * (_WIDTH - filled)
    left = f", {(progress.total - progress.finished) / rate:,.0f} s left" if rate else ""
    return f"[{bar}] {progress.finished:,}/{progress.total:,}, {rate:,.0f}/s{left}{failed}"
