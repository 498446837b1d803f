"""The HTTP side of the mock: one thread per connection, loopback only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from burnish.openapi.canonical import Canonical
from burnish.source import Obj

from .events import event
from .lines import is_lines
from .routes import Call, Fault, Route, Routes
from .sample import Sampler

__all__ = ["Answer", "MockServer"]

Json = Mapping[str, Any]
EVENTS = 3
MAX_BODY = 256 * 1024 * 1024


class Answer(Struct, frozen=True):
    """An answer to be sent; `chunks` are written one by one, so that streams arrive in pieces."""

    status: int
    media: str
    chunks: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...] = ()


class MockServer:
    """Serves a canonical description on loopback until it is closed; use it as a context manager.

    `terminator` is the data that ends event streams (`[DONE]`), empty for none. Port 0 takes a free one.
    """

    def __init__(self, canonical: Canonical, *, port: int = 0, terminator: str = "") -> None:
        """Bind the port; raises `OSError` when it is taken."""
        self._routes = Routes.of(canonical)
        self._sampler = Sampler(schemas_of(canonical))
        self._terminator = terminator
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler_for(self.answer))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> MockServer:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait(self) -> None:
        """Serve until interrupted."""
        self._thread.join()

    def answer(self, call: Call) -> Answer:
        """Answer one request."""
        route = self._routes.find(call)
        if isinstance(route, Fault):
            return refused([route])
        faults = route.faults(call)
        return refused(faults) if faults else self.described(route, call)

    def described(self, route: Route, call: Call) -> Answer:
        """The answer that the description promises for the wanted status."""
        responses = cast("Json", route.operation.node.get("responses") or {})
        status, response = choose(responses, call.headers.get("prefer", ""))
        content = cast("Json", response.get("content") or {})
        media = negotiate(content, call)
        if not media:
            return Answer(status, "", ())
        return Answer(
            status,
            media.replace("*/*", "application/json"),
            tuple(self.chunks(media, cast("Json", content[media] or {}))),
        )

    def chunks(self, media: str, content: Json) -> Iterable[bytes]:
        """The body of an answer, in the pieces in which it is sent."""
        value = self.example(content)
        if media.startswith("text/event-stream"):
            whole = self._sampler.samples_events(content.get("itemSchema", content.get("schema")))
            sample = cast("Json", value) if whole and isinstance(value, Mapping) else {"data": json.dumps(value)}
            yield from (event(sample, number) for number in range(EVENTS))
            if self._terminator:
                yield f"data: {self._terminator}\n\n".encode()
        elif is_lines(media):
            for _ in range(EVENTS):
                yield json.dumps(value).encode() + b"\n"
        elif "json" in media or media == "*/*":
            yield json.dumps(value).encode()
        else:
            yield value.encode() if isinstance(value, str) else b"content"

    def example(self, content: Json) -> Any:
        """The example of a media type, else a sample of its schema."""
        if "example" in content:
            return content["example"]
        examples = content.get("examples")
        if isinstance(examples, Mapping) and examples:
            first = next(iter(cast("Json", examples).values()))
            if isinstance(first, Mapping) and "value" in first:
                return cast("Json", first)["value"]
        return self._sampler.sample(content.get("itemSchema", content.get("schema")))


def schemas_of(canonical: Canonical) -> Obj:
    """The table of named schemas."""
    components = canonical.document.get("components")
    schemas = components.get("schemas") if isinstance(components, Obj) else None
    return schemas if isinstance(schemas, Obj) else Obj(canonical.document.at)


def choose(responses: Json, prefer: str) -> tuple[int, Json]:
    """The status and response to answer with: the preferred one if it is described, else the lowest success."""
    wanted = prefer.partition("code=")[2][:3]
    by_status = {
        status: cast("Json", response) for status, response in responses.items() if isinstance(response, Mapping)
    }
    for status in (wanted, f"{wanted[:1]}XX", "default"):
        if wanted.isdigit() and status in by_status:
            return int(wanted), by_status[status]
    for status in sorted(by_status):
        if status.startswith("2"):
            return int(status.replace("X", "0").replace("x", "0")), by_status[status]
    return 200, by_status.get("default", {})


def negotiate(content: Json, call: Call) -> str:
    """The media type that the request accepts; a body with `"stream": true` wants events."""
    offers = list(content)
    accept = call.headers.get("accept", "")
    streaming = b'"stream":true' in call.body.replace(b" ", b"")
    for offer in offers:
        if (streaming and offer.startswith("text/event-stream")) or offer.partition(";")[0] in accept.split(","):
            return offer
    return offers[0] if offers else ""


def refused(faults: list[Fault]) -> Answer:
    """The answer to a request that breaks the description: every reason, with the first one's status."""
    body = {
        "message": faults[0].message,
        "errors": [{"message": fault.message, "pointer": fault.pointer} for fault in faults],
    }
    return Answer(faults[0].status, "application/json", (json.dumps(body).encode(),))


def handler_for(answer: Any) -> type[BaseHTTPRequestHandler]:
    """A request handler class that asks `answer`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> Callable[[], None]:
            """Take every HTTP method: an API may have its own."""
            if name.startswith("do_"):
                return self.respond
            raise AttributeError(name)

        def respond(self) -> None:
            target = urlsplit(self.path)
            result = answer(
                Call(
                    verb=self.command,
                    path=target.path,
                    query=parse_qs(target.query, keep_blank_values=True),
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.read_body(),
                )
            )
            self.send(result)

        def read_body(self) -> bytes:
            if "chunked" in self.headers.get("transfer-encoding", "").lower():
                return b"".join(iter(self.read_chunk, b""))
            return self.rfile.read(min(int(self.headers.get("content-length") or 0), MAX_BODY))

        def read_chunk(self) -> bytes:
            size = int(self.rfile.readline().partition(b";")[0] or b"0", 16)
            data = self.rfile.read(min(size, MAX_BODY))
            self.rfile.readline()
            return data

        def send(self, result: Answer) -> None:
            self.send_response(result.status)
            for name, value in result.headers:
                self.send_header(name, value)
            empty = self.command == "HEAD" or result.status in (204, 304)
            if result.media and not empty:
                self.send_header("Content-Type", result.media)
                self.send_header("Transfer-Encoding", "chunked")
            elif not empty:
                self.send_header("Content-Length", "0")
            self.end_headers()
            if result.media and not empty:
                for chunk in (*filter(None, result.chunks), b""):
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet: a mock's log belongs to the test that uses it."""

    return Handler
