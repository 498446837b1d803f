"""The server as an ASGI application: routes by the description, admits, runs the operation, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from .admission import BODY_LIMIT, Admitted, Malformed, admit, json_body, query_of, read_body
from .calls import Call, Handler
from .description import OperationSpec, description
from .engine.keyring import Allowance
from .errors import ApiError, Code, Issue, Json
from .faults import Fault, Faults, Instead, Refuse, Silence, be_silent
from .replies import Memory, fingerprint, json_response, respond
from .routers import HANDLERS
from .state import Options, State

__all__ = ["ArtificerServer", "Role", "Seen"]

WORKER_ROUTERS = ("images", "pdf")
BATCH_LIMIT = 64 * 1_048_576
WRITING = ("POST", "PATCH", "PUT")
DOCS = "<!doctype html><title>Artificer</title><h1>Artificer</h1><p><a href='/openapi.json'>openapi.json</a></p>"


class Role(Enum):
    """Which of the two servers this is."""

    API = auto()
    WORKER = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    """As it was sent, still escaped."""
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class ArtificerServer:
    """The reference server; `worker()` makes the Python worker beside it, with the same keys."""

    options: Options = field(default_factory=Options)
    role: Role = Role.API
    faults: Faults = field(default_factory=Faults)
    seen: list[Seen] = field(default_factory=list[Seen])
    memory: Memory = field(default_factory=Memory)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.state = State.fresh(self.options)

    def worker(self) -> ArtificerServer:
        """The Python worker that shares keys and usage with this server."""
        other = ArtificerServer(self.options, Role.WORKER)
        other.state = self.state
        return other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        response = await self.answer(request)
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The response to a request, with the headers that every answer has."""
        raw_path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii")
        if request.method == "GET" and raw_path == "/openapi.json":
            return json_response(description().document)
        if request.method == "GET" and raw_path == "/docs":
            return HTMLResponse(DOCS)
        request_id = self.state.new_id("req")
        usual = self.state.keyring.usual
        admitted = Admitted(None, Allowance(usual.requests, usual.requests, usual.window_seconds))
        try:
            spec, path = self.route(request.method, raw_path)
            response = await self.run(request, spec, path, request_id, admitted)
        except ApiError as error:
            response = refusal(error, admitted.allowance)
        except Malformed as error:
            response = self.malformed(error)
        except Exception as error:
            self.state.log("error", f"{type(error).__name__}: {error}", request_id)
            response = refusal(ApiError(Code.INTERNAL_SERVER_ERROR, "something went wrong"), admitted.allowance)
        self.write_down(request, request_id, admitted, response.status_code)
        response.headers["X-Request-Id"] = request_id
        response.headers["X-RateLimit-Limit"] = str(admitted.allowance.limit)
        response.headers["X-RateLimit-Remaining"] = str(admitted.allowance.remaining)
        response.headers["X-RateLimit-Reset"] = str(admitted.allowance.reset)
        return response

    def route(self, method: str, raw_path: str) -> tuple[OperationSpec, dict[str, str]]:
        """The operation of a request and its path parameters; literal segments win over parameters."""
        found: list[tuple[OperationSpec, dict[str, str]]] = []
        for spec in description().operations.values():
            match = spec.match(raw_path) if spec.verb == method and self.serves(spec) else None
            if match is not None:
                found.append((spec, match))
        if not found:
            raise ApiError(Code.NOT_FOUND, f"nothing is at {method} {raw_path}")
        return min(found, key=lambda item: len(item[1]))

    def serves(self, spec: OperationSpec) -> bool:
        """Whether this server has the operation: the worker has two routers, `pdf` is only there."""
        if self.role is Role.WORKER:
            return spec.router in WORKER_ROUTERS
        return spec.router != "pdf"

    async def run(
        self, request: Request, spec: OperationSpec, path: dict[str, str], request_id: str, admitted: Admitted
    ) -> Response:
        """Admit a request and run its operation, once for every idempotency key."""
        body = b"" if spec.media == "multipart/form-data" else await read_body(request, limit_of(spec))
        self.seen.append(Seen(request.method, raw(request), request.url.query, dict(request.headers), body))
        fault = self.faults.take(spec.id)
        if isinstance(fault, Silence):
            await be_silent(fault)
        if isinstance(fault, Refuse):
            return refused(fault)
        if isinstance(fault, Instead):
            return json_response(fault.body)
        admit(request, spec, self.state, admitted)
        call = Call(
            spec, self.state, path, query_of(request, spec), json_body(body, spec), admitted.key, request_id,
            request.headers.get("idempotency-key", ""), request.headers.get("last-event-id", ""),
            files=await uploads(request, spec),
        )  # fmt: skip
        handler = HANDLERS[spec.id]
        if request.method in WRITING and call.idempotency_key and spec.id not in UNKEPT:
            return await self.once(handler, call, admitted, fingerprint(request.method, raw(request), body))
        return await self.perform(handler, call, admitted, fault)

    async def once(self, handler: Handler, call: Call, admitted: Admitted, print_: str) -> Response:
        """Run an operation, or give the answer that the same request got before."""
        key = (call.key.id, call.idempotency_key)
        known = self.memory.recall(key, print_, self.state.now)
        if known is not None:
            return Response(known.body, known.status_code, media_type=known.media_type)
        try:
            response = await self.perform(handler, call, admitted, None)
        except BaseException:
            self.memory.forget(key)
            raise
        self.memory.keep(key, response)
        return response

    async def perform(self, handler: Handler, call: Call, admitted: Admitted, fault: Fault | None) -> Response:
        """Run an operation; what it is called for is known afterwards, however it ends."""
        try:
            return respond(await handler(call), fault)
        finally:
            admitted.project_id = call.project_id

    def write_down(self, request: Request, request_id: str, admitted: Admitted, status: int) -> None:
        """Write down that somebody asked for something, and how that went."""
        failed = status >= 400
        if admitted.key is not None:
            self.state.ledger.request(admitted.key.id, admitted.router, failed, admitted.project_id)
        message = f"{request.method} {raw(request)} {status}"
        self.state.log("warn" if failed else "debug", message, request_id, status=status)

    def malformed(self, error: Malformed) -> Response:
        """A request that is not as described: 400, or the worker's own 422."""
        if self.role is Role.API:
            body = ApiError(Code.BAD_REQUEST, "the request is not valid", error.issues).body()
            return json_response(body, Code.BAD_REQUEST.value)
        detail: list[Json] = [
            {"loc": [error.part, *issue.path], "msg": issue.message, "type": issue.code} for issue in error.issues
        ]
        return json_response({"detail": detail}, Code.UNPROCESSABLE_CONTENT.value)


UNKEPT = ("chat.stream", "orchestration.executeStream")
"""Streams are not kept as answers but told again as they are written: `routers/streaming.py`."""


def limit_of(spec: OperationSpec) -> int:
    """The most bytes that a body may have."""
    return BATCH_LIMIT if spec.id == "batch.create" else BODY_LIMIT


async def uploads(request: Request, spec: OperationSpec) -> dict[str, bytes]:
    """The files of a multipart body by the names of their fields."""
    if spec.media != "multipart/form-data":
        return {}
    try:
        async with request.form() as form:
            return {name: await part.read() for name, part in form.items() if not isinstance(part, str)}
    except (MultiPartException, HTTPException):
        raise Malformed("body", (Issue((), "the body is no form", "multipart"),)) from None


def raw(request: Request) -> str:
    """The path as it was sent."""
    return request.scope.get("raw_path", request.url.path.encode()).decode("ascii")


def refusal(error: ApiError, allowance: Allowance) -> Response:
    """An error as a response; 429 says when to come back."""
    headers = {"Retry-After": str(allowance.reset)} if error.code is Code.TOO_MANY_REQUESTS else {}
    return json_response(error.body(), error.code.value, headers)


def refused(fault: Refuse) -> Response:
    """The error that a test ordered."""
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return json_response(ApiError(fault.code, fault.message).body(), fault.code.value, headers)
