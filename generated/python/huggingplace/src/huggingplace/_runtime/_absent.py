# Copied from overlays/python/runtime/_absent.py; edit it there.
"""Arguments that were not given, apart from those that are None."""

from __future__ import annotations

from typing import Final, Literal, TypeGuard, TypeVar

__all__ = ["NOT_GIVEN", "NotGiven", "Omit", "is_given", "not_given", "omit"]

T = TypeVar("T")


class Omit:
    """The type of `omit`: an argument that is left out of the request, while None is sent as null."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


class NotGiven:
    """The type of `not_given`: an option for which the client's own value holds, while None may mean something."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "NOT_GIVEN"


omit: Final = Omit()
"""Leaves an argument out of the request, as if it had not been written; None is sent as null instead."""
NOT_GIVEN: Final = NotGiven()
"""Stands for an option that was not given: the client's own value holds."""
not_given: Final = NOT_GIVEN
"""The same, as it is written in calls."""


def is_given(value: T | Omit | NotGiven) -> TypeGuard[T]:
    """Whether a value was given."""
    return value.__class__ is not Omit and value.__class__ is not NotGiven
