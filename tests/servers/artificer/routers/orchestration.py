"""orchestration: chains of models that answer a query together."""

from __future__ import annotations

from functools import partial

from ..calls import Call, Events, Handler, Plain, Reply, page
from ..engine.answers import Live
from ..engine.chains import CHAINS, Query, execute, unreachable
from ..engine.finding import highlights, relevance
from ..frames import DONE, error_frame, frame
from ..records import Execution, Source
from ..state import State, found, in_background
from .streaming import begun, known

__all__ = ["HANDLERS"]

MOST_SOURCES = 3


async def run(call: Call) -> Reply:
    """Run a chain and answer with its result."""
    query, execution = begin(call)
    async for _ in execute(query, execution):
        pass
    if execution.status == "FAILED":
        raise unreachable(execution, query.least)
    return Plain(execution)


async def run_stream(call: Call) -> Reply:
    """Run a chain and tell what happens, or tell it again to the same request."""
    told = known(call)
    if told is not None:
        return Events(told)
    query, execution = begin(call)
    live = begun(call)
    in_background(call.state, tell(live, query, execution))
    return Events(live.read())


async def tell(live: Live, query: Query, execution: Execution) -> None:
    """Tell what happens as events, a failure as one named `error`."""
    async for name, data in execute(query, execution):
        live.add(frame(data, event=name))
    live.add(error_frame(unreachable(execution, query.least)) if execution.status == "FAILED" else DONE)
    live.end()


def begin(call: Call) -> tuple[Query, Execution]:
    """The query of a request, and the execution that it will fill; it is stored at once."""
    state, body = call.state, call.body
    call.project_id = state.project(body.get("projectId"))
    if "conversationId" in body:
        state.conversation(body["conversationId"])
    model = state.catalogue.choose(body.get("model"), body.get("taskType", ""), "model")
    sources = search(state, body["query"], call.project_id) if body.get("useRAG") else []
    options = state.options
    execution = Execution(
        id=state.new_id("exec"),
        status="FAILED",
        response="",
        cost=0.0,
        tokens=0,
        model=model.id,
        task_type=body.get("taskType"),
        steps=[],
        validation=None,
        sources=sources,
        duration_ms=0.0,
        created_at=state.now,
        project_id=call.project_id,
    )
    state.executions[execution.id] = execution
    return Query(body, model, sources, options.clock, options.pace, partial(call.spend, model.id)), execution


def search(state: State, query: str, project_id: str | None) -> list[Source]:
    """What is said in conversations about a query; the best first."""
    rated = [
        (relevance(query, message.content), message)
        for message in state.messages.values()
        if project_id in (None, state.conversations[message.conversation_id].project_id)
    ]
    best = sorted((item for item in rated if item[0]), key=lambda item: (-item[0], item[1].id))[:MOST_SOURCES]
    return [
        Source(
            title=state.conversations[message.conversation_id].title,
            url=None,
            snippet=highlights(query, message.content)[0],
            score=round(points / (1 + points), 3),
        )
        for points, message in best
    ]


async def list_executions(call: Call) -> Reply:
    """List executions, newest first."""
    wanted = call.query
    listed = [
        item
        for item in call.state.executions.values()
        if wanted["projectId"] in (None, item.project_id) and wanted["status"] in (None, item.status)
    ]
    return page(listed[::-1], wanted)


async def get_execution(call: Call) -> Reply:
    """Get an execution."""
    id_ = call.path["executionId"]
    return Plain(found(call.state.executions, "execution", id_))


async def list_chains(call: Call) -> Reply:
    """List the chains."""
    return Plain(list(CHAINS))


HANDLERS: dict[str, Handler] = {
    "orchestration.execute": run,
    "orchestration.executeStream": run_stream,
    "orchestration.listExecutions": list_executions,
    "orchestration.getExecution": get_execution,
    "orchestration.listChains": list_chains,
}
