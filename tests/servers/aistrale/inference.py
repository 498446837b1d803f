"""Running prompts: sessions, costs and telemetry are kept, and models are stand-ins that say the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .errors import ApiError
from .prompts import filled
from .state import Call, Record, State

__all__ = ["failure", "pieces", "run", "spent"]

PROMPT_PRICE, ANSWER_PRICE = Decimal("0.00003"), Decimal("0.00006")
"""USD for a word."""
FAILING = "failing"
BREAKING = "breaking"
"""A provider that begins to answer."""


def run(call: Call, request: Record) -> Record:
    """Run a prompt and write down what it took.

    Raises:
        ApiError: the provider fails, or the workspace may spend no more.
    """
    state, workspace = call.state, call.workspace_id
    refuse_beyond_limit(state, workspace)
    session = open_session(call, request)
    text = text_of(state, request)
    usual = session or {}
    model = request.get("model") or usual.get("model") or "echo-1"
    provider = request.get("provider") or usual.get("provider") or "echo"
    failed = provider == FAILING
    output = "" if failed else " ".join(said(state, session, text))
    prompt, answer = len(text.split()), len(output.split())
    result = state.add(
        "inference",
        output=output,
        model=model,
        provider=provider,
        status="failed" if failed else "completed",
        finish_reason="error" if failed else "stop",
        usage={"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer},
        cost=str(prompt * PROMPT_PRICE + answer * ANSWER_PRICE),
        latency_ms=12.5,
        session_id=request.get("session_id"),
        prompt_id=request.get("prompt_id"),
        metadata=request.get("metadata", {}),
        created_at=state.now,
        workspace_id=workspace,
    )
    write_down(state, result)
    if failed:
        error = {"code": "provider_error", "detail": "the provider failed"}
        told = {"inference_id": result["id"], "model": model, "provider": provider, "error": error}
        state.emit("inference.failed", workspace, told)
        raise ApiError("provider_error", "the provider failed")
    if session is not None:
        session["inference_count"] += 1
        session["cost"] = str(Decimal(session["cost"]) + Decimal(result["cost"]))
    state.emit("inference.completed", workspace, {"inference": shown(result)})
    warn_of_threshold(state, workspace)
    return shown(result)


def shown(result: Record) -> Record:
    """An inference as the API gives it."""
    return {name: value for name, value in result.items() if name != "workspace_id"}


def pieces(result: Record) -> Iterator[tuple[str, Record]]:
    """The events of an answer that is streamed: its words, then the whole; one provider breaks off after two."""
    for index, word in enumerate(result["output"].split(" ")):
        if result["provider"] == BREAKING and index == 2:
            yield "error", ApiError("provider_error", "the provider broke off").body("req_stream")
            return
        yield "delta", {"type": "delta", "text": word if index == 0 else f" {word}", "index": index}
    yield "done", {"type": "done", "result": result}


def failure(error: ApiError) -> Record:
    """An error as one item of a batch tells it."""
    return {"code": error.code, "detail": str(error.detail)}


def text_of(state: State, request: Record) -> str:
    """The text of a request's prompt."""
    if "prompt" in request:
        text: str = request["prompt"]
        return text
    prompt = state.get("prompt", request["prompt_id"])
    version = request.get("prompt_version", prompt["version"])
    return filled(state, prompt["id"], version, request.get("variables", {}))[0]


def open_session(call: Call, request: Record) -> Record | None:
    """The session of a request, which must be open."""
    if "session_id" not in request:
        return None
    session = call.state.get("session", request["session_id"], workspace_id=call.workspace_id)
    if session["status"] != "open":
        raise ApiError("conflict", "the session has ended")
    return session


def said(state: State, session: Record | None, text: str) -> Iterator[str]:
    """What the model says: the prompt, after a word for every inference of the session that it was told of."""
    if session is not None and session["keep_history"]:
        yield from ("again" for _ in range(session["inference_count"]))
    yield from text.split(" ")


def write_down(state: State, result: Record) -> None:
    """Keep a telemetry record of an inference."""
    state.add(
        "telemetry",
        inference_id=result["id"],
        event="inference",
        model=result["model"],
        provider=result["provider"],
        status=result["status"],
        latency_ms=result["latency_ms"],
        prompt_tokens=result["usage"]["prompt_tokens"],
        completion_tokens=result["usage"]["completion_tokens"],
        cost=result["cost"],
        error="the provider failed" if result["status"] == "failed" else None,
        created_at=result["created_at"],
        workspace_id=result["workspace_id"],
    )


def spent(state: State, workspace: int) -> Decimal:
    """What a workspace has spent in USD."""
    return sum((Decimal(item["cost"]) for item in state.all("inference", workspace_id=workspace)), Decimal(0))


def threshold_of(state: State, workspace: int) -> dict[str, Any] | None:
    """The cost threshold of a workspace, if it has one."""
    return next(iter(state.all("threshold", workspace_id=workspace)), None)


def refuse_beyond_limit(state: State, workspace: int) -> None:
    """Refuse to spend more than a hard limit."""
    threshold = threshold_of(state, workspace)
    if threshold is not None and threshold["hard_limit"] and spent(state, workspace) > Decimal(threshold["amount"]):
        raise ApiError("cost_limit", "the workspace has spent what it may")


def warn_of_threshold(state: State, workspace: int) -> None:
    """Tell once that a workspace has spent more than its threshold."""
    threshold = threshold_of(state, workspace)
    total = spent(state, workspace)
    if threshold is None or threshold["told"] or total <= Decimal(threshold["amount"]):
        return
    threshold["told"] = True
    told = {name: threshold[name] for name in ("amount", "period", "hard_limit")}
    state.emit("cost.threshold_exceeded", workspace, {"threshold": {**told, "spent": str(total)}, "spent": str(total)})
