"""The server as an ASGI application: keys, validation against the description, faults on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .store import Store

__all__ = ["Fault", "HuggingPlaceServer"]

SOURCE = Path(__file__).parents[3] / "spec" / "huggingplace" / "openapi.yaml"
MOST_BYTES = 5 * 1024 * 1024
STATUS = {
    "invalid_request": 400,
    "invalid_api_key": 401,
    "org_mismatch": 403,
    "not_found": 404,
    "payload_too_large": 413,
    "validation_failed": 422,
    "rate_limited": 429,
    "internal": 500,
    "unavailable": 503,
}


@dataclass(frozen=True)
class Fault:
    """What happens to a request instead: an error `code` (under `status`), or silence; `stored` lets it work first."""

    code: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    field: str = ""
    silent: bool = False
    cut: bool = False
    stored: bool = False


@dataclass
class Seen:
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class Refused(Exception):
    """A request is answered with an error."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.field = field


class HuggingPlaceServer:
    """The service, for two organisations and their keys.

    `faults` are taken one a request, and `on_request` is called for each; `elsewhere` is what pages give as their next.
    """

    def __init__(self) -> None:
        self.on_request: Callable[[], object] = lambda: None
        self.elsewhere = ""
        self.store = Store()
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.keys = {"key-lakes": "org_lakes", "key-hills": "org_hills"}
        self._replies: dict[str, tuple[str, int, bytes]] = {}
        description = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
        self._components = as_json_schema(description["components"])
        self._app = Starlette(
            routes=[
                Route("/v2/chatgpt/store_generated_response", self.one, methods=["POST"]),
                Route("/v2/chatgpt/store_generated_responses", self.many, methods=["POST"]),
                Route("/v2/chatgpt/responses", self.listed, methods=["GET"]),
                Route("/v2/chatgpt/responses/{prompt_id}", self.single, methods=["GET", "DELETE"]),
                Route("/v2/chatgpt/responses/{prompt_id}/steps", self.steps, methods=["POST"]),
                Route("/v2/sessions", self.sessions, methods=["GET"]),
                Route("/v2/sessions/{session_id}", self.session, methods=["GET"]),
                Route("/v2/auth/verify", self.verify, methods=["GET"]),
                Route("/v2/health", self.health, methods=["GET"]),
            ]
        )

    def close(self) -> None:
        """Forget everything; for after the last request."""
        self.store.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or do to it what the next fault says."""
        request = Request(scope, receive)
        raw = await request.body()
        body = json.loads(raw) if raw else None
        self.seen.append(Seen(request.method, request.url.path, dict(request.headers), body))
        scope["raw"], scope["json"] = raw, body
        fault = self.faults.pop(0) if self.faults else None
        response = await self.answer(request) if fault is None or fault.stored else Response()
        self.on_request()
        if fault is not None and fault.silent:
            await asyncio.sleep(30)
        if fault is not None and fault.cut:
            # ASGI has no word for it: the bound method belongs to uvicorn's cycle of the request.
            receive.__self__.transport.abort()  # type: ignore[attr-defined]
            return
        if fault is not None:
            response = refusal(fault.code, "something is the matter", fault.field, fault.status)
            response.headers.update(fault.headers)
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The answer of a request; one with a known idempotency key gets its first answer again."""
        key = request.headers.get("idempotency-key", "")
        if key and key in self._replies:
            _, status, content = self._replies[key]
            return Response(content, status, media_type="application/json")
        try:
            found = await self.routed(request)
        except Refused as error:
            return refusal(error.code, str(error), error.field)
        if key and found.status_code < 300:
            self._replies[key] = (request.url.path, found.status_code, bytes(found.body))
        return found

    async def routed(self, request: Request) -> Response:
        """Check the key, and let the route answer."""
        path = request.url.path
        for route in self._app.routes:
            match, child = route.matches(request.scope)
            if match.value == 2 and isinstance(route, Route):
                request.scope.update(child)
                if path != "/v2/health":
                    self.admit(request)
                answer: Response = await route.endpoint(request)
                return answer
        raise Refused("not_found", "there is no such path")

    def admit(self, request: Request) -> None:
        """Refuse unknown keys, other organisations and large bodies."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        org = self.keys.get(key) if scheme == "Bearer" else None
        if org is None:
            raise Refused("invalid_api_key", "the API key is unknown")
        if len(request.scope["raw"]) > MOST_BYTES:
            raise Refused("payload_too_large", f"the body has more than {MOST_BYTES} bytes")
        body: dict[str, Any] = request.scope["json"] or {}
        wanted = body.get("org_id") or request.query_params.get("org_id")
        if wanted != org:
            raise Refused("org_mismatch", "the API key belongs to another organisation", "org_id")
        request.scope["org"] = org

    def validate(self, name: str, value: Any) -> None:
        """Hold a body against a schema of the description."""
        schema = {"$ref": f"#/components/schemas/{name}", "components": self._components}
        error = next(iter(jsonschema_rs.Draft202012Validator(schema, mask="the value").iter_errors(value)), None)
        if error is not None:
            raise Refused("validation_failed", error.message, ".".join(str(part) for part in error.instance_path))

    async def one(self, request: Request) -> Response:
        """Store an entry."""
        body = request.scope["json"]
        self.validate("StoreRequest", body)
        return JSONResponse(self.store.add(body["org_id"], body.get("mode", "prod"), body), headers=request_id(self))

    async def many(self, request: Request) -> Response:
        """Store entries, each judged alone."""
        body = request.scope["json"]
        self.validate(
            "StoreManyRequest", {**body, "entries": body["entries"][:1] or []} if body.get("entries") else body
        )
        results: list[dict[str, Any]] = []
        for index, entry in enumerate(body["entries"]):
            try:
                self.validate("StoreEntry", entry)
            except Refused as error:
                results.append({"index": index, "success": False, "error": str(error), "code": error.code})
                continue
            stored = self.store.add(body["org_id"], body.get("mode", "prod"), entry)
            ids = {"chat_id": stored["chat_id"], "prompt_id": stored["prompt_id"]}
            results.append({"index": index, "success": True, **ids})
        return JSONResponse({"success": True, "results": results}, headers=request_id(self))

    async def listed(self, request: Request) -> Response:
        """A page of responses, with the next one in the header."""
        asked = request.query_params
        wanted = {name: asked[name] for name in ("session_id", "user_id", "llm_model") if name in asked}
        found = [
            item
            for item in self.store.responses(request.scope["org"], asked.get("mode"))
            if all(item[name] == value for name, value in wanted.items())
        ]
        return page(request, found, self.elsewhere)

    async def single(self, request: Request) -> Response:
        """Get or delete a response."""
        found = self.known(request)
        if request.method == "DELETE":
            self.store.remove(found["prompt_id"])
            return Response(status_code=204)
        return JSONResponse(found)

    async def steps(self, request: Request) -> Response:
        """Add steps to a response."""
        self.validate("AppendSteps", request.scope["json"])
        self.store.add_steps(self.known(request)["prompt_id"], request.scope["json"]["steps"])
        return JSONResponse(self.known(request))

    def known(self, request: Request) -> dict[str, Any]:
        """The response of the path."""
        found = self.store.response(request.scope["org"], request.path_params["prompt_id"])
        if found is None:
            raise Refused("not_found", "nothing has this id")
        return found

    async def sessions(self, request: Request) -> Response:
        """A page of sessions."""
        found = self.store.responses(request.scope["org"], request.query_params.get("mode"))
        names = dict.fromkeys(item["session_id"] for item in found if item["session_id"])
        return page(
            request, [summary([item for item in found if item["session_id"] == name]) for name in names], self.elsewhere
        )

    async def session(self, request: Request) -> Response:
        """A session."""
        name = request.path_params["session_id"]
        mode = request.query_params.get("mode")
        found = [item for item in self.store.responses(request.scope["org"], mode) if item["session_id"] == name]
        if not found:
            raise Refused("not_found", "nothing has this id")
        return JSONResponse(summary(found))

    async def verify(self, request: Request) -> Response:
        """What the key may do."""
        return JSONResponse({"valid": True, "org_id": request.scope["org"], "org_name": None, "mode": ["prod", "dev"]})

    async def health(self, _request: Request) -> Response:
        """How the service is."""
        return JSONResponse({"status": "ok", "version": "2.3.0"})


def request_id(server: HuggingPlaceServer) -> dict[str, str]:
    """The header with the id of a request."""
    return {"X-Request-Id": f"req_{len(server.seen):06}"}


def refusal(code: str, message: str, field: str = "", status: int = 0) -> Response:
    """An error as the API writes it."""
    body = {"success": False, "error": message, "code": code, "request_id": "req_000001"}
    told = {**body, "field": field} if field else body
    return JSONResponse(told, status or STATUS[code], headers={"X-Request-Id": "req_000001"})


def page(request: Request, found: list[Any], elsewhere: str) -> Response:
    """A page of a list; the header `Link` leads to the next."""
    number, limit = int(request.query_params.get("page", 1)), int(request.query_params.get("limit", 50))
    part = found[(number - 1) * limit : number * limit]
    headers = {"X-Total-Count": str(len(found))}
    if number * limit < len(found):
        following = elsewhere or request.url.include_query_params(page=number + 1)
        headers["Link"] = f'<{following}>; rel="next"'
    return JSONResponse(part, headers=headers)


def summary(found: list[dict[str, Any]]) -> dict[str, Any]:
    """A session, summed up; responses are newest first."""
    times = [item["response_time_ms"] for item in found if item["response_time_ms"] is not None]
    return {
        "session_id": found[0]["session_id"],
        "user_id": found[0]["user_id"],
        "responses": len(found),
        "first_at": found[-1]["created_at"],
        "last_at": found[0]["created_at"],
        "total_tokens": sum(tokens(item["token_count"]) for item in found),
        "mean_response_time_ms": sum(times) / len(times) if times else None,
        "models": sorted({item["llm_model"] for item in found if item["llm_model"]}),
    }


def tokens(count: Any) -> int:
    """The tokens of a response."""
    if count is None or isinstance(count, int):
        return count or 0
    total: int = count["total_tokens"]
    return total


def as_json_schema(node: Any) -> Any:
    """Schemas of OpenAPI 3.0 as JSON Schema: `nullable` is a type there."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("dict[str, Any]", node)
    found = {key: as_json_schema(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable") and isinstance(schema.get("type"), str):
        found["type"] = [schema["type"], "null"]
    return found
