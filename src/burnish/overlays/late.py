"""Annotations of generated models that refer to hand-written classes: as text, which Pydantic reads later."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

__all__ = ["late", "names_in", "quoted", "stand_in"]


def stand_in(name: str) -> str:
    """The name under which generated models refer to a hand-written class: its own is that of the generated one."""
    return f"_{name}"


def late(node: ast.expr, names: Collection[str]) -> str:
    """An annotation as text that is read late, the names in it replaced by their stand-ins.

    What `Annotated` adds stays outside the quotes.
    """
    match node:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *metadata])):
            inner = [late(first, names), *(ast.unparse(item) for item in metadata)]
            return f"Annotated[{', '.join(inner)}]"
        case _:
            whole = text_of(node) or node
            for name in found_names(whole):
                name.id = stand_in(name.id) if name.id in names else name.id
            return ast.unparse(ast.Constant(ast.unparse(whole)))


def names_in(node: ast.expr) -> set[str]:
    """The names in an annotation, those in quoted parts included."""
    inner = (name for text in quoted(node) for name in names_in(text))
    return {*(name.id for name in found_names(node)), *inner}


def quoted(node: ast.expr) -> Iterator[ast.expr]:
    """The quoted parts of an annotation, read."""
    for item in type_parts(node):
        text = text_of(item)
        if text is not None:
            yield text


def found_names(node: ast.expr) -> Iterator[ast.Name]:
    """The names in an annotation outside quotes."""
    return (item for item in type_parts(node) if isinstance(item, ast.Name))


def type_parts(node: ast.AST) -> Iterator[ast.expr]:
    """The parts of an annotation that stand for types; text in `Literal` and in calls is data."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
        yield node.value
        return
    if isinstance(node, ast.Call):
        yield from type_parts(node.func)
        return
    if isinstance(node, ast.expr):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from type_parts(child)


def text_of(node: ast.expr) -> ast.expr | None:
    """A quoted annotation as an expression."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return None
    try:
        return ast.parse(node.value, mode="eval").body
    except (SyntaxError, ValueError):
        return None
