"""The server as an ASGI application: routes by the description, admits, validates, runs the operation, answers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from . import prompts
from .access import EMAIL, Access, Admitted
from .courier import Courier
from .description import Operation, operation_at, validate
from .errors import STATUS, ApiError, invalid
from .handlers import HANDLERS, workspace
from .inference import pieces, run
from .sockets import Listeners
from .state import Call, Record, State

__all__ = ["AistraleServer", "Fault", "Seen"]

MOST_BYTES = 1_048_576
LIMITED = ("inference.run", "inference.stream", "inference.batch")
CREATED = ("prompts.create", "tokens.add", "webhooks.create", "workspaces.create", "sessions.create")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a request is answered instead."""

    code: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class AistraleServer:
    """The reference server; `faults` are taken one a request."""

    state: State = field(default_factory=State)
    seen: list[Seen] = field(default_factory=list[Seen])
    faults: list[Fault] = field(default_factory=list[Fault])

    def __post_init__(self) -> None:
        self.access = Access(self.state)
        self.courier = Courier(self.state)
        self.listeners = Listeners(self.state, self.access)
        self.state.listeners = [self.courier.bring, self.listeners.bring]
        self._kept: dict[tuple[int, str], tuple[int, bytes]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def clock(self) -> Any:
        """The server's clock."""
        return self.state.clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one connection (ASGI)."""
        self._loop = asyncio.get_running_loop()
        if scope["type"] == "websocket":
            await self.listeners.serve(WebSocket(scope, receive, send))
            return
        request = Request(scope, receive)
        raw = await request.body()
        body = json.loads(raw) if raw else None
        self.seen.append(Seen(request.method, request.url.path, request.url.query, dict(request.headers), body))
        request_id = f"req_{len(self.seen)}"
        try:
            response = await self.answer(request, raw, body)
        except ApiError as error:
            response = JSONResponse(error.body(request_id), STATUS[error.code])
        response.headers["X-Request-Id"] = request_id
        await response(scope, receive, send)

    def call_soon(self, work: Any) -> None:
        """Run a coroutine in the server's loop, and wait for it; called by tests, from their thread."""
        assert self._loop is not None, "the server has not been asked for anything"
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def stop_connections(self, code: int = 1001) -> None:
        """End all connections for events, as a server does that starts again."""
        self.call_soon(self.listeners.close_all(code))

    def emit(self, type_: str, data: Record, workspace_id: int = 1) -> None:
        """Let something happen; called by tests, from their thread."""
        done = threading.Event()

        def happen() -> None:
            self.state.emit(type_, workspace_id, data)
            done.set()

        assert self._loop is not None, "the server has not been asked for anything"
        self._loop.call_soon_threadsafe(happen)
        assert done.wait(5)

    async def answer(self, request: Request, raw: bytes, body: Any) -> Response:
        """The answer of a request; one with a known idempotency key gets its first answer again."""
        if self.faults:
            fault = self.faults.pop(0)
            error = ApiError(fault.code, "a test wanted it").body("req_fault")
            return JSONResponse(error, STATUS[fault.code], headers=dict(fault.headers))
        operation, path = operation_at(request.method, request.url.path)
        if operation.id in LIMITED and len(raw) > MOST_BYTES:
            raise ApiError("payload_too_large", f"a body has at most {MOST_BYTES} bytes")
        changes = request.method not in ("GET", "HEAD")
        admitted = Admitted() if operation.open else self.access.admit(request.headers, changes=changes)
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        if (kept := self._kept.get((admitted.account_id, key))) is not None and key:
            return Response(kept[1], kept[0], media_type="application/json")
        call = self.call(operation, path, request, body, admitted)
        response = await self.perform(operation, call)
        if key and not isinstance(response, StreamingResponse):
            self._kept[admitted.account_id, key] = (response.status_code, bytes(response.body))
        return response

    def call(self, operation: Operation, path: dict[str, str], request: Request, body: Any, who: Admitted) -> Call:
        """A request as its operation sees it, held against the description."""
        query = parse_qs(request.url.query, keep_blank_values=True)
        values: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
        for parameter in operation.parameters:
            if parameter.place not in values:
                continue
            given = [path[parameter.name]] if parameter.place == "path" else query.get(parameter.name, [])
            typed = [typed_as(parameter.kind, text) for text in given]
            value = typed if parameter.many and given else typed[-1] if typed else parameter.default
            if given:
                validate(parameter.schema, value, parameter.place, parameter.name)
            values[parameter.place][parameter.name] = value
        if operation.body is not None:
            validate(operation.body, body, "body")
        return Call(
            self.state, values["path"], values["query"], body or {}, who.account_id, who.workspace_id, who.token,
            request.headers,
        )  # fmt: skip

    async def perform(self, operation: Operation, call: Call) -> Response:
        """Run an operation."""
        match operation.id:
            case "inference.stream":
                return StreamingResponse(streamed(run(call, call.body)), media_type="text/event-stream")
            case "prompts.get":
                return revalidated(call)
            case "webhooks.test" | "webhooks.redeliver":
                return JSONResponse(await self.deliver(operation.id, call))
            case "auth.login":
                return JSONResponse(self.access.login(call.body["email"], call.body["password"]))
            case "auth.refresh":
                return JSONResponse(self.access.refresh(call.body["refresh_token"]))
            case "auth.logout":
                self.access.revoke(call.credential)
                return Response(status_code=204)
            case "auth.me":
                return JSONResponse(self.account(call.account_id))
            case _:
                return answered(operation.id, HANDLERS[operation.id](call))

    def account(self, id_: int) -> Record:
        """An account with its workspaces."""
        own = [workspace(item) for item in self.access.workspaces(id_)]
        return {"id": id_, "email": EMAIL, "name": None, "workspaces": own}

    async def deliver(self, operation: str, call: Call) -> Record:
        """Send a test event at once and only once, or queue a delivery again."""
        hook = self.state.get("webhook", call.path["webhook_id"], workspace_id=call.workspace_id)
        if operation == "webhooks.redeliver":
            delivery = self.state.get("delivery", call.path["delivery_id"], webhook_id=hook["id"])
            return self.courier.queue(hook, delivery["payload"])
        event: Record = {
            "id": f"evt_test_{len(self.seen)}",
            "type": call.body.get("event_type", "webhook.test"),
            "workspace_id": call.workspace_id,
            "created_at": self.state.now,
            "data": {},
        }
        delivery = self.courier.delivery(hook, event)
        await self.courier.attempt(hook, delivery)
        if delivery["status"] == "pending":
            delivery["status"] = "failed"
        return delivery


def typed_as(kind: str, text: str) -> Any:
    """A text as the type that is described.

    Raises:
        ApiError: it is none of it.
    """
    try:
        if kind == "boolean":
            return {"true": True, "false": False}[text]
        return int(text) if kind == "integer" else text
    except (KeyError, ValueError):
        raise invalid("query", msg=f"is no {kind}", type_=f"{kind}_parsing") from None


def answered(operation: str, value: Any) -> Response:
    """What an operation gave, as a response."""
    if value is None:
        return Response(status_code=204)
    if isinstance(value, bytes):
        return Response(value, media_type="application/octet-stream")
    return JSONResponse(value, 201 if operation in CREATED else 200)


def revalidated(call: Call) -> Response:
    """A prompt, unless the caller has it already."""
    prompt = HANDLERS["prompts.get"](call)
    tag = prompts.etag(prompt)
    if call.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(prompt, headers={"ETag": tag})


async def streamed(result: Record) -> AsyncIterator[str]:
    """The events of an answer."""
    for name, data in pieces(result):
        yield f"event: {name}\ndata: {json.dumps(data)}\n\n"
        await asyncio.sleep(0)
