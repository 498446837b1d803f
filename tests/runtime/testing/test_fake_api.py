"""The fake API and its faults, seen through a bare HTTP client."""

import httpx2
import pytest
from pydantic import BaseModel
from sdk_runtime.testing import (
    ConnectionRefused,
    CutStream,
    FakeAPI,
    RateLimited,
    ServerError,
    SilentServer,
    SlowBody,
    UnexpectedCallError,
    build,
)


class Job(BaseModel):
    id: str
    done: bool


URL = "http://api.test/v1/jobs/j1?verbose=1"


def test_a_route_gives_its_answers_in_order_and_the_last_for_ever() -> None:
    api = FakeAPI()
    route = api.on("GET", "/v1/jobs/{id}").reply(Job, id="j1", done=False).reply({"id": "j1", "done": True})
    with api.http_client() as client:
        answers = [client.get(URL).json() for _ in range(3)]
    assert answers == [{"id": "j1", "done": False}, *[{"id": "j1", "done": True}] * 2]
    call = route.calls[0]
    assert (call.method, call.path, call.query) == ("GET", "/v1/jobs/j1", (("verbose", "1"),))


def test_an_answer_that_is_added_later_is_the_next_one() -> None:
    api = FakeAPI()
    route = api.on("GET", "/jobs").reply("a")
    with api.http_client() as http:
        assert [http.get("https://api.test/jobs").json() for _ in range(2)] == ["a", "a"]
        route.reply("b").reply("c")
        assert [http.get("https://api.test/jobs").json() for _ in range(3)] == ["b", "c", "c"]


async def test_async_clients_get_the_same() -> None:
    api = FakeAPI()
    api.on("POST", "/v1/jobs").reply(build(Job, id="new"), status=201, headers={"X-Request-Id": "r1"})
    async with api.async_http_client() as client:
        answer = await client.post("http://api.test/v1/jobs", json={"a": 1})
    assert (answer.status_code, answer.headers["x-request-id"], answer.json()["id"]) == (201, "r1", "new")
    assert api.calls[0].json() == {"a": 1}


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/jobs/j1"), ("GET", "/v1/jobs"), ("GET", "/v1/jobs/a/b")])
def test_a_call_without_a_route_fails_the_test(method: str, path: str) -> None:
    api = FakeAPI()
    api.on("GET", "/v1/jobs/{id}").reply(b"")
    with api.http_client() as client, pytest.raises(UnexpectedCallError, match=r"routes: GET /v1/jobs/\{id\}"):
        client.request(method, f"http://api.test{path}")


def test_streams_are_sent_event_by_event() -> None:
    api = FakeAPI()
    api.on("GET", "/s").stream([{"a": 1}, ("done", Job)], terminator="[DONE]")
    api.on("GET", "/l").lines([{"a": 1}, {"a": 2}])
    with api.http_client() as client:
        with client.stream("GET", "http://api.test/s") as answer:
            chunks = list(answer.iter_raw())
        assert client.get("http://api.test/l").content == b'{"a":1}\n{"a":2}\n'
    assert chunks == [
        b'data: {"a":1}\n\n', b'event: done\ndata: {"id":"string","done":true}\n\n', b"data: [DONE]\n\n",
    ]  # fmt: skip


def test_a_storm_passes_after_as_many_calls_as_it_says() -> None:
    api = FakeAPI()
    api.on("GET", "/x").fault(RateLimited(times=2, retry_after=1.5)).fault(ServerError()).reply(b"ok")
    with api.http_client() as client:
        answers = [client.get("http://api.test/x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 429, 503, 200]
    assert answers[0].headers["retry-after"] == "1.5"


def test_connections_fail_as_they_do_in_life() -> None:
    api = FakeAPI()
    api.on("GET", "/x").fault(ConnectionRefused()).fault(SilentServer()).fault(CutStream(after=3)).reply(b"whole body")
    with api.http_client() as client:
        for error in (httpx2.ConnectError, httpx2.ReadTimeout, httpx2.ReadError):
            with pytest.raises(error):
                client.get("http://api.test/x")
        assert client.get("http://api.test/x").content == b"whole body"


def test_a_cut_stream_gives_what_came_before_the_cut() -> None:
    api = FakeAPI()
    api.on("GET", "/x").fault(CutStream(after=3)).reply(b"whole body")
    got: list[bytes] = []
    with (
        api.http_client() as client,
        client.stream("GET", "http://api.test/x") as answer,
        pytest.raises(httpx2.ReadError),
    ):
        got.extend(answer.iter_raw())
    assert got == [b"who"]


def test_a_slow_body_pauses_before_each_chunk() -> None:
    pauses: list[float] = []
    api = FakeAPI()
    api.on("GET", "/x").fault(SlowBody(pause=0.5, chunk=4, sleep=pauses.append)).reply(b"whole body")
    with api.http_client() as client:
        assert client.get("http://api.test/x").content == b"whole body"
    assert pauses == [0.5] * 3


async def test_a_slow_body_may_be_waited_for_and_is_a_timeout_beyond_the_limit() -> None:
    pauses: list[float] = []

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    api = FakeAPI()
    api.on("GET", "/x").fault(SlowBody(pause=0.5, chunk=5, sleep=wait)).fault(SlowBody(pause=90)).reply(b"whole body")
    async with api.async_http_client() as client:
        assert (await client.get("http://api.test/x")).content == b"whole body"
        with pytest.raises(httpx2.ReadTimeout):
            await client.get("http://api.test/x", timeout=60)
    assert pauses == [0.5, 0.5]
