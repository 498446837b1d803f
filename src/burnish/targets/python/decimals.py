"""Answers with decimals that travel as numbers: what reads them must look at the digits as they are written."""

from __future__ import annotations

from collections.abc import Iterable

from burnish.ir import Api, DeclarationId, Ref, Scalar, ScalarKind, Type, declared_types, walk

__all__ = ["decimal_holders", "holds_decimal"]


def decimal_holders(api: Api) -> frozenset[DeclarationId]:
    """The declarations that have such a decimal, themselves or in what they refer to."""
    inner = {
        id_: [found for type_ in declared_types(declaration) for found in walk(type_)]
        for id_, declaration in api.declarations.items()
    }
    holders = {id_ for id_, types in inner.items() if any(map(is_decimal, types))}
    users: dict[DeclarationId, set[DeclarationId]] = {}
    for id_, types in inner.items():
        for type_ in types:
            if isinstance(type_, Ref):
                users.setdefault(type_.target, set()).add(id_)
    pending = sorted(holders)
    while pending:
        more = users.get(pending.pop(), set()) - holders
        holders |= more
        pending += sorted(more)
    return frozenset(holders)


def holds_decimal(types: Iterable[Type], holders: frozenset[DeclarationId]) -> bool:
    """Whether one of these types has such a decimal."""
    inner = (found for type_ in types for found in walk(type_))
    return any(is_decimal(found) or (isinstance(found, Ref) and found.target in holders) for found in inner)


def is_decimal(type_: Type) -> bool:
    """Whether a type is a decimal that is written as a number; others are texts, of which no digit is lost."""
    return isinstance(type_, Scalar) and type_.kind is ScalarKind.DECIMAL and type_.format == "number"
