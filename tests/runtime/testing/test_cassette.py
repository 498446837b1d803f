"""Cassettes: played back as recorded, and without secrets."""

from pathlib import Path

import pytest
from sdk_runtime.testing import Cassette, CassetteError, FakeAPI

BASE = "http://api.test/v1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cassettes" / "one.json"


@pytest.fixture
def api() -> FakeAPI:
    api = FakeAPI()
    api.on("POST", "/v1/login").reply(
        {"accessToken": "s3cret", "nested": [{"client_secret": "s3cret"}], "next_page_token": "p2", "max_tokens": 7},
        headers={"Set-Cookie": "session=s3cret", "X-Request-Id": "r1"},
    )
    api.on("GET", "/v1/jobs").reply([1]).reply([2])
    api.on("GET", "/v1/text").reply(b"the key is k-12345.")
    return api


def test_nothing_secret_is_written(path: Path, api: FakeAPI) -> None:
    with Cassette(path, record=api, secrets=("k-12345",)).http_client() as client:
        url = f"{BASE}/login?api_key=s3cret&page=1"
        answer = client.post(url, json={"password": "s3cret"}, headers={"Authorization": "s3cret"})
        client.get(f"{BASE}/text")
    assert answer.json()["accessToken"] == "s3cret"
    written = path.read_text()
    assert "s3cret" not in written
    assert "k-12345" not in written
    assert "max_tokens" in written
    assert "p2" in written
    assert "r1" in written


def test_a_recording_is_played_back_in_order(path: Path, api: FakeAPI) -> None:
    with Cassette(path, record=api).http_client() as client:
        recorded = [client.get(f"{BASE}/jobs").json() for _ in range(2)]
        client.post(f"{BASE}/login", json={"password": "one"})
    with Cassette(path).http_client() as client:
        assert client.post(f"{BASE}/login", json={"password": "another"}).json()["max_tokens"] == 7
        assert [client.get(f"{BASE}/jobs").json() for _ in range(2)] == recorded == [[1], [2]]
        with pytest.raises(CassetteError, match="GET /v1/jobs is not on the cassette"):
            client.get(f"{BASE}/jobs")


async def test_async_clients_record_and_play_too(path: Path, api: FakeAPI) -> None:
    async with Cassette(path, record=api).async_http_client() as client:
        await client.get(f"{BASE}/jobs")
    async with Cassette(path).async_http_client() as client:
        assert (await client.get(f"{BASE}/jobs")).json() == [1]


def test_another_body_is_another_call(path: Path, api: FakeAPI) -> None:
    with Cassette(path, record=api).http_client() as client:
        client.post(f"{BASE}/login", json={"user": "a"})
    with Cassette(path).http_client() as client, pytest.raises(CassetteError):
        client.post(f"{BASE}/login", json={"user": "b"})


def test_a_missing_cassette_says_so(path: Path) -> None:
    with pytest.raises(CassetteError, match="record one first"):
        Cassette(path)
