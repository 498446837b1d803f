"""Calling an API: CPU time of a small request on every transport, against the bare library and against openai.

The server runs in a process of its own; what is counted is the CPU time of the client's process.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
DESCRIPTION = """
openapi: 3.1.0
info: {title: Bench, version: '1'}
paths:
  /answers:
    post:
      operationId: answers.create
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [model], properties: {model: {type: string}, input: {type: string}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}
components:
  schemas:
    Answer:
      type: object
      required: [id, text]
      properties: {id: {type: string}, object: {type: string}, text: {type: string}, created: {type: integer}}
"""
REPLY = {"id": "ans_1", "object": "answer", "text": "x" * 600, "created": 1}
CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x" * 600}}],
}
PROGRAM = """
import sys, time, {imports}
url, count = sys.argv[1], int(sys.argv[2])
{prepare}
def once():
    {once}
for _ in range(100): once()
started = time.process_time()
for _ in range(count): once()
print((time.process_time() - started) / count * 1e6)
"""
PREPARE = "body = b'" + json.dumps({"model": "m", "input": "hello"}) + "'; "
POST = "client.post(url + '/answers', content=body).json()"
BARE = {
    "httpx2": ("httpx2", PREPARE + "client = httpx2.Client()", POST),
    "httpx": ("httpx", PREPARE + "client = httpx.Client()", POST),
    "pyreqwest": (
        "pyreqwest.client",
        PREPARE + "client = pyreqwest.client.SyncClientBuilder().build()",
        "client.post(url + '/answers').body_bytes(body).build().send().json()",
    ),
}
OURS = "client = bench_sdk.Client(base_url=url, http_client={library!r})"
OPENAI = (
    "openai",
    "client = openai.OpenAI(base_url=url, api_key='k')",
    "client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': 'hello'}])",
)


async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request of a connection with the same body."""
    with_length = {
        path: (
            f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body
        )
        for path, body in ((b"/answers", json.dumps(REPLY).encode()), (b"/chat", json.dumps(CHAT).encode()))
    }
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    await reader.readexactly(int(line.split(b":")[1]))
            writer.write(with_length[b"/chat" if b"/chat" in head.split(b"\r\n", 1)[0] else b"/answers"])
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def serve() -> None:
    """Serve until the process is stopped; the port is printed."""
    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


def microseconds(url: str, parts: tuple[str, str, str], path: Path, count: int = 3000) -> float:
    """CPU time of one request, best of three processes."""
    imports, prepare, once = parts
    program = PROGRAM.format(imports=imports, prepare=prepare, once=once)
    environment = {**os.environ, "PYTHONPATH": os.fspath(path)}
    runs = [
        float(subprocess.check_output([sys.executable, "-c", program, url, str(count)], env=environment))
        for _ in range(3)
    ]
    return min(runs)


def main(_corpus: Path) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name, serving() as url:
        work = Path(name)
        (work / "bench.yaml").write_text(DESCRIPTION)
        generate = ["generate", "--spec", work / "bench.yaml", "--package", "bench_sdk", "--out", work / "sdk"]
        subprocess.run([sys.executable, "-m", "burnish", *generate], check=True, stdout=subprocess.DEVNULL)
        source = work / "sdk" / "src"
        openai = microseconds(url, OPENAI, source)
        print(f"small POST, CPU   openai {openai:6.0f} µs")
        for library, parts in BARE.items():
            bare = microseconds(url, parts, source)
            call = "client.answers.create(model='m', input='hello')"
            ours = microseconds(url, ("bench_sdk", OURS.format(library=library), call), source)
            print(
                f"  on {library:10} bare {bare:6.0f} µs   SDK {ours:6.0f} µs   SDK/bare {ours / bare:.2f}   "
                f"openai/SDK {openai / ours:.1f}"
            )


if __name__ == "__main__" and sys.argv[1:] == ["serve"]:
    asyncio.run(serve())
