"""What an application gets wrong is told where it happens, with the field, before anything is sent; in the background
it reaches `on_error` and the log, and never the application."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from huggingplace import AuthenticationError, OrganizationError, PayloadTooLargeError, ValidationError

from tests.servers.huggingplace import Fault

from .conftest import World

WRONG = [
    ({"user_prompt": None}, "user_prompt", "empty"),
    ({"user_prompt": 7}, "user_prompt", "a text, not int"),
    ({"user_prompt": "\ud800"}, "user_prompt", "JSON"),
    ({"response": None}, "response", "not NoneType"),
    ({"metadata": ["x"]}, "metadata", "a mapping, not list"),
    ({"metadata": {"x": float("nan")}}, "metadata", "JSON"),
    ({"user_metadata": "ada@example.com"}, "user_metadata", "a mapping, not str"),
    ({"user_id": 7}, "user_id", "a text, not int"),
    ({"token_count": True}, "token_count", "a number"),
    ({"token_count": "12"}, "token_count", "a number"),
    ({"step_data": "plan"}, "step_data", "a list of names"),
    ({"response_time_ms": "5"}, "response_time_ms", "milliseconds, not str"),
    ({"timestamp": 1_700_000_000}, "timestamp", "a date with a time"),
    ({"mode": "test"}, "mode", '"prod" or "dev"'),
]


@pytest.mark.parametrize(("given", "field", "said"), WRONG, ids=lambda value: value if isinstance(value, str) else None)
def test_a_wrong_value_is_an_error_with_its_field(world: World, given: Any, field: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said) as caught:
        world.run(world.client().log(**{"user_prompt": "q", "response": "a", **given}))
    assert (caught.value.field, caught.value.code) == (field, "validation_failed")
    assert not world.server.seen


@pytest.mark.parametrize(("given", "field", "said"), WRONG, ids=lambda value: value if isinstance(value, str) else None)
def test_in_the_background_it_is_a_line_in_the_log(
    world: World, given: Any, field: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = []

    def on_error(error: Exception, _entries: Any) -> None:
        told.append(error)

    client = world.client(delivery="background", on_error=on_error)
    session = client.start_session("s")
    with caplog.at_level(logging.WARNING, "huggingplace"):
        for log in (client.log, session.log):
            result = world.run(lambda log=log: log(**{"user_prompt": "q", "response": "a", **given}))
            assert result.prompt_id == ""
    assert [error.field for error in told] == [field, field]
    assert [record.getMessage() for record in caplog.records] == ["not stored: 1 (ValidationError)"] * 2
    assert client.stats().failed == {"ValidationError": 2}


def test_an_answer_object_that_raises_does_not_break_an_application_in_the_background(world: World) -> None:
    class Broken:
        @property
        def choices(self) -> object:
            raise RuntimeError("not loaded")

    client = world.client(delivery="background")
    world.run(lambda: client.log("q", Broken()))
    assert client.stats().failed == {"RuntimeError": 1}


def test_another_session_in_the_metadata_is_told_in_the_background(world: World) -> None:
    client = world.client(delivery="background")
    world.run(lambda: client.start_session("s").log("q", "a", metadata={"sessionId": "t"}))
    assert client.stats().failed == {"ValidationError": 1}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("api_key", " key", "blanks"),
        ("delivery", "later", '"direct" or "background"'),
        ("redact", "email", "a list of names"),
        ("redact", 7, "a list of names"),
        ("redact", ["email", 7], "a list of names"),
    ],
)
def test_a_client_is_not_made_of_wrong_options(world: World, option: str, value: Any, said: str) -> None:
    with pytest.raises((ValidationError, AuthenticationError), match=said):
        world.client(**{option: value})


@pytest.mark.parametrize("call", ["sessions.get", "responses.get", "responses.delete"])
def test_empty_ids_would_ask_for_something_else(world: World, call: str) -> None:
    resource, method = call.split(".")
    with pytest.raises(ValueError, match="empty"):
        world.run(getattr(getattr(world.client(), resource), method)(""))
    assert not world.server.seen


def test_a_session_has_no_empty_id(world: World) -> None:
    with pytest.raises(ValidationError, match="leave it out") as caught:
        world.client().start_session("")
    assert caught.value.field == "session_id"


def test_what_is_empty_is_not_sent(world: World) -> None:
    world.run(world.client().log("q", "", user_id="", metadata={}, step_data=[], llm_model=None))
    assert set(world.server.seen[0].body) == {"user_prompt", "ai_response", "org_id", "mode"}


def test_a_key_that_is_unknown_and_one_of_another_organisation(world: World) -> None:
    with pytest.raises(AuthenticationError, match="the API key is unknown"):
        world.run(world.client(api_key="key-swamps").log("q", "a"))
    with pytest.raises(OrganizationError, match="belongs to another organisation") as caught:
        world.run(world.client(api_key="key-hills").verify())
    assert (caught.value.code, caught.value.status_code) == ("org_mismatch", 403)


def test_a_server_with_another_limit(world: World) -> None:
    world.server.faults = [Fault("payload_too_large")]
    with pytest.raises(PayloadTooLargeError) as caught:
        world.run(world.client().log("q", "a"))
    assert (caught.value.size, caught.value.limit) == (None, None)


def test_a_server_that_asks_for_patience_gets_it_and_the_entry_once(world: World) -> None:
    world.server.faults = [Fault("rate_limited", headers={"Retry-After": "7"})]
    world.run(world.client().log("q", "a"))
    assert world.server.store.count() == 1
    assert 7 <= world.waits[0] <= 7.7


def test_a_function_of_redact_gives_an_entry_or_nothing_is_sent(world: World) -> None:
    def nothing(_entry: Any) -> Any:
        return None

    def no_json(entry: dict[str, Any]) -> dict[str, Any]:
        return {**entry, "metadata": {"x": object()}}

    client = world.client(redact=nothing)
    with pytest.raises(ValidationError, match="`redact` failed"):
        world.run(client.log("q", "a"))
    client = world.client(redact=no_json)
    with pytest.raises(ValidationError, match="JSON"):
        world.run(client.log("q", "a"))
    assert not world.server.seen


def test_on_error_may_fail(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def on_error(_error: Exception, _entries: Any) -> None:
        raise RuntimeError("whatever")

    client = world.client(delivery="background", on_error=on_error)
    world.run(lambda: client.log("", "a"))
    assert [record.getMessage() for record in caplog.records][-1] == "`on_error` raised RuntimeError"


def test_entries_of_many_may_be_large_and_dated(world: World) -> None:
    large = {"x": "y" * 2_000_000}
    when = datetime(2025, 1, 1, 9, tzinfo=UTC)
    entries = [{"user_prompt": f"q{number}", "response": "a", "metadata": large} for number in range(5)]
    results = world.run(world.client().log_many([*entries, {"user_prompt": "old", "response": "a", "timestamp": when}]))
    assert [result.index for result in results if result.success] == list(range(6))
    assert [len(seen.body["entries"]) for seen in world.server.seen] == [2, 2, 2]
    assert world.server.store.entries()[5]["timestamp"] == "2025-01-01T09:00:00+00:00"
