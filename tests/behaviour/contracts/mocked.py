"""The generated contract tests of an SDK, run against a mock of its description."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from burnish.mock import MockServer
from burnish.openapi.canonical import Canonical

__all__ = ["run_contract_tests"]

# The closing line with its counts is wanted, so not `-q`.
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:xdist", "--import-mode=importlib")


def run_contract_tests(
    project: Path, canonical: Canonical, terminator: str = "[DONE]"
) -> subprocess.CompletedProcess[str]:
    """Run the tests of a generated project; `terminator` ends the streams of its API."""
    with MockServer(canonical, terminator=terminator) as server:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, "tests"],
            cwd=project,
            env={**os.environ, "TEST_API_BASE_URL": server.url, "PYTHONPATH": os.fspath(project.resolve() / "src")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
