"""What users of clients and responses can ask for and watch, in every world."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sdk_runtime import APIConnectionError, RetryableError
from sdk_runtime._options import RequestOptions

from tests.servers.fault import answer, fin

from .conftest import READ, WRITE, Caller

BODY = {"animals": ["cat"]}


class Witness:
    """Writes down what becomes of every attempt."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def __call__(self, request: Any) -> Watcher:
        return Watcher(self)


class Watcher:
    def __init__(self, witness: Witness) -> None:
        self.seen = witness.seen

    def answered(self, response: Any) -> None:
        self.seen.append(response.status)

    def failed(self, error: BaseException) -> None:
        self.seen.append(type(error))


def test_middleware_watches_every_attempt_to_its_end(caller: Caller) -> None:
    witness = Witness()
    caller.server.script(fin(), answer(status=503), answer(BODY))
    assert caller.call(READ, caller.client(middleware=[witness])) == BODY
    assert witness.seen == [APIConnectionError, 503, 200]


def test_middleware_may_have_an_answer_repeated(caller: Caller) -> None:
    def impatient(_request: Any) -> Any:
        def after(response: Any) -> None:
            if response.headers.get("x-state") == "warming":
                raise RetryableError("not warm yet", retry_after=3)

        return after

    caller.server.script(answer(BODY, headers={"X-State": "warming"}), answer(BODY))
    assert caller.call(WRITE, caller.client(middleware=[impatient]), body={}) == BODY
    assert caller.slept == [3.0]
    caller.server.script(answer(BODY, headers={"X-State": "warming"}))
    with pytest.raises(RetryableError, match="not warm yet"):
        caller.call(WRITE, caller.client(middleware=[impatient], max_retries=0), body={})


def test_an_error_of_middleware_gives_the_connection_back(caller: Caller) -> None:
    def broken(_request: Any) -> Any:
        return lambda _response: 1 / 0

    caller.server.script(answer(BODY))
    with pytest.raises(ZeroDivisionError):
        caller.call(READ, caller.client(middleware=[broken]))


def test_undocumented_endpoints_take_options_by_name(caller: Caller) -> None:
    caller.server.script(answer(BODY))
    options = RequestOptions(
        params={"page": 2}, headers={"X-Trace": "t1"}, extra_json={"b": 2}, idempotency_key="k1", timeout=3
    )
    client = caller.client()
    assert caller.run(client.post("/other", body={"a": 1}, options=options)) == BODY
    request = caller.server.requests[0]
    assert request.target == "/other?page=2"
    assert (request.headers["x-trace"], request.headers["idempotency-key"]) == ("t1", "k1")
    assert request.body == b'{"a":1,"b":2}'


def test_an_option_that_there_is_not_is_refused(caller: Caller) -> None:
    with pytest.raises(TypeError, match="'retries'"):
        caller.run(caller.client().get("/other", options={"retries": 3}))


def test_a_redirect_can_be_looked_at_instead_of_followed(caller: Caller) -> None:
    caller.server.script(answer(BODY, status=302, headers={"Location": "/elsewhere"}))
    assert caller.run(caller.client().get("/other", options=RequestOptions(follow_redirects=False))) == BODY
    assert len(caller.server.requests) == 1


def test_a_response_knows_its_request_and_when_it_was_closed(caller: Caller) -> None:
    from sdk_runtime._async_response import AsyncBinaryAPIResponse
    from sdk_runtime._response import BinaryAPIResponse

    from .conftest import BYTES

    caller.server.script(answer(BODY))
    client = caller.client()
    made = AsyncBinaryAPIResponse if caller.asynchronous else BinaryAPIResponse
    call = client._prepare(BYTES)
    response: Any = made(client, call, caller.run(client._send(call)))
    caller.now += 2
    assert not response.is_closed
    assert response.elapsed == timedelta(seconds=2)
    assert caller.run(response.read())
    caller.now += 5
    assert response.is_closed
    assert response.elapsed == timedelta(seconds=2)
    assert response.http_request.method == response.method == "GET"
    assert response.http_response.status == 200


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_bodies_are_read_in_pieces_of_one_size(caller: Caller, size: int) -> None:
    from sdk_runtime._async_response import AsyncBinaryAPIResponse
    from sdk_runtime._response import BinaryAPIResponse

    from .conftest import BYTES

    content = bytes(range(100))
    caller.server.script(answer(content, framing="chunked"))
    client = caller.client()
    call = client._prepare(BYTES)
    made = AsyncBinaryAPIResponse if caller.asynchronous else BinaryAPIResponse
    response: Any = made(client, call, caller.run(client._send(call)))

    async def walk() -> list[bytes]:
        return [piece async for piece in response.iter_bytes(size)]

    pieces = caller.run(walk()) if caller.asynchronous else list(response.iter_bytes(size))
    assert b"".join(pieces) == content
    assert {len(piece) for piece in pieces[:-1]} <= {size}


def test_credentials_of_headers_can_be_read(caller: Caller) -> None:
    assert caller.client().auth_headers == {"Authorization": "Bearer secret-token"}


def test_copies_may_have_another_http_client_and_hook(caller: Caller) -> None:
    client = caller.client()
    seen: list[tuple[str, str, str]] = []
    other = client.with_options(http_client=caller.world[1], on_drift=lambda *told: seen.append(told))
    caller.made.append(other)
    assert other._connections is not client._connections
    assert other._connections.budget is client._connections.budget
    assert other._on_drift is not None
    assert client._on_drift is None


def test_limits_of_other_libraries_are_taken(caller: Caller) -> None:
    client = caller.client(timeout=httpx2.Timeout(7.0, connect=2.0))
    assert (client.timeout.read, client.timeout.connect, client.timeout.total) == (7.0, 2.0, 600.0)


def test_the_log_tells_what_came_and_no_secret(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caller.server.script(answer(BODY, headers={"X-Request-Id": "req_7"}))
    with caplog.at_level(logging.INFO, "zoo"):
        caller.call(READ)
    assert "GET /animals answered 200 after 0 ms, attempt 1, request id req_7" in caplog.text
    assert "secret-token" not in caplog.text


def test_cookies_of_an_answer_do_not_go_with_the_next_call(caller: Caller) -> None:
    caller.server.script(answer(BODY, headers={"Set-Cookie": "crumb=1"}), answer(BODY))
    client = caller.client()
    assert [caller.call(READ, client) for _ in range(2)] == [BODY, BODY]
    assert "cookie" not in caller.server.requests[-1].headers


@pytest.mark.parametrize("caller", [("sync", "httpx2"), ("async", "httpx2")], indirect=True)
def test_a_client_of_the_callers_adds_what_the_caller_told_it_to(caller: Caller) -> None:
    kind = httpx2.AsyncClient if caller.asynchronous else httpx2.Client
    own = kind(headers={"X-Own": "yes"}, cookies={"crumb": "mine"})
    caller.server.script(answer(BODY), answer(BODY))
    client = caller.client(http_client=own)
    for _ in range(2):
        assert caller.call(READ, client) == BODY
        sent = caller.server.requests[-1].headers
        assert (sent["x-own"], sent["cookie"]) == ("yes", "crumb=mine")
    caller.run(own.aclose() if isinstance(own, httpx2.AsyncClient) else own.close())


def test_headers_of_all_calls_stand_in_whatever_case_they_are_written(caller: Caller) -> None:
    caller.server.script(answer(BODY))
    given = {"content-type": "application/vnd.zoo+json", "ACCEPT": "application/vnd.zoo+json"}
    caller.call(WRITE, caller.client(default_headers=given), body={})
    sent = caller.server.requests[-1].headers
    assert (sent["content-type"], sent["accept"]) == ("application/vnd.zoo+json", "application/vnd.zoo+json")
