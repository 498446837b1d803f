"""Proxies, certificates and HTTP/2, on every transport: what works, and what is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pyreqwest.client as pyreqwest
import pytest
from sdk_runtime import APIConnectionError, UnsupportedByTransportError
from sdk_runtime._http_settings import HttpSettings

from tests.servers.fault import answer
from tests.servers.secure import Authority, ForwardProxy, secure_server

from .conftest import READ, Caller


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def https(authority: Authority) -> Iterator[str]:
    with secure_server(authority) as url:
        yield url


def settings(caller: Caller, **options: Any) -> HttpSettings:
    return HttpSettings(caller.world[1], **options)


def call(caller: Caller, url: str, connect: HttpSettings) -> Any:
    return caller.call(READ, caller.client(base_url=url, http_client=connect))


def test_certificates_of_ones_own_are_trusted(caller: Caller, authority: Authority, https: str) -> None:
    seen = call(caller, https, settings(caller, trust=authority.trust))
    assert seen == {"version": "1.1", "scheme": "https", "path": "/animals"}


def test_a_certificate_that_nobody_trusts_is_an_error_at_once(caller: Caller, https: str) -> None:
    with pytest.raises(APIConnectionError, match="no trusted certificate at https://localhost") as caught:
        call(caller, https, settings(caller))
    assert caught.value.attempts == 1
    assert caught.value.lasting


def test_clients_show_their_certificate(caller: Caller, authority: Authority) -> None:
    with secure_server(authority, ask_clients=True) as url:
        known = settings(caller, trust=authority.trust, identity=authority.identity)
        assert call(caller, url, known)["scheme"] == "https"
        with pytest.raises(APIConnectionError):
            call(caller, url, settings(caller, trust=authority.trust))
        caller.close()


def test_http_2_is_spoken_or_refused_by_name(caller: Caller, authority: Authority, https: str) -> None:
    connect = settings(caller, trust=authority.trust, http2=True)
    if caller.world[1] == "aiohttp":
        with pytest.raises(UnsupportedByTransportError, match=r"HTTP/2; httpx2, httpx and pyreqwest do"):
            call(caller, https, connect)
    else:
        assert call(caller, https, connect)["version"] == "2"


def test_http_2_without_its_library_says_what_to_install(
    caller: Caller, authority: Authority, https: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "httpx" not in caller.world[1]:
        pytest.skip("only httpx2 and httpx need one")
    monkeypatch.setattr("sdk_runtime._httpx_transport.find_spec", lambda _name: None)
    with pytest.raises(UnsupportedByTransportError, match=rf"pip install {caller.world[1]}\[http2\]"):
        call(caller, https, settings(caller, trust=authority.trust, http2=True))


def test_requests_go_through_a_proxy(caller: Caller) -> None:
    caller.server.script(answer([1]))
    with ForwardProxy() as proxy:
        assert call(caller, caller.server.url, settings(caller, proxy=proxy.url)) == [1]
    assert proxy.asked == [f"GET {caller.server.url}/animals"]


def test_secure_requests_go_through_a_tunnel(caller: Caller, authority: Authority, https: str) -> None:
    with ForwardProxy(password="Basic dXNlcjpwYXNz") as proxy:
        address = proxy.url.replace("://", "://user:pass@")
        assert call(caller, https, settings(caller, proxy=address, trust=authority.trust))["version"] == "1.1"
    assert set(proxy.asked) <= {f"CONNECT {https.removeprefix('https://')}"}
    assert proxy.asked


def test_a_proxy_that_refuses_is_an_error_without_the_password(caller: Caller, https: str) -> None:
    with ForwardProxy(password="other") as proxy, pytest.raises(APIConnectionError) as caught:
        call(caller, https, settings(caller, proxy=proxy.url.replace("://", "://user:s3cret@")))
    assert "s3cret" not in str(caught.value)


def test_the_environment_names_proxies(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    caller.server.script(answer([1]))
    with ForwardProxy() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert call(caller, caller.server.url, settings(caller)) == [1]
    assert proxy.asked == [f"GET {caller.server.url}/animals"]


def test_settings_for_an_unknown_library_are_refused(caller: Caller) -> None:
    with pytest.raises(TypeError, match="HttpSettings"):
        caller.call(READ, caller.client(http_client=HttpSettings("requests")))


BROKEN = {"trust": "certificates", "identity": "a certificate and its private key"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_holds_something_else_is_named(caller: Caller, https: str, tmp_path: Path, name: str) -> None:
    file = tmp_path / "notes.pem"
    with pytest.raises(FileNotFoundError, match=r"notes\.pem"):
        call(caller, https, settings(caller, **{name: file}))
    file.write_text("no certificate\n")
    with pytest.raises(ValueError, match=rf"notes\.pem' must hold {BROKEN[name]}"):
        call(caller, https, settings(caller, **{name: file}))


@pytest.mark.parametrize("proxy", ["localhost:3128", "user:s3cret@localhost:3128", "ftp://localhost", ""])
def test_a_proxy_that_is_no_url_is_refused_at_once(proxy: str) -> None:
    with pytest.raises(ValueError, match="`proxy` must be a URL") as caught:
        HttpSettings(proxy=proxy)
    assert "s3cret" not in str(caught.value)


def other_world(caller: Caller) -> Any:
    """A client of the same library for the other world."""
    library = {"httpx2": httpx2, "httpx": httpx}.get(caller.world[1])
    if library is not None:
        return library.Client() if caller.asynchronous else library.AsyncClient()
    if caller.world[1] == "aiohttp":
        pytest.skip("it has no sync clients")
    return (pyreqwest.SyncClientBuilder if caller.asynchronous else pyreqwest.ClientBuilder)().build()


def test_a_client_of_the_other_world_is_refused_by_name(caller: Caller) -> None:
    with pytest.raises(TypeError, match=f"{caller.world[0]} client cannot send with .*Client"):
        caller.call(READ, caller.client(http_client=other_world(caller)))


def test_a_client_of_an_unknown_library_is_no_transport(caller: Caller) -> None:
    class Session:
        def send(self, request: Any) -> None: ...

        def request(self, method: str, url: str) -> None: ...

        close = aclose = request

    with pytest.raises(TypeError, match="cannot send with Session"):
        caller.call(READ, caller.client(http_client=Session()))
