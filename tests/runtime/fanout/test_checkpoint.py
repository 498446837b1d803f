"""Checkpoints: a killed run is taken up again without repeating or losing an item."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pydantic import BaseModel
from sdk_runtime._checkpoint import Checkpoint, CheckpointError
from sdk_runtime._fanout import fan_out
from sdk_runtime._outcomes import Done


class Result(BaseModel):
    name: str


def run(path: Path, items: list[Any], calls: list[Any], **options: Any) -> list[Any]:
    def call(item: Any) -> Any:
        calls.append(item)
        if item == "bad":
            raise ValueError(item)
        return Result(name=str(item))

    load = Result.model_validate_json
    return list(fan_out(call, items, ordered=True, checkpoint=path, load=load, **options))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def test_a_second_run_repeats_only_what_failed(path: Path) -> None:
    items = ["a", "bad", "é\n", {"b": 1}]
    run(path, items, [])
    calls: list[Any] = []
    outcomes = run(path, items, calls)
    assert calls == ["bad"]
    assert outcomes[2] == Done(2, "é\n", Result(name="é\n"), restored=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["Done", "Failed", "Done", "Done"]


def test_a_changed_item_runs_anew(path: Path) -> None:
    run(path, ["a", "b"], [])
    calls: list[Any] = []
    run(path, ["a", "c"], calls)
    assert calls == ["c"]


def test_a_key_follows_an_item_to_another_place(path: Path) -> None:
    run(path, ["a", "b"], [], key=str)
    calls: list[Any] = []
    outcomes = run(path, ["new", "b", "a"], calls, key=str)
    assert calls == ["new"]
    assert [outcome.value.name for outcome in outcomes] == ["new", "b", "a"]


def test_items_that_are_no_json_are_known_by_their_place(path: Path) -> None:
    run(path, [object()], [])
    calls: list[Any] = []
    run(path, [object()], calls)
    assert calls == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.integers(0, 200))
def test_a_file_cut_anywhere_is_taken_up(path: Path, cut: int) -> None:
    path.unlink(missing_ok=True)
    items = ["a", "b", "c", "d"]
    run(path, items, [])
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    survivors = max(0, whole[:cut].count(b"\n") - 1)
    calls: list[Any] = []
    outcomes = run(path, items, calls)
    assert len(calls) == 4 - survivors
    assert [outcome.value.name for outcome in outcomes] == items
    assert len(path.read_bytes().splitlines()) == 5


def test_damage_in_the_middle_is_an_error(path: Path) -> None:
    run(path, ["a", "b"], [])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"junk\n" + lines[1])
    with pytest.raises(CheckpointError, match="damaged at byte 17"):
        Checkpoint(path)


@pytest.mark.parametrize("content", [b"notes", b"a file of somebody else that is longer\n"])
def test_another_file_is_never_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="no checkpoint"):
        Checkpoint(path)
    assert path.read_bytes() == content


def test_two_runs_cannot_share_a_file(path: Path) -> None:
    pytest.importorskip("fcntl")
    first = Checkpoint(path)
    with pytest.raises(CheckpointError, match="another run"):
        Checkpoint(path)
    first.close()
    Checkpoint(path).close()


def test_a_value_that_is_no_json_ends_the_batch(path: Path) -> None:
    with pytest.raises(CheckpointError, match="object is none"):
        list(fan_out(lambda _: object(), [1], checkpoint=path))


def test_a_line_that_does_not_fit_leaves_nothing_behind(path: Path) -> None:
    resource = pytest.importorskip("resource")
    checkpoint = Checkpoint(path)
    checkpoint.record("a", 1)
    size = path.stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5, limits[1]))
    try:
        with pytest.raises(CheckpointError, match="cannot be written"):
            checkpoint.record("b", "too long")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    checkpoint.record("c", 3)
    checkpoint.close()
    assert path.read_bytes()[size:] == b'{"k":"c","v":3}\n'


@pytest.mark.parametrize(("every", "synced"), [(0, 4), (None, 0), (100.0, 1)])
def test_syncs_follow_the_policy(path: Path, monkeypatch: pytest.MonkeyPatch, every: float | None, synced: int) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    run(path, ["a", "b", "c"], [], fsync_every=every)
    assert len(calls) == synced


KILLED = """
import os, signal, sys, threading
sys.path.insert(0, {folder!r})
from {package}._fanout import fan_out
done = threading.Semaphore(0)
def call(item):
    with open({log!r}, "a") as log: log.write(f"{{item}}\\n")
    return item
for outcome in fan_out(call, range(1000), concurrency=4, checkpoint={path!r}):
    if outcome.index == {stop}: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_process_loses_nothing_and_repeats_only_what_was_in_flight(tmp_path: Path) -> None:
    path, log = tmp_path / "run.jsonl", tmp_path / "calls"
    runtime = Path(sys.modules[Checkpoint.__module__].__file__ or "").parent
    for stop in (200, 500, 5000):
        script = KILLED.format(
            folder=str(runtime.parent), package=runtime.name, log=str(log), path=str(path), stop=stop
        )
        subprocess.run([sys.executable, "-c", script], check=stop == 5000, timeout=60)
    calls = log.read_text().split()
    assert {int(item) for item in calls} == set(range(1000))
    assert len(calls) <= 1000 + 2 * 4
    assert len(path.read_bytes().splitlines()) == 1001
