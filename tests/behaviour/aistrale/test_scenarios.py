"""What users do with the generated client, on the reference server; numbers are those of the acceptance scenarios."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import aistrale
import pytest
from aistrale.types.events import EventMessage, InferenceCompletedEvent
from aistrale.types.inference import InferenceDelta, InferenceDone

from tests.servers.aistrale import COOKIE, CSRF, EMAIL, KEY, OTHER_KEY, PASSWORD, AistraleServer, Fault

from .conftest import World


def test_1_a_prompt_is_run_with_only_the_environment_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISTRALE_API_KEY", KEY)
    monkeypatch.setenv("AISTRALE_API_URL", world.url)
    kind: Any = aistrale.AsyncAistrale if world.asynchronous else aistrale.Aistrale
    world.made.append(client := kind())
    result = world.run(client.inference.run(prompt="Hello, world!"))
    assert (result.output, result.status, result.usage.total_tokens) == ("Hello, world!", "completed", 4)


def test_4_the_body_is_what_was_given(world: World, server: AistraleServer) -> None:
    world.run(world.client().inference.run(prompt="Hi", model="gpt-4", provider="openai", temperature=0.7))
    assert server.seen[-1].body == {"prompt": "Hi", "model": "gpt-4", "provider": "openai", "temperature": 0.7}


def test_5_a_stored_prompt_is_filled_in(world: World) -> None:
    client = world.client()
    prompt = world.run(client.prompts.create(name="greeting", template="Hello, {{name}}!"))
    result = world.run(client.inference.run(prompt_id=prompt.id, variables={"name": "Ada"}))
    assert (result.output, result.prompt_id) == ("Hello, Ada!", prompt.id)


def test_7_a_key_is_needed_and_an_argument_wins(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(aistrale.AistraleError, match=r"`api_key=\.\.\.` or the environment variable AISTRALE_API_KEY"):
        world.client(timeout=1.0)
    monkeypatch.setenv("AISTRALE_API_KEY", "wrong")
    with pytest.raises(aistrale.AuthenticationError):
        world.run(world.client(timeout=1.0).auth.me())
    assert world.run(world.client(api_key=OTHER_KEY).auth.me()).workspaces[0].name == "Hills"


def test_9_errors_of_the_server_and_of_the_way_are_told_apart(world: World, server: AistraleServer) -> None:
    server.faults = [Fault("internal")]
    client = world.client().with_options(max_retries=0)
    with pytest.raises(aistrale.InternalServerError) as failed:
        world.run(client.auth.me())
    assert (failed.value.code, failed.value.status_code) == ("internal", 500)
    with pytest.raises(aistrale.APIConnectionError):
        world.run(client.with_options(base_url="http://127.0.0.1:9").auth.me())


def test_10_a_request_is_repeated_with_one_key(world: World, server: AistraleServer) -> None:
    server.faults = [Fault("unavailable"), Fault("unavailable")]
    client = world.client()
    world.run(client.inference.run(prompt="Hi"))
    assert len({request.headers["idempotency-key"] for request in server.seen}) == 1
    assert len(server.seen) == 3
    assert len(server.state.tables["inference"]) == 1
    server.faults = [Fault("unavailable")]
    with pytest.raises(aistrale.InternalServerError):
        world.run(client.inference.run(prompt="Hi", max_retries=0))


def test_11_an_ended_token_is_renewed_once_for_all_calls(world: World, server: AistraleServer) -> None:
    tokens = world.run(world.client(timeout=1.0, api_key=KEY).auth.login(email=EMAIL, password=PASSWORD))
    client = world.client(access_token=tokens.access_token, refresh_token=tokens.refresh_token)
    server.clock.advance(16 * 60)
    accounts = world.together(client.auth.me, 20)
    assert {account.id for account in accounts} == {1}
    assert sum(request.path.endswith("/auth/refresh") for request in server.seen) == 1


def test_11_a_refresh_that_is_refused_is_an_error(world: World) -> None:
    with pytest.raises(aistrale.AuthenticationError):
        world.run(world.client(access_token="at_0", refresh_token="rt_0").auth.me())


def test_11_a_logout_ends_the_tokens(world: World) -> None:
    tokens = world.run(world.client(api_key=KEY).auth.login(email=EMAIL, password=PASSWORD))
    client = world.client(access_token=tokens.access_token)
    assert world.run(client.auth.me()).email == EMAIL
    world.run(client.auth.logout())
    with pytest.raises(aistrale.AuthenticationError):
        world.run(client.auth.me())


def test_a_web_session_sends_its_cookie_and_what_proves_forms(world: World, server: AistraleServer) -> None:
    client = world.client(session_cookie=COOKIE, csrf_token=CSRF)
    world.run(client.auth.me())
    assert server.seen[-1].headers["cookie"] == f"aistrale_session={COOKIE}"
    assert "x-csrf-token" not in server.seen[-1].headers
    world.run(client.inference.run(prompt="Hi"))
    assert server.seen[-1].headers["x-csrf-token"] == CSRF


def test_a_workspace_is_chosen_by_the_client_and_by_a_call(world: World, server: AistraleServer) -> None:
    second = world.run(world.client().workspaces.create(name="Research"))
    client = world.client(api_key=KEY, workspace_id=second.id)
    world.run(client.inference.run(prompt="Hi"))
    assert server.seen[-1].headers["x-workspace-id"] == str(second.id)
    assert [len(world.every(client.inference.list(workspace_id=id_))) for id_ in (1, second.id)] == [0, 1]
    with pytest.raises(aistrale.PermissionDeniedError):
        world.run(client.inference.run(prompt="Hi", workspace_id=2))


def test_12_a_stream_gives_pieces_and_then_the_whole(world: World) -> None:
    stream = world.run(world.client().inference.stream(prompt="one two three"))
    *deltas, done = world.every(stream)
    assert all(isinstance(delta, InferenceDelta) for delta in deltas)
    assert "".join(delta.text for delta in deltas) == "one two three"
    assert isinstance(done, InferenceDone)
    assert done.result.output == "one two three"


def test_12_a_stream_that_breaks_off_raises_after_its_pieces(world: World) -> None:
    seen: list[Any] = []
    stream = world.run(world.client().inference.stream(prompt="one two three", provider="breaking"))
    with pytest.raises(aistrale.APIError) as caught:
        world.every(stream, seen)
    assert [delta.text for delta in seen] == ["one", " two"]
    assert (caught.value.code, caught.value.status_code) == ("provider_error", None)


def test_13_a_batch_tells_of_each_prompt(world: World) -> None:
    requests = [{"prompt": "a"}, {"prompt": "b", "provider": "failing"}, {"prompt": "c"}]
    results = world.run(world.client().inference.batch(requests=requests)).results
    assert [(item.index, item.ok) for item in results] == [(0, True), (1, False), (2, True)]
    assert (results[1].result, results[1].error.code) == (None, "provider_error")


def test_14_prompts_have_versions(world: World) -> None:
    client = world.client()
    prompt = world.run(client.prompts.create(name="a", template="Hi {{name}}", tags=["mail"]))
    changed = world.run(client.prompts.update(prompt.id, template="Dear {{name}} of {{town}}"))
    assert (prompt.version, changed.version, changed.variables) == (1, 2, ["name", "town"])
    assert [found.version for found in world.every(client.prompts.list_versions(prompt.id))] == [2, 1]
    assert world.run(client.prompts.get_version(prompt.id, 1)).template == "Hi {{name}}"
    rendered = world.run(client.prompts.render(prompt.id, variables={"name": "Ada"}))
    assert (rendered.text, rendered.missing) == ("Dear Ada of {{town}}", ["town"])
    with pytest.raises(aistrale.UnprocessableEntityError):
        world.run(client.prompts.render(prompt.id, variables={}, strict=True))
    with pytest.raises(aistrale.ConflictError):
        world.run(client.prompts.create(name="a", template="x"))
    world.run(client.prompts.delete(prompt.id))
    with pytest.raises(aistrale.NotFoundError):
        world.run(client.prompts.get(prompt.id))


def test_14_a_prompt_that_one_has_is_not_sent_again(world: World) -> None:
    client = world.client()
    prompt = world.run(client.prompts.create(name="a", template="Hi"))
    etag = world.run(client.with_raw_response.prompts.get(prompt.id)).headers["etag"]
    with pytest.raises(aistrale.APIStatusError) as caught:
        world.run(client.prompts.get(prompt.id, if_none_match=etag))
    assert caught.value.status_code == 304


def test_15_a_token_is_never_shown_whole(world: World, server: AistraleServer) -> None:
    client = world.client()
    made = world.run(client.tokens.add(provider="openai", token="sk-secret-9f2c", label="Research"))
    listed = world.every(client.tokens.list(provider="openai"))
    assert (made.masked, listed) == ("sk-…9f2c", [made])
    assert world.run(client.tokens.verify(made.id)).ok
    assert world.run(client.tokens.update(made.id, label=None)).label is None
    world.run(client.tokens.delete(made.id))
    assert "sk-secret" not in json.dumps(server.state.tables)


def test_16_telemetry_is_filtered_and_wrong_filters_have_issues(world: World, server: AistraleServer) -> None:
    client = world.client()
    world.run(client.inference.batch(requests=[{"prompt": "a"}, {"prompt": "b", "provider": "failing"}]))
    found = world.every(client.telemetry.list(last="24h", status=["failed", "completed"]))
    assert {record.status for record in found} == {"failed", "completed"}
    assert server.seen[-1].query == "last=24h&status=failed&status=completed"
    with pytest.raises(aistrale.UnprocessableEntityError) as caught:
        world.run(client.telemetry.list(last="24h", since="2026-05-01T00:00:00Z"))
    body: Any = caught.value.body
    assert body.detail[0].loc == ["query", "last"]


def test_17_costs_are_exact(world: World) -> None:
    client = world.client()
    for _ in range(3):
        world.run(client.inference.run(prompt="one two", model="echo-2"))
    summary = world.run(client.telemetry.summary(group_by="model"))
    assert [(group.key, group.count) for group in summary.items] == [("echo-2", 3)]
    assert summary.total.cost == Decimal("0.00054")
    exported = world.run(client.telemetry.export(format="csv"))
    assert len(world.run(exported.read()).splitlines()) == 4


def test_22_a_cost_threshold_warns_once_and_may_stop(world: World, server: AistraleServer) -> None:
    client = world.client()
    threshold = world.run(client.workspaces.set_cost_threshold(1, amount="0.0001", period="month", hard_limit=True))
    assert (threshold.amount, threshold.spent) == (Decimal("0.0001"), Decimal(0))
    world.run(client.inference.run(prompt="one two"))
    with pytest.raises(aistrale.APIStatusError) as caught:
        world.run(client.inference.run(prompt="three"))
    assert (caught.value.status_code, caught.value.code) == (402, "cost_limit")
    assert [event["type"] for event in server.state.events].count("cost.threshold_exceeded") == 1


def test_3_a_session_keeps_what_was_said(world: World) -> None:
    client = world.client()
    session = world.run(client.sessions.create(name="Support"))
    first, second = (world.run(client.inference.run(prompt="Hi", session_id=session.id)) for _ in range(2))
    assert (first.output, second.output) == ("Hi", "again Hi")
    assert world.run(client.sessions.end(session.id)).status == "ended"
    assert [item.id for item in world.every(client.sessions.list_inferences(session.id))] == [first.id, second.id]
    with pytest.raises(aistrale.ConflictError):
        world.run(client.inference.run(prompt="Hi", session_id=session.id))


def test_lists_are_walked_over_all_pages(world: World, server: AistraleServer) -> None:
    client = world.client()
    for number in range(5):
        world.run(client.prompts.create(name=f"p{number}", template="x", tags=["even"] if number % 2 == 0 else []))
    before = len(server.seen)
    assert [prompt.name for prompt in world.every(client.prompts.list(limit=2))] == ["p4", "p3", "p2", "p1", "p0"]
    assert len(server.seen) - before == 3
    assert [prompt.name for prompt in world.every(client.prompts.list(tag=["even"]))] == ["p4", "p2", "p0"]


def test_providers_and_health_are_told(world: World) -> None:
    client = world.client()
    names = [provider.name for provider in world.run(client.providers.list())]
    assert "echo" in names
    assert world.run(client.providers.list_models("echo"))[0].input_cost_per_1k == Decimal("0.03")
    assert world.run(client.health.check()).status == "ok"


def test_23_events_come_as_they_happen(world: World) -> None:
    client = world.client()
    connection = client.events.connect().opening({"type": "subscribe", "events": ["inference.completed"]})

    def one(entered: Any) -> Any:
        kinds = [entered.recv().type, entered.recv().type]
        client.inference.run(prompt="Hello")
        return kinds, entered.recv()

    async def one_async(entered: Any) -> Any:
        kinds = [(await entered.recv()).type, (await entered.recv()).type]
        await client.inference.run(prompt="Hello")
        return kinds, await entered.recv()

    kinds, heard = world.within(connection, one_async if world.asynchronous else one)
    assert kinds == ["welcome", "subscribed"]
    assert isinstance(heard, EventMessage)
    assert isinstance(heard.event, InferenceCompletedEvent)
    assert heard.event.data.inference.output == "Hello"


def token_added(number: int) -> dict[str, Any]:
    return {"token_id": number, "provider": "echo"}


def test_23_nothing_is_missed_or_told_twice_over_a_restart(world: World, server: AistraleServer) -> None:
    client = world.client()
    connection = client.events.connect().opening({"type": "subscribe", "events": ["token.added"]})
    heard: list[int] = []

    def take(message: Any) -> bool:
        """Note an event; the server restarts after the first, and the next one happens before the client is back."""
        if message.type == "subscribed" and not heard:
            server.emit("token.added", token_added(1))
        if message.type == "event":
            heard.append(message.event.data.token_id)
            if len(heard) == 1:
                server.stop_connections()
                server.emit("token.added", token_added(2))
                server.emit("token.added", token_added(3))
        return len(heard) == 3

    def listen(entered: Any) -> None:
        for message in entered:
            if take(message):
                return

    async def listen_async(entered: Any) -> None:
        async for message in entered:
            if take(message):
                return

    world.within(connection, listen_async if world.asynchronous else listen)
    assert heard == [1, 2, 3]


def test_23_a_wrong_credential_is_an_error_and_heartbeats_are_answered(world: World, server: AistraleServer) -> None:
    refused = world.client(api_key="wrong").events.connect()

    async def receive(entered: Any) -> Any:
        return await entered.recv()

    with pytest.raises(aistrale.AuthenticationError):
        world.within(refused, receive if world.asynchronous else lambda entered: entered.recv())

    def beat(entered: Any) -> list[str]:
        kinds = [entered.recv().type]
        server.clock.advance(30)
        return [*kinds, entered.recv().type, entered.recv().type]

    async def beat_async(entered: Any) -> list[str]:
        kinds = [(await entered.recv()).type]
        server.clock.advance(30)
        return [*kinds, (await entered.recv()).type, (await entered.recv()).type]

    kinds = world.within(world.client().events.connect(), beat_async if world.asynchronous else beat)
    assert kinds == ["welcome", "heartbeat", "pong"]
