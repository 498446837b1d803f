# Copied from overlays/python/runtime/_batch.py; edit it there.
"""What the sync and the async fan-out share: options, and the items with what is known of them from earlier runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence, Sized
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Generic, TypedDict, TypeVar

from ._checkpoint import Checkpoint, key_of
from ._outcomes import Done, InOrder, Outcome, Progress, Tally
from ._pace import Pace
from ._progress_bar import ProgressBar

__all__ = ["Batch", "FanOutOptions", "batch_of"]

T = TypeVar("T")
R = TypeVar("R")

WINDOW = 4
"""Items in hand (running, or waiting for their turn) per worker; bounds the memory of a batch."""


class FanOutOptions(TypedDict, total=False):
    """Options of `fan_out`; all may be left out."""

    concurrency: int
    """Calls that run at the same time; 8."""
    ordered: bool
    """Whether outcomes come in the order of the items (a slow one holds up the next) or as they complete; False."""
    checkpoint: str | os.PathLike[str]
    """File that records what is done, so that a run that was killed can be started again; none."""
    load: Callable[[bytes], Any]
    """Reads a value back from the checkpoint's JSON, e.g. `BatchJob.model_validate_json`; plain JSON values."""
    key: Callable[[Any], str]
    """Names an item in the checkpoint; its place and content."""
    fsync_every: float | None
    """Longest time in seconds between two syncs of the checkpoint; 0: every item, None: never; 1."""
    on_progress: Callable[[Progress], None]
    """Called after each outcome, in the thread that reads them; none."""
    bar: bool
    """Whether to show a progress bar on stderr, when that is a terminal; False."""
    rate_limit_attempts: int
    """Times an item is tried when the server answers 429 although the client has retried; 5."""
    pace: Pace
    """Shares one Retry-After among several batches; a new one."""


@dataclass(slots=True)
class Batch(Generic[T, R]):
    """One run over a list of items. It is used once."""

    concurrency: int
    attempts: int
    pace: Pace
    tally: Tally
    order: InOrder[T, R] | None
    checkpoint: Checkpoint | None
    load: Callable[[bytes], R]
    key: Callable[[T], str] | None
    exits: ExitStack = field(default_factory=ExitStack)

    @property
    def window(self) -> int:
        """Items that may be in hand at once."""
        return self.concurrency * WINDOW

    def restored(self, index: int, item: T) -> Done[T, R] | None:
        """The outcome of an item that an earlier run finished."""
        if self.checkpoint is None:
            return None
        raw = self.checkpoint.restore(self._key(index, item))
        return None if raw is None else Done(index, item, self.load(raw), restored=True)

    def record(self, outcome: Outcome[T, R]) -> None:
        """Write an item that went well to the checkpoint, before the caller sees it."""
        if self.checkpoint is not None and isinstance(outcome, Done):
            self.checkpoint.record(self._key(outcome.index, outcome.item), outcome.value)

    def due(self, outcome: Outcome[T, R]) -> Sequence[Outcome[T, R]]:
        """The outcomes that the caller is to see now that there is this one."""
        return (outcome,) if self.order is None else self.order.add(outcome)

    def close(self) -> None:
        """Close the checkpoint and end the bar."""
        self.exits.close()

    def _key(self, index: int, item: T) -> str:
        return key_of(index, item) if self.key is None else self.key(item)


def batch_of(items: object, options: FanOutOptions) -> Batch[Any, Any]:
    """Open a batch: check the options, open the checkpoint, begin to count.

    Raises `TypeError` for an option that there is not, `ValueError` for a concurrency below 1, and `CheckpointError`
    when the checkpoint cannot be used.
    """
    if unknown := sorted(options.keys() - FanOutOptions.__annotations__.keys()):
        raise TypeError(f"`fan_out` has no {unknown[0]!r}; there are {', '.join(FanOutOptions.__annotations__)}")
    concurrency = options.get("concurrency", 8)
    if concurrency < 1:
        raise ValueError(f"`concurrency` must be at least 1, not {concurrency}")
    with ExitStack() as exits:
        listeners = [options["on_progress"]] if "on_progress" in options else []
        if options.get("bar", False):
            listeners.append(exits.enter_context(ProgressBar()).show)
        total = len(items) if isinstance(items, Sized) else None
        return Batch(
            concurrency=concurrency,
            attempts=max(1, options.get("rate_limit_attempts", 5)),
            pace=options.get("pace") or Pace(),
            tally=Tally(total, _all_of(listeners)),
            order=InOrder[Any, Any]() if options.get("ordered", False) else None,
            checkpoint=_open_checkpoint(options, exits),
            load=options.get("load") or _plain,
            key=options.get("key"),
            exits=exits.pop_all(),
        )


def _open_checkpoint(options: FanOutOptions, exits: ExitStack) -> Checkpoint | None:
    path = options.get("checkpoint")
    if path is None:
        return None
    checkpoint = Checkpoint(path, fsync_every=options.get("fsync_every", 1.0))
    exits.callback(checkpoint.close)
    return checkpoint


def _all_of(listeners: list[Callable[[Progress], None]]) -> Callable[[Progress], None] | None:
    if not listeners:
        return None
    if len(listeners) == 1:
        return listeners[0]

    def tell(progress: Progress) -> None:
        for listener in listeners:
            listener(progress)

    return tell


def _plain(raw: bytes) -> Any:
    from pydantic_core import from_json

    return from_json(raw)
