"""Every Python snippet in the README of an SDK runs as it stands there, against a server of its description."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.mock import MockServer
from burnish.pipeline import Given, canonical_of, settings_of
from burnish.workspace import find_workspace

WORKSPACE = find_workspace(Path(__file__))
assert WORKSPACE is not None
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)

# Lists of the mock never end, so a snippet that has printed five times has shown that it works.
PROGRAM = """
import builtins, contextlib, sys
class Enough(Exception): pass
def limited(*values, **options):
    global left
    builtins.print(*values, **options)
    left -= 1
    if not left:
        raise Enough
namespace = {"print": limited}
for snippet in sys.stdin.read().split("\\0"):
    left = 5
    with contextlib.suppress(Enough):
        exec(compile(snippet, "README", "exec"), namespace)
"""


@pytest.mark.parametrize("name", WORKSPACE.names)
def test_the_snippets_run(name: str) -> None:
    assert WORKSPACE is not None
    sdk, report = WORKSPACE.sdk(name), Report()
    settings = settings_of(sdk, Given(), report)
    snippets = BLOCK.findall((sdk.out / "README.md").read_text(encoding="utf-8"))
    assert len(snippets) >= 3
    environment = {option.env: "test" for option in (*settings.client.auth, *settings.client.options)}
    with MockServer(canonical_of(sdk.description, report), terminator=settings.streaming.terminator) as server:
        own = {
            **environment,
            f"{settings.client.env_prefix}_MODE": "prod",
            f"{settings.client.env_prefix}_BASE_URL": server.url,
            "PYTHONPATH": os.fspath(sdk.out / "src"),
        }
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, **own},
            input="\0".join(snippets),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout
