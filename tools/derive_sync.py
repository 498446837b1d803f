"""Derive sync modules of the runtime, and of what drop-in SDKs lay over it, from their async sources by rewrites.

    python tools/derive_sync.py [--check]

A rewrite that no source uses is an error, so that the tables say what is true.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[1] / "overlays" / "python"


@dataclass(frozen=True, slots=True)
class Family:
    """Async modules of a folder, each with the sync one it gives, and what is rewritten in them, in this order."""

    folder: str
    pairs: tuple[tuple[str, str], ...]
    rewrites: tuple[tuple[str, str], ...]


RUNTIME_REWRITES: tuple[tuple[str, str], ...] = (
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
        r"from collections\.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Mapping\n",
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
    (r"\banext\(", "next("),
    (r"AsyncGenerator\[Outcome", "Iterator[Outcome"),
    (r"Iterable\[ItemT\] \| AsyncIterable\[ItemT\]", "Iterable[ItemT]"),
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
    (r"A response of an async client:", "A response of a sync client:"),
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
    (r"\b_async_response\b", "_response"),
    (r"\b_async_streaming\b", "_streaming"),
    (r"\bAsyncConnection\b", "Connection"),
    (r"\bAsyncStream\b", "Stream"),
    (r"\bAsyncBinaryAPIResponse\b", "BinaryAPIResponse"),
    (r"\bAsyncAPIResponse\b", "APIResponse"),
    (r"\bAsyncResponse\b", "SyncResponse"),
    (r"\bAsyncClient\b", "SyncClient"),
)  # fmt: skip
COMPAT_REWRITES: tuple[tuple[str, str], ...] = (
    (r'"""Async clients:', '"""Sync clients:'),
    (r"Base of async clients\. Use it in one event loop, and close it: `async with` does\.",
     "Base of sync clients. Threads may share one. Close it: `with` does."),
    (r"from \._runtime\._async_client import AsyncClient as RuntimeAsyncClient\n",
     "from ._runtime._client import SyncClient as RuntimeSyncClient\n"),
    (r"\bRuntimeAsyncClient\b", "RuntimeSyncClient"),
    (r"\bDefaultAsyncHttpxClient\b", "DefaultHttpxClient"),
    (r"\bhttpx\.AsyncClient\b", "httpx.Client"),
    (r'"async:asyncio"', '"false"'),
    (r"\bAsyncAPIClient\b", "SyncAPIClient"),
    (r"\bAsyncResponse\b", "SyncResponse"),
    (r"\bAsync(APIResponse|BinaryAPIResponse|BinaryTypes|FaceTransport|Stream|StreamedBinaryAPIResponse)\b", r"\1"),
    (r"\basync def ", "def "),
    (r"\bawait ", ""),
    (r"\.aclose\(\)", ".close()"),
    (r"\b__aenter__\b", "__enter__"),
)  # fmt: skip
FAMILIES = (
    Family(
        "runtime",
        (
            ("_async_client.py", "_client.py"),
            ("_async_pages.py", "_pages.py"),
            ("_async_response.py", "_response.py"),
            ("_async_streaming.py", "_streaming.py"),
            ("_async_websockets.py", "_websockets.py"),
        ),
        RUNTIME_REWRITES,
    ),
    Family("compat", (("_async_client.py", "_sync_client.py"),), COMPAT_REWRITES),
)


def derived(text: str, rewrites: tuple[tuple[str, str], ...], used: set[str]) -> str:
    """The sync text of an async module; the patterns that matched are added to `used`."""
    for pattern, replacement in rewrites:
        text, count = re.subn(pattern, replacement, text)
        if count:
            used.add(pattern)
    return text


def formatted(text: str, beside: Path) -> str:
    """The text as ruff formats it in the place of another file, imports sorted."""
    for command in (["check", "--select", "I,F401", "--fix-only", "--quiet"], ["format", "--quiet"]):
        run = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(beside), "-"]
        text = subprocess.run(run, input=text, capture_output=True, text=True, check=True).stdout
    return text


def results(family: Family, used: set[str]) -> Iterator[tuple[Path, str]]:
    """The sync modules of a family, with their texts."""
    folder = PYTHON / family.folder
    for source, target in family.pairs:
        text = derived((folder / source).read_text(encoding="utf-8"), family.rewrites, used)
        yield folder / target, formatted(f"# Derived from `{source}`: change that instead.\n{text}", folder / target)


def problems(*, write: bool) -> Iterator[str]:
    """What is wrong, with stale modules unless they are to be written anew."""
    for family in FAMILIES:
        used: set[str] = set()
        for path, text in results(family, used):
            if write:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                yield f"stale: {family.folder}/{path.name}; run `python tools/derive_sync.py`"
        for pattern, _ in family.rewrites:
            if pattern not in used:
                yield f"unused rewrite of {family.folder}: {pattern}"


def main() -> int:
    """Write the sync modules, or with `--check` say which are stale."""
    found = list(problems(write="--check" not in sys.argv))
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
