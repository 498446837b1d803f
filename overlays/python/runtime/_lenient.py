"""Answers that break the description: what fits is typed, the rest is kept as it came.

Loaded with the first such answer, by what reads all of them (`_decode`).
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin

from pydantic import AliasChoices, AliasPath, BaseModel as PydanticModel, ValidationError
from pydantic_core import PydanticUndefined

from ._decode import adapter, decode, invalid, parsed

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["construct", "mended", "pointer", "repaired", "tell_unlisted"]

Path: TypeAlias = tuple[str | int, ...]
"""Members and indexes that lead to a value."""
Tell: TypeAlias = Callable[[str, str], None]
"""Told of a mismatch, by JSON pointer and reason."""
BYTE_ORDER_MARK = re.compile(rb"\A(?:\xef\xbb\xbf)+")
"""What JSON texts must not begin with, and readers may pass over (RFC 8259, section 8.1), however often it is there."""
LEAP_SECOND = re.compile(rb'("\d{4}-\d\d-\d\d[Tt]\d\d:\d\d):60((?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")')
"""A date-time at the second that Python has no name for (RFC 3339, section 5.7): it is read as the one before."""
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
    if (sound := repaired(raw)) != raw:
        return decode(type_, sound, strict=strict, drift=drift, status=status)
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    if any(problem["type"] == "json_invalid" for problem in problems):
        raise invalid(raw, problems[0]["msg"], status)
    found: list[tuple[str, str]] = []
    value = construct(type_, parsed(raw), "", lambda at, reason: found.append((at, reason)))
    found = found or [(pointer(problem["loc"]), problem["msg"]) for problem in problems]
    if drift is not None:
        told = {at for at, _ in found}
        tell_unlisted(type_, value, "", lambda at, reason: None if at in told else found.append((at, reason)))
    if strict:
        at, reason = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise invalid(raw, f"at `{at}`: {reason}{more}", status)
    if drift is not None:
        for at, reason in found:
            drift(at, reason)
    return value


def repaired(raw: bytes) -> bytes:
    """A body without a byte order mark, and with leap seconds as the seconds before them."""
    return LEAP_SECOND.sub(rb"\1:59\2", BYTE_ORDER_MARK.sub(b"", raw))


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901, section 3)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def construct(type_: Any, value: Any, at: str, tell: Tell) -> Any:
    """The value as the type as far as it fits, and as it came where it does not: of that `tell` is told."""
    if get_origin(type_) is Annotated and (fitting := validated(type_, value)) is not MISSING:
        return fitting
    type_ = bare(type_)
    if isinstance(type_, type) and issubclass(type_, PydanticModel) and isinstance(value, Mapping):
        return construct_model(type_, cast("Mapping[str, Any]", value), at, tell)
    origin = get_origin(type_)
    if origin is list and isinstance(value, list):
        (item,) = get_args(type_)
        items = enumerate(cast("Sequence[Any]", value))
        return [construct(item, inner, f"{at}/{index}", tell) for index, inner in items]
    if origin is dict and isinstance(value, dict):
        item = get_args(type_)[1]
        members = cast("dict[str, Any]", value).items()
        return {key: construct(item, inner, at + pointer((key,)), tell) for key, inner in members}
    if origin in (Union, types.UnionType):
        return construct_union(get_args(type_), value, at, tell)
    return construct_value(type_, value, at, tell)


def construct_value(type_: Any, value: Any, at: str, tell: Tell) -> Any:
    """A single value, as it came where it is not of the type."""
    try:
        return adapter(type_).validate_python(value)
    except ValidationError as error:
        tell(at, error.errors(include_url=False, include_input=False, include_context=False)[0]["msg"])
        return value


def bare(type_: Any) -> Any:
    """A type without `Annotated`, and the type that a named alias stands for."""
    while True:
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            return type_


def construct_model(model: type[PydanticModel], value: Mapping[str, Any], at: str, tell: Tell) -> PydanticModel:
    """A model whose fields are built one by one; required ones that are missing are None."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    fields: dict[str, Any] = {}
    given: set[str] = set()
    used: set[str | int] = set()
    for name, info in model.model_fields.items():
        path, found = member(value, name, info)
        here = at + pointer(path)
        if found is MISSING:
            if info.is_required():
                tell(here, "Field required")
            fields[name] = None if info.is_required() else info.get_default(call_default_factory=True)
        else:
            fields[name] = construct(annotation_of(info), found, here, tell)
            given.add(name)
            used.add(path[0])
    extra = {key: item for key, item in value.items() if key not in used}
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", given | set(extra))
    object.__setattr__(made, "__pydantic_extra__", extra)
    object.__setattr__(made, "__pydantic_private__", None)
    if model.__pydantic_post_init__:
        made.model_post_init(None)
    return made


def member(value: Mapping[str, Any], name: str, info: FieldInfo) -> tuple[Path, Any]:
    """The path that a field is read from in an object, and what the field is there; `MISSING` where there is none."""
    alias = info.validation_alias or name
    if isinstance(alias, str):
        return (alias,), value.get(alias, MISSING)
    for choice in alias.choices if isinstance(alias, AliasChoices) else (alias,):
        path = AliasPath(choice) if isinstance(choice, str) else choice
        found: Any = path.search_dict_for_path(cast("dict[str, Any]", value))  # pyright: ignore[reportUnknownMemberType]  # pydantic's dict has no arguments
        if found is not PydanticUndefined:
            return tuple(path.path), found
    return (name,), MISSING


def annotation_of(info: FieldInfo) -> Any:
    """The type of a field, with what tells the variants of a union apart: pydantic keeps that aside."""
    annotation: Any = info.annotation
    for metadata in info.metadata:
        annotation = Annotated[annotation, metadata]
    return annotation


def construct_union(variants: tuple[Any, ...], value: Any, at: str, tell: Tell) -> Any:
    """The value as the only variant, as the first that takes it, or as the model that has most of its fields."""
    if value is None:
        return None
    some = [variant for variant in variants if variant is not type(None)]
    if len(some) == 1:
        return construct(some[0], value, at, tell)
    for variant in variants:
        found = validated(variant, value)
        if found is not MISSING:
            return found
    if isinstance(value, dict):
        models = [v for v in map(bare, variants) if isinstance(v, type) and issubclass(v, PydanticModel)]
        if models:
            keys = set(cast("dict[str, Any]", value))
            best = max(models, key=lambda model: len(keys & {f.alias or n for n, f in model.model_fields.items()}))
            return construct_model(best, cast("dict[str, Any]", value), at, tell)
    tell(at, "the value is of none of the types that it may have")
    return cast("Any", value)


def tell_unlisted(type_: Any, value: Any, at: str, tell: Tell) -> None:
    """Tell of the values inside one of the type that no enumeration lists and no variant is, and that are kept."""
    type_ = bare(type_)
    if isinstance(value, PydanticModel):
        for name, info in type(value).model_fields.items():
            tell_unlisted(info.annotation, value.__dict__.get(name), at + pointer(path_of(name, info)), tell)
        return
    variants = [bare(each) for each in get_args(type_)] if get_origin(type_) in (Union, types.UnionType) else [type_]
    if isinstance(value, str | int):
        listed = [each for variant in variants if get_origin(variant) is Literal for each in get_args(variant)]
        if listed and value not in listed:
            tell(at, "Input is none of the values that are listed")
    if isinstance(value, dict) and any(map(is_model, variants)):
        tell(at, "Input is none of the variants that are described")
        return
    for variant in variants:
        for key, inner in members_of(variant, value):
            tell_unlisted(get_args(variant)[-1], inner, at + pointer((key,)), tell)


def path_of(name: str, info: FieldInfo) -> Path:
    """The path that a field is read from, the first where there are several."""
    alias = info.validation_alias or name
    first = alias.choices[0] if isinstance(alias, AliasChoices) else alias
    return (first,) if isinstance(first, str) else tuple(first.path)


def is_model(type_: Any) -> bool:
    """Whether a type is a model."""
    return isinstance(type_, type) and issubclass(type_, PydanticModel)


def members_of(type_: Any, value: Any) -> Iterable[tuple[str | int, Any]]:
    """The items of a list or map by index or name, where the type is that of one."""
    origin = get_origin(type_)
    if origin is list and isinstance(value, list):
        return enumerate(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]  # whatever it holds
    if origin is dict and isinstance(value, dict):
        return cast("dict[str, Any]", value).items()
    return ()


def validated(type_: Any, value: Any) -> Any:
    """The value as the type if it validates, else `MISSING`."""
    try:
        return adapter(type_).validate_python(value)
    except (ValidationError, TypeError):
        return MISSING
