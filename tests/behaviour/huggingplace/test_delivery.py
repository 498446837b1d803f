"""Background delivery: `log` returns at once, and nothing of it reaches the application."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any

import pytest
from huggingplace import AsyncHuggingPlace
from huggingplace.backlog import Backlog, Entry
from huggingplace.testing import AsyncASGITransport

from tests.servers.huggingplace import Fault, HuggingPlaceServer

from .conftest import KEY, ORG, WITH_SDK, World


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


def test_20_a_full_queue_drops_the_oldest(caplog: pytest.LogCaptureFixture) -> None:
    backlog = Backlog()
    for number in range(1_200):
        backlog.add(Entry({"user_prompt": f"q{number}"}, 10))
    assert (backlog.dropped, backlog.pending) == (200, 1_000)
    assert backlog.take().entries[0].fields == {"user_prompt": "q200"}
    assert [record.getMessage()[:17] for record in caplog.records] == ["dropped so far: 1"]


def test_20_a_request_holds_only_as_much_as_the_service_takes(world: World) -> None:
    client = world.client(delivery="background")

    def large(number: int) -> Any:
        return client.log(f"q{number}", "a", metadata={"x": "y" * 2_000_000})

    for number in range(5):
        world.run(large(number))
    assert world.run(client.flush())
    assert [len(seen.body["entries"]) for seen in world.server.seen] == [2, 2, 1]


PROGRAM = """
import asyncio, logging, os, sys
import huggingplace.delivery
from huggingplace import AsyncHuggingPlace, HuggingPlace
logging.basicConfig(level="WARNING", format="%(message)s")
options = {{"api_key": {key!r}, "org_id": {org!r}, "base_url": {url!r}, "delivery": "background", "max_retries": 0}}
"""


def run_program(url: str, code: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(key=KEY, org=ORG, url=url) + code
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=WITH_SDK, capture_output=True, text=True, timeout=60, check=False)


LOOP = """
async def main():
    client = AsyncHuggingPlace(**options)
    for number in range({count}):
        await client.log(f"q{{number}}", "a")
asyncio.run(main())
"""


@pytest.mark.parametrize(
    "code",
    ["client = HuggingPlace(**options)\nfor number in range(50): client.log(f'q{number}', 'a')", LOOP.format(count=50)],
    ids=["thread", "task"],
)
def test_20_what_waits_at_the_end_is_sent(url: str, server: HuggingPlaceServer, code: str) -> None:
    done = run_program(f"{url}/v2", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert server.store.count() == 50


@pytest.mark.parametrize(
    "code", ["client = HuggingPlace(**options)\nclient.log('q', 'a')", LOOP.format(count=1)], ids=["thread", "task"]
)
def test_20_a_server_that_is_down_does_not_hold_the_end(code: str) -> None:
    done = run_program("http://127.0.0.1:9", code)
    assert (done.returncode, done.stderr) == (0, "not stored: 1 (APIConnectionError)\n")


def test_20_a_silent_server_holds_the_end_for_a_while_only(url: str, server: HuggingPlaceServer) -> None:
    server.faults = [Fault(silent=True)] * 2
    done = run_program(f"{url}/v2", "huggingplace.delivery.EXIT_S = 0.1\n" + LOOP.format(count=3))
    assert (done.returncode, done.stderr) == (0, "not stored: 3 (the event loop ended)\n")
    code = "huggingplace.delivery.EXIT_S = 0.1\nclient = HuggingPlace(**options)\nclient.log('q', 'a')"
    done = run_program(f"{url}/v2", code)
    assert (done.returncode, done.stderr) == (0, "not stored: 1 (the process ended)\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_20_a_child_sends_only_what_is_its_own(url: str, server: HuggingPlaceServer) -> None:
    code = """
client = HuggingPlace(**options)
client.log("parent", "a")
child = os.fork()
if child == 0:
    client.log("child", "a")
    client.flush()
    os._exit(0)
os.waitpid(child, 0)
client.close()
"""
    done = run_program(f"{url}/v2", code)
    assert done.returncode == 0, done.stderr
    assert sorted(entry["user_prompt"] for entry in server.store.entries()) == ["child", "parent"]


def test_a_loop_that_ends_in_the_middle_of_a_request_sends_it_again_under_its_key(server: HuggingPlaceServer) -> None:
    server.faults = [Fault(silent=True, stored=True)]

    async def main() -> None:
        arrived = asyncio.Event()
        server.on_request = arrived.set
        transport = AsyncASGITransport(server)
        client = AsyncHuggingPlace(api_key=KEY, org_id=ORG, delivery="background", http_client=transport)
        await client.log("q", "a")
        flushing = asyncio.create_task(client.flush())
        await arrived.wait()
        flushing.cancel()

    asyncio.run(main())
    first, second = (seen.headers["idempotency-key"] for seen in server.seen)
    assert first == second
    assert server.store.count() == 1


def test_a_client_may_be_used_by_one_loop_after_another(url: str, server: HuggingPlaceServer) -> None:
    code = """
client = AsyncHuggingPlace(**options)
for number in range(2):
    asyncio.run(client.log(f"q{number}", "a"))
"""
    done = run_program(f"{url}/v2", code)
    assert (done.returncode, done.stderr, server.store.count()) == (0, "", 2)


def test_flush_and_close_have_a_limit(world: World) -> None:
    world.server.faults = [Fault(silent=True)]
    client = world.client(delivery="background", timeout=0.5, max_retries=0)
    log_many(world, client, 1)
    assert world.run(lambda: client.flush(0.05)) is False
    assert world.run(lambda: client.flush(5)) is True
    assert client.stats().failed == {"APITimeoutError": 1}


def test_what_is_logged_after_closing_is_told(world: World) -> None:
    told: list[str] = []

    def on_error(error: Exception, _entries: Any) -> None:
        told.append(type(error).__name__)

    client = world.client(delivery="background", on_error=on_error, max_retries=0)
    log_many(world, client, 1)
    world.run(client.close())
    log_many(world, client, 1)
    assert world.run(client.flush())
    assert (world.server.store.count(), len(told)) == (1, 1)


def test_closing_sends_what_waits(world: World) -> None:
    client = world.client(delivery="background")
    log_many(world, client, 3)
    world.run(client.close())
    assert world.server.store.count() == 3


def test_direct_clients_have_nothing_to_flush(world: World) -> None:
    assert world.run(world.client().flush()) is True
