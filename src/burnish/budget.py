"""What importing an SDK costs, measured in fresh interpreters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from burnish.settings import BudgetSettings

__all__ = ["Cost", "CostUnknown", "cost_of", "overruns"]

RUNS = 5
TIMEOUT_S = 60
PROGRAM = """
import json, sys, time
before, started = len(sys.modules), time.perf_counter()
sdk = __import__(sys.argv[1])
try:
    sdk.Client(base_url="http://127.0.0.1:9")
except sdk.APIError.__mro__[1]:
    pass  # a credential is missing: everything that a client loads is loaded
print(json.dumps([(time.perf_counter() - started) * 1000, len(sys.modules) - before]))
"""


class CostUnknown(Exception):
    """The SDK cannot be imported by this interpreter; the message says why."""


class Cost(Struct, frozen=True):
    """Milliseconds for importing a package and making a client, and the modules that this loads."""

    import_ms: float
    modules: int


def cost_of(package: str, source: Path, python: Path | None = None) -> Cost:
    """Measure a package in a folder of sources: the best of several runs, after one that compiles.

    Raises:
        CostUnknown: it does not import, most often because its requirements are not installed.
    """
    command = [str(python or sys.executable), "-P", "-c", PROGRAM, package]
    found = [run(command, source) for _ in range(RUNS + 1)][1:]
    return Cost(min(cost.import_ms for cost in found), found[0].modules)


def run(command: list[str], source: Path) -> Cost:
    """Measure once."""
    environment = {**os.environ, "PYTHONPATH": os.fspath(source.resolve())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise CostUnknown(done.stderr.strip().rpartition("\n")[2])
    import_ms, modules = json.loads(done.stdout)
    return Cost(import_ms, modules)


def overruns(cost: Cost, budget: BudgetSettings) -> tuple[str, ...]:
    """What is over the budget, in words."""
    found: list[str] = []
    if budget.max_import_ms is not None and cost.import_ms > budget.max_import_ms:
        found.append(f"importing takes {cost.import_ms:.1f} ms, of {budget.max_import_ms:g} allowed (max_import_ms)")
    if budget.max_modules is not None and cost.modules > budget.max_modules:
        found.append(f"importing loads {cost.modules} modules, of {budget.max_modules} allowed (max_modules)")
    return tuple(found)
