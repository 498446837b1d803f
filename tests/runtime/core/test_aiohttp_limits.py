"""The one timer that keeps the limits of exchanges on aiohttp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sdk_runtime import Timeout, _aiohttp_limits
from sdk_runtime._aiohttp_limits import Watchdog, WatchedExchange

from .conftest import READ, Caller


@dataclass
class Timer:
    """What an event loop gives for a call at a later time."""

    due: float
    call: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Loop:
    """An event loop whose time is ours."""

    now: float = 100.0
    timers: list[Timer] = field(default_factory=list)

    def call_later(self, delay: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(self.now + delay, call))
        return self.timers[-1]

    @property
    def waiting(self) -> list[Timer]:
        return [timer for timer in self.timers if not timer.cancelled]

    def go_to(self, moment: float) -> None:
        """Let time pass, and call what is due on the way."""
        while due := [timer for timer in self.waiting if timer.due <= moment]:
            first = min(due, key=lambda timer: timer.due)
            self.timers.remove(first)
            self.now = first.due
            first.call()
        self.now = moment


@dataclass
class Connection:
    """A connection, which is its own transport; it has none once it was given back."""

    aborted: bool = False
    returned: bool = False

    @property
    def transport(self) -> Connection | None:
        return None if self.returned else self

    def abort(self) -> None:
        self.aborted = True


class Scene:
    """A watch in a loop of ours."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loop = Loop()
        monkeypatch.setattr(_aiohttp_limits, "monotonic", lambda: self.loop.now)
        self.watch = Watchdog(self.loop)  # type: ignore[arg-type]  # as much of a loop as it uses

    def begun(self, **limits: float | None) -> tuple[WatchedExchange, Connection]:
        connection = Connection()
        exchange = WatchedExchange(self.watch, Timeout(**limits))
        exchange.begin(connection)
        return exchange, connection


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(monkeypatch)


def test_an_exchange_without_bytes_is_ended_after_its_limit(scene: Scene) -> None:
    exchange, connection = scene.begun(read=5)
    scene.loop.go_to(104.9)
    assert not connection.aborted
    scene.loop.go_to(105)
    assert (connection.aborted, exchange.late) == (True, True)
    assert not scene.loop.waiting


def test_bytes_put_off_the_end_but_not_beyond_the_whole(scene: Scene) -> None:
    exchange, connection = scene.begun(read=5, total=11)
    for moment in (104, 108):
        scene.loop.go_to(moment)
        exchange.go_on()
    scene.loop.go_to(110.9)
    assert not connection.aborted
    scene.loop.go_to(111)
    assert connection.aborted


def test_the_wait_for_a_connection_counts_for_the_whole_only(scene: Scene) -> None:
    exchange = WatchedExchange(scene.watch, Timeout(read=5, total=20))
    scene.loop.go_to(117)
    exchange.begin(connection := Connection())
    scene.loop.go_to(119.9)
    assert not connection.aborted
    scene.loop.go_to(120)
    assert connection.aborted


def test_all_exchanges_have_one_timer_set_to_the_first_that_is_due(scene: Scene) -> None:
    begun = [scene.begun(read=limit) for limit in (9, 7, 8)]
    assert [timer.due for timer in scene.loop.waiting] == [107]
    scene.loop.go_to(107)
    assert [connection.aborted for _, connection in begun] == [False, True, False]
    assert [timer.due for timer in scene.loop.waiting] == [108]


def test_what_is_finished_is_let_be(scene: Scene) -> None:
    exchange, connection = scene.begun(read=5)
    exchange.finish()
    exchange.finish()
    scene.loop.go_to(200)
    assert (connection.aborted, exchange.late, scene.loop.waiting) == (False, False, [])


def test_a_connection_that_was_given_back_is_let_be(scene: Scene) -> None:
    exchange, connection = scene.begun(read=5)
    connection.returned = True
    scene.loop.go_to(200)
    assert (connection.aborted, exchange.late) == (False, False)


def test_without_limits_there_is_no_timer(scene: Scene) -> None:
    scene.begun(read=None, total=None)
    assert not scene.loop.waiting


def test_a_watch_that_is_closed_has_no_timer(scene: Scene) -> None:
    scene.begun(read=5)
    scene.watch.close()
    assert not scene.loop.waiting


def test_a_transport_that_is_closed_leaves_no_timer_behind(caller: Caller) -> None:
    if caller.world[1] != "aiohttp":
        pytest.skip("others have no such timer")
    client = caller.client()
    caller.call(READ, client)
    watch = client._connections._transport._watch
    assert watch._timer is not None
    caller.run(client.close())
    assert watch._timer is None
