"""chat: answers as streams, and chats that are not stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from ..calls import Call, Events, Handler, Plain, Reply
from ..engine.answers import KEPT_S, Live, paced
from ..engine.writer import Draft, complete, draft, pieces
from ..errors import conflict, invalid
from ..frames import DONE, PING, frame
from ..records import Conversation, Model, wire
from ..state import State
from .speaking import assistant, user

__all__ = ["HANDLERS"]


async def stream(call: Call) -> Reply:
    """Answer a message piece by piece, or go on with an answer that the caller lost."""
    if call.last_event_id:
        return Events(resumed(call))
    conversation = call.state.conversation(call.body["conversationId"])
    call.project_id = conversation.project_id
    if conversation.id in call.state.live:
        conflict("an answer is being written in this conversation already")
    model = call.state.catalogue.choose(call.body.get("model") or conversation.model, "chat", "model")
    question = user(call.state, conversation, call.body["message"], call.body.get("metadata", {}))
    written = complete(
        model, question.content, system=conversation.system_prompt or "", limit=call.body.get("maxTokens")
    )
    live = call.state.live[conversation.id] = Live(call.state.now)
    if call.idempotency_key:
        call.state.streams[call.key.id, call.idempotency_key] = live
    task = asyncio.create_task(write(call, live, conversation, model, written))
    call.state.tasks.add(task)
    task.add_done_callback(call.state.tasks.discard)
    return Events(frames(live, -1))


def resumed(call: Call) -> AsyncIterator[str]:
    """What a caller has not seen yet of a stream that is still kept."""
    if not call.last_event_id.isdecimal():
        invalid("this is no id of an event", "Last-Event-ID")
    live = call.state.streams.get((call.key.id, call.idempotency_key))
    if live is None or (call.state.now - live.began).total_seconds() > KEPT_S:
        conflict("there is no stream to go on with")
    return frames(live, int(call.last_event_id))


async def write(call: Call, live: Live, conversation: Conversation, model: Model, written: Draft) -> None:
    """Write an answer in the background and store it."""
    state = call.state
    chunk: dict[str, Any] = {
        "id": state.new_id("strm"), "conversationId": conversation.id, "messageId": state.new_id("msg"), "index": 0,
        "content": "", "finishReason": None, "usage": None,
    }  # fmt: skip
    said: list[str] = []
    for piece in pieces(written.text):
        await paced(state.options.pace, state.options.clock, live)
        if live.stopped:
            break
        live.add({**chunk, "index": len(said), "content": piece})
        said.append(piece)
    reason = "cancelled" if live.stopped else "length" if written.cut else "stop"
    final = draft(model, last_question(state, conversation), "".join(said)) if live.stopped else written
    assistant(state, conversation, model, final, id_=chunk["messageId"])
    call.spend(model.id, final.usage)
    del state.live[conversation.id]
    live.add({**chunk, "index": len(said), "finishReason": reason, "usage": wire(final.usage)})
    live.end()


def last_question(state: State, conversation: Conversation) -> str:
    """What the user said last."""
    return next((m.content for m in reversed(state.thread(conversation.id)) if m.role == "user"), "")


async def frames(live: Live, after: int) -> AsyncIterator[str]:
    """The events of an answer as text, ended by `[DONE]`."""
    async for chunk in live.read(after):
        yield PING if chunk is None else frame(chunk, id_=chunk["index"])
    yield DONE


async def complete_chat(call: Call) -> Reply:
    """Answer the last turn of a chat."""
    model = call.state.catalogue.choose(call.body.get("model"), "chat", "model")
    *earlier, last = [turn["content"] for turn in call.body["messages"]]
    await call.state.options.clock.sleep(call.state.options.pace)
    written = complete(model, last, system="\n".join(earlier), limit=call.body.get("maxTokens"))
    call.spend(model.id, written.usage)
    return Plain(
        {
            "id": call.state.new_id("cmpl"),
            "model": model.id,
            "message": {"role": "assistant", "content": written.text},
            "finishReason": "length" if written.cut else "stop",
            "usage": wire(written.usage),
        }
    )


async def stop(call: Call) -> Reply:
    """End the answer that is being written in a conversation."""
    conversation = call.state.conversation(call.path["conversationId"])
    live = call.state.live.get(conversation.id)
    if live is not None:
        live.stopped = True
    return Plain({"stopped": live is not None})


HANDLERS: dict[str, Handler] = {"chat.stream": stream, "chat.complete": complete_chat, "chat.stop": stop}
