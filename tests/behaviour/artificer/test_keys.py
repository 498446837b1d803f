"""API keys; the numbers are those of the acceptance scenarios."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from artificer import Artificer, exceptions

from tests.servers.artificer import ArtificerServer


def test_31_a_secret_is_shown_once_and_masked(client: Artificer) -> None:
    key = client.auth.keys.create(name="a", scopes=["batch:read"])

    assert key.key.startswith("af_sk_")
    assert key.key not in f"{key!r} {key}"
    assert "key" not in client.auth.keys.get(key.id).to_dict()


def test_31_keys_are_held_to_their_addresses_and_scopes(client: Artificer, url: str) -> None:
    far = client.auth.keys.create(name="b", scopes=["batch:read"], ip_allow_list=["10.0.0.0/8"])
    reading = client.auth.keys.create(name="a", scopes=["batch:read"])
    with Artificer(api_key=far.key, base_url=url) as outside, pytest.raises(exceptions.PermissionError):
        outside.batch.list()
    with Artificer(api_key=reading.key, base_url=url) as reader:
        assert reader.batch.list().data == []
        with pytest.raises(exceptions.PermissionError, match="batch:write"):
            reader.batch.create(name="a", items=[{"input": "x"}], phases=[{"name": "p"}])


def test_32_a_key_that_was_rotated_ends(client: Artificer, url: str) -> None:
    key = client.auth.keys.create(name="a", scopes=["batch:read"])
    with Artificer(api_key=key.key, base_url=url) as old:
        assert old.batch.list().data == []
        new = client.auth.keys.rotate(key.id, grace_period_seconds=0)
        with pytest.raises(exceptions.AuthenticationError):
            old.batch.list()
    with Artificer(api_key=new.key, base_url=url) as fresh:
        assert fresh.batch.list().data == []


def statuses(server: ArtificerServer) -> list[str]:
    """The keys that lists were asked for with."""
    return [seen.headers["authorization"].removeprefix("Bearer ") for seen in server.seen if seen.path == "/api/batch"]


def test_32_a_callable_is_asked_again_after_a_refusal_once(
    client: Artificer, server: ArtificerServer, url: str
) -> None:
    key = client.auth.keys.create(name="a", scopes=["batch:read"])
    new = client.auth.keys.rotate(key.id, grace_period_seconds=0)
    given: Iterator[str] = iter([key.key, new.key, "wrong", "wrong as well"])
    with Artificer(api_key=lambda: next(given), base_url=url) as rotating:
        assert rotating.batch.list().data == []
        assert statuses(server) == [key.key, new.key]
    with Artificer(api_key=lambda: next(given), base_url=url) as wrong, pytest.raises(exceptions.AuthenticationError):
        wrong.batch.list()
    assert statuses(server)[2:] == ["wrong", "wrong as well"]
