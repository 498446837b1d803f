"""Everything that the server knows, in memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from .clock import Clock, SystemClock
from .engine.answers import Live
from .engine.batch import BatchEngine
from .engine.catalogue import Catalogue
from .engine.keyring import Keyring
from .engine.ledger import Ledger
from .errors import Json, not_found
from .records import ApiKey, BatchJob, Conversation, Execution, ExportJob, LogEntry, Message, Project, RateLimit

__all__ = ["ROOT_SECRET", "Options", "State", "found", "in_background"]

T = TypeVar("T")
ROOT_SECRET = "af_sk_root_of_the_reference_server"
LOG_KEPT = 10_000
USUAL_RATE = RateLimit(requests=6000, window_seconds=60)


@dataclass(frozen=True, slots=True)
class Options:
    """How a server is set up. `pace` is how long a model takes for a piece of text or a batch phase, in seconds."""

    clock: Clock = field(default_factory=SystemClock)
    pace: float = 0.0
    root_secret: str = ROOT_SECRET
    rate_limit: RateLimit = USUAL_RATE
    monthly_budget: float | None = 50.0
    organization: str | None = "Port authority"


@dataclass(slots=True)
class State:
    """The stored things by id, and the engines that work on them."""

    options: Options
    catalogue: Catalogue
    keyring: Keyring
    ledger: Ledger
    batch: BatchEngine
    began: datetime
    conversations: dict[str, Conversation] = field(default_factory=dict[str, Conversation])
    messages: dict[str, Message] = field(default_factory=dict[str, Message])
    projects: dict[str, Project] = field(default_factory=dict[str, Project])
    jobs: dict[str, BatchJob] = field(default_factory=dict[str, BatchJob])
    executions: dict[str, Execution] = field(default_factory=dict[str, Execution])
    exports: dict[str, ExportJob] = field(default_factory=dict[str, ExportJob])
    live: dict[str, Live] = field(default_factory=dict[str, Live])
    """The answers that are being written, by conversation."""
    streams: dict[tuple[str, str], Live] = field(default_factory=dict[tuple[str, str], Live])
    """The streams that can be told again or gone on with, by API key and idempotency key."""
    logs: list[LogEntry] = field(default_factory=list[LogEntry])
    counts: Counter[str] = field(default_factory=Counter[str])
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @classmethod
    def fresh(cls, options: Options) -> State:
        """An empty server with one key, which may do everything."""
        clock = options.clock
        catalogue, ledger = Catalogue(), Ledger(clock)
        keyring = Keyring(clock, options.rate_limit)
        keyring.add(ApiKey("key_root", "root", "", ["admin"], [], None, clock.now()), options.root_secret)
        engine = BatchEngine(clock, catalogue, ledger, options.pace)
        return cls(options, catalogue, keyring, ledger, engine, clock.now())

    @property
    def now(self) -> datetime:
        """The present."""
        return self.options.clock.now()

    def new_id(self, kind: str) -> str:
        """An id that nothing else has: `conv_000001`."""
        self.counts[kind] += 1
        return f"{kind}_{self.counts[kind]:06}"

    def log(self, level: str, message: str, request_id: str | None = None, **fields: Json) -> None:
        """Write a line of the log; the oldest are forgotten."""
        self.logs.append(LogEntry(self.now, level, message, request_id, dict(fields)))
        del self.logs[:-LOG_KEPT]

    def conversation(self, id_: str) -> Conversation:
        """A conversation."""
        return found(self.conversations, "conversation", id_)

    def message(self, id_: str) -> Message:
        """A message."""
        return found(self.messages, "message", id_)

    def project(self, id_: str | None) -> str | None:
        """The id of a project that exists, or none."""
        return None if id_ is None else found(self.projects, "project", id_).id

    def thread(self, conversation_id: str) -> list[Message]:
        """The messages of a conversation, oldest first."""
        return [message for message in self.messages.values() if message.conversation_id == conversation_id]

    def store(self, message: Message) -> Message:
        """Add a message to its conversation; the first one of a user gives a title to one that has none."""
        conversation = self.conversations[message.conversation_id]
        self.messages[message.id] = message
        conversation.message_count += 1
        conversation.updated_at = self.now
        return message


def found(stored: dict[str, T], kind: str, id_: str) -> T:
    """What has an id.

    Raises:
        ApiError: NOT_FOUND if nothing has.
    """
    if id_ not in stored:
        raise not_found(kind, id_)
    return stored[id_]


def in_background(state: State, work: Coroutine[Any, Any, None]) -> None:
    """Let work go on after the request that began it."""
    task = asyncio.create_task(work)
    state.tasks.add(task)
    task.add_done_callback(state.tasks.discard)
