"""What the server knows: records by kind, events, and the time."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.artificer.clock import ManualClock, stamp

from .errors import ApiError, invalid

__all__ = ["Call", "Record", "State"]

Record = dict[str, Any]
REPLAYED_FOR = timedelta(minutes=5)


@dataclass
class State:
    """Everything of one server."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(datetime.now(UTC)))
    tables: dict[str, dict[int, Record]] = field(default_factory=dict[str, dict[int, Record]])
    events: list[Record] = field(default_factory=list[Record])
    listeners: list[Callable[[Record], None]] = field(default_factory=list[Callable[[Record], None]])
    """Told of every event, in the server's loop."""

    @property
    def now(self) -> str:
        """The present, as the API writes it."""
        return stamp(self.clock.now())

    def add(self, kind: str, **fields: Any) -> Record:
        """Store a record under the next id of its kind."""
        table = self.tables.setdefault(kind, {})
        made = {"id": max(table, default=0) + 1, **fields}
        table[made["id"]] = made
        return made

    def get(self, kind: str, id_: int, **owned: Any) -> Record:
        """A record, which must have these fields.

        Raises:
            ApiError: there is none.
        """
        found = self.tables.get(kind, {}).get(id_)
        if found is None or any(found[name] != value for name, value in owned.items()):
            raise ApiError("not_found", f"there is no such {kind}")
        return found

    def all(self, kind: str, **wanted: Any) -> list[Record]:
        """The records of a kind that have these fields, those that are None left aside; the newest first."""
        asked = {name: value for name, value in wanted.items() if value is not None}
        return [
            record
            for record in reversed(self.tables.get(kind, {}).values())
            if all(record[name] == value for name, value in asked.items())
        ]

    def emit(self, type_: str, workspace_id: int, data: Record) -> Record:
        """Tell everybody who listens that something happened."""
        event = {
            "id": f"evt_{len(self.events) + 1}",
            "type": type_,
            "workspace_id": workspace_id,
            "created_at": self.now,
            "data": data,
        }
        self.events.append(event)
        for listener in list(self.listeners):
            listener(event)
        return event

    def since(self, event_id: str) -> list[Record]:
        """The events of the last five minutes that came after one."""
        place = next((index for index, event in enumerate(self.events) if event["id"] == event_id), len(self.events))
        oldest = stamp(self.clock.now() - REPLAYED_FOR)
        return [event for event in self.events[place + 1 :] if event["created_at"] >= oldest]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in and found valid."""

    state: State
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Record
    account_id: int
    workspace_id: int
    credential: str
    """The access token of the call; empty where it has another credential."""
    headers: Mapping[str, str]

    def page(self, found: Sequence[Record]) -> Record:
        """A page of records, those of a cursor or the first ones."""
        limit, cursor = self.query["limit"], self.query["cursor"]
        start = place_of(cursor) if cursor is not None else 0
        following = start + limit
        return {
            "items": list(found[start:following]),
            "next_cursor": cursor_at(following) if following < len(found) else None,
        }


def cursor_at(place: int) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"at:{place}".encode()).decode()


def place_of(cursor: str) -> int:
    """The place that a cursor stands for."""
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("at:"))
    except ValueError:
        raise invalid("query", "cursor", msg="is no cursor of this server") from None
