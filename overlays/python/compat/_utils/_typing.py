"""Questions about types at run time."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable as _Iterable, Sequence as _Sequence
from typing import Annotated, Any, Literal, Required, TypeVar, Union, cast, get_args, get_origin

import typing_extensions
from typing_extensions import TypeIs, is_typeddict

__all__ = [
    "extract_type_arg", "extract_type_var_from_base", "get_args", "get_origin", "is_annotated_type",
    "is_iterable_type", "is_list_type", "is_literal_type", "is_required_type", "is_sequence_type",
    "is_type_alias_type", "is_typeddict", "is_typevar", "is_union", "is_union_type", "strip_annotated_type",
]  # fmt: skip

ALIAS_TYPES: tuple[Any, ...] = tuple(
    {typing_extensions.TypeAliasType, getattr(typing, "TypeAliasType", typing_extensions.TypeAliasType)}
)


def is_union(kind: Any) -> bool:
    """Whether the origin of a type is that of unions, however they are written."""
    return kind is Union or kind is types.UnionType


def is_annotated_type(typ: type) -> bool:
    """Whether a type is `Annotated[...]`."""
    return get_origin(typ) is Annotated


def is_list_type(typ: type) -> bool:
    """Whether a type is a list."""
    return (get_origin(typ) or typ) is list


def is_sequence_type(typ: type) -> bool:
    """Whether a type is `Sequence`."""
    return (get_origin(typ) or typ) is _Sequence


def is_iterable_type(typ: type) -> bool:
    """Whether a type is `Iterable`."""
    return (get_origin(typ) or typ) is _Iterable


def is_union_type(typ: type) -> bool:
    """Whether a type is a union."""
    return is_union(get_origin(typ))


def is_literal_type(typ: type) -> bool:
    """Whether a type is `Literal[...]`."""
    return get_origin(typ) is Literal


def is_required_type(typ: type) -> bool:
    """Whether a type is `Required[...]`."""
    return get_origin(typ) is Required


def is_typevar(typ: type) -> bool:
    """Whether a type is a type variable."""
    return isinstance(cast("object", typ), TypeVar)


def is_type_alias_type(tp: Any, /) -> TypeIs[typing_extensions.TypeAliasType]:
    """Whether a type is an alias made by `type X = ...` or `TypeAliasType`."""
    return isinstance(tp, ALIAS_TYPES)


def strip_annotated_type(typ: type) -> type:
    """A type without `Required` and `Annotated` around it."""
    while is_required_type(typ) or is_annotated_type(typ):
        typ = cast("type", get_args(typ)[0])
    return typ


def extract_type_arg(typ: type, index: int) -> type:
    """A type's argument.

    Raises:
        RuntimeError: it has none at that place.
    """
    try:
        return cast("type", get_args(typ)[index])
    except IndexError:
        raise RuntimeError(f"Expected type {typ} to have a type argument at index {index} but it did not") from None


def extract_type_var_from_base(
    typ: type, *, generic_bases: tuple[type, ...], index: int, failure_message: str | None = None
) -> type:
    """What a class gives for a type variable of one of its generic bases.

    Args:
        typ: The class, parametrised or a subclass of what is.
        generic_bases: The bases whose variable is meant.
        index: Which of the base's variables.
        failure_message: What the error says.

    Raises:
        RuntimeError: it cannot be told.
    """
    origin = cast("Any", get_origin(typ) or typ)
    if origin in generic_bases:
        return extract_type_arg(typ, index)
    for base in getattr(origin, "__orig_bases__", ()):
        head = get_origin(base) or base
        if not (isinstance(head, type) and issubclass(head, generic_bases)):
            continue
        found = extract_type_var_from_base(base, generic_bases=generic_bases, index=index)
        return _substituted(found, typ, origin)
    raise RuntimeError(failure_message or f"Could not resolve inner type variable at index {index} for {typ}")


def _substituted(found: Any, typ: type, origin: Any) -> type:
    """A variable of a class replaced by what the class was given for it."""
    if not is_typevar(found):
        return cast("type", found)
    return extract_type_arg(typ, origin.__parameters__.index(found))
