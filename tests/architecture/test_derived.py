"""Sync modules are what their async sources give, and both worlds have the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_derived_module_is_stale_and_no_rewrite_unused() -> None:
    command = [sys.executable, "tools/derive_sync.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_no_async_module_has_a_sync_one_that_is_kept_by_hand() -> None:
    modules = {path for folder in ("runtime", "compat") for path in (ROOT / "overlays/python" / folder).glob("*.py")}
    by_hand = {
        twin.name
        for path in modules
        if path.name.startswith("_async_")
        for name in (path.name.replace("_async_", "_"), path.name.replace("_async_", "_sync_"))
        if (twin := path.with_name(name)) in modules and not twin.read_text().startswith("# Derived from ")
    }
    # Threads and tasks have little in common but what stands in `_batch.py`.
    assert by_hand == {"_fanout.py"}
