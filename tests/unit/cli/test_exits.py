"""Exceptions become messages and exit codes at one place, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from burnish.cli.exits import guarded
from burnish.diagnostics import Code, Problems, Report, Severity, Span
from burnish.source import read
from burnish.stages import stage

from .conftest import PETS, Command

WRONG = Code("wrong", Severity.ERROR, title="it is wrong", why="Because.", fix="mend it")


def raising(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted; nothing was written"),
        (click.Abort(), 130, "interrupted"),
        (click.UsageError("no such thing"), 2, "no such thing"),
        (OSError(28, "No space left on device", "out/a.py"), 74, "burnish: No space left on device: out/a.py"),
        (OSError("odd"), 74, "burnish: odd"),
        (RuntimeError("surprise"), 70, "internal error: surprise"),
        (AssertionError(), 70, "internal error: AssertionError"),
        (RecursionError("too deep"), 70, "internal error: too deep"),
    ],
)
def test_how_it_ends(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(error)) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("result", "code"), [(None, 0), (0, 0), (1, 1), ("text", 0)])
def test_the_result_is_the_code(result: object, code: int) -> None:
    assert guarded(lambda: result) == code


def test_problems_that_no_command_took_are_shown_as_problems(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.add(WRONG, Located())
    assert guarded(raising(Problems(report))) == 1
    assert "error[wrong]: it is wrong" in capsys.readouterr().err


class Located:
    """A place."""

    span = Span("a.yaml", 1, 1, 1, 2)
    pointer = "#/a"


def test_a_bug_names_the_stage_and_the_pointer(command: Command, pets: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document: object, *_: object) -> None:
        raise ValueError("surprise")

    monkeypatch.setattr("burnish.openapi.lower.lower", broken)
    ended = command("generate", "--spec", "pets.yaml", "--package", "pets", "--out", "out")
    assert ended.code == 70
    assert "internal error: surprise" in ended.err
    assert "  stage    lower" in ended.err
    assert "This is a bug in Burnish" in ended.err


def test_the_innermost_place_is_told(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("pets.yaml", "w", encoding="utf-8") as file:
        file.write(PETS)
    paths = read("pets.yaml", Report()).root["paths"]

    def inner(node: object) -> None:
        raise ValueError("surprise")

    with pytest.raises(ValueError, match="surprise") as caught, stage("lower"):
        inner(paths)
    assert caught.value.__notes__ == ["  stage    lower", "  pointer  pets.yaml:3:1 #/paths"]


def test_with_debugging_on_the_traceback_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BURNISH_DEBUG", "1")
    with pytest.raises(RuntimeError, match="surprise"):
        guarded(raising(RuntimeError("surprise")))


def test_a_process_ends_with_everything_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "burnish", "explain", "dangling-ref"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "dangling-ref" in done.stdout


def test_a_reader_that_goes_away_is_no_bug() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "burnish", "explain", "dangling-ref"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (74, "")
