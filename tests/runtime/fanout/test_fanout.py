"""Fan-out: bounds, order, errors, rate limits and stopping; threads and tasks alike."""

import asyncio
import io
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from threading import Lock, current_thread, get_ident
from typing import Any

import pytest
from sdk_runtime._async_fanout import async_fan_out
from sdk_runtime._exceptions import SDKError
from sdk_runtime._fanout import fan_out
from sdk_runtime._outcomes import Done, Failed, Progress
from sdk_runtime._pace import Pace, current_pace
from sdk_runtime._progress_bar import ProgressBar, line_of

Run = Callable[..., list[Any]]


def run_threads(func: Callable[[Any], Any], items: Any, **options: Any) -> list[Any]:
    return list(fan_out(func, items, **options))


def run_tasks(func: Callable[[Any], Any], items: Any, **options: Any) -> list[Any]:
    async def call(item: Any) -> Any:
        await asyncio.sleep(0)
        return func(item)

    async def run() -> list[Any]:
        return [outcome async for outcome in async_fan_out(call, items, **options)]

    return asyncio.run(run())


RUN = pytest.mark.parametrize("run", [run_threads, run_tasks], ids=["threads", "tasks"])


@RUN
def test_outcomes_can_keep_the_order_of_the_items(run: Run) -> None:
    outcomes = run(lambda n: n * n, range(100), concurrency=7, ordered=True)
    assert outcomes == [Done(n, n, n * n) for n in range(100)]


@RUN
def test_without_order_every_item_has_one_outcome(run: Run) -> None:
    outcomes = run(str, iter(range(100)), concurrency=7)
    assert sorted(outcome.index for outcome in outcomes) == list(range(100))


@RUN
def test_an_error_is_the_outcome_of_its_item_alone(run: Run) -> None:
    good, bad, zero = run(lambda n: 10 // n, [1, 0, 10], ordered=True)
    assert (good.result(), zero.result()) == (10, 1)
    assert isinstance(bad, Failed)
    with pytest.raises(ZeroDivisionError):
        bad.result()


@RUN
def test_an_error_of_the_items_is_raised_after_the_outcomes_before_it(run: Run) -> None:
    def items() -> Iterator[int]:
        yield from range(20)
        raise LookupError("the source broke")

    seen: list[Progress] = []
    with pytest.raises(LookupError):
        run(str, items(), on_progress=seen.append, concurrency=3)
    assert seen[-1].done == 20


def test_items_are_read_in_the_thread_that_reads_the_outcomes() -> None:
    readers: set[int] = set()

    def items() -> Iterator[int]:
        for item in range(20):
            readers.add(get_ident())
            yield item

    assert len(run_threads(str, items(), concurrency=3)) == 20
    assert readers == {get_ident()}


def test_no_more_threads_begin_than_there_are_items() -> None:
    names = [outcome.value for outcome in run_threads(lambda _: current_thread().name, [1, 2], concurrency=50)]
    assert set(names) <= {"fan-out-0", "fan-out-1"}


@RUN
def test_items_are_not_read_far_ahead(run: Run) -> None:
    taken, ahead = 0, 0

    def items() -> Iterator[int]:
        nonlocal taken
        for item in range(500):
            taken += 1
            yield item

    def listen(progress: Progress) -> None:
        nonlocal ahead
        ahead = max(ahead, taken - progress.finished)

    run(str, items(), concurrency=3, on_progress=listen)
    assert taken == 500
    assert ahead <= 3 * 4


@RUN
def test_a_concurrency_below_one_is_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        run(str, [1], concurrency=0)


@RUN
def test_an_option_that_there_is_not_is_refused(run: Run) -> None:
    with pytest.raises(TypeError, match="no 'workers'; there are concurrency, "):
        run(str, [1], workers=3)


def test_threads_do_not_take_a_coroutine_function() -> None:
    async def call(item: int) -> int:
        return item

    with pytest.raises(TypeError, match="async client"):
        run_threads(call, [1])


@RUN
def test_calls_run_in_the_context_of_the_caller(run: Run) -> None:
    tenant = ContextVar("tenant", default="")
    token = tenant.set("acme")
    try:
        assert {outcome.value for outcome in run(lambda _: tenant.get(), range(4), concurrency=2)} == {"acme"}
    finally:
        tenant.reset(token)


async def test_a_call_that_something_else_cancels_is_a_failed_item_and_not_lost() -> None:
    async def call(item: int) -> int:
        if item == 1:
            inner = asyncio.ensure_future(asyncio.sleep(60))
            inner.cancel()
            await inner
        return item

    outcomes = [outcome async for outcome in async_fan_out(call, range(4), concurrency=1, ordered=True)]
    assert [type(outcome) for outcome in outcomes] == [Done, Failed, Done, Done]
    with pytest.raises(SDKError, match="cancelled"):
        outcomes[1].result()


def test_no_more_calls_run_than_asked_for() -> None:
    running, most, lock = 0, 0, Lock()

    def call(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        with lock:
            running -= 1

    run_threads(call, range(200), concurrency=3)
    assert 1 <= most <= 3


class LimitedError(Exception):
    status_code = 429

    def __init__(self, retry_after: float | None) -> None:
        self.retry_after = retry_after


class SeenPace(Pace):
    """A pace whose holds last for one look: they are seen, not lived through."""

    def __init__(self) -> None:
        super().__init__()
        self.holds: list[float] = []
        self.looks: list[float] = []

    def hold(self, seconds: float) -> None:
        self.holds.append(seconds)
        self.looks.append(0.0001)

    def delay(self) -> float:
        return self.looks.pop() if self.looks else 0.0


@RUN
def test_a_rate_limit_holds_everybody_and_the_item_is_tried_again(run: Run) -> None:
    pace = SeenPace()
    failures = [LimitedError(None), LimitedError(20)]

    def call(item: int) -> int:
        assert current_pace.get() is pace
        if item == 3 and failures:
            raise failures.pop()
        return item

    outcomes = run(call, range(6), concurrency=2, ordered=True, pace=pace)
    assert [outcome.result() for outcome in outcomes] == list(range(6))
    assert pace.holds == [20, 4]


@RUN
def test_a_rate_limit_that_stays_becomes_the_error(run: Run) -> None:
    def call(_: int) -> None:
        raise LimitedError(0.0)

    (outcome,) = run(call, [1], rate_limit_attempts=3)
    assert isinstance(outcome.error, LimitedError)


def test_a_pace_holds_for_the_longest_wish() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    pace.hold(5)
    pace.hold(2)
    now[0] += 1
    assert pace.delay() == 4
    assert pace.learn(LimitedError(None), attempt=3)
    assert pace.delay() == 8
    assert not pace.learn(ValueError(), attempt=1)
    assert pace.learn(LimitedError(None), attempt=5000)
    assert pace.delay() == 600


def test_a_reader_that_stops_stops_the_threads() -> None:
    calls: list[int] = []
    outcomes = fan_out(calls.append, iter(range(10**9)), concurrency=3)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # A generator.
    seen = len(calls)
    assert seen <= 12
    assert len(calls) == seen


async def test_a_reader_that_stops_cancels_the_tasks() -> None:
    cancelled = 0

    async def call(item: int) -> int:
        nonlocal cancelled
        if item == 0:
            return item
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled += 1
            raise
        return item

    outcomes = async_fan_out(call, range(100), concurrency=4)
    assert (await anext(outcomes)).index == 0
    await asyncio.sleep(0)
    await outcomes.aclose()
    assert cancelled >= 3
    assert len(asyncio.all_tasks()) == 1


async def test_a_call_that_will_not_be_cancelled_is_the_last_of_its_worker() -> None:
    async def call(item: int) -> int:
        if item:
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return item

    outcomes = async_fan_out(call, range(100), concurrency=4)
    assert (await anext(outcomes)).index == 0
    await asyncio.sleep(0)
    await asyncio.wait_for(outcomes.aclose(), timeout=5)
    assert len(asyncio.all_tasks()) == 1


@RUN
def test_progress_counts_what_went_well_and_what_did_not(run: Run) -> None:
    seen: list[Progress] = []
    run(lambda n: 1 // n, [1, 0, 1], on_progress=seen.append)
    last = seen[-1]
    assert (len(seen), last.done, last.failed, last.total, last.finished) == (3, 2, 1, 3, 3)


def test_a_line_tells_how_far_the_batch_is() -> None:
    assert line_of(Progress(50, 2, 2, 104, 10.0)) == "[############............] 52/104, 5/s, 10 s left, 2 failed"
    assert line_of(Progress(7, 0, 0, None, 0.0)) == "7 items, 0/s"


@pytest.mark.parametrize(("terminal", "lines"), [(True, 2), (False, 0)])
def test_the_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch, terminal: bool, lines: int) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = io.StringIO()
    stream.isatty = lambda: terminal
    with ProgressBar(stream, clock=lambda: 1.0) as bar:
        for done in range(3):
            bar.show(Progress(done, 0, 0, 3, 1.0))
    assert stream.getvalue().count("\r") == lines


def test_a_bar_is_no_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((20, 5)))
    stream = io.StringIO()
    stream.isatty = lambda: True
    stream.fileno = lambda: 2
    with ProgressBar(stream) as bar:
        bar.show(Progress(1, 2, 0, 1000, 1.0))
    lines = stream.getvalue().replace("\x1b[2K", "").split("\r")[1:]
    assert {len(line.rstrip("\n")) for line in lines} == {19}


def test_without_a_terminal_that_can_draw_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    with ProgressBar() as bar:
        bar.show(Progress(1, 0, 0, 1, 1.0))
    monkeypatch.setenv("TERM", "dumb")
    stream = io.StringIO()
    stream.isatty = lambda: True
    with ProgressBar(stream) as bar:
        bar.show(Progress(1, 0, 0, 1, 1.0))
    assert not stream.getvalue()
