"""What a request must pass before its operation runs: key, address, rate, scope, and the description's rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from .description import OperationSpec, typed
from .engine.keyring import Allowance, permit
from .errors import ApiError, Code, Issue
from .records import ApiKey
from .state import State

__all__ = ["BODY_LIMIT", "Admitted", "Malformed", "admit", "json_body", "query_of", "read_body"]

BODY_LIMIT = 80 * 1_048_576  # above every limit of an operation


class Malformed(Exception):
    """The request is not as described; where it was received decides how that is told."""

    def __init__(self, part: str, issues: tuple[Issue, ...]) -> None:
        super().__init__(f"the {part} is not valid")
        self.part = part
        self.issues = issues


@dataclass(slots=True)
class Admitted:
    """The caller: the key, what its rate limit still allows, and what the request counts for."""

    key: ApiKey | None
    allowance: Allowance
    router: str = ""
    project_id: str | None = None


def admit(request: Request, spec: OperationSpec, state: State, admitted: Admitted) -> None:
    """Find the caller's key, count the request and hold it against scope and address; `admitted` is filled on the way.

    Raises:
        ApiError: UNAUTHORIZED, TOO_MANY_REQUESTS or FORBIDDEN.
    """
    if spec.open:
        return
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise ApiError(Code.UNAUTHORIZED, "an API key is needed as a bearer token")
    admitted.router = spec.router
    key = admitted.key = state.keyring.authenticate(secret.strip())
    allowance = state.keyring.count(key)
    admitted.allowance = Allowance(allowance.limit, max(0, allowance.remaining), allowance.reset)
    if allowance.remaining < 0:
        window = (key.rate_limit or state.keyring.usual).window_seconds
        raise ApiError(Code.TOO_MANY_REQUESTS, f"{allowance.limit} requests in {window} seconds are allowed")
    permit(key, spec.scope, request.client.host if request.client else "")


async def read_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """The bytes of the body.

    Raises:
        ApiError: PAYLOAD_TOO_LARGE beyond the limit.
    """
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit:
            raise ApiError(Code.PAYLOAD_TOO_LARGE, f"the request has more than {limit} bytes")
    return bytes(received)


def json_body(content: bytes, spec: OperationSpec) -> Any:
    """The JSON of the body, held against its schema; an absent optional body is an empty object.

    Raises:
        Malformed: it is missing, no JSON, or not as described.
    """
    if spec.body is None:
        return {}
    if not content:
        if spec.body_required:
            raise Malformed("body", (Issue((), "a body is needed", "required"),))
        return {}
    try:
        value = json.loads(content)
    except ValueError:
        raise Malformed("body", (Issue((), "the body is no JSON", "json"),)) from None
    if issues := spec.body.issues(value):
        raise Malformed("body", issues)
    return value


def query_of(request: Request, spec: OperationSpec) -> Mapping[str, Any]:
    """The query parameters with their types and defaults; absent ones without a default are None.

    Raises:
        Malformed: one is missing or not as described.
    """
    found: dict[str, Any] = {}
    issues: list[Issue] = []
    for parameter in spec.query:
        text = request.query_params.get(parameter.name)
        if text is None:
            found[parameter.name] = parameter.default
            if parameter.required:
                issues.append(Issue((parameter.name,), "this parameter is needed", "required"))
            continue
        value = found[parameter.name] = typed(text, parameter.kind)
        issues += [Issue((parameter.name,), issue.message, issue.code) for issue in parameter.rules.issues(value)]
    if issues:
        raise Malformed("query", tuple(issues))
    return found
