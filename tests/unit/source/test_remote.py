"""Fetching: what is refused, and that a fetched document is the one that was locked."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.source import RefPolicy, read
from burnish.source.fetching import FetchRefused
from burnish.source.remote import Address, Limits, RemoteFetcher, is_public, origin_of

LOOPBACK = ipaddress.ip_address("127.0.0.1")
DRIPS = threading.Event()


ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/ok.yaml": (200, {}, b"x: {$ref: 'next.yaml#/y'}\n"),
    "/next.yaml": (200, {}, b"y: 7\n"),
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>"),
    "/packed": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    "/hop": (302, {"Location": "/ok.yaml"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/away": (302, {"Location": "http://other.test/x"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/lost": (302, {}, b""),
    "/big": (200, {}, b"x" * 2000),
    "/short": (200, {"Content-Length": "100"}, b"x"),
    "/drip": (200, {}, b"x"),
}


class Answers(BaseHTTPRequestHandler):
    """Answers by path; notes the headers it was sent."""

    seen: list[dict[str, str]] = []  # noqa: RUF012  # the server makes one object per request

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if self.path == "/drip":
            DRIPS.wait(5)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://specs.test:{server.server_port}"
    server.shutdown()
    server.server_close()


def local(host: str, port: int) -> list[Address]:
    return [LOOPBACK]


def everything(address: Address) -> bool:
    return True


def fetcher(
    origin: str, limits: Limits | None = None, allowed: Callable[[Address], bool] = everything
) -> RemoteFetcher:
    return RemoteFetcher((origin,), limits or Limits(document=1000), resolve=local, allowed=allowed)


@pytest.mark.parametrize("path", ["/ok.yaml", "/hop"])
def test_fetches_what_is_allowed(origin: str, path: str) -> None:
    Answers.seen.clear()
    assert fetcher(origin).fetch(origin + path).startswith(b"x:")
    assert {name for headers in Answers.seen for name in headers} == {"Host", "Accept-Encoding", "User-Agent"}


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ORIGIN/none", "the server answered 404"),
        ("ORIGIN/page", "the server answered with a web page"),
        ("ORIGIN/packed", "the server compressed its answer unasked"),
        ("ORIGIN/loop", "more than 5 redirects"),
        ("ORIGIN/away", 'its origin "http://other.test" is not in `source.allow_remote`'),
        ("ORIGIN/file", '"file" is not http or https'),
        ("ORIGIN/lost", "more than 5 redirects"),
        ("ORIGIN/big", "it is larger than 1,000 bytes"),
        ("ORIGIN/short", "the connection was cut"),
        ("ORIGIN/a b", "its URL is malformed"),
        ("ORIGIN/a\r\nX: y", "its URL is malformed"),
        ("ftp://specs.test/x", '"ftp" is not http or https'),
        ("http://specs.test/x", 'its origin "http://specs.test" is not in `source.allow_remote`'),
        ("http://u:p@specs.test/x", "its URL holds credentials"),
        ("http://[::1/x", "its URL is malformed"),
    ],
)
def test_refuses(origin: str, url: str, problem: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        fetcher(origin).fetch(url.replace("ORIGIN", origin))
    assert str(refused.value) == problem


def test_only_public_addresses_are_called(origin: str) -> None:
    with pytest.raises(FetchRefused, match=r"127\.0\.0\.1, which is not a public address"):
        fetcher(origin, allowed=is_public).fetch(origin + "/ok.yaml")


def test_every_address_of_a_host_must_be_public(origin: str) -> None:
    both = [ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("10.0.0.1")]
    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        RemoteFetcher((origin,), resolve=lambda host, port: list[Address](both)).fetch(origin + "/ok.yaml")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)
def test_public_addresses(address: str, *, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_number_and_size_and_time_have_limits(origin: str) -> None:
    few = fetcher(origin, Limits(documents=1))
    few.fetch(origin + "/ok.yaml")
    with pytest.raises(FetchRefused, match="more than 1 documents"):
        few.fetch(origin + "/ok.yaml")
    small = fetcher(origin, Limits(total=30))
    small.fetch(origin + "/ok.yaml")
    with pytest.raises(FetchRefused, match="all documents together"):
        small.fetch(origin + "/ok.yaml")
    ticks = iter((0.0, 0.0, 0.0, 99.0))
    late = RemoteFetcher((origin,), resolve=local, allowed=everything, clock=lambda: next(ticks, 99.0))
    with pytest.raises(FetchRefused, match="it took too long"):
        late.fetch(origin + "/ok.yaml")


def test_a_server_that_never_ends_is_cut_off(origin: str) -> None:
    with pytest.raises(FetchRefused):
        fetcher(origin, Limits(seconds=0.2)).fetch(origin + "/drip")
    DRIPS.set()


def test_origins_leave_out_default_ports() -> None:
    assert origin_of("HTTPS://Example.com:443/x") == "https://example.com"
    assert origin_of("http://example.com:8080/x") == "http://example.com:8080"


def test_remote_documents_are_resolved_and_locked(origin: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n")
    report = Report()
    document = read(tmp_path / "a.yaml", report, RefPolicy(fetcher=fetcher(origin)))
    first = document.resolve(origin + "/ok.yaml#/x", document.root.at, report)
    assert first is not None
    second = document.resolve("next.yaml#/y", first.place, report)
    assert second is not None
    assert second.value == 7
    assert len(report) == 0
    assert document.fetched == {
        origin + "/ok.yaml": sha256(b"x: {$ref: 'next.yaml#/y'}\n").hexdigest(),
        origin + "/next.yaml": sha256(b"y: 7\n").hexdigest(),
    }


def test_a_document_that_changed_is_refused(origin: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n")
    report = Report()
    policy = RefPolicy(fetcher=fetcher(origin), locked={origin + "/ok.yaml": "0" * 64})
    document = read(tmp_path / "a.yaml", report, policy)
    assert document.resolve(origin + "/ok.yaml", document.root.at, report) is None
    assert document.resolve(origin + "/none", document.root.at, report) is None
    assert [item.code.slug for item in report] == ["remote-changed", "remote-refused"]
