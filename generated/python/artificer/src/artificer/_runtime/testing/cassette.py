# Copied from overlays/python/runtime/testing/cassette.py; edit it there.
"""Cassettes: real exchanges, recorded once without secrets, played back in tests."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from threading import Lock
from typing import Any

import httpx2

from .redaction import Redactor

__all__ = ["Cassette", "CassetteError", "cassettes_beside"]

_KEPT_HEADERS = frozenset({"content-type", "link", "retry-after", "x-total-count", "x-request-id", "location"})


class CassetteError(AssertionError):
    """A call is not on the cassette, or the cassette holds no such call any more."""


@dataclass(frozen=True, slots=True)
class _Exchange:
    method: str
    url: str
    request: str
    """Digest of the request's body without secrets; a body is never stored."""
    status: int
    headers: dict[str, str]
    body: str
    base64: bool = False
    """Whether `body` stands for bytes that are no text."""

    def content(self) -> bytes:
        return b64decode(self.body) if self.base64 else self.body.encode()


class Cassette(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Plays a recording back, or makes one. Threads may share it.

    Args:
        path: The file of the recording, in JSON.
        record: The real transport that a recording is made with (default: an existing one is played back).
        secrets: Texts that are never written.
        secret_fields: Names of further fields whose values are never written.

    Raises:
        CassetteError: there is no recording at the path; or, of a call, it is not on the recording.

    Only headers on a short list are kept, and no body of a request. In URLs and JSON (bodies, lines, events) the values
    of fields named like secrets (`token`, `apiKey`, `password`, and those in `secret_fields`) are replaced before
    anything is written; so are, in answers of any kind, the credentials and cookies of the exchange, if they have at
    least 8 characters, and the texts in `secrets`. Look at a new cassette before you commit it all the same.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        record: httpx2.BaseTransport | httpx2.AsyncBaseTransport | None = None,
        secrets: tuple[str, ...] = (),
        secret_fields: tuple[str, ...] = (),
    ) -> None:
        self._path = Path(path)
        self._record = record
        self._redactor = Redactor(secrets, secret_fields)
        self._exchanges = [] if record is not None else _load(self._path)
        self._lock = Lock()

    def http_client(self) -> httpx2.Client:
        """An HTTP client that plays this cassette."""
        return httpx2.Client(transport=self)

    def async_http_client(self) -> httpx2.AsyncClient:
        """An async HTTP client that plays this cassette."""
        return httpx2.AsyncClient(transport=self)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Play or record one exchange."""
        content = request.read()
        if self._record is None:
            return self._play(request, content)
        if not isinstance(self._record, httpx2.BaseTransport):
            raise CassetteError("an async transport cannot record a sync client")
        response = self._record.handle_request(request)
        try:
            response.read()
        finally:
            response.close()
        return self._keep(request, content, response)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Play or record one exchange."""
        content = await request.aread()
        if self._record is None:
            return self._play(request, content)
        if not isinstance(self._record, httpx2.AsyncBaseTransport):
            raise CassetteError("a sync transport cannot record an async client")
        response = await self._record.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return self._keep(request, content, response)

    def save(self) -> None:
        """Write what was recorded; done after each exchange as well."""
        text = json.dumps([asdict(exchange) for exchange in self._exchanges], indent=1, ensure_ascii=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(text + "\n", encoding="utf-8")

    def close(self) -> None:
        """Close the transport that records, with the client that uses this."""
        if isinstance(self._record, httpx2.BaseTransport):
            self._record.close()

    async def aclose(self) -> None:
        """Close the transport that records, with the client that uses this."""
        if isinstance(self._record, httpx2.AsyncBaseTransport):
            await self._record.aclose()

    def _play(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        wanted = self._asked(request, content)
        with self._lock:
            for place, exchange in enumerate(self._exchanges):
                if (exchange.method, exchange.url, exchange.request) == wanted:
                    del self._exchanges[place]
                    return httpx2.Response(
                        exchange.status, headers=exchange.headers, content=exchange.content(), request=request
                    )
        raise CassetteError(
            f"{request.method} {wanted[1]} is not on the cassette {self._path.name}, or was played already; "
            "if the code asks for other things now, record it anew"
        )

    def _keep(self, request: httpx2.Request, content: bytes, response: httpx2.Response) -> httpx2.Response:
        headers = {name: value for name, value in response.headers.items() if name.lower() in _KEPT_HEADERS}
        known = self._known(request, response)
        body = self._redactor.body(response.content, known)
        text, coded = _text_of(body)
        exchange = _Exchange(
            *self._asked(request, content),
            response.status_code,
            {name: self._redactor.text(value, known) for name, value in headers.items()},
            text,
            coded,
        )
        with self._lock:
            self._exchanges.append(exchange)
            self.save()
        return httpx2.Response(response.status_code, headers=headers, content=response.content, request=request)

    def _asked(self, request: httpx2.Request, content: bytes) -> tuple[str, str, str]:
        """What tells a request from others: method, URL and a digest of the body, without secrets."""
        url = self._redactor.url(request.url.path, request.url.query.decode("ascii"))
        sent = self._redactor.sent(content, request.headers.get("content-type", ""))
        return request.method, url, hashlib.sha256(sent).hexdigest()[:16] if content else ""

    def _known(self, request: httpx2.Request, response: httpx2.Response) -> list[str]:
        """The secrets of an exchange: credentials, and cookies both ways."""
        given = [*request.headers.multi_items(), *request.url.params.multi_items()]
        cookies = [morsel.value for value in response.headers.get_list("set-cookie") for morsel in _cookies(value)]
        return self._redactor.known([*given, *(("cookie", value) for value in cookies)])


def _cookies(header: str) -> list[Any]:
    try:
        return list(SimpleCookie(header).values())
    except CookieError:
        return []


def _text_of(body: bytes) -> tuple[str, bool]:
    """A body as it is stored, and whether in Base64."""
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return b64encode(body).decode("ascii"), True


class _Network(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """The real network, for sync and async clients."""

    def __init__(self) -> None:
        self._sync = httpx2.HTTPTransport()
        self._async = httpx2.AsyncHTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await self._async.handle_async_request(request)

    def close(self) -> None:
        self._sync.close()

    async def aclose(self) -> None:
        await self._async.aclose()


def cassettes_beside(test_file: Path, variable: str) -> Callable[[str], Cassette]:
    """Open cassettes by name in the folder `cassettes` beside a test file.

    With the environment variable `variable` set they are recorded anew, over the network.
    """
    folder = test_file.parent / "cassettes"

    def open_one(name: str) -> Cassette:
        record = _Network() if os.environ.get(variable) else None
        return Cassette(folder / f"{name}.json", record=record)

    return open_one


def _load(path: Path) -> list[_Exchange]:
    try:
        return [_Exchange(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        raise CassetteError(f"there is no cassette at {path}: record one first") from None
    except (ValueError, TypeError) as error:
        raise CassetteError(f"{path} is no cassette ({error}): record it anew") from None
