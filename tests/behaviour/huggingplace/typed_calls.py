"""The calls of the page, as an application with strict type checkers writes them. Checked, not run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from huggingplace import AsyncHuggingPlace, HuggingPlace, LogEntry
from huggingplace.types.responses import EntryResult, StoreResult

client = HuggingPlace(api_key="key", org_id="org", mode="dev", delivery="background", redact=["email"])
session = client.start_session("s", user_id="u", metadata={"recommendationId": "r"}, user_metadata={"email": "e"})


@client.traced()
def rank(documents: list[str], most: int = 3) -> list[str]:
    return documents[:most]


@client.traced("words")
def words(text: str) -> Iterator[str]:
    yield from text.split()


def use() -> None:
    result = client.log("q", "a", token_count={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3})
    assert_type(result, StoreResult)
    assert_type(result.session_id, str | None)
    entries: list[LogEntry] = [{"user_prompt": "q", "response": "a", "step_data": ["plan"]}]
    assert_type(client.log_many(entries), list[EntryResult])
    with session.trace("q") as trace, trace.step("look", input={"q": 1}, depth=2) as step:
        step.output = "found"
        trace.response = "a"
    assert_type(trace.result, StoreResult | None)
    assert_type(rank(["a"], most=1), list[str])
    assert_type(list(words("a b")), list[str])
    for response in session.responses():
        assert_type(response.user_prompt, str)
    assert_type(session.summary().responses, int)
    assert_type(client.flush(1.0), bool)
    client.log("q", "a", mode="test")  # type: ignore[arg-type]  # there is no such mode
    client.log("q", "a", colour="red")  # type: ignore[call-arg]  # nor argument


async def use_async() -> None:
    async with AsyncHuggingPlace() as asynchronous:

        @asynchronous.traced()
        async def stream() -> AsyncIterator[str]:
            yield "a"

        assert_type(await asynchronous.log("q", "a"), StoreResult)
        async with asynchronous.trace("q") as trace:
            trace.response = "".join([piece async for piece in stream()])
        conversation = asynchronous.start_session()
        assert_type((await conversation.log("q", "a")).prompt_id, str)
        async for response in conversation.responses():
            assert_type(response.user_prompt, str)
