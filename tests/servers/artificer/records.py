"""What the server stores. Field names are those of the wire in snake case; `wire` writes them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any, cast

from .clock import stamp
from .errors import Json

__all__ = [
    "PRIVATE",
    "ApiKey",
    "BatchJob",
    "ChainStep",
    "Conversation",
    "Execution",
    "ExportJob",
    "ItemError",
    "ItemResult",
    "LogEntry",
    "Message",
    "Model",
    "Project",
    "RateLimit",
    "Source",
    "Usage",
    "Verdict",
    "camel",
    "wire",
]

PRIVATE = {"private": True}
"""Metadata of a field that never travels."""


def wire(value: Any) -> Any:
    """A record as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = (item.name for item in fields(value) if "private" not in item.metadata)
        return {camel(name): wire(getattr(value, name)) for name in shown}
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, list):
        return [wire(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: wire(item) for key, item in cast("dict[str, Any]", value).items()}
    return value


def camel(name: str) -> str:
    """A snake-case name as the wire has it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class Usage:
    """What one call of a model used."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    cost: float


@dataclass(slots=True)
class Conversation:
    """A thread of messages."""

    id: str
    title: str
    model: str
    system_prompt: str | None
    project_id: str | None
    archived: bool
    message_count: int
    metadata: dict[str, Json]
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Message:
    """A message of a conversation."""

    id: str
    conversation_id: str
    role: str
    content: str
    model: str | None
    parent_id: str | None
    usage: Usage | None
    metadata: dict[str, Json]
    created_at: datetime
    take: int = field(default=0, metadata=PRIVATE)
    """How often the text has been written anew."""


@dataclass(slots=True)
class ItemError:
    """Why an attempt at an item failed."""

    phase: str
    message: str
    code: str
    attempt: int


@dataclass(slots=True)
class ItemResult:
    """What became of one item."""

    item_index: int
    input: str
    output: str | None
    status: str
    phase_outputs: dict[str, Json]
    errors: list[ItemError] | None
    metadata: dict[str, Json]


@dataclass(slots=True)
class BatchJob:
    """A batch job: what the API shows of it, and what the engine needs to run it."""

    id: str
    name: str
    project_id: str | None
    status: str
    total_items: int
    completed_items: int
    failed_items: int
    current_phase: str | None
    cost_incurred: float
    tokens_used: int
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    items: list[dict[str, Any]] = field(metadata=PRIVATE)
    phases: list[dict[str, Any]] = field(metadata=PRIVATE)
    options: dict[str, Any] = field(metadata=PRIVATE)
    key_id: str = field(metadata=PRIVATE)
    results: dict[int, ItemResult] = field(default_factory=dict[int, ItemResult], metadata=PRIVATE)
    run: int = field(default=0, metadata=PRIVATE)
    """How often failed items have been tried again."""


@dataclass(slots=True)
class ChainStep:
    """One step of a chain."""

    name: str
    model: str | None
    output: str
    tokens: int
    cost: float
    duration_ms: float
    children: list[ChainStep] = field(default_factory=list["ChainStep"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer was judged."""

    passed: bool
    score: float
    attempts: int
    feedback: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a search found for a query."""

    title: str
    url: str | None
    snippet: str
    score: float


@dataclass(slots=True)
class Execution:
    """What a chain answered."""

    id: str
    status: str
    response: str
    cost: float
    tokens: int
    model: str
    task_type: str | None
    steps: list[ChainStep]
    validation: Verdict | None
    sources: list[Source]
    duration_ms: float
    created_at: datetime
    project_id: str | None = field(default=None, metadata=PRIVATE)


@dataclass(slots=True)
class Project:
    """A project."""

    id: str
    name: str
    description: str | None
    settings: dict[str, Json]
    archived: bool
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class ExportJob:
    """An export and how far it is."""

    id: str
    project_id: str
    format: str
    status: str
    size_bytes: int | None
    error: str | None
    created_at: datetime
    expires_at: datetime | None
    content: bytes = field(default=b"", metadata=PRIVATE)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the log."""

    time: datetime
    level: str
    message: str
    request_id: str | None
    fields: dict[str, Json]


@dataclass(slots=True)
class Model:
    """A model that can be asked; costs are USD for 1,000 tokens."""

    id: str
    provider: str
    display_name: str
    enabled: bool
    context_window: int
    input_cost_per1k: float
    output_cost_per1k: float
    capabilities: list[str]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many requests a span of time may have."""

    requests: int
    window_seconds: int


@dataclass(slots=True)
class ApiKey:
    """An API key; secrets are kept as digests, each with the moment it stops working."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    ip_allow_list: list[str]
    rate_limit: RateLimit | None
    created_at: datetime
    last_used_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    secrets: dict[str, datetime | None] = field(default_factory=dict[str, "datetime | None"], metadata=PRIVATE)
    window_began: datetime | None = field(default=None, metadata=PRIVATE)
    window_used: int = field(default=0, metadata=PRIVATE)
