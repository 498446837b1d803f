"""Background delivery: `log` returns at once, and nothing of it reaches the application."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.servers.huggingplace import Fault

from .conftest import KEY, ORG, World

SOURCE = Path(__file__).parents[3] / "generated" / "python" / "huggingplace" / "src"


def log_many(world: World, client: Any, count: int) -> None:
    """Log in one go, as an application does between two looks at anything else."""

    async def asynchronous() -> None:
        for number in range(count):
            await client.log(f"q{number}", "a")

    if world.asynchronous:
        world.run(asynchronous())
    else:
        for number in range(count):
            client.log(f"q{number}", "a")


def test_19_what_is_logged_is_sent_by_the_hundred_and_once(world: World) -> None:
    client = world.client(delivery="background")
    for _ in range(10):
        log_many(world, client, 1_000)
        assert world.run(client.flush())
    assert world.server.store.count() == 10_000
    assert len(world.server.seen) <= 130
    assert client.stats().stored == 10_000
    assert client.stats().pending == 0


def test_19_a_log_has_no_ids_yet(world: World) -> None:
    client = world.client(delivery="background")
    result = world.run(lambda: client.log("q", "a", metadata={"sessionId": "s"}))
    assert (result.prompt_id, result.session_id, result.queued) == ("", "s", True)


def test_20_errors_go_to_on_error_only(world: World) -> None:
    told: list[Any] = []

    def on_error(error: Exception, entries: Any) -> None:
        told.append((type(error).__name__, [entry["user_prompt"] for entry in entries]))
        raise RuntimeError("whatever")

    client = world.client(delivery="background", on_error=on_error, max_retries=0)
    world.server.faults = [Fault("internal")]
    log_many(world, client, 2)
    world.run(lambda: client.log("", "a"))
    world.run(client.flush())
    assert told == [("ValidationError", [""]), ("InternalServerError", ["q0", "q1"])]


def test_20_entries_that_the_server_refuses_are_told_too(world: World) -> None:
    told: list[Any] = []

    def on_error(error: Any, entries: Any) -> None:
        told.append((error.code, entries[0]["user_prompt"]))

    def spoiled(entry: dict[str, Any]) -> dict[str, Any]:
        return {**entry, "user_prompt": ""} if entry["user_prompt"] == "q1" else entry

    client = world.client(delivery="background", on_error=on_error, redact=spoiled)
    log_many(world, client, 3)
    world.run(client.flush())
    assert told == [("validation_failed", "")]
    assert world.server.store.count() == 2


def test_20_a_full_queue_drops_the_oldest(world: World) -> None:
    client = world.client(delivery="background", base_url="http://127.0.0.1:9", max_retries=0)
    client._delivery._send = None  # the sender is stopped by its first batch, so that the queue fills up

    def fill() -> Any:
        for number in range(1_200):
            client._delivery._backlog.add({"user_prompt": f"q{number}"})

    fill()
    assert client.stats().dropped == 200
    assert client._delivery._backlog.waiting[0]["user_prompt"] == "q200"
    client._delivery._backlog.waiting.clear()


PROGRAM = """
import os, sys
from huggingplace import HuggingPlace
client = HuggingPlace(api_key={key!r}, org_id={org!r}, base_url={url!r}, delivery="background", max_retries=0)
"""


def run_program(url: str, code: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(key=KEY, org=ORG, url=url) + code
    env = {**os.environ, "PYTHONPATH": os.fspath(SOURCE)}
    return subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_20_what_waits_when_the_interpreter_exits_is_sent(world: World) -> None:
    done = run_program(f"{world.url}/v2", "for number in range(50): client.log(f'q{number}', 'a')")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert world.server.store.count() == 50


def test_20_a_server_that_is_down_does_not_hold_the_exit(world: World) -> None:
    done = run_program("http://127.0.0.1:9", "client.log('q', 'a')")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_20_a_child_sends_only_what_is_its_own(world: World) -> None:
    code = """
client.log("parent", "a")
child = os.fork()
if child == 0:
    client.log("child", "a")
    client.flush()
    os._exit(0)
os.waitpid(child, 0)
client.close()
"""
    done = run_program(f"{world.url}/v2", code)
    assert done.returncode == 0, done.stderr
    assert sorted(entry["user_prompt"] for entry in world.server.store.entries()) == ["child", "parent"]


def test_closing_sends_what_waits(world: World) -> None:
    client = world.client(delivery="background")
    log_many(world, client, 3)
    world.run(client.close())
    assert world.server.store.count() == 3


def test_direct_clients_have_nothing_to_flush(world: World) -> None:
    assert world.run(world.client().flush()) is True
