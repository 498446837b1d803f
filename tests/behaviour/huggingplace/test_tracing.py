"""Sessions, traces and steps."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import aclosing
from contextvars import copy_context
from typing import Any, cast
from uuid import UUID

import pytest
from huggingplace import AsyncHuggingPlace, HuggingPlace, Step, ValidationError

from tests.servers.huggingplace import HuggingPlaceServer

from .conftest import KEY, ORG, World


def test_5_a_session_sends_all_fields_and_its_time(world: World) -> None:
    session = world.client().start_session("ctx-1")
    world.hands.seconds += 0.84
    world.run(
        session.log(
            "q",
            "a",
            user_id="user_7",
            file_name="orders.csv",
            llm_model="gpt-4o-mini",
            token_count={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
            step_data=["plan"],
            metadata={"sessionId": "ctx-1", "recommendationId": "rec-9"},
            user_metadata={"email": "ada@example.com", "orgName": "Lakes"},
        )
    )
    body = world.server.seen[0].body
    assert body.pop("step_data")[0]["name"] == "plan"
    assert body == {
        "user_prompt": "q",
        "ai_response": "a",
        "metaData": {"sessionId": "ctx-1", "recommendationId": "rec-9"},
        "user_meta_data": {"email": "ada@example.com", "orgName": "Lakes"},
        "user_id": "user_7",
        "file_name": "orders.csv",
        "llm_model": "gpt-4o-mini",
        "token_count": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
        "response_time_ms": 840.0,
        "org_id": ORG,
        "mode": "prod",
    }


def test_6_a_session_has_an_id_of_its_own_and_no_other(world: World) -> None:
    session = world.client().start_session()
    assert UUID(session.id).version == 4
    with pytest.raises(ValidationError, match=session.id):
        world.run(session.log("q", "a", metadata={"sessionId": "another"}))
    assert not world.server.seen


def test_6_what_a_session_knows_is_sent_unless_the_call_says_otherwise(world: World) -> None:
    session = world.client().start_session("s", user_id="u", metadata={"a": 1, "b": 1}, user_metadata={"email": "x"})
    world.run(session.log("q", "a", metadata={"b": 2}))
    body = world.server.seen[0].body
    assert (body["user_id"], body["metaData"]) == ("u", {"a": 1, "b": 2, "sessionId": "s"})
    assert body["user_meta_data"] == {"email": "x"}


def test_7_times_run_from_log_to_log(world: World) -> None:
    client = world.client()
    session = client.start_session("s")
    for pause in (2.0, 3.0):
        world.hands.seconds += pause
        world.run(session.log("q", "a"))
    world.run(session.log("q", "a", response_time_ms=5))
    world.run(client.log("q", "a"))
    assert [entry.get("response_time_ms") for entry in world.server.store.entries()] == [2000, 3000, 5, None]


def traced_log(world: World, trace: Any, work: Any) -> None:
    """Run a block in a trace of either world."""

    async def asynchronous() -> None:
        async with trace as opened:
            work(opened)

    if world.asynchronous:
        world.run(asynchronous())
    else:
        with trace as opened:
            work(opened)


def test_8_a_trace_is_logged_with_its_time(world: World) -> None:
    def work(trace: Any) -> None:
        world.hands.seconds += 0.5
        trace.response = "answer"
        trace.llm_model = "m"
        with trace.step("look", input={"q": 1}, depth=2) as step:
            step.output = "found"

    trace = world.client().trace("q")
    traced_log(world, trace, work)
    (entry,) = world.server.store.entries()
    assert (entry["response_time_ms"], entry["ai_response"], entry["llm_model"]) == (500.0, "answer", "m")
    (step,) = entry["step_data"]
    assert (step["name"], step["input"], step["output"], step["attributes"]) == (
        "look",
        {"q": 1},
        "found",
        {"depth": 2},
    )
    assert trace.result.prompt_id == "prompt_000001"


def test_8_an_exception_is_logged_and_goes_on(world: World) -> None:
    def work(_trace: Any) -> None:
        raise KeyError("lake")

    with pytest.raises(KeyError, match="lake"):
        traced_log(world, world.client().trace("q"), work)
    (entry,) = world.server.store.entries()
    (step,) = entry["step_data"]
    assert (step["status"], step["error"]) == ("error", {"type": "KeyError", "message": "'lake'"})


def test_8_a_trace_without_an_answer_is_not_logged(world: World) -> None:
    def work(_trace: Any) -> None:
        world.hands.seconds += 1

    traced_log(world, world.client().trace("q"), work)
    assert not world.server.seen


def test_8_an_exception_matters_more_than_a_failed_log(world: World) -> None:
    def work(_trace: Any) -> None:
        raise KeyError("lake")

    with pytest.raises(KeyError):
        traced_log(world, world.client(base_url="http://127.0.0.1:9", max_retries=0).trace("q"), work)


def test_8_a_trace_of_a_session_carries_its_id(world: World) -> None:
    def work(trace: Any) -> None:
        trace.response = "a"

    traced_log(world, world.client().start_session("s").trace("q"), work)
    assert world.server.store.entries()[0]["metaData"] == {"sessionId": "s"}


def test_9_steps_are_a_tree(world: World) -> None:
    session = world.client().start_session("s")

    def work() -> None:
        with session.step("outer"):
            with session.step("fine"):
                world.hands.seconds += 1
            with session.step("failing"):
                world.hands.seconds += 2
                raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        work()
    session.add_step("elsewhere", 7.0, output="x")
    world.run(session.log("q", "a", step_data=["first"]))
    world.run(session.log("q", "a"))
    first, second = world.server.store.entries()
    given, outer, elsewhere = first["step_data"]
    assert (given["name"], elsewhere["name"], elsewhere["duration_ms"]) == ("first", "elsewhere", 7.0)
    assert (outer["status"], outer["duration_ms"]) == ("error", 3000.0)
    assert [(step["name"], step["status"], step["duration_ms"]) for step in outer["children"]] == [
        ("fine", "ok", 1000.0),
        ("failing", "error", 2000.0),
    ]
    assert "step_data" not in second


async def test_10_tasks_keep_their_steps_apart(url: str, server: HuggingPlaceServer) -> None:
    async with AsyncHuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:

        async def work(number: int) -> None:
            async with client.trace(f"q{number}") as trace:
                with trace.step(f"outer {number}"):
                    await asyncio.sleep(0)
                    with trace.step(f"inner {number}"):
                        await asyncio.sleep(0)
                trace.response = "a"

        await asyncio.gather(*(work(number) for number in range(20)))
    assert_own_steps(server)


def test_10_threads_keep_their_steps_apart(url: str, server: HuggingPlaceServer) -> None:
    with HuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:

        def work(number: int) -> None:
            with client.trace(f"q{number}") as trace:
                with trace.step(f"outer {number}"), trace.step(f"inner {number}"):
                    pass
                trace.response = "a"

        threads = [threading.Thread(target=copy_context().run, args=(work, number)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert_own_steps(server)


def assert_own_steps(server: HuggingPlaceServer) -> None:
    entries = server.store.entries()
    assert len(entries) == 20
    for entry in entries:
        number = entry["user_prompt"][1:]
        (outer,) = entry["step_data"]
        assert (outer["name"], outer["children"][0]["name"]) == (f"outer {number}", f"inner {number}")


def test_11_decorated_functions_are_steps(world: World) -> None:
    client = world.client()

    @client.traced()
    def plain(number: int) -> int:
        """Add one."""
        return number + 1

    @client.traced("named")
    async def coroutine() -> int:
        return 2

    @client.traced()
    def generator() -> Iterator[int]:
        yield 3

    @client.traced()
    async def stream() -> AsyncIterator[int]:
        yield 4

    async def use() -> list[Any]:
        return [plain(0), await coroutine(), *generator(), *[item async for item in stream()]]

    session = client.start_session("s")
    assert asyncio.run(use()) == [1, 2, 3, 4]
    told = (plain.__name__, plain.__doc__, list(inspect.signature(plain).parameters))
    assert told == ("plain", "Add one.", ["number"])
    world.run(session.log("q", "a"))
    assert [step["name"] for step in world.server.store.entries()[0]["step_data"]] == [
        "plain",
        "named",
        "generator",
        "stream",
    ]


def test_11_the_decorator_is_written_bare_or_called(world: World) -> None:
    client = world.client()
    session = client.start_session("s")

    @client.traced
    def bare() -> int:
        return 1

    @client.traced
    async def coroutine() -> int:
        return 2

    @session.traced()
    def called() -> int:
        return 3

    @session.traced("named")
    def other() -> int:
        return 4

    assert [bare(), asyncio.run(coroutine()), called(), other()] == [1, 2, 3, 4]
    world.run(session.log("q", "a"))
    names = [step["name"] for step in world.server.store.entries()[0]["step_data"]]
    assert names == ["bare", "coroutine", "called", "named"]


def test_11_what_consumers_of_generators_do_is_no_part_of_their_steps(world: World) -> None:
    session = world.client().start_session("s")

    @session.traced
    def numbers(name: str) -> Generator[int, str, str]:
        world.hands.seconds += 1
        with session.step(f"inside {name}"):
            try:
                said = yield 1
                return said
            except LookupError:
                yield 2
                return "thrown"

    def use() -> None:
        first, second = numbers("a"), numbers("b")
        assert (next(first), next(second)) == (1, 1)
        with session.step("between"):
            assert first.throw(LookupError) == 2
        with pytest.raises(StopIteration, match="sent"):
            second.send("sent")
        first.close()

    use()
    world.run(session.log("q", "a"))
    steps = world.server.store.entries()[0]["step_data"]
    assert [(step["name"], step["status"]) for step in steps] == [
        ("between", "ok"),
        ("numbers", "ok"),
        ("numbers", "ok"),
    ]
    assert [child["name"] for step in steps for child in step.get("children", ())] == ["inside b", "inside a"]


async def test_11_an_async_generator_that_is_left_ends_its_step(url: str, server: HuggingPlaceServer) -> None:
    async with AsyncHuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:
        session = client.start_session("s")

        @session.traced
        async def stream() -> AsyncIterator[int]:
            with session.step("inside"):
                yield 1
                yield 2

        async with aclosing(cast("AsyncGenerator[int]", stream())) as items:
            async for _ in items:
                with session.step("between"):
                    break
        await session.log("q", "a")
    between, streamed = server.store.entries()[0]["step_data"]
    assert (between["name"], between["status"]) == ("between", "ok")
    assert (streamed["name"], streamed["status"], streamed["children"][0]["name"]) == ("stream", "ok", "inside")


async def test_a_trace_may_end_in_another_context(url: str, server: HuggingPlaceServer) -> None:
    """As in an async generator that the event loop closes."""
    async with AsyncHuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:
        trace = client.trace("q")
        await asyncio.create_task(trace.__aenter__())
        trace.response = "a"
        await asyncio.create_task(trace.__aexit__(None, None, None))
    assert server.store.count() == 1


def test_a_trace_tells_that_its_log_was_refused(world: World) -> None:
    def work(trace: Any) -> None:
        trace.response = "a"
        trace.metadata = ["no mapping"]

    with pytest.raises(ValidationError, match="`metadata`"):
        traced_log(world, world.client().trace("q"), work)


def test_steps_may_be_given_in_any_form(world: World) -> None:
    client = world.client()
    stored = world.run(client.log("q", "a", step_data=["plan", Step("timed", "2026-03-02T09:30:00Z", output=1)]))
    steps = world.run(client.responses.get(stored.prompt_id)).step_data
    world.run(client.log("q", "a", step_data=steps))
    given, again = (entry["step_data"] for entry in world.server.store.entries())
    assert [step["name"] for step in again] == [step["name"] for step in given] == ["plan", "timed"]


def test_11_without_a_session_steps_go_with_the_next_log(world: World) -> None:
    client = world.client()

    def work() -> Any:
        with client.step("alone"):
            pass
        return client.log("q", "a")

    world.run(work)
    assert [step["name"] for step in world.server.store.entries()[0]["step_data"]] == ["alone"]


def test_a_session_reads_back_what_it_logged(world: World) -> None:
    session = world.client().start_session("s")
    world.run(session.log("q", "a"))
    assert world.run(session.summary()).responses == 1

    async def walked() -> list[Any]:
        return [item async for item in session.responses()]

    found = world.run(walked()) if world.asynchronous else list(session.responses())
    assert [item.user_prompt for item in found] == ["q"]
