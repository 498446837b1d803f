"""Chains: a query goes through steps, is judged, and tried again until it is good enough."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..clock import Clock
from ..errors import ApiError, Code
from ..records import ChainStep, Execution, Model, Source, Usage, Verdict, wire
from .writer import Draft, complete, pieces, score, worked

__all__ = ["CHAINS", "Chain", "Event", "Query", "execute", "unreachable"]

ATTEMPTS = 3
Event: TypeAlias = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its steps before the answer, and the tasks that select it."""

    name: str
    description: str
    task_types: list[str]


CHAINS = (
    Chain("question-answering", "Plans an answer, then writes it.", ["qa", "chat"]),
    Chain("translation", "Translates by a dictionary.", ["translate"]),
    Chain("summary", "Keeps what comes first.", ["summarize"]),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A request for a chain, with what it needs at hand. `pace` is how long a piece takes, in seconds."""

    body: dict[str, Any]
    model: Model
    sources: list[Source]
    clock: Clock
    pace: float
    spend: Callable[[Usage], None]

    @property
    def task(self) -> str:
        """The kind of task; without one a question."""
        return self.body.get("taskType", "qa")

    @property
    def least(self) -> float | None:
        """The score that the answer must reach; None if it is not judged."""
        config = self.body.get("validationConfig", {})
        return config.get("minScore", 0) if config.get("enabled") else None


async def execute(query: Query, execution: Execution) -> AsyncIterator[Event]:
    """Run a chain, fill `execution` and tell what happens.

    A score that is never reached leaves the execution FAILED; see `unreachable`.
    """
    for index, step in enumerate(before(query)):
        yield "step.started", {"name": step.name, "index": index}
        await query.clock.sleep(query.pace)
        add(execution, step)
        yield "step.completed", {"step": wire(step)}
    yield "step.started", {"name": "answer", "index": len(execution.steps)}
    answer, execution.validation = judged(query)
    for piece in pieces(answer.text):
        await query.clock.sleep(query.pace)
        yield "token", {"content": piece}
    add(execution, step_of("answer", query, answer))
    yield "step.completed", {"step": wire(execution.steps[-1])}
    if execution.validation is not None and not execution.validation.passed:
        return
    execution.status, execution.response = "COMPLETED", answer.text
    yield "result", {"result": wire(execution)}


def before(query: Query) -> list[ChainStep]:
    """The steps before the answer: a search if it is wanted, a plan if the task is a question."""
    steps: list[ChainStep] = []
    if query.body.get("useRAG"):
        found = [ChainStep(source.title, None, source.snippet, 0, 0.0, 0.0) for source in query.sources]
        steps.append(ChainStep("search", None, f"{len(found)} sources", 0, 0.0, 0.0, found))
    if query.task in ("qa", "chat"):
        draft = complete(query.model, f"Plan: {query.body['query']}", limit=8)
        query.spend(draft.usage)
        steps.append(step_of("plan", query, draft))
    return steps


def judged(query: Query) -> tuple[Draft, Verdict | None]:
    """An answer, written anew while its score is too low."""
    least = query.least
    for attempt in range(1, ATTEMPTS + 1):
        draft = worked(query.model, query.task, query.body["query"], take=attempt - 1)
        query.spend(draft.usage)
        if least is None:
            return draft, None
        points = score(draft.text, attempt)
        if points >= least or attempt == ATTEMPTS:
            passed = points >= least
            return draft, Verdict(passed, points, attempt, None if passed else "The answer could say more.")
    raise AssertionError("the last attempt returns")


def step_of(name: str, query: Query, draft: Draft) -> ChainStep:
    """A step that asked a model."""
    milliseconds = query.pace * 1000 * len(pieces(draft.text))
    return ChainStep(name, query.model.id, draft.text, draft.usage.total_tokens, draft.usage.cost, milliseconds)


def add(execution: Execution, step: ChainStep) -> None:
    """Append a step and add up what it used."""
    execution.steps.append(step)
    execution.tokens += step.tokens
    execution.cost = round(execution.cost + step.cost, 8)
    execution.duration_ms += step.duration_ms


def unreachable(execution: Execution, least: float | None) -> ApiError:
    """The error that no answer was good enough."""
    return ApiError(Code.UNPROCESSABLE_CONTENT, f"no answer reached the score {least or 0:g}")
