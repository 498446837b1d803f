"""Derive sync modules of the runtime from their async sources by a table of rewrites.

    python tools/derive_sync.py [--check]

A rewrite that no source uses is an error, so that the table says what is true.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

RUNTIME = Path(__file__).resolve().parents[1] / "overlays" / "python" / "runtime"
PAIRS = {
    "_async_client.py": "_client.py",
    "_async_pages.py": "_pages.py",
    "_async_response.py": "_response.py",
    "_async_streaming.py": "_streaming.py",
    "_async_websockets.py": "_websockets.py",
}
REWRITES: tuple[tuple[str, str], ...] = (
    (r'"""The async client:', '"""The sync client:'),
    (r"async clients\. Use it in one event loop, and close it: `async with` does\.",
     "sync clients. Threads may share one. Close it: `with` does."),
    (r" *from \._paginator import AsyncPaginator\n", ""),
    (r" -> AsyncPaginator\[Any, Any\]", " -> PageT"),
    (r"with a page: `await` it for the first, or iterate over all items\.", "with a page."),
    (
        r"return AsyncPaginator\(lambda: self\._page\(request, None\)\)",
        "page: PageT = self._page(request, None)\n        return page",
    ),
    (r"\bAsyncConnections\b", "Connections"),
    (r"WebSocket connections of async clients", "WebSocket connections of sync clients"),
    (r"from asyncio import Lock\n", "from threading import Lock\n"),
    (r"from inspect import isawaitable\n", ""),
    (r"result = handler\(message\)\n +if isawaitable\(result\):\n +await result", "handler(message)"),
    (r'"websockets\.asyncio\.client"', '"websockets.sync.client"'),
    (r"`async with` block", "`with` block"),
    (r"\b_async_websockets\b", "_websockets"),
    (r"\b_async_client\b", "_client"),
    (r"\bAsyncWebSocketConnection\b", "WebSocketConnection"),
    (r"from asyncio import sleep  # .*\n", "from time import sleep\n"),
    (r"import asyncio\n", "import time\n"),
    (
        r"from collections\.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping\n",
        "from collections.abc import Callable, Iterable, Iterator, Mapping\n",
    ),
    (r"with `async for`", "with `for`"),
    (r"inside `async with`", "inside `with`"),
    (r"AsyncIterator, Awaitable, Callable\n", "Callable, Iterator\n"),
    (r"Awaitable\[(T|None|AsyncStreamBody)\]", r"\1"),
    (r"= asyncio\.sleep\b", "= time.sleep"),
    (r"\baclose_dropped\b", "close_dropped"),
    (r"\bdef aclose\b", "def close"),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAsyncStreamBody\b", "StreamBody"),
    (r"\bAsyncPage\b", "SyncPage"),
    (r"for item in page\.data:\n +yield item\n", "yield from page.data\n"),
    (r"\b__aiter__\b", "__iter__"),
    (r"\b__anext__\b", "__next__"),
    (r"AsyncGenerator\[Outcome", "Iterator[Outcome"),
    (r"\b_async_fanout\b", "_fanout"),
    (r"\basync_fan_out\b", "fan_out"),
    (r"\basync (def|with|for) ", r"\1 "),
    (
        r'(def __iter__\(self\) -> Iterator\[T\]:)(\n +"""Walk over)',
        r"\1  # type: ignore[override]  # a model walks over its fields\2",
    ),
    (r"\bawait ", ""),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\.aclose\(\)", ".close()"),
    (r"\bAsyncChunkBody\b", "ChunkBody"),
    (r"of async clients: status", "of sync clients: status"),
    (r"A response of an async client\.", "A response of a sync client."),
    (r"for (piece) in (pieces\.\w+\(\w*\)):\n +yield piece\n", r"yield from \2\n"),
    (r"return \(self\.read\(\)\)", "return self.read()"),
    (r"\.aiter_raw\(\)", ".iter_raw()"),
    (r"The whole body, after `response\.read\(\)`\.\n\n +Raises:\n +SDKError: it was not read yet\.\n +",
     "The whole body; it is read now if it was not yet."),
    (r"if self\._content is None:\n +raise SDKError\(\"the body was not read.*\n +return self\._content",
     "return self.read()"),
    (r"stays flat; the file is written in a thread\.", "stays flat."),
    (r" *from asyncio import to_thread\n\n", ""),
    (r"  # opening is quick; writing is not, and goes to a thread", "  # any path-like"),
    (r"to_thread\(target\.write, chunk\)", "target.write(chunk)"),
    (r"\basync_parse_whole\b", "parse_whole"),
    (r"\b_async_response\b", "_response"),
    (r"\b_async_streaming\b", "_streaming"),
    (r"\bAsyncConnection\b", "Connection"),
    (r"\bAsyncStream\b", "Stream"),
    (r"\bAsyncBinaryAPIResponse\b", "BinaryAPIResponse"),
    (r"\bAsyncAPIResponse\b", "APIResponse"),
    (r"\bAsyncResponse\b", "SyncResponse"),
    (r"\bAsyncClient\b", "SyncClient"),
)  # fmt: skip


def derived(text: str, used: set[int]) -> str:
    """The sync text of an async module; the numbers of the rewrites that changed something are added to `used`."""
    for number, (pattern, replacement) in enumerate(REWRITES):
        text, count = re.subn(pattern, replacement, text)
        if count:
            used.add(number)
    return text


def formatted(text: str) -> str:
    """The text as ruff formats it, imports sorted."""
    for command in (["check", "--select", "I,F401", "--fix-only", "--quiet"], ["format", "--quiet"]):
        run = ["ruff", *command, "--stdin-filename", str(RUNTIME / "derived.py"), "-"]
        text = subprocess.run(run, input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> int:
    """Write the sync modules, or with `--check` say which are stale."""
    used: set[int] = set()
    stale: list[str] = []
    for source, target in PAIRS.items():
        text = formatted(derived((RUNTIME / source).read_text(encoding="utf-8"), used))
        path = RUNTIME / target
        if "--check" in sys.argv and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(target)
        elif "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    unused = [REWRITES[number][0] for number in range(len(REWRITES)) if number not in used]
    for problem in (*(f"stale: {name}" for name in stale), *(f"unused rewrite: {pattern}" for pattern in unused)):
        print(problem)
    return bool(stale or unused)


if __name__ == "__main__":
    sys.exit(main())
