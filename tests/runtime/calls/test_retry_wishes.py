"""A server that says itself whether a request is to be sent again."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_runtime import APIStatusError, ClientConfig, Endpoint

from .conftest import BASE, World


@pytest.mark.parametrize(
    ("verb", "status", "headers", "sent"),
    [
        ("GET", 503, {"X-Should-Retry": "false"}, 1),
        ("GET", 404, {"X-Should-Retry": "true"}, 3),
        ("POST", 500, {"X-Should-Retry": "true"}, 3),
        ("POST", 500, {"X-Should-Retry": "perhaps"}, 1),
        ("GET", 503, {"X-Should-Retry": "true", "Retry-After": "86400"}, 1),
    ],
)
def test_what_the_server_says_of_repeating_holds(
    world: World, verb: str, status: int, headers: dict[str, str], sent: int
) -> None:
    answers = world.api.on(verb, "/x").reply({}, status=status, headers=headers)
    with pytest.raises(APIStatusError):
        world.run(world.client(max_retries=2).request(Endpoint[Any](verb, "/x", answer=object)))
    assert len(answers.calls) == sent


def test_what_the_server_says_is_heard_within_the_callers_limits(world: World) -> None:
    config = ClientConfig(name="Zoo", package="zoo", version="1", env_prefix="ZOO", base_url=BASE, max_retries=0)
    answers = world.api.on("GET", "/x").reply({}, status=503, headers={"X-Should-Retry": "true"})
    with pytest.raises(APIStatusError):
        world.run(world.client(config).request(Endpoint[Any]("GET", "/x", answer=object)))
    assert len(answers.calls) == 1
