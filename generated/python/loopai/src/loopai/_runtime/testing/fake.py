# Copied from overlays/python/runtime/testing/fake.py; edit it there.
"""A fake API: routes with prepared answers, behind the same HTTP client that the SDK uses."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar, cast
from urllib.parse import parse_qsl, unquote

import httpx2
from pydantic_core import to_json

from .._endpoint import Endpoint
from .factory import build
from .faults import Fault, answer_with
from .operations import endpoint_of

__all__ = ["Call", "FakeAPI", "Route", "UnexpectedCallError"]

T = TypeVar("T")


class UnexpectedCallError(AssertionError):
    """The code under test called something that no route was made for."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that reached the fake API."""

    method: str
    """The HTTP method."""
    path: str
    """The path, percent-encoding undone."""
    query: tuple[tuple[str, str], ...]
    """Names and values of the query, in order."""
    headers: Mapping[str, str]
    """The headers; names are in lower case."""
    content: bytes
    """The body."""

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    chunks: tuple[bytes, ...]


class _Chunks(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, chunks: tuple[bytes, ...]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk


class Route(Generic[T]):
    """Answers of one operation, given in the order in which they were added; the last one is given for ever after."""

    def __init__(self, method: str, path: str, endpoint: Endpoint[Any] | None = None) -> None:
        """Take method and path, and what is known of the operation: its answer's type, the form of its stream."""
        self.method = method.upper()
        self.path = path
        self._endpoint = endpoint
        self.calls: list[Call] = []
        literals = re.split(r"\{[^{}]+\}", path)
        self._pattern = re.compile("[^/]+".join(re.escape(unquote(literal)) for literal in literals))
        self._faults: deque[Fault] = deque()
        self._answers: deque[_Answer] = deque()
        self._given = False

    def matches(self, method: str, path: str) -> bool:
        """Whether a request belongs to this route; a base URL may stand before the route's path."""
        return method == self.method and re.search(f"(?:^|/.*){self._pattern.pattern}$", path) is not None

    def reply(
        self,
        body: T | type[T] | object = None,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **fields: object,
    ) -> Self:
        """Add an answer.

        Args:
            body: A type, of which a valid value is made; a model or other JSON value; or `bytes`, sent as they are
                (default: a valid value of the operation's own type where that is known, else no body).
            status: The HTTP status (default 200).
            headers: Headers of the answer; JSON has its `Content-Type` already.
            fields: Fields of the value that is made of a type.

        Raises:
            pydantic.ValidationError: the fields do not fit the type, or one of its fields needs a value by hand.
        """
        if body is None and status < 400 and self._endpoint is not None:
            body = self._endpoint.answer
        if isinstance(body, bytes):
            return self._add(status, {**(headers or {})}, (body,))
        if body is None and not fields:
            return self._add(status, {**(headers or {})}, ())
        value = build(body, **fields) if _is_type(body) else body
        return self._add(status, {"Content-Type": "application/json", **(headers or {})}, (_json(value),))

    def stream(
        self, events: Iterable[object], *, terminator: str = "", headers: Mapping[str, str] | None = None
    ) -> Self:
        """Add an event stream: one chunk per event.

        Args:
            events: Each a type or a JSON value, or a pair of the event's name and one of those.
            terminator: Data that ends the stream (default: the operation's own where that is known, else none).
            headers: Headers of the answer; it has its `Content-Type` already.
        """
        chunks = [_event(event) for event in events]
        style = None if self._endpoint is None else self._endpoint.stream
        terminator = terminator or ("" if style is None else style.terminator)
        if terminator:
            chunks.append(f"data: {terminator}\n\n".encode())
        return self._add(200, {"Content-Type": "text/event-stream", **(headers or {})}, tuple(chunks))

    def lines(self, items: Iterable[object], *, headers: Mapping[str, str] | None = None) -> Self:
        """Add a stream of JSON Lines: one chunk per item, which is a type or a JSON value."""
        chunks = tuple(_json(_value(item)) + b"\n" for item in items)
        return self._add(200, {"Content-Type": "application/x-ndjson", **(headers or {})}, chunks)

    def fault(self, fault: Fault) -> Self:
        """Show a fault to the next calls, as many as it says, before answers are given again."""
        self._faults.extend([fault] * fault.times)
        return self

    def answer(self, call: Call, request: httpx2.Request) -> httpx2.Response:
        """Answer a call."""
        self.calls.append(call)
        if self._faults:
            return answer_with(self._faults.popleft(), request, lambda: self._respond(request))
        return self._respond(request)

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        if not self._answers:
            raise UnexpectedCallError(f"the route {self.method} {self.path} has no answer: give it one with reply()")
        if self._given and len(self._answers) > 1:
            self._answers.popleft()
        answer, self._given = self._answers[0], True
        return httpx2.Response(
            answer.status, headers=dict(answer.headers), stream=_Chunks(answer.chunks), request=request
        )

    def _add(self, status: int, headers: Mapping[str, str], chunks: tuple[bytes, ...]) -> Self:
        self._answers.append(_Answer(status, headers, chunks))
        return self


class FakeAPI(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """An API that lives in the test. Pass `http_client()` to the sync client, `async_http_client()` to the async one.

    `calls` lists what was asked, in order, over all routes.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._routes: list[Route[Any]] = []

    def on(self, method: str, path: str) -> Route[Any]:
        """Make a route. `path` may hold `{names}`, each of which stands for one segment; later routes win."""
        route = Route[Any](method, path)
        self._routes.insert(0, route)
        return route

    def on_call(self, method: Callable[..., T], **arguments: object) -> Route[T]:
        """Make the route of a method of a client, such as `client.jobs.create`, whose answers have its type.

        `arguments` choose where a method has several forms: `stream=True`.

        Raises:
            TypeError: the method calls no operation by itself.
        """
        endpoint = endpoint_of(method, **arguments)
        route = Route[T](endpoint.verb, endpoint.path, endpoint)
        self._routes.insert(0, route)
        return route

    def http_client(self) -> httpx2.Client:
        """An HTTP client that talks to this API."""
        return httpx2.Client(transport=self)

    def async_http_client(self) -> httpx2.AsyncClient:
        """An async HTTP client that talks to this API."""
        return httpx2.AsyncClient(transport=self)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of a sync client."""
        return self._answer(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of an async client."""
        return self._answer(request, await request.aread())

    def _answer(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        url = request.url
        call = Call(
            request.method,
            url.path,
            tuple(parse_qsl(url.query.decode("ascii"), keep_blank_values=True)),
            dict(request.headers),
            content,
        )
        self.calls.append(call)
        for route in self._routes:
            if route.matches(call.method, call.path):
                return route.answer(call, request)
        known = ", ".join(f"{route.method} {route.path}" for route in reversed(self._routes)) or "none"
        raise UnexpectedCallError(f"no route for {call.method} {call.path}; routes: {known}")


def _is_type(body: object) -> bool:
    return isinstance(body, type) or getattr(body, "__origin__", None) is not None


def _value(item: object) -> object:
    return build(item) if _is_type(item) else item


def _event(event: object) -> bytes:
    name, item = "", event
    if isinstance(event, tuple):
        name, item = cast("tuple[str, object]", event)
    kind = f"event: {name}\n".encode() if name else b""
    return kind + b"data: " + _json(_value(item)) + b"\n\n"


def _json(value: object) -> bytes:
    return to_json(value, by_alias=True)
