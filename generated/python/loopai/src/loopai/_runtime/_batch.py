# Copied from overlays/python/runtime/_batch.py; edit it there.
"""What the sync and the async fan-out share: their options, and the checkpoint, order and progress of a run."""

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
    """Options of `fan_out`, all of which have a default."""

    concurrency: int
    """Calls that run at the same time, at least 1 (default 8)."""
    ordered: bool
    """Whether outcomes come in the order of the items, or else as calls complete (default False)."""
    checkpoint: str | os.PathLike[str]
    """File that records finished items, so that a run that was killed can be resumed (default: no such file)."""
    load: Callable[[bytes], Any]
    """Reads a value back from the checkpoint, such as `BatchJob.model_validate_json` (default: plain JSON values)."""
    key: Callable[[Any], str]
    """Names an item in the checkpoint; the name must differ for each (default: index and a hash of its JSON)."""
    fsync_every: float | None
    """Seconds between two syncs of the checkpoint to the disk; 0 after every item, None for never (default 1)."""
    on_progress: Callable[[Progress], None]
    """Called after each outcome, in the thread that reads them (default: nothing is called)."""
    bar: bool
    """Whether to show a progress bar on standard error if that is a terminal (default False)."""
    rate_limit_attempts: int
    """How often an item is tried while the server answers 429 in spite of the client's own retries (default 5)."""
    pace: Pace
    """Shares what the server says about its rate limit among several batches (default: a pace of this batch alone)."""


@dataclass(slots=True)
class Batch(Generic[T, R]):
    """One run over a list of items. It is used once."""

    concurrency: int
    """Calls that run at the same time."""
    attempts: int
    """How often an item is tried while the server answers 429."""
    pace: Pace
    """How long calls wait before they start."""
    tally: Tally
    """Counts outcomes and reports progress."""
    order: InOrder[T, R] | None
    """Puts outcomes into the order of the items; None if they come as calls complete."""
    checkpoint: Checkpoint | None
    """Records finished items; None without a checkpoint."""
    load: Callable[[bytes], R]
    """Reads a value back from the checkpoint's JSON."""
    key: Callable[[T], str] | None
    """Names an item in the checkpoint; None for index and content."""
    exits: ExitStack = field(default_factory=ExitStack)
    """What must be closed at the end of the run."""

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

    Raises:
        TypeError: there is no such option.
        ValueError: the concurrency is below 1.
        CheckpointError: the checkpoint is in use by another run, is damaged, or is another kind of file.
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
