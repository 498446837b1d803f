"""Walking types."""

from __future__ import annotations

from collections.abc import Iterator

from burnish.ir import AnyOf, ListOf, MapOf, Nullable, TupleOf, Type

__all__ = ["inner_types"]


def inner_types(type_: Type) -> Iterator[Type]:
    """A type and all types inside it, declarations not entered."""
    pending = [type_]
    while pending:
        found = pending.pop()
        yield found
        match found:
            case ListOf(item=inner) | MapOf(value=inner) | Nullable(inner=inner):
                pending.append(inner)
            case TupleOf(items=items, rest=rest):
                pending.extend((*items, *((rest,) if rest is not None else ())))
            case AnyOf(variants=variants):
                pending.extend(variants)
            case _:
                pass
