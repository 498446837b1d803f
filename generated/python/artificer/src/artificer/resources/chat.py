# Copied from overlays/python/artificer/resources/chat.py; edit it there.
"""Chats: answers that are read while they are written, and that go on after a lost connection."""

# burnish: derive sync with _async
from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from typing_extensions import Unpack

from .._generated.resources import chat as generated
from .._runtime import omit
from ..chat_stream import AsyncChatStream
from ..limits import refuse_question

if TYPE_CHECKING:
    from .._runtime import AsyncStream, CallArguments, Omit
    from ..types.chat import ChatChunk

__all__ = ["AsyncChat"]


class AsyncChat(generated.AsyncChat):
    """Answers that are streamed, and chats that are not stored."""

    @cached_property
    def with_raw_response(self) -> generated.AsyncChatWithRawResponse:
        """The same methods, answering with the whole response; that of `stream` parses to the plain stream."""
        return generated.AsyncChatWithRawResponse(generated.AsyncChat(self._client))

    @cached_property
    def with_streaming_response(self) -> generated.AsyncChatWithStreamingResponse:
        """The same methods as context managers; what `stream` answers with parses to the plain stream."""
        return generated.AsyncChatWithStreamingResponse(generated.AsyncChat(self._client))

    def stream(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # it need not be awaited
        self,
        *,
        conversation_id: str,
        message: str,
        model: str | Omit = omit,
        temperature: float | Omit = omit,
        max_tokens: int | Omit = omit,
        metadata: Mapping[str, object] | Omit = omit,
        resume: bool = False,
        **call: Unpack[CallArguments],
    ) -> AsyncChatStream:
        """Stream an answer to a message: iterate over it, or use it as a context manager.

        Stores the message in the conversation, asks the model and gives the answer piece by piece. The last piece has
        no text; it tells why the answer ended and what it used. The whole answer is stored in the conversation, even
        if nobody reads it to its end.

        Args:
            conversation_id: The conversation that the message belongs to.
            message: The user's message.
            model: The model to ask instead of the conversation's own.
            temperature: How freely the model may choose its words, 0 to 2.
            max_tokens: The most tokens to answer with.
            metadata: Anything to keep with the message.
            resume: Whether an answer that breaks off is asked for again from where it stood, up to three times in a
                row, so that no piece is lost and none comes twice. Without it, `StreamInterruptedError` is raised.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the id or the message is empty, or the message too long; nothing was sent.
        """
        refuse_question(conversation_id, message)
        key = call.get("idempotency_key") or new_key()
        headers = call.get("extra_headers") or {}

        async def ask(last_event_id: str) -> AsyncStream[ChatChunk]:
            after = {"Last-Event-ID": last_event_id} if last_event_id else {}
            own: CallArguments = {**call, "idempotency_key": key, "extra_headers": {**headers, **after}}
            return await super(AsyncChat, self).stream(
                conversation_id=conversation_id,
                message=message,
                model=model,
                temperature=temperature,
                max_tokens=max_tokens,
                metadata=metadata,
                **own,
            )

        return AsyncChatStream(ask, key, resume=resume)


def new_key() -> str:
    """A key that no other request has."""
    from uuid import uuid4

    return str(uuid4())


# Derived from the async classes above by Burnish.

from .._runtime import async_twin
from ..chat_stream import ChatStream

if TYPE_CHECKING:
    from .._runtime import Stream


class Chat(generated.Chat):
    """Answers that are streamed, and chats that are not stored."""

    @cached_property
    def with_raw_response(self) -> generated.ChatWithRawResponse:
        """The same methods, answering with the whole response; that of `stream` parses to the plain stream."""
        return generated.ChatWithRawResponse(generated.Chat(self._client))

    @cached_property
    def with_streaming_response(self) -> generated.ChatWithStreamingResponse:
        """The same methods as context managers; what `stream` answers with parses to the plain stream."""
        return generated.ChatWithStreamingResponse(generated.Chat(self._client))

    def stream(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # it need not be awaited
        self,
        *,
        conversation_id: str,
        message: str,
        model: str | Omit = omit,
        temperature: float | Omit = omit,
        max_tokens: int | Omit = omit,
        metadata: Mapping[str, object] | Omit = omit,
        resume: bool = False,
        **call: Unpack[CallArguments],
    ) -> ChatStream:
        """Stream an answer to a message: iterate over it, or use it as a context manager.

        Stores the message in the conversation, asks the model and gives the answer piece by piece. The last piece has
        no text; it tells why the answer ended and what it used. The whole answer is stored in the conversation, even
        if nobody reads it to its end.

        Args:
            conversation_id: The conversation that the message belongs to.
            message: The user's message.
            model: The model to ask instead of the conversation's own.
            temperature: How freely the model may choose its words, 0 to 2.
            max_tokens: The most tokens to answer with.
            metadata: Anything to keep with the message.
            resume: Whether an answer that breaks off is asked for again from where it stood, up to three times in a
                row, so that no piece is lost and none comes twice. Without it, `StreamInterruptedError` is raised.
            call: Options of the call, as every method has them.

        Raises:
            ValidationError: the id or the message is empty, or the message too long; nothing was sent.
        """
        refuse_question(conversation_id, message)
        key = call.get("idempotency_key") or new_key()
        headers = call.get("extra_headers") or {}

        def ask(last_event_id: str) -> Stream[ChatChunk]:
            after = {"Last-Event-ID": last_event_id} if last_event_id else {}
            own: CallArguments = {**call, "idempotency_key": key, "extra_headers": {**headers, **after}}
            return super(Chat, self).stream(
                conversation_id=conversation_id,
                message=message,
                model=model,
                temperature=temperature,
                max_tokens=max_tokens,
                metadata=metadata,
                **own,
            )

        return ChatStream(ask, key, resume=resume)

    stream_async = async_twin(AsyncChat.stream)  # type: ignore[assignment]  # it differs as its method does


# Added by Burnish: what else the generated module offers.
from .._generated.resources.chat import (
    AsyncChatWithRawResponse as AsyncChatWithRawResponse,
    AsyncChatWithStreamingResponse as AsyncChatWithStreamingResponse,
    ChatWithRawResponse as ChatWithRawResponse,
    ChatWithStreamingResponse as ChatWithStreamingResponse,
)

__all__ += ["Chat"]
