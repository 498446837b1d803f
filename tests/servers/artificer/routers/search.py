"""search: what is stored, by its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..calls import Call, Handler, Plain, Reply
from ..engine.finding import highlights, paged, relevance, suggestions
from ..records import Conversation, wire
from ..state import State

__all__ = ["HANDLERS"]


@dataclass(frozen=True, slots=True)
class Scored:
    """Something that was found: how well it fits, its id and how the API shows it."""

    score: float
    id: str
    shown: Any


async def query(call: Call) -> Reply:
    """Search everything."""
    body = call.body
    call.project_id = call.state.project(body.get("projectId"))
    types = body.get("types") or ["conversation", "message", "project"]
    hits = [hit for kind in types for hit in KINDS[kind](call.state, body) if hit.score]
    return answer(hits, body.get("limit", 20), body.get("cursor"))


def conversation_hits(state: State, body: dict[str, Any]) -> Iterator[Scored]:
    """Conversations by title."""
    for item in state.conversations.values():
        if body.get("projectId") in (None, item.project_id) and within(item.updated_at, body):
            score = relevance(body["query"], item.title)
            yield Scored(score, item.id, {"type": "conversation", "conversation": wire(item), "score": score})


def message_hits(state: State, body: dict[str, Any]) -> Iterator[Scored]:
    """Messages by their text."""
    for item in state.messages.values():
        project_id = state.conversations[item.conversation_id].project_id
        if body.get("projectId") in (None, project_id) and within(item.created_at, body):
            score, parts = relevance(body["query"], item.content), highlights(body["query"], item.content)
            shown = {"type": "message", "message": wire(item), "highlights": parts, "score": score}
            yield Scored(score, item.id, shown)


def project_hits(state: State, body: dict[str, Any]) -> Iterator[Scored]:
    """Projects by name and description."""
    for item in state.projects.values():
        if body.get("projectId") in (None, item.id) and within(item.updated_at, body):
            score = relevance(body["query"], f"{item.name} {item.description or ''}")
            yield Scored(score, item.id, {"type": "project", "project": wire(item), "score": score})


KINDS = {"conversation": conversation_hits, "message": message_hits, "project": project_hits}


def within(moment: datetime, body: dict[str, Any]) -> bool:
    """Whether a moment lies in the span that is searched."""
    first, last = body.get("from"), body.get("to")
    after = first is None or moment >= datetime.fromisoformat(first)
    return after and (last is None or moment <= datetime.fromisoformat(last))


async def conversations(call: Call) -> Reply:
    """Search titles and messages of conversations."""
    wanted = call.query
    call.project_id = wanted["projectId"]
    found = [
        Scored(conversation_score(call.state, item, wanted["q"]), item.id, wire(item))
        for item in call.state.conversations.values()
        if wanted["projectId"] in (None, item.project_id)
    ]
    return answer([hit for hit in found if hit.score], wanted["limit"], wanted["cursor"])


def conversation_score(state: State, conversation: Conversation, words: str) -> float:
    """How well a conversation fits, with all that was said in it."""
    said = " ".join(message.content for message in state.thread(conversation.id))
    return relevance(words, f"{conversation.title} {said}")


async def messages(call: Call) -> Reply:
    """Search the text of messages."""
    wanted = call.query
    found = [
        Scored(relevance(wanted["q"], item.content), item.id, wire(item))
        for item in call.state.messages.values()
        if wanted["conversationId"] in (None, item.conversation_id) and wanted["role"] in (None, item.role)
    ]
    return answer([hit for hit in found if hit.score], wanted["limit"], wanted["cursor"])


async def suggest(call: Call) -> Reply:
    """Words that begin like the prefix."""
    state = call.state
    texts = [
        *(item.title for item in state.conversations.values()),
        *(item.content for item in state.messages.values()),
        *(item.name for item in state.projects.values()),
    ]
    return Plain(suggestions(call.query["prefix"], texts, call.query["limit"]))


def answer(found: list[Scored], limit: int, cursor: str | None) -> Reply:
    """A page of what was found, the best first."""
    ordered = sorted(found, key=lambda hit: (-hit.score, hit.id))
    items, following = paged(ordered, limit, cursor)
    return Plain({"items": [hit.shown for hit in items], "nextCursor": following})


HANDLERS: dict[str, Handler] = {
    "search.query": query,
    "search.conversations": conversations,
    "search.messages": messages,
    "search.suggest": suggest,
}
