"""Cassettes: played back as recorded, and without secrets."""

from pathlib import Path

import httpx2
import pytest
from sdk_runtime.testing import Cassette, CassetteError, FakeAPI, cassettes_beside

BASE = "http://api.test/v1"
QUOTE = '"'


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


def test_bytes_events_and_lines_are_played_as_they_came_but_for_secrets(path: Path) -> None:
    bodies = {
        "/photo": b"\xff\x00" + b"k-12345" + bytes(range(256)),
        "/events": b'event: made\ndata: {"id": 1, "token": "s3cret"}\n\ndata: [DONE]\n\n',
        "/lines": b'{"id": 1}\n{"apiKey": "s3cret", "keys": ["s3cret"]}\n',
        "/plain": b'{"message":"no such job",  "n": 1.50}',
    }
    api = FakeAPI()
    for name, body in bodies.items():
        api.on("GET", name).reply(body)
    with Cassette(path, record=api, secrets=("k-12345",)).http_client() as client:
        assert {name: client.get(f"http://api.test{name}").content for name in bodies} == bodies
    with Cassette(path).http_client() as client:
        played = {name: client.get(f"http://api.test{name}").content for name in bodies}
    assert played == {
        "/photo": bodies["/photo"].replace(b"k-12345", b"[removed]"),
        "/events": bodies["/events"].replace(b"s3cret", b"[removed]"),
        "/lines": bodies["/lines"].replace(b"s3cret", b"[removed]"),
        "/plain": bodies["/plain"],
    }


def test_credentials_are_removed_wherever_an_answer_repeats_them(path: Path) -> None:
    api = FakeAPI()
    said = b"\xff key: key-of-mine, query: query-key, cookie: crumb-of-mine, session: session-of-mine, short: k1"
    headers = {"Set-Cookie": "session=session-of-mine; Path=/", "Link": "<http://api.test/?page=2&api_key=query-key>"}
    api.on("GET", "/me").reply(said, headers=headers)
    with Cassette(path, record=api).http_client() as client:
        sent = {"Authorization": "Bearer key-of-mine", "Cookie": "c=crumb-of-mine", "X-Api-Key": "k1"}
        client.get("http://api.test/me?api_key=query-key", headers=sent)
    with Cassette(path).http_client() as client:
        answer = client.get("http://api.test/me?api_key=another", headers={})
    assert answer.content == b"\xff key: [removed], query: [removed], cookie: [removed], session: [removed], short: k1"
    assert answer.headers["link"] == "<http://api.test/?page=2&api_key=[removed]>"


@pytest.mark.parametrize("boundary", ["one", '"two"'])
def test_a_request_is_known_without_its_secrets_and_its_boundary(path: Path, api: FakeAPI, boundary: str) -> None:
    def form(client: httpx2.Client, secret: str) -> None:
        client.post(f"{BASE}/login", data={"grant_type": "client_credentials", "client_secret": secret})

    def parts(client: httpx2.Client, mark: str) -> None:
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        client.post(f"{BASE}/login", content=f"--{mark.strip(QUOTE)}\r\nx".encode(), headers=headers)

    with Cassette(path, record=api).http_client() as client:
        form(client, "first")
        parts(client, "recorded")
    with Cassette(path).http_client() as client:
        form(client, "second")
        parts(client, boundary)


async def test_cassettes_beside_a_test_record_for_both_worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_RECORD", "1")
    cassette = cassettes_beside(tmp_path / "test_it.py", "ZOO_RECORD")
    with pytest.raises(httpx2.ConnectError):
        async with cassette("one").async_http_client() as async_client:
            await async_client.get("http://127.0.0.1:9/")
    with pytest.raises(httpx2.ConnectError), cassette("one").http_client() as client:
        client.get("http://127.0.0.1:9/")


@pytest.mark.parametrize("text", ["{", '[{"method": "GET"}]', "[1]"])
def test_what_is_no_cassette_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.json"
    path.write_text(text)
    with pytest.raises(CassetteError, match=r"notes\.json is no cassette"):
        Cassette(path)


def test_a_missing_cassette_says_so(path: Path) -> None:
    with pytest.raises(CassetteError, match="record one first"):
        Cassette(path)
