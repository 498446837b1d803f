"""Two pieces of work at once, on machines that have a second core."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

__all__ = ["both"]

A = TypeVar("A")
B = TypeVar("B")


def both(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """The results of two functions; the second runs in a copy of this process where one can be had.

    What the second changes is lost, but for its result, which must pickle. An error of either is raised here.
    """
    # A copy has one thread: locks that others hold would never be released in it.
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return first(), second()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        answer(second, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        try:
            mine = first()
            told = pipe.read()
        except BaseException:
            os.kill(child, signal.SIGKILL)
            raise
        finally:
            _, status = os.waitpid(child, 0)
    if status:
        raise ChildProcessError(f"a copy of this process ended with status {os.waitstatus_to_exitcode(status)}")
    succeeded, value = pickle.loads(told)
    if not succeeded:
        raise value
    return mine, value


def answer(work: Callable[[], object], writing: int) -> NoReturn:
    """Do the work of a copy, write its outcome, and end without what the original does at its end."""
    status = 1
    try:
        outcome = pickle.dumps(outcome_of(work))
        with open(writing, "wb") as pipe:
            pipe.write(outcome)
        status = 0
    finally:
        os._exit(status)


def outcome_of(work: Callable[[], object]) -> tuple[bool, Any]:
    """Whether the work succeeded, and its result or error."""
    try:
        return True, work()
    except Exception as error:
        return False, error
