# Copied from overlays/python/runtime/_lenient.py; edit it there.
"""Building values from answers that break the description: what fits is typed, the rest is kept as it came."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel as PydanticModel, TypeAdapter, ValidationError

__all__ = ["construct"]


def construct(type_: Any, value: Any) -> Any:
    """A value as near to a type as it can be."""
    type_ = unwrapped(type_)
    if isinstance(type_, type) and issubclass(type_, PydanticModel) and isinstance(value, Mapping):
        return construct_model(type_, cast("Mapping[str, Any]", value))
    origin = get_origin(type_)
    if origin is list and isinstance(value, list):
        (item,) = get_args(type_)
        return [construct(item, inner) for inner in cast("Sequence[Any]", value)]
    if origin is dict and isinstance(value, dict):
        item = get_args(type_)[1]
        made: dict[str, Any] = {key: construct(item, inner) for key, inner in cast("dict[str, Any]", value).items()}
        return made
    if origin in (Union, types.UnionType):
        return construct_union(get_args(type_), value)
    return validated(type_, value, fallback=value)


def unwrapped(type_: Any) -> Any:
    """A type without metadata and without the name of its alias."""
    while True:
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            return type_


def construct_model(model: type[PydanticModel], value: Mapping[str, Any]) -> PydanticModel:
    """A model whose fields are built one by one; missing ones are None."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    fields: dict[str, Any] = {}
    given: set[str] = set()
    used: set[str] = set()
    for name, info in model.model_fields.items():
        wire = info.alias or name
        if wire in value:
            fields[name] = construct(info.annotation, value[wire])
            given.add(name)
            used.add(wire)
        else:
            fields[name] = None if info.is_required() else info.get_default(call_default_factory=True)
    extra = {key: item for key, item in value.items() if key not in used}
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", given | set(extra))
    object.__setattr__(made, "__pydantic_extra__", extra)
    object.__setattr__(made, "__pydantic_private__", None)
    if model.__pydantic_post_init__:
        made.model_post_init(None)
    return made


def construct_union(variants: tuple[Any, ...], value: Any) -> Any:
    """The first variant that takes the value; else the only one, or the model that knows most of its fields."""
    if value is None:
        return None
    some = [variant for variant in variants if variant is not type(None)]
    if len(some) == 1:
        return construct(some[0], value)
    missing = object()
    for variant in variants:
        found = validated(variant, value, fallback=missing)
        if found is not missing:
            return found
    if isinstance(value, dict):
        models = [v for v in map(unwrapped, variants) if isinstance(v, type) and issubclass(v, PydanticModel)]
        if models:
            keys = set(cast("dict[str, Any]", value))
            best = max(models, key=lambda model: len(keys & {f.alias or n for n, f in model.model_fields.items()}))
            return construct_model(best, cast("dict[str, Any]", value))
    return cast("Any", value)


def validated(type_: Any, value: Any, *, fallback: Any) -> Any:
    """The value as the type, if it validates."""
    try:
        return TypeAdapter(type_).validate_python(value)
    except (ValidationError, TypeError):
        return fallback
