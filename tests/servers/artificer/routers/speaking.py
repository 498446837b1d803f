"""Messages that users and models add to a conversation."""

from __future__ import annotations

from ..engine.writer import Draft
from ..errors import Json
from ..records import Conversation, Message, Model
from ..state import State

__all__ = ["UNTITLED", "assistant", "said", "user"]

TITLE_LENGTH = 60
UNTITLED = "New conversation"


def user(state: State, conversation: Conversation, content: str, metadata: dict[str, Json]) -> Message:
    """Store what the user says; the first message gives a title to a conversation that has none."""
    if conversation.title == UNTITLED:
        conversation.title = content[:TITLE_LENGTH]
    return said(state, conversation, "user", content, metadata)


def assistant(state: State, conversation: Conversation, model: Model, written: Draft, *, id_: str = "") -> Message:
    """Store what a model says."""
    message = said(state, conversation, "assistant", written.text, {}, id_=id_)
    message.model, message.usage = model.id, written.usage
    return message


def said(
    state: State, conversation: Conversation, role: str, content: str, metadata: dict[str, Json], *, id_: str = ""
) -> Message:
    """Store a message after the last one of its conversation."""
    thread = state.thread(conversation.id)
    parent = thread[-1].id if thread else None
    id_ = id_ or state.new_id("msg")
    return state.store(Message(id_, conversation.id, role, content, None, parent, None, metadata, state.now))
