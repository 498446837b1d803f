"""Functions looked at and wrapped without losing their types."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = ["assert_signatures_in_sync", "function_has_argument", "lru_cache"]

CallableT = TypeVar("CallableT", bound=Callable[..., Any])


def lru_cache(*, maxsize: int | None = 128) -> Callable[[CallableT], CallableT]:
    """`functools.lru_cache` that keeps the function's type."""
    return cast("Any", functools.lru_cache(maxsize=maxsize))


def function_has_argument(func: Callable[..., Any], arg_name: str) -> bool:
    """Whether a function has a parameter of a name."""
    return arg_name in inspect.signature(func).parameters


def assert_signatures_in_sync(
    source_func: Callable[..., Any],
    check_func: Callable[..., Any],
    *,
    exclude_params: set[str] = frozenset(),  # type: ignore[assignment]  # never changed
    description: str = "",
) -> None:
    """Check that a function has every parameter of another, with the same annotation.

    Raises:
        AssertionError: one is missing or typed otherwise; the message names all of them.
    """
    theirs, ours = inspect.signature(source_func).parameters, inspect.signature(check_func).parameters
    problems: list[str] = []
    for name, parameter in theirs.items():
        if name in exclude_params:
            continue
        if name not in ours:
            problems.append(f"the `{name}` param is missing")
        elif ours[name].annotation != parameter.annotation:
            problems.append(f"types for the `{name}` param do not match; source={parameter.annotation!r}")
    if problems:
        raise AssertionError(f"{len(problems)} errors encountered when comparing signatures{description}: {problems}")
