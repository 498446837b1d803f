"""Threads, forks, second event loops, pickles and the end of the interpreter."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import subprocess
import sys
import warnings
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
from sdk_runtime import (
    APITimeoutError,
    BaseModel,
    DefaultAioHttpClient,
    NotFoundError,
    RetryableError,
    SDKError,
    StreamInterruptedError,
)
from sdk_runtime._async_client import AsyncClient
from sdk_runtime._client import SyncClient
from sdk_runtime._endpoint import Endpoint
from sdk_runtime._http_settings import HttpSettings
from sdk_runtime._options import CallOptions

from tests.servers.fault import FaultServer, answer

from .conftest import CONFIG, READ, Caller

ROOT = Path(__file__).parents[3]


class Animal(BaseModel):
    """As generated modules have them."""

    name: str
    legs: int = 4


ANIMAL = Endpoint[Animal]("GET", "/animal", answer=Animal)
SYNC = ["httpx2", "httpx", "pyreqwest"]


@pytest.fixture(params=SYNC)
def client(request: pytest.FixtureRequest, server: FaultServer) -> Any:
    with SyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=request.param) as client:
        yield client


def test_threads_share_a_client(client: Any) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda _: client.request(READ), range(200))) == [{}] * 200


def test_threads_that_begin_together_open_one_pool(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from sdk_runtime import _transport_choice

    opened: list[Any] = []
    real = _transport_choice.transport_for
    monkeypatch.setattr(_transport_choice, "transport_for", lambda *given: opened.append(1) or real(*given))
    with (
        SyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        list(threads.map(lambda _: client.with_options(max_retries=0).request(READ), range(50)))
    assert opened == [1]


@pytest.mark.parametrize("library", ["httpx2", "httpx"])
def test_after_a_fork_the_child_has_connections_of_its_own(server: FaultServer, library: str) -> None:
    with SyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=library) as client:
        client.request(READ)
        client._connections.budget._lock.acquire()  # As a thread of the parent may, in the moment of the fork.
        child = os.fork()
        if child == 0:
            try:
                os._exit(0 if client.request(READ) == {} and client.request(READ) == {} else 1)
            finally:
                os._exit(2)
        client._connections.budget._lock.release()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert client.request(READ) == {}
    assert len(server.requests) == 4
    assert server.connections == 2


def aiohttp_session() -> Any:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector())


def called_in_two_loops(url: str, library: str) -> list[Any]:
    """What one client answers in each of two event loops."""
    client = AsyncClient(CONFIG, base_url=url, credentials={"token": "t"}, http_client=library)

    async def last() -> Any:
        async with client:
            return await client.request(READ)

    return [asyncio.run(client.request(READ)), asyncio.run(last())]


def test_a_second_event_loop_on_aiohttp_leaves_no_trace(
    server: FaultServer, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    """The library logs an error for every session that goes without having been closed."""
    assert called_in_two_loops(server.url, "aiohttp") == [{}, {}]
    gc.collect()
    assert not caplog.records
    assert not [warning for warning in recwarn if "client session" in f"{warning.message}"]


@pytest.mark.parametrize(
    "make", [httpx2.AsyncClient, httpx.AsyncClient, aiohttp_session], ids=["httpx2", "httpx", "aiohttp"]
)
def test_a_client_of_the_callers_serves_one_event_loop(server: FaultServer, make: Callable[[], Any]) -> None:
    async def made() -> Any:
        return make()

    with warnings.catch_warnings():  # Nobody can close it any more.
        warnings.simplefilter("ignore")
        client = AsyncClient(
            CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=asyncio.run(made()), max_retries=0
        )
        if make is not aiohttp_session:
            assert asyncio.run(client.request(READ)) == {}
        with pytest.raises(SDKError, match="of an event loop that has ended"):
            asyncio.run(client.request(READ))
        del client
        gc.collect()


def test_a_closed_client_on_aiohttp_is_left_in_peace_after_its_event_loop(server: FaultServer) -> None:
    """All clients that live are told of a fork, these included."""
    client = AsyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client="aiohttp")

    async def once() -> Any:
        async with client:
            return await client.request(READ)

    assert asyncio.run(once()) == {}
    client._connections.begin_anew()


def test_our_client_on_aiohttp_serves_one_event_loop_after_the_other(server: FaultServer) -> None:
    client = AsyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=DefaultAioHttpClient())

    async def last() -> Any:
        async with client:
            return await client.request(READ)

    with warnings.catch_warnings():  # The socket of the first loop.
        warnings.simplefilter("ignore")
        assert [asyncio.run(client.request(READ)), asyncio.run(last())] == [{}, {}]
        gc.collect()


@pytest.mark.parametrize("library", ["httpx2", "httpx", "aiohttp", "pyreqwest"])
def test_a_second_event_loop_has_connections_of_its_own(server: FaultServer, library: str) -> None:
    with warnings.catch_warnings():  # The connections of the first loop died with it.
        warnings.simplefilter("ignore")
        assert called_in_two_loops(server.url, library) == [{}, {}]
        gc.collect()


@pytest.mark.parametrize("library", ["httpx2", "httpx", "aiohttp", "pyreqwest"])
def test_connections_of_event_loops_that_have_ended_are_not_kept(server: FaultServer, library: str) -> None:
    client = AsyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=library)
    left: list[weakref.ref[Any]] = []

    async def once() -> None:
        await client.request(READ)
        left.append(weakref.ref(client._connections.opened()))

    async def last() -> None:
        async with client:
            await once()

    with warnings.catch_warnings():  # They were not closed in their loop.
        warnings.simplefilter("ignore")
        for work in (once, once, last):
            asyncio.run(work())
        gc.collect()
    assert [transport() is None for transport in left] == [True, True, False]


def test_pyreqwest_clients_for_ever_other_limits_are_bounded_and_those_in_use_go_on(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdk_runtime import _pyreqwest_transport

    monkeypatch.setattr(_pyreqwest_transport, "MAX_CLIENTS", 2)
    stream = Endpoint[bytes]("GET", "/photo", answer=bytes)
    server.script(answer(b"a" * 100_000))
    with SyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client="pyreqwest") as client:
        photo = client.request_binary(stream, options=CallOptions(timeout=1.0))
        for seconds in (2.0, 3.0, 4.0):
            client.request(READ, options=CallOptions(timeout=seconds))
        assert len(list(client._connections.opened()._own)) == 2
        assert photo.read() == b"a" * 100_000


def test_a_closed_client_says_so(caller: Caller) -> None:
    client = caller.client()
    caller.run(client.with_options(max_retries=1).close())
    assert client.is_closed
    with pytest.raises(SDKError, match="was closed"):
        caller.call(READ, client)


def test_answers_and_their_copies_survive_pickling(client: Any, server: FaultServer) -> None:
    server.script(answer({"name": "cat", "coat": {"color": "red"}}, headers={"X-Request-Id": "r1"}))
    animal = client.request(ANIMAL)
    for again in (pickle.loads(pickle.dumps(animal)), copy.deepcopy(animal), animal.model_copy()):
        assert again == animal
        assert (again.name, again.legs, again.model_extra) == ("cat", 4, {"coat": {"color": "red"}})
        assert again._request_id == "r1"
        assert again.model_fields_set == {"name", "coat"}


@pytest.mark.parametrize(
    "error",
    [
        APITimeoutError("late"),
        StreamInterruptedError("cut", last_event_id="7"),
        RetryableError("again", retry_after=2.5),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling(error: Any) -> None:
    error.attempts = 3
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert (again.attempts, again.request) == (3, None)
    assert getattr(again, "last_event_id", None) == getattr(error, "last_event_id", None)


def test_a_status_error_survives_pickling_with_its_body(client: Any, server: FaultServer) -> None:
    server.script(answer({"message": "no such animal"}, status=404, headers={"X-Request-Id": "r9"}))
    with pytest.raises(NotFoundError) as caught:
        client.request(READ)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.status_code, again.request_id, again.body) == (404, "r9", {"message": "no such animal"})


def test_a_client_refuses_to_be_pickled_and_says_what_to_do(client: Any) -> None:
    with pytest.raises(TypeError, match="make one in each process"):
        pickle.dumps(client)


IN_ONE_WORLD = """
client = artificer.Artificer(base_url=URL, api_key="k", http_client=LIBRARY)
client.get("/any")
"""
IN_THE_OTHER = """
import asyncio

async def main():
    async with artificer.AsyncArtificer(base_url=URL, api_key="k", http_client=LIBRARY) as client:
        await client.get("/any")

asyncio.run(main())
"""


def in_another_process(program: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a program that uses a generated SDK."""
    source = ROOT / "generated" / "python" / "artificer" / "src"
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": f"{source}"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize(
    ("library", "calls"),
    [*((library, IN_ONE_WORLD) for library in SYNC), *((library, IN_THE_OTHER) for library in (*SYNC, "aiohttp"))],
    ids=lambda given: given if given in (*SYNC, "aiohttp") else "async" if "await" in given else "sync, left open",
)
def test_the_interpreter_ends_in_peace(server: FaultServer, library: str, calls: str) -> None:
    ended = in_another_process(f"import artificer\nURL, LIBRARY = {server.url!r}, {library!r}\n{calls}\nprint('done')")
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "done", "")


def test_a_sync_program_does_not_load_asyncio(server: FaultServer) -> None:
    calls = f"URL, LIBRARY = {server.url!r}, 'pyreqwest'\n{IN_ONE_WORLD}"  # httpx loads it itself
    ended = in_another_process(f"import sys, artificer\n{calls}\nprint('asyncio' in sys.modules)")
    assert (ended.stdout.strip(), ended.stderr) == ("False", "")


IN_THREADS = """
from threading import Thread

client = artificer.Artificer(base_url=URL, api_key="k", http_client=LIBRARY)

def calls():
    for number in range(40):
        client.get(f"/any/{number}")

def together(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

together([Thread(target=calls)])
for _ in range(3):
    together([Thread(target=calls) for _ in range(8)])
client.close()
"""


@pytest.mark.parametrize("library", SYNC)
def test_the_thread_of_the_first_call_may_end(server: FaultServer, library: str) -> None:
    ended = in_another_process(f"import artificer\nURL, LIBRARY = {server.url!r}, {library!r}\n{IN_THREADS}")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_settings_serve_both_halves_of_a_client(server: FaultServer) -> None:
    client = SyncClient(CONFIG, base_url=server.url, credentials={"token": "t"}, http_client=HttpSettings("httpx"))
    twin = client.twin(AsyncClient)
    assert twin._connections.given == HttpSettings("httpx")
    assert twin._connections.budget is client._connections.budget
