"""Records: a table of chats and one of prompts, in an SQLite database in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["Store"]

EPOCH = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TABLES = """
CREATE TABLE chat (id TEXT PRIMARY KEY, org_id TEXT, mode TEXT, session_id TEXT, user_id TEXT);
CREATE TABLE prompt_details (number INTEGER PRIMARY KEY, id TEXT, chat_id TEXT, org_id TEXT, mode TEXT, body TEXT,
                             created_at TEXT);
"""


class Store:
    """Everything that was stored. One thread at a time: the server has one loop."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.executescript(TABLES)

    def close(self) -> None:
        """Give up the database, which Python 3.13 warns of otherwise."""
        self._db.close()

    def add(self, org_id: str, mode: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Store an entry: a prompt, and its chat unless the session has one."""
        metadata: dict[str, Any] = entry.get("metaData") or {}
        session: str | None = metadata.get("sessionId")
        number = self.count() + 1
        found = (
            self._one("SELECT id FROM chat WHERE org_id=? AND mode=? AND session_id=?", (org_id, mode, session))
            if session
            else None
        )
        chat: str = found[0] if found else f"chat_{number:06}"
        if not found:
            self._db.execute(
                "INSERT INTO chat VALUES (?, ?, ?, ?, ?)", (chat, org_id, mode, session, entry.get("user_id"))
            )
        created: str = entry.get("timestamp") or (EPOCH + timedelta(seconds=number)).isoformat()
        row: tuple[Any, ...] = (number, f"prompt_{number:06}", chat, org_id, mode, json.dumps(entry), created)
        self._db.execute("INSERT INTO prompt_details VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return {"success": True, "chat_id": chat, "prompt_id": row[1], "session_id": session, "created": not found}

    def count(self) -> int:
        """How many prompts were ever stored."""
        return int(self._one("SELECT coalesce(max(number), 0) FROM prompt_details", ())[0])

    def entries(self) -> list[dict[str, Any]]:
        """The entries as they were stored, oldest first."""
        return [json.loads(row[0]) for row in self._all("SELECT body FROM prompt_details ORDER BY number", ())]

    def chats(self) -> int:
        """How many chats there are."""
        return int(self._one("SELECT count(*) FROM chat", ())[0])

    def response(self, org_id: str, prompt_id: str) -> dict[str, Any] | None:
        """A stored response."""
        row = self._one(f"{PROMPTS} AND id=?", (org_id, prompt_id))
        return shown(row) if row else None

    def responses(self, org_id: str, mode: str | None = None) -> list[dict[str, Any]]:
        """All stored responses of an organisation, newest first."""
        rows = self._all(f"{PROMPTS} ORDER BY number DESC", (org_id,))
        return [found for row in rows if (found := shown(row))["mode"] == mode or mode is None]

    def remove(self, prompt_id: str) -> None:
        """Delete a prompt."""
        self._db.execute("DELETE FROM prompt_details WHERE id=?", (prompt_id,))

    def add_steps(self, prompt_id: str, steps: list[Any]) -> None:
        """Add steps to a prompt."""
        row = self._one("SELECT body FROM prompt_details WHERE id=?", (prompt_id,))
        body = json.loads(row[0])
        body["step_data"] = [*(body.get("step_data") or []), *steps]
        self._db.execute("UPDATE prompt_details SET body=? WHERE id=?", (json.dumps(body), prompt_id))

    def _one(self, query: str, values: tuple[Any, ...]) -> Any:
        return self._db.execute(query, values).fetchone()

    def _all(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        return self._db.execute(query, values).fetchall()


PROMPTS = "SELECT id, chat_id, mode, body, created_at FROM prompt_details WHERE org_id=?"
PLAIN = ("user_prompt", "ai_response", "llm_model", "user_id", "file_name", "token_count", "response_time_ms")


def shown(row: tuple[str, str, str, str, str]) -> dict[str, Any]:
    """A stored response as the API gives it."""
    prompt, chat, mode, text, created = row
    body = json.loads(text)
    meta: dict[str, Any] = body.get("metaData") or {}
    return {
        "prompt_id": prompt,
        "chat_id": chat,
        "mode": mode,
        "session_id": meta.get("sessionId"),
        **{name: body.get(name) for name in PLAIN},
        "step_data": body.get("step_data") or [],
        "metaData": meta,
        "user_meta_data": body.get("user_meta_data") or {},
        "created_at": created,
        "updated_at": created,
    }
