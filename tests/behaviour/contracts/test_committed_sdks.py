"""The generated contract tests of every committed SDK, against a mock of its description."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.pipeline import Given, canonical_of, settings_of
from burnish.workspace import find_workspace

from .mocked import run_contract_tests

WORKSPACE = find_workspace(Path(__file__))
assert WORKSPACE is not None


@pytest.mark.parametrize("name", WORKSPACE.names)
def test_every_call_of_the_sdk_is_one_that_the_description_allows(name: str) -> None:
    assert WORKSPACE is not None
    sdk = WORKSPACE.sdk(name)
    report = Report()
    canonical = canonical_of(sdk.description, report)
    terminator = settings_of(sdk, Given(), report).streaming.terminator
    done = run_contract_tests(sdk.out, canonical, terminator)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    told = re.search(r"(\d+) passed(.*) in ", done.stdout)
    assert told is not None, done.stdout[-1000:]
    assert int(told[1]) >= 6 * len(canonical.operations), "each operation is called in six forms"
    assert "skipped" not in told[2]
