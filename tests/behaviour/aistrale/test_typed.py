"""A program that uses every resource, sync and async: it runs, and type checkers know what each call gives."""

from __future__ import annotations

from decimal import Decimal

from aistrale import Aistrale, AsyncAistrale
from aistrale.types.events import EventMessage
from aistrale.types.inference import InferenceRequestParam

from tests.servers.aistrale import EMAIL, KEY, PASSWORD

REQUESTS: list[InferenceRequestParam] = [{"prompt": "a"}, {"prompt": "b", "provider": "failing"}]


def test_a_sync_program(client: Aistrale) -> None:
    words: list[str] = [event.text for event in client.inference.stream(prompt="one two") if event.type == "delta"]
    assert words == ["one", " two"]
    costs: list[Decimal] = [
        item.result.cost for item in client.inference.batch(requests=REQUESTS).results if item.result
    ]
    assert costs == [Decimal("0.00009")]
    prompt = client.prompts.create(name="a", template="{{x}}", tags=["mail"], temperature=0.5)
    versions: list[int] = [version.version for version in client.prompts.list_versions(prompt.id)]
    rendered: str = client.prompts.render(prompt.id, variables={"x": "y"}).text
    assert (versions, rendered) == ([1], "y")
    token = client.tokens.add(provider="echo", token="sk-1234", is_default=True)
    checked: str | None = client.tokens.verify(token.id).detail
    ended: bool = client.sessions.end(client.sessions.create().id).ended_at is not None
    spent: Decimal = client.workspaces.set_cost_threshold(1, amount=Decimal("9.5"), period="day").spent
    assert (checked, ended, spent > 0) == (None, True, True)
    total: Decimal = client.telemetry.summary(last="1h", group_by="provider").total.cost
    exported: bytes = client.telemetry.export(format="jsonl").read()
    assert total == spent
    assert exported.count(b"\n") == 3
    seconds: int = client.auth.login(email=EMAIL, password=PASSWORD).expires_in
    names: list[str] = [workspace.name for workspace in client.auth.me().workspaces]
    windows: list[int | None] = [model.context_window for model in client.providers.list_models("echo")]
    assert (seconds, names, windows, client.health.check().status) == (900, ["Lakes"], [None], "ok")


async def test_an_async_program(url: str) -> None:
    async with AsyncAistrale(api_key=KEY, api_url=url) as client:
        async with await client.inference.stream(prompt="one two") as stream:
            words = [event.text async for event in stream if event.type == "delta"]
        found: list[str] = [result.output async for result in client.inference.list(provider="echo")]
        assert (words, found) == (["one", " two"], ["one two"])
        async with client.events.connect().opening({"type": "subscribe", "events": ["token.added"]}) as connection:
            while (await connection.recv()).type != "subscribed":
                pass
            token = await client.tokens.add(provider="echo", token="sk-1234")
            message = await connection.recv()
            assert isinstance(message, EventMessage)
            assert message.event.type == "token.added"
            added: int = message.event.data.token_id
            assert added == token.id
