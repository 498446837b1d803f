"""A call of an operation, and what it can be answered with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .description import OperationSpec
from .errors import ApiError, Code
from .records import ApiKey, Usage
from .state import State

__all__ = ["Call", "Events", "File", "Handler", "Lines", "Listed", "Plain", "Reply", "Text", "page"]


@dataclass(slots=True)
class Call:
    """A request that has been let in and found valid."""

    spec: OperationSpec
    state: State
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    given_key: ApiKey | None
    request_id: str
    idempotency_key: str = ""
    last_event_id: str = ""
    project_id: str | None = None
    """The project that the request counts for; set by handlers that know it."""
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    @property
    def key(self) -> ApiKey:
        """The API key; only open operations have none."""
        if self.given_key is None:
            raise ApiError(Code.UNAUTHORIZED, "an API key is needed")
        return self.given_key

    def spend(self, model: str, usage: Usage) -> None:
        """Write down what a call of a model used."""
        self.state.ledger.call(self.key.id, self.spec.router, model, usage, self.project_id)


@dataclass(frozen=True, slots=True)
class Plain:
    """A JSON answer; records in it are written as the wire has them."""

    value: Any


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, and how many there are in all."""

    items: Sequence[Any]
    total: int


@dataclass(frozen=True, slots=True)
class File:
    """Bytes with a name for them."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text."""

    content: str


@dataclass(frozen=True, slots=True)
class Events:
    """An event stream: texts that are sent as they come."""

    frames: AsyncIterator[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON Lines: texts that are sent as they come."""

    lines: AsyncIterator[str]


Reply: TypeAlias = Plain | Listed | File | Text | Events | Lines
Handler: TypeAlias = Callable[[Call], Awaitable[Reply]]


def page(found: Sequence[Any], query: Mapping[str, Any]) -> Listed:
    """The page of a list that `limit` and `offset` ask for."""
    start = query["offset"]
    return Listed(found[start : start + query["limit"]], len(found))
