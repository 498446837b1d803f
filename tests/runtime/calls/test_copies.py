"""Copies of clients, and what a client takes for its base URL, its limits and its HTTP client."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from sdk_runtime import ApiKeyAuth, ClientConfig, Endpoint, Route, SDKError, ServerVariable, Timeout

from .conftest import BASE, World

READ = Endpoint[Any]("GET", "/me", answer=object)
CONFIG = ClientConfig(
    name="Zoo",
    package="zoo",
    version="1",
    env_prefix="ZOO",
    base_url="https://{region=eu}.test/v1",
    environments={"live": "https://{region=eu}.test/v1", "sandbox": "https://sandbox.test/{region=eu}"},
    server_variables=(ServerVariable("region", "region", "ZOO_REGION"),),
    auth=(ApiKeyAuth("key", "api_key", "ZOO_KEY", "header", "X-Key"),),
    security=(("key",),),
    routes=(Route("upload_url", "ZOO_UPLOAD_URL", ("uploads",)),),
)


def client_of(world: World, **given: Any) -> Any:
    options = {"region": None, "upload_url": None, "webhook_secret": None}
    return world.client(CONFIG, credentials={"api_key": "k"}, options=options, **given)


def test_a_copy_may_have_another_environment_region_key_and_route(world: World) -> None:
    client = client_of(world)
    assert client.copy(environment="sandbox").base_url == "https://sandbox.test/eu"
    assert client.copy(region="us").base_url == "https://us.test/v1"
    assert client.copy(environment="sandbox", region="us").copy(region="jp").base_url == "https://sandbox.test/jp"
    assert client.copy(upload_url="https://up.test")._route("uploads") == "https://up.test"
    assert client.with_options(api_key="other").auth_headers == {"X-Key": "other"}
    assert (client.base_url, client.auth_headers) == ("https://eu.test/v1", {"X-Key": "k"})


def test_a_base_url_of_the_callers_has_no_parts_to_change(world: World) -> None:
    client = client_of(world, base_url="https://mine.test")
    assert client.copy(region="us").base_url == "https://mine.test"


def test_what_is_none_stays_as_it_is_in_copies(world: World) -> None:
    assert client_of(world).copy(api_key=None, region=None).auth_headers == {"X-Key": "k"}


def test_an_option_that_there_is_not_is_refused_by_name(world: World) -> None:
    with pytest.raises(TypeError, match="`apikey` is no option of Zoo"):
        client_of(world).copy(apikey="s3cret")


@pytest.mark.parametrize("url", [f"{BASE}/", f" {BASE}\n", httpx2.URL(BASE)])
def test_a_base_url_is_taken_as_people_have_it(world: World, url: Any) -> None:
    assert world.client(base_url=url).base_url == BASE
    assert world.client().copy(base_url=url).base_url == BASE


@pytest.mark.parametrize("url", ["https://a b.test", "https://a.test/v1\r\nX: y", 7])
def test_what_is_no_base_url_is_refused_before_anything_is_sent(world: World, url: Any) -> None:
    with pytest.raises(SDKError, match="the base URL must be"):
        world.client(base_url=url)


def test_a_path_with_a_user_in_it_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="holds a user") as caught:
        world.run(world.client().get("https://user:s3cret@api.test/v1/x"))
    assert "s3cret" not in str(caught.value)


def test_who_waits_longer_between_bytes_waits_as_long_for_the_whole(world: World) -> None:
    client = world.client(timeout=1200)
    assert (client.timeout.read, client.timeout.total) == (1200, 1200)
    assert client.copy(timeout=5).timeout == Timeout(read=5, connect=5.0, total=1200)
    assert client._prepare(READ._replace(timeout=3600)).deadline == world.now + 3600
    assert world.client(timeout=Timeout(total=None)).copy(timeout=9).timeout.total is None
