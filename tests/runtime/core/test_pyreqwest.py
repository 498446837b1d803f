"""What the transport on pyreqwest makes good of its library."""

from __future__ import annotations

import asyncio

import pytest
from sdk_runtime._pyreqwest_transport import heeding


class Context:
    """Something entered; it notes that it was left."""

    left = False

    async def __aexit__(self, *_: object) -> None:
        self.left = True


async def deaf(entered: asyncio.Event) -> str:
    """An answer that comes together with the cancellation of its task, and hides it."""
    entered.set()
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        return "answer"
    return ""


async def test_a_cancellation_that_meets_the_answer_is_heeded() -> None:
    entered, context = asyncio.Event(), Context()
    task = asyncio.create_task(heeding(deaf(entered), context))
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert context.left


async def test_a_task_may_call_while_it_ends() -> None:
    async def ending() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return await heeding(asyncio.sleep(0, "told"))
        return ""

    task = asyncio.create_task(ending())
    await asyncio.sleep(0)
    task.cancel()
    assert await task == "told"
