"""chat: answers as streams, and chats that are not stored."""

from __future__ import annotations

from typing import Any

from ..calls import Call, Events, Handler, Plain, Reply
from ..engine.answers import Live, paced
from ..engine.writer import Draft, complete, draft, pieces
from ..errors import conflict
from ..frames import DONE, frame
from ..records import Conversation, Model, wire
from ..state import State, in_background
from .speaking import assistant, user
from .streaming import begun, known

__all__ = ["HANDLERS"]


async def stream(call: Call) -> Reply:
    """Answer a message piece by piece, or tell the answer that the same request began."""
    told = known(call)
    if told is not None:
        return Events(told)
    conversation = call.state.conversation(call.body["conversationId"])
    call.project_id = conversation.project_id
    if conversation.id in call.state.live:
        conflict("an answer is being written in this conversation already")
    model = call.state.catalogue.choose(call.body.get("model") or conversation.model, "chat", "model")
    question = user(call.state, conversation, call.body["message"], call.body.get("metadata", {}))
    written = complete(
        model, question.content, system=conversation.system_prompt or "", limit=call.body.get("maxTokens")
    )
    live = call.state.live[conversation.id] = begun(call)
    in_background(call.state, write(call, live, conversation, model, written))
    return Events(live.read())


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
        live.add(frame({**chunk, "index": len(said), "content": piece}, id_=len(said)))
        said.append(piece)
    reason = "cancelled" if live.stopped else "length" if written.cut else "stop"
    final = draft(model, last_question(state, conversation), "".join(said)) if live.stopped else written
    assistant(state, conversation, model, final, id_=chunk["messageId"])
    call.spend(model.id, final.usage)
    del state.live[conversation.id]
    live.add(frame({**chunk, "index": len(said), "finishReason": reason, "usage": wire(final.usage)}, id_=len(said)))
    live.add(DONE)
    live.end()


def last_question(state: State, conversation: Conversation) -> str:
    """What the user said last."""
    return next((m.content for m in reversed(state.thread(conversation.id)) if m.role == "user"), "")


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
