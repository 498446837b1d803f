"""Credentials: where they go, where they come from, and how they are renewed."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from sdk_runtime import AuthenticationError, HttpSettings, SDKError, async_raw, raw
from sdk_runtime._client import SyncClient
from sdk_runtime._config import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    ClientConfig,
    ClientCredentialsAuth,
    TokenRefresh,
)
from sdk_runtime._endpoint import Endpoint

from .conftest import BASE, World

READ = Endpoint[Any]("GET", "/me", answer=object)
SCHEMES = (
    BearerAuth("bearer", "token", "ZOO_TOKEN"),
    BasicAuth("basic", "username", "ZOO_USER", "password", "ZOO_PASSWORD"),
    ApiKeyAuth("header", "key", "ZOO_KEY", location="header", parameter="X-Key"),
    ApiKeyAuth("query", "key", "ZOO_KEY", location="query", parameter="key"),
    ApiKeyAuth("cookie", "key", "ZOO_KEY", location="cookie", parameter="key"),
    BearerAuth("login", "access", "ZOO_ACCESS", TokenRefresh("renewal", "ZOO_RENEWAL", "/renew")),
    ClientCredentialsAuth("oauth", "client_id", "ZOO_ID", "client_secret", "ZOO_SECRET", "/token", ("read", "write")),
)
OAUTH = {"client_id": "me", "client_secret": "s3cret"}


def config(*security: tuple[str, ...]) -> ClientConfig:
    return ClientConfig(
        name="Zoo", package="zoo", version="1", env_prefix="ZOO", base_url=BASE, auth=SCHEMES, security=security
    )


@pytest.mark.parametrize(
    ("scheme", "given", "place", "value"),
    [
        ("bearer", {"token": "t"}, "authorization", "Bearer t"),
        ("bearer", {"token": lambda: "made"}, "authorization", "Bearer made"),
        ("basic", {"username": "u", "password": "p"}, "authorization", f"Basic {b64encode(b'u:p').decode()}"),
        ("header", {"key": "k"}, "x-key", "k"),
        ("cookie", {"key": "k"}, "cookie", "key=k"),
    ],
)
def test_credentials_go_where_their_scheme_says(world: World, scheme: str, given: Any, place: str, value: str) -> None:
    world.api.on("GET", "/me").reply({})
    world.run(world.client(config((scheme,)), credentials=given).request(READ))
    assert world.api.calls[0].headers[place] == value


def test_keys_in_the_query_and_several_schemes_at_once(world: World) -> None:
    world.api.on("GET", "/me").reply({})
    client = world.client(config(("query", "cookie", "bearer")), credentials={"key": "k", "token": "t"})
    world.run(client.request(READ, query={"a": "1"}, cookies={"c": "2"}))
    call = world.api.calls[0]
    assert call.query == (("a", "1"), ("key", "k"))
    assert (call.headers["cookie"], call.headers["authorization"]) == ("c=2; key=k", "Bearer t")


def test_nothing_that_is_shown_has_a_secret_in_it(world: World) -> None:
    world.api.on("GET", "/me").reply({}, headers={"Set-Cookie": "session=s3cret"})
    client = world.client(config(("query", "bearer")), credentials={"key": "s3cret", "token": "s3cret"})
    client._options["webhook_secret"] = "s3cret"
    whole = world.run((async_raw if world.asynchronous else raw)(client.request)(READ))
    settings = HttpSettings(proxy="http://user:s3cret@proxy.test", http2=True)
    shown = repr([client, whole, whole.http_request, whole.http_response, client._receiver(object), settings])
    assert "s3cret" not in shown
    assert "http2=True" in shown


def test_the_first_alternative_that_is_there_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_KEY", "from the environment")
    world.api.on("GET", "/me").reply({})
    world.run(world.client(config(("bearer",), ("header",))).request(READ))
    assert world.api.calls[0].headers["x-key"] == "from the environment"


def test_missing_credentials_are_told_with_both_ways_to_give_them(world: World) -> None:
    with pytest.raises(SDKError, match=r"`username=\.\.\.` or the environment variable ZOO_USER"):
        world.client(config(("basic",)))
    assert "s3cret" not in repr(world.client(config(("oauth",)), credentials=OAUTH)._credentials)


def test_credentials_that_only_serve_together_are_told_together(world: World) -> None:
    told = r"`client_id=\.\.\.` or the environment variable ZOO_ID, and `client_secret=\.\.\.` or the environment"
    with pytest.raises(SDKError, match=told):
        world.client(config(("oauth",)))


def test_a_client_with_a_header_of_its_own_needs_no_credentials(world: World) -> None:
    world.api.on("GET", "/me").reply({})
    client = world.client(config(("oauth",)), default_headers={"authorization": "Bearer mine"})
    world.run(client.request(READ))
    assert world.api.calls[0].headers["authorization"] == "Bearer mine"


def test_a_token_is_fetched_once_renewed_early_and_again_after_a_refusal(world: World) -> None:
    tokens = world.api.on("POST", "/token")
    for number in range(4):
        tokens.reply({"access_token": f"t{number}", "expires_in": 100})
    me = world.api.on("GET", "/me").reply({})
    client = world.client(config(("oauth",)), credentials=OAUTH)
    world.run(client.request(READ))
    world.run(client.request(READ))
    assert (
        tokens.calls[0].content == b"grant_type=client_credentials&client_id=me&client_secret=s3cret&scope=read+write"
    )
    assert len(tokens.calls) == 1
    world.now += 75
    world.run(client.request(READ))
    assert [call.headers["authorization"] for call in me.calls] == ["Bearer t0", "Bearer t0", "Bearer t1"]
    me.reply({}, status=401).reply({})
    world.run(client.request(READ))
    assert [call.headers["authorization"] for call in me.calls][3:] == ["Bearer t1", "Bearer t2"]


def test_a_credential_that_stays_refused_is_an_error(world: World) -> None:
    world.api.on("POST", "/token").reply({"access_token": "t"})
    world.api.on("GET", "/me").reply({"message": "no"}, status=401)
    with pytest.raises(AuthenticationError):
        world.run(world.client(config(("oauth",)), credentials=OAUTH).request(READ))
    assert [call.path for call in world.api.calls] == ["/v1/token", "/v1/me", "/v1/token", "/v1/me"]


@pytest.mark.parametrize("answer", [{"token": "t"}, [], b"no json"])
def test_a_token_endpoint_that_gives_none_is_an_error(world: World, answer: Any) -> None:
    world.api.on("POST", "/token").reply(answer)
    with pytest.raises(SDKError, match="no access_token"):
        world.run(world.client(config(("oauth",)), credentials=OAUTH).request(READ))


class Gate:
    """Lets in who has the last access token; each is got with the refresh token before, which is then used up."""

    def __init__(self) -> None:
        self.number = 1
        self.renewals: list[object] = []
        self.refused = 0

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        if request.url.path == "/v1/renew":
            body = json.loads(request.content)
            self.renewals.append(body)
            if body != {"refresh_token": f"r{self.number}"}:
                return httpx2.Response(401, json={"code": "unauthenticated"})
            self.number += 1
            tokens = {"access_token": f"a{self.number}", "refresh_token": f"r{self.number}", "expires_in": 900}
            return httpx2.Response(200, json=tokens)
        if request.headers.get("authorization") == f"Bearer a{self.number}":
            return httpx2.Response(200, json={})
        self.refused += 1
        return httpx2.Response(401, json={"code": "unauthenticated"})

    def client(self, world: World, **credentials: Any) -> Any:
        transport = httpx2.MockTransport(self.answer)
        client = world.client(config(("login",), ("header",)), credentials=credentials)
        kind = httpx2.AsyncClient if world.asynchronous else httpx2.Client
        return client.copy(http_client=kind(transport=transport))


def test_calls_at_once_whose_token_has_ended_renew_it_once(world: World) -> None:
    gate = Gate()
    client = gate.client(world, access="a0", renewal="r1")

    async def together() -> None:
        await asyncio.gather(*(client.request(READ) for _ in range(20)))

    if world.asynchronous:
        world.runner.run(together())
    else:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: client.request(READ), range(20)))
    assert gate.renewals == [{"refresh_token": "r1"}]
    assert gate.refused >= 1


def test_a_refresh_token_alone_is_enough_and_its_successor_is_used_next(world: World) -> None:
    gate = Gate()
    client = gate.client(world, renewal="r1")
    world.run(client.request(READ))
    world.now += 880  # nearly at the end of the token's 900 seconds
    world.run(client.request(READ))
    assert gate.renewals == [{"refresh_token": "r1"}, {"refresh_token": "r2"}]
    assert gate.refused == 0


def test_a_copy_of_the_client_begins_with_the_tokens_of_the_last_renewal(world: World) -> None:
    gate = Gate()
    client = gate.client(world, access="a0", renewal="r1")
    world.run(client.request(READ))
    world.run(client.copy(key="k").request(Endpoint[Any]("GET", "/me", answer=object, security=(("login",),))))
    assert gate.renewals == [{"refresh_token": "r1"}]


def test_a_refresh_token_that_is_refused_is_sent_once(world: World) -> None:
    gate = Gate()
    with pytest.raises(AuthenticationError):
        world.run(gate.client(world, access="a0", renewal="r0").request(READ))
    assert gate.renewals == [{"refresh_token": "r0"}]


def test_an_access_token_without_a_refresh_token_is_not_renewed(world: World) -> None:
    gate = Gate()
    with pytest.raises(AuthenticationError):
        world.run(gate.client(world, access="a0").request(READ))
    assert (gate.renewals, gate.refused) == ([], 1)


def test_what_the_caller_gives_wins_over_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_TOKEN", "from the environment")
    world.api.on("GET", "/me").reply({})
    world.run(world.client(config(("bearer",), ("header",)), credentials={"key": "k"}).request(READ))
    assert "authorization" not in world.api.calls[0].headers
    assert world.api.calls[0].headers["x-key"] == "k"


def test_a_credential_may_come_from_another_client_whatever_its_call_gives(world: World) -> None:
    world.api.on("GET", "/token").reply({"token": "t"})
    world.api.on("GET", "/me").reply({"name": "me"})
    http = world.api.http_client()
    other = SyncClient(config(), http_client=http)
    client = world.client(
        config(("bearer",)),
        credentials={"token": lambda: other.request(Endpoint("GET", "/token", answer=dict, security=()))["token"]},
    )
    method = (async_raw if world.asynchronous else raw)(client.request)
    response = world.run(method(Endpoint("GET", "/me", answer=dict)))
    assert world.run(response.parse()) == {"name": "me"}
    assert world.api.calls[-1].headers["authorization"] == "Bearer t"
