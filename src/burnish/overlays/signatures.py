"""Whether calls and overrides fit the signature of a function, as far as its text tells."""

from __future__ import annotations

import ast

from msgspec import Struct

from .modules import Function

__all__ = ["Signature", "call_problem", "override_problem", "signature_of"]


class Signature(Struct, frozen=True):
    """Parameters of a function without `self`; each with whether it must be given."""

    text: str
    positional: tuple[tuple[str, bool], ...]
    keyword: tuple[tuple[str, bool], ...]
    positional_only: int
    any_positional: bool
    any_keyword: bool

    @property
    def names(self) -> dict[str, bool]:
        """Parameters that can be given by name."""
        return dict((*self.positional[self.positional_only :], *self.keyword))


def signature_of(function: Function, *, bound: bool) -> Signature:
    """Read a signature; the first parameter of a `bound` method is left out."""
    arguments = function.args
    ordered = [*arguments.posonlyargs, *arguments.args]
    required = len(ordered) - len(arguments.defaults)
    positional = [(arg.arg, index < required) for index, arg in enumerate(ordered)]
    keyword = [
        (arg.arg, default is None) for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    skipped = 1 if bound and positional else 0
    return Signature(
        f"{function.name}({brief(arguments, skipped)})",
        tuple(positional[skipped:]),
        tuple(keyword),
        max(0, len(arguments.posonlyargs) - skipped),
        arguments.vararg is not None,
        arguments.kwarg is not None,
    )


def brief(arguments: ast.arguments, skipped: int) -> str:
    """The parameters that must be given, and that there are others."""
    ordered = [*arguments.posonlyargs, *arguments.args]
    required = [arg.arg for arg in ordered[skipped : len(ordered) - len(arguments.defaults)]]
    named = [
        arg.arg for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
    ]
    given = len(required) + len(named) + skipped
    more = given < len(ordered) + len(arguments.kwonlyargs) or arguments.vararg or arguments.kwarg
    shown = [*required, *([f"{name}=..." for name in named]), *(["..."] if more else [])]
    return ", ".join(shown)


def call_problem(call: ast.Call, wanted: Signature) -> str | None:
    """Why a call does not fit; None if it does, or unpacks what nobody knows."""
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(item.arg is None for item in call.keywords):
        return None
    named = {item.arg for item in call.keywords if item.arg is not None}
    places = [name for name, _ in wanted.positional]
    if len(call.args) > len(places) and not wanted.any_positional:
        return f"it takes {len(places)} positional arguments, and {len(call.args)} are given"
    unknown = sorted(named - wanted.names.keys())
    if unknown and not wanted.any_keyword:
        return f'it has no parameter "{unknown[0]}"'
    filled = {*places[: len(call.args)], *named}
    lacking = [name for name, must in (*wanted.positional, *wanted.keyword) if must and name not in filled]
    return f'"{lacking[0]}" is not given' if lacking else None


def override_problem(mine: Signature, wanted: Signature) -> str | None:
    """Why a method cannot stand in for another; None if it can."""
    if not mine.any_positional:
        for (name, _), (other, _) in zip(wanted.positional, mine.positional, strict=False):
            if name != other and not mine.any_keyword:
                return f'the parameter "{name}" is "{other}" here'
        if len(mine.positional) < len(wanted.positional) and not mine.any_keyword:
            return f'the parameter "{wanted.positional[len(mine.positional)][0]}" is missing'
    missing = [name for name, _ in wanted.keyword if name not in mine.names]
    if missing and not mine.any_keyword:
        return f'the parameter "{missing[0]}" is missing'
    offered = dict((*wanted.positional, *wanted.keyword))
    demanded = [name for name, must in (*mine.positional, *mine.keyword) if must and not offered.get(name, False)]
    return f'"{demanded[0]}" must be given here, and need not there' if demanded else None
