"""Logging: fields, validation, errors, answers of models, redaction, many at once."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import traceback
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from huggingplace import (
    APIStatusError,
    AsyncHuggingPlace,
    AuthenticationError,
    HuggingPlace,
    HuggingPlaceError,
    NetworkError,
    NotFoundError,
    OrganizationError,
    PayloadTooLargeError,
    RateLimitError,
    RedirectError,
    ServerError,
    TimeoutError as SlowError,
    ValidationError,
)

from tests.servers.huggingplace import Fault, HuggingPlaceServer

from .conftest import KEY, ORG, WITH_SDK, World

LAKE = {
    "user_prompt": "How deep is the lake?",
    "response": "About 40 m.",
    "metadata": {"sessionId": "123"},
    "user_metadata": {"email": "ada@example.com"},
}
WIRE = {
    "user_prompt": "How deep is the lake?",
    "ai_response": "About 40 m.",
    "metaData": {"sessionId": "123"},
    "user_meta_data": {"email": "ada@example.com"},
    "org_id": ORG,
    "mode": "prod",
}


@pytest.mark.parametrize("kind", [HuggingPlace, AsyncHuggingPlace])
def test_1_a_client_from_the_environment_makes_no_request(
    monkeypatch: pytest.MonkeyPatch, server: HuggingPlaceServer, url: str, kind: Any
) -> None:
    monkeypatch.setenv("HUGGINGPLACE_API_KEY", KEY)
    monkeypatch.setenv("HUGGINGPLACE_ORG_ID", ORG)
    kind(base_url=url)
    monkeypatch.delenv("HUGGINGPLACE_ORG_ID")
    with pytest.raises(ValidationError, match=r"`org_id=\.\.\.` or set HUGGINGPLACE_ORG_ID"):
        kind()
    monkeypatch.delenv("HUGGINGPLACE_API_KEY")
    with pytest.raises(AuthenticationError, match=r"`api_key=\.\.\.` or set HUGGINGPLACE_API_KEY"):
        kind(org_id=ORG)
    assert not server.seen


def test_2_one_log_is_one_request_with_just_these_fields(world: World) -> None:
    result = world.run(world.client().log(**LAKE))
    assert [(seen.method, seen.path) for seen in world.server.seen] == [
        ("POST", "/v2/chatgpt/store_generated_response")
    ]
    assert world.server.seen[0].body == WIRE
    assert (result.chat_id, result.prompt_id, result.session_id) == ("chat_000001", "prompt_000001", "123")


def test_3_it_is_what_a_request_made_by_hand_is(world: World) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    httpx2.post(f"{world.url}/v2/chatgpt/store_generated_response", json=WIRE, headers=headers)
    world.run(world.client().log(**LAKE))
    by_hand, by_sdk = world.server.store.entries()
    assert by_hand == by_sdk


def test_4_two_logs_of_a_session_are_two_records_of_one_chat(world: World) -> None:
    client = world.client()
    for _ in range(2):
        world.run(client.log("SQL for orders by month", "SELECT ...", metadata={"sessionId": "session-123"}))
    assert world.run(client.sessions.get("session-123")).responses == 2
    assert (world.server.store.count(), world.server.store.chats()) == (2, 1)


def openai_chat(kind: Any) -> Any:
    usage = kind(prompt_tokens=7, completion_tokens=5, total_tokens=12)
    return kind(choices=[kind(message=kind(content="Hello."))], model="gpt-4o", usage=usage)


def openai_response(kind: Any) -> Any:
    usage = kind(input_tokens=7, output_tokens=5, total_tokens=12)
    return kind(output=[kind(content=[kind(type="output_text", text="Hello.")])], model="gpt-4o", usage=usage)


def anthropic_message(kind: Any) -> Any:
    usage = kind(input_tokens=7, output_tokens=5)
    return kind(content=[kind(type="text", text="Hello.")], model="gpt-4o", usage=usage)


@pytest.mark.parametrize("kind", [dict, SimpleNamespace], ids=["dict", "object"])
@pytest.mark.parametrize("answer", [openai_chat, openai_response, anthropic_message])
def test_12_answers_of_models_tell_text_model_and_tokens(world: World, answer: Any, kind: Any) -> None:
    client = world.client()
    world.run(client.log("Greet me", answer(kind)))
    world.run(client.log("Greet me", answer(kind), llm_model="mine", token_count=3))
    told, given = world.server.store.entries()
    assert told["ai_response"] == "Hello."
    assert told["llm_model"] == "gpt-4o"
    assert told["token_count"] == {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
    assert (given["llm_model"], given["token_count"]) == ("mine", 3)
    assert "anthropic" not in sys.modules


def test_12_an_answer_may_tell_less(world: World) -> None:
    world.run(world.client().log("Greet me", {"output_text": "Hello.", "usage": {"input_tokens": 7}}))
    (entry,) = world.server.store.entries()
    assert entry["ai_response"] == "Hello."
    assert entry.keys().isdisjoint(("llm_model", "token_count"))


def test_12_something_else_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="not int"):
        world.run(world.client().log("Greet me", 7))


def test_13_the_mode_of_client_and_call(world: World) -> None:
    client = world.client(mode="dev")
    world.run(client.log("q", "a"))
    world.run(client.log("q", "a", mode="prod"))
    assert [entry["mode"] for entry in world.server.store.entries()] == ["dev", "prod"]
    for call in (lambda: world.client(mode="test"), lambda: world.run(client.log("q", "a", mode="test"))):
        with pytest.raises(ValidationError) as caught:
            call()
        assert caught.value.field == "mode"


def test_13_the_mode_of_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUGGINGPLACE_MODE", "dev")
    world.run(world.client().log("q", "a"))
    assert world.server.seen[0].body["mode"] == "dev"


@pytest.mark.parametrize(
    ("fault", "kind", "attributes"),
    [
        (Fault("invalid_api_key"), AuthenticationError, {"status_code": 401}),
        (Fault("org_mismatch"), OrganizationError, {"status_code": 403}),
        (Fault("not_found"), NotFoundError, {"status_code": 404}),
        (Fault("payload_too_large"), PayloadTooLargeError, {"status_code": 413}),
        (Fault("validation_failed", field="mode"), ValidationError, {"status_code": 422, "field": "mode"}),
        (Fault("invalid_request"), ValidationError, {"status_code": 400}),
        (Fault("rate_limited", headers={"Retry-After": "7"}), RateLimitError, {"status_code": 429, "retry_after": 7}),
        (Fault("internal"), ServerError, {"status_code": 500}),
        (Fault("org_mismatch", status=200), OrganizationError, {"status_code": 200, "code": "org_mismatch"}),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_14_15_errors_have_the_class_and_the_words_of_the_server(
    world: World, fault: Fault, kind: type[HuggingPlaceError], attributes: dict[str, Any]
) -> None:
    world.server.faults = [fault] * 2
    with pytest.raises(kind, match="something is the matter") as caught:
        world.run(world.client(max_retries=0).log(**LAKE))
    error = caught.value
    assert isinstance(error, HuggingPlaceError)
    assert isinstance(error, APIStatusError)
    assert {**attributes, "code": fault.code, "request_id": "req_000001"} == {
        name: getattr(error, name) for name in {**attributes, "code": "", "request_id": ""}
    }


def test_14_a_port_that_refuses_and_silence(world: World) -> None:
    with pytest.raises(NetworkError) as caught:
        world.run(world.client(base_url="http://127.0.0.1:9/v2").log("q", "a"))
    assert caught.value.attempts == 4
    world.server.faults = [Fault(silent=True)]
    with pytest.raises(SlowError):
        world.run(world.client(timeout=0.1, max_retries=0).log("q", "a"))


def test_15_many_that_failed_in_part_are_a_result(world: World) -> None:
    results = world.run(world.client().log_many([{"user_prompt": "", "response": "a"}]))
    assert [(result.success, result.code) for result in results] == [(False, "validation_failed")]


@pytest.mark.parametrize("fault", [Fault("unavailable"), Fault(cut=True, stored=True)], ids=["503", "cut"])
def test_16_a_repeated_log_is_stored_once(world: World, fault: Fault) -> None:
    world.server.faults = [fault]
    world.run(world.client().log("q", "a"))
    first, second = (seen.headers["idempotency-key"] for seen in world.server.seen)
    assert first == second
    assert world.server.store.count() == 1


@pytest.mark.parametrize(
    ("given", "kind", "field", "said"),
    [
        ({"user_prompt": "x" * 1_000_001, "response": ""}, ValidationError, "user_prompt", "1000000"),
        ({"user_prompt": "", "response": ""}, ValidationError, "user_prompt", "empty"),
        ({"user_prompt": "q", "response": "", "metadata": {"x": object()}}, ValidationError, "metadata", "JSON"),
        ({"user_prompt": "q", "response": "", "step_data": ["s"] * 501}, ValidationError, "step_data", "500"),
        ({"user_prompt": "q", "response": "", "step_data": [3]}, ValidationError, "step_data", "int"),
    ],
)
def test_17_what_breaks_a_rule_is_not_sent(
    world: World, given: dict[str, Any], kind: type[Exception], field: str, said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        world.run(world.client().log(**given))
    assert getattr(caught.value, "field", None) == field
    assert not world.server.seen


def test_17_steps_have_so_many_levels(world: World) -> None:
    step: dict[str, Any] = {"name": "s", "status": "ok", "started_at": "2026-03-02T09:30:00Z", "duration_ms": 0}
    for _ in range(20):
        step = {**step, "children": [step]}
    with pytest.raises(ValidationError, match="20 levels"):
        world.run(world.client().log("q", "a", step_data=[step]))


def test_17_a_body_that_is_too_large_is_not_sent(world: World) -> None:
    with pytest.raises(PayloadTooLargeError) as caught:
        world.run(world.client().log("q", "a", metadata={"x": "y" * 5 * 1024 * 1024}))
    assert caught.value.limit == 5 * 1024 * 1024
    assert caught.value.size is not None
    assert caught.value.size > caught.value.limit
    assert not world.server.seen


def test_17_unknown_arguments_are_errors(world: World) -> None:
    with pytest.raises(TypeError):
        world.run(world.client().log("q", "a", colour="red"))
    with pytest.raises(TypeError, match="`colour`"):
        world.run(world.client().log_many([{"user_prompt": "q", "response": "a", "colour": "red"}]))


def test_18_large_responses_are_stored_whole(world: World) -> None:
    large, answer = {"x": "y" * 3_900_000}, "é" * 500_000
    world.run(world.client().log("q", answer, metadata=large))
    (entry,) = world.server.store.entries()
    assert (entry["metaData"], entry["ai_response"]) == (large, answer)


MEMORY = """
import asyncio, sys, tracemalloc
from huggingplace import AsyncHuggingPlace, HuggingPlace
options = {"api_key": "key-lakes", "org_id": "org_lakes", "base_url": sys.argv[1]}
client = (AsyncHuggingPlace if sys.argv[2] == "True" else HuggingPlace)(**options)
run = asyncio.Runner().run if sys.argv[2] == "True" else lambda value: value
run(client.log("q", "a"))
large = {"x": "y" * 4_900_000}
tracemalloc.start()
run(client.log("q", "a", metadata=large))
print(tracemalloc.get_traced_memory()[1])
run(client.close())
"""


def test_18_a_large_log_takes_less_than_four_times_its_size(world: World) -> None:
    """In a process of its own: the server would count, too."""
    command = [sys.executable, "-c", MEMORY, f"{world.url}/v2", str(world.asynchronous)]
    done = subprocess.run(command, env=WITH_SDK, capture_output=True, text=True, timeout=60, check=True)
    assert 4_900_000 < int(done.stdout) < 4 * 4_900_000


def test_21_many_at_once_are_sent_by_the_hundred(world: World) -> None:
    entries = [{"user_prompt": "" if number in (3, 200) else f"q{number}", "response": "a"} for number in range(250)]
    results = world.run(world.client().log_many(entries))
    assert len(world.server.seen) == 3
    assert world.server.store.count() == 248
    assert [result.index for result in results] == list(range(250))
    assert [result.index for result in results if not result.success] == [3, 200]
    assert {result.code for result in results if not result.success} == {"validation_failed"}


def test_21_modes_are_kept_apart(world: World) -> None:
    entries = [
        {"user_prompt": f"q{number}", "response": "a", "mode": ("prod", "dev")[number % 2]} for number in range(4)
    ]
    results = world.run(world.client().log_many(entries))
    assert [result.success for result in results] == [True] * 4
    assert sorted(seen.body["mode"] for seen in world.server.seen) == ["dev", "prod"]


def test_22_names_are_masked_at_every_depth(world: World) -> None:
    client = world.client(redact=["email"])
    steps = [
        {"name": "s", "status": "ok", "started_at": "2026-03-02T09:30:00Z", "duration_ms": 0, "input": {"EMAIL": "x"}}
    ]
    world.run(client.log("q", "a", metadata={"a": [{"email": "x"}]}, user_metadata={"email": "x"}, step_data=steps))
    assert '"x"' not in json.dumps(world.server.seen[0].body)
    assert world.server.seen[0].body["user_meta_data"] == {"email": "[redacted]"}


def test_22_a_function_that_fails_keeps_the_entry_here(world: World) -> None:
    told: list[Any] = []

    def broken(_entry: dict[str, Any]) -> dict[str, Any]:
        raise KeyError("oops")

    def on_error(error: Any, _entries: Any) -> None:
        told.append(error)

    client = world.client(redact=broken, on_error=on_error)
    with pytest.raises(ValidationError):
        world.run(client.log("q", "a"))
    assert not world.server.seen
    assert isinstance(told[0].__cause__, KeyError)


def test_22_a_function_gives_what_is_sent(world: World) -> None:
    def asked(entry: dict[str, Any]) -> dict[str, Any]:
        return {**entry, "user_prompt": "?"}

    world.run(world.client(redact=asked).log("q", "a"))
    assert world.server.seen[0].body["user_prompt"] == "?"


def test_23_a_hundred_threads_share_a_client(url: str, server: HuggingPlaceServer) -> None:
    with HuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:
        threads = [threading.Thread(target=client.log, args=(f"q{number}", "a")) for number in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({entry["user_prompt"] for entry in server.store.entries()}) == server.store.count() == 100


async def test_23_five_hundred_tasks_share_a_client(url: str, server: HuggingPlaceServer) -> None:
    async with AsyncHuggingPlace(api_key=KEY, org_id=ORG, base_url=f"{url}/v2") as client:
        await asyncio.gather(*(client.log(f"q{number}", "a") for number in range(500)))
    assert len({entry["user_prompt"] for entry in server.store.entries()}) == server.store.count() == 500


def walked(world: World, items: Any) -> list[Any]:
    """All items of a list, in either world."""

    async def asynchronous() -> list[Any]:
        return [item async for item in items]

    return world.run(asynchronous()) if world.asynchronous else list(items)


def test_24_lists_are_walked_by_the_link_header(world: World) -> None:
    client = world.client()
    entries = [{"user_prompt": f"q{n}", "response": "a", "metadata": {"sessionId": "s"}} for n in range(120)]
    world.run(client.log_many(entries))
    world.server.seen.clear()

    assert len(walked(world, client.responses.list(session_id="s"))) == 120
    assert len(world.server.seen) == 3


def test_24_a_next_page_on_another_host_is_refused(world: World) -> None:
    client = world.client()
    world.run(client.log_many([{"user_prompt": f"q{n}", "response": "a"} for n in range(60)]))
    world.server.elsewhere = "http://127.0.0.1:9/v2/chatgpt/responses?page=2"
    with pytest.raises(RedirectError):
        walked(world, client.responses.list())


def test_25_the_other_operations(world: World) -> None:
    client = world.client()
    stored = world.run(client.log("q", "a"))
    step = {"name": "cite", "status": "ok", "started_at": "2026-03-02T09:30:00Z", "duration_ms": 35}
    added = world.run(client.responses.append_steps(stored.prompt_id, steps=[step]))
    assert [found.name for found in added.step_data] == ["cite"]
    assert world.run(client.responses.get(stored.prompt_id)).response == "a"
    world.run(client.responses.delete(stored.prompt_id))
    with pytest.raises(NotFoundError):
        world.run(client.responses.get(stored.prompt_id))
    assert world.run(client.verify()).org_id == ORG
    assert world.run(client.health.check()).status == "ok"


def test_26_nothing_secret_is_shown(world: World, caplog: pytest.LogCaptureFixture) -> None:
    client = world.client(max_retries=0)
    world.server.faults = [Fault("internal")]
    with caplog.at_level(logging.DEBUG), pytest.raises(ServerError) as caught:
        world.run(client.log(**LAKE))
    shown = caplog.text + repr(client) + "".join(traceback.format_exception(caught.value))
    for secret in (KEY, "How deep", "About 40", "ada@example.com"):
        assert secret not in shown


def test_stats_count_what_became_of_entries(world: World) -> None:
    client = world.client(max_retries=0)
    world.run(client.log("q", "a"))
    world.server.faults = [Fault("internal")]
    with pytest.raises(ServerError):
        world.run(client.log("q", "a"))
    stats = client.stats()
    assert (stats.stored, stats.failed, stats.mean_response_ms) == (1, {"InternalServerError": 1}, 0.0)
