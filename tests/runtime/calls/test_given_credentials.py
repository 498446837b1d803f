"""Credentials as callers give them: empty, of another type, by functions and coroutines, and over our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sdk_runtime import AuthenticationError, CallOptions, Endpoint, SDKError, omit
from sdk_runtime._endpoint import BinaryBody

from .conftest import World
from .test_credentials import OAUTH, READ, config


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_text_is_no_credential(world: World, monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    monkeypatch.setenv("ZOO_TOKEN", empty)
    with pytest.raises(SDKError, match=r"ZOO_TOKEN$"):
        world.client(config(("bearer",)), credentials={"token": empty})


def test_a_password_may_be_empty(world: World) -> None:
    world.api.on("GET", "/me").reply({})
    world.run(world.client(config(("basic",)), credentials={"username": "key", "password": ""}).request(READ))
    assert world.api.calls[0].headers["authorization"] == "Basic a2V5Og=="


def test_the_line_end_of_a_file_is_no_part_of_a_variable(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_TOKEN", "from a file\n")
    world.api.on("GET", "/me").reply({})
    world.run(world.client(config(("bearer",))).request(READ))
    assert world.api.calls[0].headers["authorization"] == "Bearer from a file"


@pytest.mark.parametrize("given", [b"s3cret", 7, lambda: b"s3cret", lambda: None])
def test_what_is_no_text_is_refused_by_the_name_of_its_argument(world: World, given: object) -> None:
    client = world.client(config(("bearer",)), credentials={"token": given})
    with pytest.raises(TypeError, match="`token` is text, or a function that gives text") as caught:
        world.run(client.request(READ))
    assert "s3cret" not in str(caught.value)


def test_a_function_that_gives_nothing_is_told(world: World) -> None:
    with pytest.raises(ValueError, match="`token` is empty"):
        world.run(world.client(config(("bearer",)), credentials={"token": lambda: ""}).request(READ))


def coming(*texts: str) -> Any:
    """A coroutine function that gives these texts, one each time."""
    left = iter(texts)

    async def next_text() -> str:
        return next(left)

    return next_text


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_coroutine_functions_are_awaited_where_something_can_wait(world: World) -> None:
    me = world.api.on("GET", "/me").reply({}, status=401).reply({})
    given = {"token": coming("one", "two"), "key": coming("k1", "k2")}
    client = world.client(config(("bearer", "header")), credentials=given)
    if not world.asynchronous:
        with pytest.raises(TypeError, match="only async clients wait for"):
            client.request(READ)
        return
    world.run(client.request(READ))
    assert [(call.headers["authorization"], call.headers["x-key"]) for call in me.calls] == [
        ("Bearer one", "k1"),
        ("Bearer two", "k2"),
    ]


@pytest.mark.parametrize(("lifetime", "fetched"), [(20, 1), (0, 2), (None, 1), ("20", 1), ("soon", 1)])
def test_a_token_that_ends_soon_is_used_all_the_same(world: World, lifetime: object, fetched: int) -> None:
    tokens = world.api.on("POST", "/token").reply({"access_token": "t", "expires_in": lifetime})
    me = world.api.on("GET", "/me").reply({})
    client = world.client(config(("oauth",)), credentials=OAUTH)
    for _ in range(2):
        world.run(client.request(READ))
    assert [call.headers["authorization"] for call in me.calls] == ["Bearer t", "Bearer t"]
    assert len(tokens.calls) == fetched


def test_a_token_that_is_null_is_none(world: World) -> None:
    world.api.on("POST", "/token").reply({"access_token": None})
    with pytest.raises(SDKError, match="no access_token"):
        world.run(world.client(config(("oauth",)), credentials=OAUTH).request(READ))


@pytest.mark.parametrize(("own", "seen"), [({"authorization": "Bearer mine"}, "Bearer mine"), ({}, None)])
def test_a_call_has_the_credential_that_its_caller_says(world: World, own: dict[str, Any], seen: str | None) -> None:
    me = world.api.on("GET", "/me").reply({}).reply({}, status=401)
    client = world.client(config(("bearer",)), credentials={"token": lambda: "ours"})
    options = CallOptions(headers=own or {"Authorization": omit})
    world.run(client.request(READ, options=options))
    with pytest.raises(AuthenticationError):
        world.run(client.request(READ, options=options))
    assert {call.headers.get("authorization") for call in me.calls} == {seen}


def test_a_cookie_of_the_callers_goes_with_ours(world: World) -> None:
    world.api.on("GET", "/me").reply({})
    client = world.client(config(("cookie",)), credentials={"key": "k"})
    world.run(client.request(READ, options=CallOptions(headers={"cookie": "mine=1"})))
    assert world.api.calls[0].headers["cookie"] == "mine=1; key=k"


def test_an_upload_that_cannot_be_read_again_is_not_sent_empty_after_a_refusal(world: World) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"data"

    tokens = world.api.on("POST", "/token").reply({"access_token": "t"})
    photo = world.api.on("PUT", "/photo").reply({}, status=401).reply({})
    client = world.client(config(("oauth",)), credentials=OAUTH)
    upload = Endpoint[Any]("PUT", "/photo", answer=object, body=BinaryBody())
    with pytest.raises(AuthenticationError):
        world.run(client.request(upload, body=pieces()))
    world.run(client.request(upload, body=pieces()))
    assert [call.content for call in photo.calls] == [b"data", b"data"]
    assert len(tokens.calls) == 2, "the refused token is not used again"


@pytest.mark.parametrize("url", ["token", "/token", "https://api.test/v1/token"])
def test_the_place_of_tokens_is_below_the_base_url(world: World, url: str) -> None:
    world.api.on("POST", "/token").reply({"access_token": "t"})
    me = world.api.on("GET", "/me").reply({})
    made = config(("oauth",))
    scheme = made.auth[-1]._replace(token_url=url)  # type: ignore[call-arg]  # that of OAuth
    world.run(world.client(made._replace(auth=(scheme,)), credentials=OAUTH).request(READ))
    assert me.calls[0].headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("target", ["/v1/there?a=1", "/v1/there?a=1&key=k"])
def test_a_key_of_the_query_goes_where_a_redirect_of_the_same_origin_leads(world: World, target: str) -> None:
    world.api.on("GET", "/me").reply(b"", status=307, headers={"Location": target})
    there = world.api.on("GET", "/there").reply({})
    world.run(world.client(config(("query",)), credentials={"key": "k"}).request(READ))
    assert there.calls[0].query == (("a", "1"), ("key", "k"))
