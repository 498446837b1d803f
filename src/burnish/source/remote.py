"""Fetching documents from the network: only what the settings allow, from public addresses, within limits.

A description must not be able to make this machine call others. So the address that is checked is the address that
is called (no second look-up), every redirect is checked again, nothing that identifies the user is sent, and proxies of
the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from urllib.parse import SplitResult, urljoin, urlsplit

from msgspec import Struct, field

from .fetching import FetchRefused

__all__ = ["Address", "Limits", "RemoteFetcher", "is_public", "origin_of", "resolve_host"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset((301, 302, 303, 307, 308))
CHUNK = 64 * 1024


class Limits(Struct, frozen=True):
    """Sizes in bytes, times in seconds."""

    document: int = 16 * 1024 * 1024
    total: int = 64 * 1024 * 1024
    documents: int = 200
    seconds: float = 30.0
    total_seconds: float = 120.0
    redirects: int = 5


def resolve_host(host: str, port: int) -> list[Address]:
    """The addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and so does the IPv4 address it may hold inside."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := embedded(address)) is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo, NAT64 or compatible IPv6 address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, `https://example.com`; the default port is left out."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{port}"


class RemoteFetcher(Struct):
    """Fetches by HTTP and HTTPS from allowed origins; counts what it fetched against the limits.

    `resolve`, `allowed` and `clock` are the edges to the world, which tests replace.
    """

    origins: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    resolve: Callable[[str, int], list[Address]] = resolve_host
    allowed: Callable[[Address], bool] = is_public
    clock: Callable[[], float] = time.monotonic
    _documents: int = 0
    _bytes: int = 0
    _started: float | None = None

    def fetch(self, url: str) -> bytes:
        """Fetch a document, following redirects within the allowed origins."""
        now = self.clock()
        self._started = now if self._started is None else self._started
        deadline = min(now + self.limits.seconds, self._started + self.limits.total_seconds)
        self._documents += 1
        if self._documents > self.limits.documents:
            raise FetchRefused(f"more than {self.limits.documents} documents")
        for _ in range(self.limits.redirects + 1):
            answer = self.request(url, deadline)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer.location)
        raise FetchRefused(f"more than {self.limits.redirects} redirects")

    def request(self, url: str, deadline: float) -> bytes | Redirect:
        """Make one request, to an address that was checked."""
        parts = self.checked(url)
        address = self.address_of(parts)
        connection = Pinned(parts, address, self.left(deadline))
        # A server that drips bytes never runs into the time-out of a single read.
        timer = threading.Timer(self.left(deadline), connection.cut)
        timer.start()
        try:
            return self.answer(parts, connection)
        except (OSError, http.client.HTTPException) as error:
            self.left(deadline)
            raise FetchRefused(str(error) or type(error).__name__) from None
        finally:
            timer.cancel()
            connection.close()
            self.left(deadline)

    def answer(self, parts: SplitResult, connection: Pinned) -> bytes | Redirect:
        """Send the request and read what the server answers."""
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"Accept-Encoding": "identity", "User-Agent": "burnish"})
        with closing(connection.getresponse()) as response:
            if response.status in REDIRECTS:
                return Redirect(response.headers.get("Location", ""))
            self.check_answer(response)
            return self.body(response)

    def checked(self, url: str) -> SplitResult:
        """Refuse URLs that may not be called."""
        try:
            parts = urlsplit(url)
            origin = origin_of(url)
        except ValueError:
            raise FetchRefused("its URL is malformed") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise FetchRefused(f'"{parts.scheme}" is not http or https')
        if parts.username is not None or parts.password is not None:
            raise FetchRefused("its URL holds credentials")
        if origin not in self.origins:
            raise FetchRefused(f'its origin "{origin}" is not in `source.allow_remote`')
        if any(ord(one) <= 32 or ord(one) == 127 for one in parts.path + parts.query):
            raise FetchRefused("its URL is malformed")
        return parts

    def address_of(self, parts: SplitResult) -> Address:
        """Look the host up once; every address it has must be public."""
        host = parts.hostname or ""
        try:
            addresses = self.resolve(host, parts.port or PORTS[parts.scheme])
        except (OSError, UnicodeError):
            raise FetchRefused(f'the host "{host}" is not known') from None
        for address in addresses:
            if not self.allowed(address):
                raise FetchRefused(f'"{host}" leads to {address}, which is not a public address')
        if not addresses:
            raise FetchRefused(f'the host "{host}" has no address')
        return addresses[0]

    def check_answer(self, response: http.client.HTTPResponse) -> None:
        """Refuse answers that are not the document."""
        if response.status != 200:
            raise FetchRefused(f"the server answered {response.status}")
        if response.headers.get_content_type() == "text/html":
            raise FetchRefused("the server answered with a web page")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise FetchRefused("the server compressed its answer unasked")

    def body(self, response: http.client.HTTPResponse) -> bytes:
        """Read a body within the limits."""
        content = bytearray()
        while chunk := response.read1(CHUNK):
            content += chunk
            self._bytes += len(chunk)
            if len(content) > self.limits.document:
                raise FetchRefused(f"it is larger than {self.limits.document:,} bytes")
            if self._bytes > self.limits.total:
                raise FetchRefused(f"all documents together are larger than {self.limits.total:,} bytes")
        if response.length:
            raise FetchRefused("the connection was cut")
        return bytes(content)

    def left(self, deadline: float) -> float:
        """Seconds left."""
        seconds = deadline - self.clock()
        if seconds <= 0:
            raise FetchRefused("it took too long")
        return seconds


class Redirect(Struct, frozen=True):
    """Where an answer leads on."""

    location: str


class Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the host's name resolves to by now; TLS checks the name."""

    def __init__(self, parts: SplitResult, address: Address, seconds: float) -> None:
        """Prepare, without connecting."""
        super().__init__(parts.hostname or "", parts.port or PORTS[parts.scheme], timeout=seconds)
        self._address = address
        self._secure = parts.scheme == "https"
        self._socket: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self.sock = self._socket = socket.create_connection((str(self._address), self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection now, from another thread; what waits for it sees its end."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
