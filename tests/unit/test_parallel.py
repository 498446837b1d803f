"""Two pieces of work at once. The test runner has threads of its own, so the copies are made in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from burnish.parallel import both


def run(program: str) -> str:
    """What a program said that has `both`, and a second core whatever the machine has."""
    head = "import os\nfrom burnish.parallel import both\nos.cpu_count = lambda: 2\n"
    done = subprocess.run(
        [sys.executable, "-c", head + program], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr.strip().rpartition("\n")[2]


def test_the_second_runs_in_a_copy() -> None:
    said = run("mine, other = both(os.getpid, os.getpid); print(mine == os.getpid(), other == mine)")
    assert said == "True False\n"


@pytest.mark.parametrize("works", ["fail, int", "int, fail"])
def test_an_error_of_either_is_raised_with_its_notes(works: str) -> None:
    said = run(
        "def fail():\n error = ValueError('no')\n error.add_note('stage plan')\n raise error\n"
        f"try: both({works})\nexcept ValueError as error: print(error, error.__notes__)\n"
    )
    assert said == "no ['stage plan']\n"


def test_a_copy_that_dies_is_an_error() -> None:
    assert run("both(int, lambda: os.kill(os.getpid(), 9))").endswith("a copy of this process ended with status -9")


def test_with_other_threads_about_nothing_is_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert both(os.getpid, os.getpid) == (os.getpid(), os.getpid())
    finally:
        done.set()
        thread.join()
