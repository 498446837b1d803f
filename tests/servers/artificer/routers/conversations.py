"""conversations: threads of messages with a model."""

from __future__ import annotations

from ..calls import Call, Handler, Plain, Reply, page
from ..engine.writer import complete
from ..errors import not_found
from ..records import Conversation, Message
from .speaking import UNTITLED, assistant, user

__all__ = ["HANDLERS"]


async def create(call: Call) -> Reply:
    """Create a conversation."""
    state, body = call.state, call.body
    model = state.catalogue.choose(body.get("model"), "chat", "model")
    call.project_id = state.project(body.get("projectId"))
    conversation = Conversation(
        id=state.new_id("conv"),
        title=body.get("title", UNTITLED),
        model=model.id,
        system_prompt=body.get("systemPrompt"),
        project_id=call.project_id,
        archived=False,
        message_count=0,
        metadata=body.get("metadata", {}),
        created_at=state.now,
        updated_at=state.now,
    )
    state.conversations[conversation.id] = conversation
    return Plain(conversation)


async def list_(call: Call) -> Reply:
    """List conversations, those written in last first."""
    wanted = call.query
    found = [
        item
        for item in call.state.conversations.values()
        if wanted["projectId"] in (None, item.project_id) and wanted["archived"] in (None, item.archived)
    ]
    return page(sorted(found, key=lambda item: (item.updated_at, item.id), reverse=True), wanted)


async def get(call: Call) -> Reply:
    """Get a conversation."""
    return Plain(named(call))


async def update(call: Call) -> Reply:
    """Change what is sent; null clears."""
    conversation, body = named(call), call.body
    if "model" in body:
        conversation.model = call.state.catalogue.choose(body["model"], "chat", "model").id
    if "projectId" in body:
        conversation.project_id = call.state.project(body["projectId"])
    if "systemPrompt" in body:
        conversation.system_prompt = body["systemPrompt"]
    conversation.title = body.get("title", conversation.title)
    conversation.archived = body.get("archived", conversation.archived)
    conversation.metadata = body.get("metadata", conversation.metadata)
    conversation.updated_at = call.state.now
    return Plain(conversation)


async def delete(call: Call) -> Reply:
    """Delete a conversation and its messages."""
    conversation = named(call)
    for message in call.state.thread(conversation.id):
        del call.state.messages[message.id]
    del call.state.conversations[conversation.id]
    return Plain({"id": conversation.id, "deleted": True})


async def send_message(call: Call) -> Reply:
    """Store a message, ask the model and store its answer."""
    conversation, body, state = named(call), call.body, call.state
    model = state.catalogue.choose(body.get("model") or conversation.model, "chat", "model")
    user(state, conversation, body["content"], {})
    await state.options.clock.sleep(state.options.pace)
    written = complete(model, body["content"], system=conversation.system_prompt or "", limit=body.get("maxTokens"))
    call.spend(model.id, written.usage)
    return Plain(assistant(state, conversation, model, written))


async def fork(call: Call) -> Reply:
    """Create a conversation that begins like this one."""
    original, state = named(call), call.state
    thread = state.thread(original.id)
    ids = [message.id for message in thread]
    if call.body["messageId"] not in ids:
        raise not_found("message of this conversation", call.body["messageId"])
    fork_ = Conversation(
        id=state.new_id("conv"),
        title=call.body.get("title", original.title),
        model=original.model,
        system_prompt=original.system_prompt,
        project_id=original.project_id,
        archived=False,
        message_count=0,
        metadata=dict(original.metadata),
        created_at=state.now,
        updated_at=state.now,
    )
    state.conversations[fork_.id] = fork_
    parent: str | None = None
    for message in thread[: ids.index(call.body["messageId"]) + 1]:
        parent = copied(call, message, fork_, parent).id
    return Plain(fork_)


def copied(call: Call, message: Message, fork_: Conversation, parent: str | None) -> Message:
    """A message once more, in another conversation."""
    return call.state.store(
        Message(
            id=call.state.new_id("msg"),
            conversation_id=fork_.id,
            role=message.role,
            content=message.content,
            model=message.model,
            parent_id=parent,
            usage=message.usage,
            metadata=dict(message.metadata),
            created_at=message.created_at,
        )
    )


def named(call: Call) -> Conversation:
    """The conversation of the path."""
    conversation = call.state.conversation(call.path["conversationId"])
    call.project_id = conversation.project_id
    return conversation


HANDLERS: dict[str, Handler] = {
    "conversations.create": create,
    "conversations.list": list_,
    "conversations.get": get,
    "conversations.update": update,
    "conversations.delete": delete,
    "conversations.sendMessage": send_message,
    "conversations.fork": fork,
}
