"""The server of the benchmarks: answers that are ready, from a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

REPLY = {"id": "ans_1", "object": "answer", "text": "x" * 600, "created": 1}
CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "x" * 600, "refusal": None},
        }
    ],
}
"""As OpenAI's description has it: what misses a required field is read leniently, which is no usual first answer."""
MODELS = [
    {"id": f"model-{n:04}-{'x' * 60}", "object": "model", "created": 1_700_000_000 + n, "owned_by": "organisation"}
    for n in range(1300)
]
CHUNK = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": "word "}, "finish_reason": None}],
}
STORED = {"success": True, "chat_id": "chat_1", "prompt_id": "prompt_1", "session_id": "s-1", "created": False}
ANSWERS: dict[bytes, object] = {
    b"/answers": REPLY,
    b"/chat/completions": CHAT,
    b"/models": {"object": "list", "data": MODELS},
    b"/chatgpt/store_generated_response": STORED,
    b"/chatgpt/store_generated_responses": {"success": True, "results": []},
}
EVENTS_AT_ONCE = 100


def framed(value: object) -> bytes:
    """A whole answer."""
    body = json.dumps(value).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


WHOLE = {path: framed(value) for path, value in ANSWERS.items()}
EVENT = b"data: " + json.dumps(CHUNK).encode() + b"\n\n"
PIECE = b"%x\r\n%b\r\n" % (len(EVENT), EVENT)
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
STREAM_END = b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request of a connection. The header `x-events` asks for a stream, each event a chunk of its own."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            fields = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
            await reader.readexactly(int(fields.get(b"content-length", 0)))
            if events := int(fields.get(b"x-events", 0)):
                await stream(writer, events)
            else:
                writer.write(WHOLE[head.split(b" ", 2)[1].split(b"?")[0]])
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def stream(writer: asyncio.StreamWriter, events: int) -> None:
    """Send events, with the reader's pace."""
    writer.write(STREAM_HEAD)
    for _ in range(events // EVENTS_AT_ONCE):
        writer.write(PIECE * EVENTS_AT_ONCE)
        await writer.drain()
    writer.write(STREAM_END)


async def serve() -> None:
    """Serve until the process is stopped; the port is printed."""
    server = await asyncio.start_server(respond, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def serving() -> Generator[str, None, None]:
    """The URL of a server in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
