"""`nox -s demo` ends well: what the first page of the README shows to a newcomer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_demo_runs_to_its_end() -> None:
    path = os.pathsep.join(map(str, (ROOT, ROOT / "generated/python/artificer/src")))
    done = subprocess.run(
        [sys.executable, "tests/demo/artificer.py"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "before anything was sent" in done.stdout
