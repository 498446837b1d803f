"""Parameters and results of functions, in one spelling."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from .modules import Assigned
from .spelling import ABSENT, Scope, Speller, last

__all__ = ["Parameter", "decorations", "parameters", "returned"]

Definitions = tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]


class Parameter(Struct, frozen=True):
    """A parameter: its name (with stars), and how it is passed, its default and its type as one text."""

    name: str
    shape: str


def decorations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The last names of a function's decorators."""
    return frozenset(last(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list)


def returned(definitions: Definitions, speller: Speller, scope: Scope) -> str:
    """What a function gives back: over its overloads when it has any; `async` in front when it must be awaited."""
    typed = [each for each in definitions if "overload" in decorations(each)] or [definitions[-1]]
    results = sorted({speller.spell(each.returns, scope) for each in typed})
    awaited = "async " if isinstance(definitions[-1], ast.AsyncFunctionDef) else ""
    return f"{awaited}{' or '.join(results)}"


def parameters(definitions: Definitions, speller: Speller, scope: Scope, *, bound: bool) -> Iterator[Parameter]:
    """The parameters of the last definition, which is the one that runs.

    Args:
        definitions: The overloads and the implementation.
        speller: Spells the types.
        scope: Where the function is written.
        bound: Whether the first parameter is the instance or the class, which a caller does not pass.
    """
    node = definitions[-1]
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    skipped = 1 if bound and "staticmethod" not in decorations(node) else 0
    for index, (each, default) in enumerate(zip(positional, [*defaults, *arguments.defaults], strict=True)):
        if index >= skipped:
            kind = "positional-only" if index < len(arguments.posonlyargs) else "positional"
            yield Parameter(each.arg, shape(kind, each, default, speller, scope))
    if arguments.vararg:
        yield Parameter(f"*{arguments.vararg.arg}", shape("rest", arguments.vararg, None, speller, scope))
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(each.arg, shape("keyword", each, default, speller, scope))
    if arguments.kwarg:
        yield Parameter(f"**{arguments.kwarg.arg}", shape("rest", arguments.kwarg, None, speller, scope))


def shape(kind: str, argument: ast.arg, default: ast.expr | None, speller: Speller, scope: Scope) -> str:
    """How a parameter is passed, its type, and its default."""
    spelled = speller.spell(argument.annotation, scope)
    typed = f"{kind} {spelled}".strip()
    if default is None:
        return typed
    return f"{typed} = {'...' if last(default) in ABSENT else ast.unparse(constant(default, speller, scope))}"


def constant(default: ast.expr, speller: Speller, scope: Scope) -> ast.expr:
    """A default, or what it stands for where it is the name of a constant of the package."""
    found = speller.find(default, scope)
    meaning = found.meaning if found is not None else None
    return meaning.value if isinstance(meaning, Assigned) and meaning.value is not None else default
