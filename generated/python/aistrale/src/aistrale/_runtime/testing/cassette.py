# Copied from overlays/python/runtime/testing/cassette.py; edit it there.
"""Cassettes: real exchanges, recorded once without secrets, played back in tests."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

import httpx2

__all__ = ["Cassette", "CassetteError", "cassettes_beside"]

_KEPT_HEADERS = frozenset({"content-type", "link", "retry-after", "x-total-count", "x-request-id", "location"})
_SECRET_NAME = re.compile(
    r"(?:^|[_-])(?:api[_-]?key|apikey|secret[_-]?key|private[_-]?key|access[_-]?key|key|token|secret|password|passwd"
    r"|authorization|credentials?|signature|session|cookie)$",
    re.IGNORECASE,
)
_PLACE_NAME = re.compile(r"(?:next|prev|previous|page|cursor|continuation|sync)[_-](?:page[_-])?token$", re.IGNORECASE)
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
REMOVED = "[removed]"


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


class Cassette(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Plays a recording back; or, with `record` (a real transport), makes one.

    Only headers on a short list are kept. In URLs and JSON bodies the values of fields named like secrets (`token`,
    `apiKey`, `password`, and those in `secret_fields`) are replaced, before anything is written; bodies that are
    not JSON have the texts in `secrets` replaced. Look at a new cassette before you commit it all the same.
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
        self._secrets = tuple(secret for secret in secrets if secret)
        self._secret_fields = frozenset(name.lower() for name in secret_fields)
        self._exchanges = [] if record is not None else _load(self._path)

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

    def _play(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        wanted = (request.method, self._clean_url(request.url), self._digest(content))
        for place, exchange in enumerate(self._exchanges):
            if (exchange.method, exchange.url, exchange.request) == wanted:
                del self._exchanges[place]
                return httpx2.Response(
                    exchange.status, headers=exchange.headers, content=exchange.body.encode(), request=request
                )
        raise CassetteError(f"{request.method} {wanted[1]} is not on the cassette {self._path.name}")

    def _keep(self, request: httpx2.Request, content: bytes, response: httpx2.Response) -> httpx2.Response:
        headers = {name: value for name, value in response.headers.items() if name.lower() in _KEPT_HEADERS}
        exchange = _Exchange(
            request.method,
            self._clean_url(request.url),
            self._digest(content),
            response.status_code,
            {name: self._clean_text(value) for name, value in headers.items()},
            self._clean_body(response.content),
        )
        self._exchanges.append(exchange)
        self.save()
        return httpx2.Response(response.status_code, headers=headers, content=response.content, request=request)

    def _digest(self, content: bytes) -> str:
        return hashlib.sha256(self._clean_body(content).encode()).hexdigest()[:16] if content else ""

    def _clean_url(self, url: httpx2.URL) -> str:
        pairs = parse_qsl(url.query.decode("ascii"), keep_blank_values=True)
        query = urlencode([(name, REMOVED if self._is_secret(name) else value) for name, value in pairs])
        return self._clean_text(url.path + (f"?{query}" if query else ""))

    def _clean_body(self, content: bytes) -> str:
        try:
            value = json.loads(content)
        except ValueError:
            return self._clean_text(content.decode("utf-8", "replace"))
        return self._clean_text(json.dumps(self._clean(value), ensure_ascii=False))

    def _clean(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            fields = cast("Mapping[str, Any]", value)
            return {name: self._clean_field(name, field) for name, field in fields.items()}
        if isinstance(value, list):
            return [self._clean(item) for item in cast("Sequence[Any]", value)]
        return value

    def _clean_field(self, name: str, value: Any) -> Any:
        """Only texts are secrets: `max_token: 3` and nested objects are not."""
        return REMOVED if isinstance(value, str) and self._is_secret(name) else self._clean(value)

    def _clean_text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REMOVED)
        return text

    def _is_secret(self, name: str) -> bool:
        words = _WORD_START.sub("_", name)
        if name.lower() in self._secret_fields:
            return True
        return _SECRET_NAME.search(words) is not None and _PLACE_NAME.search(words) is None


def cassettes_beside(test_file: Path, variable: str) -> Callable[[str], Cassette]:
    """Open cassettes by name in the folder `cassettes` beside a test file.

    With the environment variable `variable` set they are recorded anew by a sync client, over the network.
    """
    folder = test_file.parent / "cassettes"

    def open_one(name: str) -> Cassette:
        record = httpx2.HTTPTransport() if os.environ.get(variable) else None
        return Cassette(folder / f"{name}.json", record=record)

    return open_one


def _load(path: Path) -> list[_Exchange]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CassetteError(f"there is no cassette at {path}: record one first") from None
    return [_Exchange(**entry) for entry in entries]
