"""Room for deep recursion."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from burnish.source import no_collection

__all__ = ["deeply"]

T = TypeVar("T")
STACK_BYTES = 512 * 1024 * 1024
DEEPEST = 100_000


def deeply(run: Callable[[], T]) -> T:
    """Run with room for deep recursion, and without the garbage collector, which finds nothing and costs half as much.

    Chains of references may be thousands long. The stack is that of a thread, so that the caller's is untouched.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def body() -> None:
        try:
            results.append(run())
        except BaseException as error:
            errors.append(error)

    before, limit = threading.stack_size(STACK_BYTES), sys.getrecursionlimit()
    sys.setrecursionlimit(DEEPEST)
    try:
        thread = threading.Thread(target=copy_context().run, args=(body,))
        with no_collection():
            thread.start()
            thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(before)
    if errors:
        raise errors[0]
    return results[0]
