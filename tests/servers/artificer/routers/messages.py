"""messages: what is said in conversations, without asking a model."""

from __future__ import annotations

from ..calls import Call, Handler, Plain, Reply, page
from ..engine.writer import complete
from ..errors import conflict
from ..records import Message
from .speaking import said

__all__ = ["HANDLERS"]


async def list_(call: Call) -> Reply:
    """List the messages of a conversation, oldest first."""
    conversation = call.state.conversation(call.query["conversationId"])
    role = call.query["role"]
    return page([item for item in call.state.thread(conversation.id) if role in (None, item.role)], call.query)


async def create(call: Call) -> Reply:
    """Store a message."""
    conversation = call.state.conversation(call.body["conversationId"])
    call.project_id = conversation.project_id
    body = call.body
    return Plain(said(call.state, conversation, body["role"], body["content"], body.get("metadata", {})))


async def get(call: Call) -> Reply:
    """Get a message."""
    return Plain(named(call))


async def update(call: Call) -> Reply:
    """Change what is sent."""
    message = named(call)
    message.content = call.body.get("content", message.content)
    message.metadata = call.body.get("metadata", message.metadata)
    return Plain(message)


async def delete(call: Call) -> Reply:
    """Delete a message; those after it follow the one before."""
    message = named(call)
    del call.state.messages[message.id]
    call.state.conversations[message.conversation_id].message_count -= 1
    for other in call.state.thread(message.conversation_id):
        if other.parent_id == message.id:
            other.parent_id = message.parent_id
    return Plain({"id": message.id, "deleted": True})


async def regenerate(call: Call) -> Reply:
    """Ask the model again for an answer of its own."""
    message, state = named(call), call.state
    if message.role != "assistant":
        conflict("only what the assistant said can be written anew")
    conversation = state.conversation(message.conversation_id)
    model = state.catalogue.choose(call.body.get("model") or message.model or conversation.model, "chat", "model")
    parent = state.messages.get(message.parent_id or "")
    message.take += 1
    system = conversation.system_prompt or ""
    written = complete(model, parent.content if parent else "", system=system, take=message.take)
    call.spend(model.id, written.usage)
    message.content, message.model, message.usage = written.text, model.id, written.usage
    return Plain(message)


def named(call: Call) -> Message:
    """The message of the path."""
    message = call.state.message(call.path["messageId"])
    call.project_id = call.state.conversations[message.conversation_id].project_id
    return message


HANDLERS: dict[str, Handler] = {
    "messages.list": list_,
    "messages.create": create,
    "messages.get": get,
    "messages.update": update,
    "messages.delete": delete,
    "messages.regenerate": regenerate,
}
