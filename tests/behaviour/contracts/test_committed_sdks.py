"""The generated contract tests of every committed SDK, against a mock of its description."""

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

# The closing line with its counts is wanted, so not `-q`.
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:xdist", "--import-mode=importlib")
WORKSPACE = find_workspace(Path(__file__))
assert WORKSPACE is not None


@pytest.mark.parametrize("name", WORKSPACE.names)
def test_every_call_of_the_sdk_is_one_that_the_description_allows(name: str) -> None:
    assert WORKSPACE is not None
    sdk = WORKSPACE.sdk(name)
    report = Report()
    canonical = canonical_of(sdk.description, report)
    terminator = settings_of(sdk, Given(), report).streaming.terminator
    with MockServer(canonical, terminator=terminator) as server:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, "tests"],
            cwd=sdk.out,
            env={**os.environ, "TEST_API_BASE_URL": server.url, "PYTHONPATH": os.fspath(sdk.out.resolve() / "src")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    told = re.search(r"(\d+) passed(.*) in ", done.stdout)
    assert told is not None, done.stdout[-1000:]
    assert int(told[1]) >= 6 * len(canonical.operations), "each operation is called in six forms"
    assert "skipped" not in told[2]
