# Copied from overlays/python/runtime/_lenient.py; edit it there.
"""Answers that break the description: what fits is typed, the rest is kept as it came.

Loaded with the first such answer, by what reads all of them (`_decode`).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Union, cast, get_args, get_origin

from pydantic import AliasChoices, AliasPath, BaseModel as PydanticModel, ValidationError
from pydantic_core import PydanticUndefined

from ._decode import adapter, invalid, parsed

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["mended"]

MISSING: Any = object()
"""What stands for a value that is not there; None is one."""


def mended(
    type_: Any,
    raw: bytes,
    error: ValueError,
    *,
    strict: bool,
    drift: Callable[[str, str], None] | None,
    status: int | None,
) -> Any:
    """The value of a body that `error` says is not of the type, as near to the type as it can be.

    `drift` is told of every mismatch, as JSON pointer and reason.

    Raises:
        APIResponseValidationError: the body is not JSON, or the client is `strict`.
    """
    if not isinstance(error, ValidationError):
        raise error
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    if strict or any(problem["type"] == "json_invalid" for problem in problems):
        raise invalid(raw, problems[0]["msg"], status)
    for problem in problems:
        if drift is not None:
            pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in problem["loc"])
            drift(pointer, problem["msg"])
    return construct(type_, parsed(raw))


def construct(type_: Any, value: Any) -> Any:
    """The value as the type as far as it fits, and as it came where it does not."""
    type_ = bare(type_)
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


def bare(type_: Any) -> Any:
    """A type without `Annotated`, and the type that a named alias stands for."""
    while True:
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            return type_


def construct_model(model: type[PydanticModel], value: Mapping[str, Any]) -> PydanticModel:
    """A model whose fields are built one by one; required ones that are missing are None."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    fields: dict[str, Any] = {}
    given: set[str] = set()
    used: set[str] = set()
    for name, info in model.model_fields.items():
        wire, found = member(value, name, info)
        if found is MISSING:
            fields[name] = None if info.is_required() else info.get_default(call_default_factory=True)
        else:
            fields[name] = construct(info.annotation, found)
            given.add(name)
            used.add(wire)
    extra = {key: item for key, item in value.items() if key not in used}
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", given | set(extra))
    object.__setattr__(made, "__pydantic_extra__", extra)
    object.__setattr__(made, "__pydantic_private__", None)
    if model.__pydantic_post_init__:
        made.model_post_init(None)
    return made


def member(value: Mapping[str, Any], name: str, info: FieldInfo) -> tuple[str, Any]:
    """The member of an object that a field is read from, and what the field is there; `MISSING` where there is none."""
    alias = info.validation_alias or name
    if isinstance(alias, str):
        return alias, value.get(alias, MISSING)
    for choice in alias.choices if isinstance(alias, AliasChoices) else (alias,):
        path = AliasPath(choice) if isinstance(choice, str) else choice
        found: Any = path.search_dict_for_path(cast("dict[str, Any]", value))  # pyright: ignore[reportUnknownMemberType]  # pydantic's dict has no arguments
        if found is not PydanticUndefined:
            return cast("str", path.path[0]), found
    return name, MISSING


def construct_union(variants: tuple[Any, ...], value: Any) -> Any:
    """The value as the only variant, as the first that takes it, or as the model that has most of its fields."""
    if value is None:
        return None
    some = [variant for variant in variants if variant is not type(None)]
    if len(some) == 1:
        return construct(some[0], value)
    for variant in variants:
        found = validated(variant, value, fallback=MISSING)
        if found is not MISSING:
            return found
    if isinstance(value, dict):
        models = [v for v in map(bare, variants) if isinstance(v, type) and issubclass(v, PydanticModel)]
        if models:
            keys = set(cast("dict[str, Any]", value))
            best = max(models, key=lambda model: len(keys & {f.alias or n for n, f in model.model_fields.items()}))
            return construct_model(best, cast("dict[str, Any]", value))
    return cast("Any", value)


def validated(type_: Any, value: Any, *, fallback: Any) -> Any:
    """The value as the type if it validates, else the fallback."""
    try:
        return adapter(type_).validate_python(value)
    except (ValidationError, TypeError):
        return fallback
