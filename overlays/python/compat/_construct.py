"""Values built without validation: what fits a type is made one, the rest is kept as it came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

import pydantic
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from ._utils._datetime_parse import parse_date, parse_datetime
from ._utils._transform import PropertyInfo
from ._utils._typing import get_args, get_origin, is_annotated_type, is_literal_type, is_type_alias_type, is_union

__all__ = ["DISCRIMINATOR_CACHE", "build", "construct_model", "construct_type", "is_basemodel", "is_basemodel_type"]

P = ParamSpec("P")
ModelT = TypeVar("ModelT", bound=pydantic.BaseModel)
LARGEST_EXACT = 2**53
"""The largest whole number below which every one is a float too."""

DISCRIMINATOR_CACHE: WeakKeyDictionary[type, Discriminator] = WeakKeyDictionary()
"""What tells the variants of a union apart, by union."""


class Discriminator:
    """The property that tells variants apart, on the wire, and the variant of each value."""

    def __init__(self, *, field: str, alias: str | None, mapping: Mapping[object, type]) -> None:
        self.field_name = field
        self.field_alias_from = alias
        self.mapping = mapping


def build(base_model_cls: Callable[P, ModelT], *args: P.args, **kwargs: P.kwargs) -> ModelT:
    """Make a model of keyword arguments, without validation.

    Raises:
        TypeError: there are positional arguments.
    """
    if args:
        raise TypeError(f"Received {len(args)} positional arguments, but only keyword arguments are supported")
    return cast("ModelT", construct_type(type_=base_model_cls, value=kwargs))


def construct_type(*, value: object, type_: object, metadata: list[Any] | None = None) -> object:
    """A value as near to a type as it can be."""
    while is_type_alias_type(type_):
        type_ = cast("Any", type_).__value__
    found: tuple[Any, ...] = tuple(metadata or ())
    if is_annotated_type(cast("type", type_)):
        type_, *more = get_args(type_)
        found = (*more, *found)
    origin = get_origin(type_) or type_
    given: Any = value
    if is_union(origin):
        return _construct_union(type_, value, found)
    if origin is dict and isinstance(value, Mapping):
        _, item = get_args(type_) or (Any, Any)
        members = cast("Mapping[Any, Any]", value)
        made: dict[Any, object] = {key: construct_type(value=each, type_=item) for key, each in members.items()}
        return made
    if origin is list and isinstance(value, list) and get_args(type_):
        (item,) = get_args(type_)
        return [construct_type(value=each, type_=item) for each in cast("list[object]", value)]
    if isinstance(origin, type) and issubclass(origin, pydantic.BaseModel):
        return _construct_models(cast("type[pydantic.BaseModel]", type_), given)
    return _construct_scalar(cast("Any", origin), given)


def _construct_models(model: type[pydantic.BaseModel], value: object) -> object:
    """A model, or a list of models where a list came."""
    if isinstance(value, list):
        return [_construct_models(model, each) for each in cast("list[object]", value)]
    if not isinstance(value, Mapping):
        return value
    return construct_model(model, cast("Mapping[str, Any]", value))


def _construct_scalar(type_: object, value: object) -> object:
    """A number or a time that JSON cannot tell apart from another."""
    if type_ is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value) if abs(value) <= LARGEST_EXACT else value
    try:
        if type_ is datetime:
            return parse_datetime(cast("Any", value))
        if type_ is date:
            return parse_date(cast("Any", value))
    except (ValueError, TypeError):
        return value
    return value


def _construct_union(type_: Any, value: object, metadata: tuple[Any, ...]) -> object:
    """The variant that takes a value; else the one its discriminator names, else the first that can hold it."""
    try:
        return TypeAdapter(type_).validate_python(value, strict=None)
    except pydantic.ValidationError:
        pass
    variants = get_args(type_)
    details = _discriminator(type_, variants, metadata)
    if details is not None and isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        tag = members.get(details.field_alias_from or details.field_name)
        variant = details.mapping.get(tag) if isinstance(tag, str) else None
        if variant is not None:
            return construct_type(type_=variant, value=members)
    given = cast("Any", value)
    for variant in variants:
        made = construct_type(value=given, type_=variant)
        if made is not given:
            return made
    return given


def _discriminator(union: Any, variants: tuple[type, ...], metadata: tuple[Any, ...]) -> Discriminator | None:
    """What tells a union's variants apart; None where nothing is said, or it says nothing."""
    cached = DISCRIMINATOR_CACHE.get(union)
    if cached is not None:
        return cached
    name = next((each.discriminator for each in metadata if isinstance(each, PropertyInfo)), None)
    if name is None:
        return None
    mapping: dict[object, type] = {}
    alias: str | None = None
    for variant in _flat(variants):
        field = variant.model_fields.get(name) if is_basemodel_type(variant) else None
        if field is None:
            continue
        alias = field.alias or alias
        mapping |= dict.fromkeys(_tags(field), cast("type", variant))
    if not mapping:
        return None
    made = Discriminator(field=name, alias=alias, mapping=mapping)
    DISCRIMINATOR_CACHE[union] = made
    with suppress(AttributeError):  # a union that is written with `|` takes no attributes
        union.__discriminator__ = made
    return made


def _flat(variants: tuple[Any, ...]) -> list[Any]:
    """Variants without metadata, those of unions within unions too."""
    found: list[Any] = []
    for variant in variants:
        inner = get_args(variant)[0] if is_annotated_type(variant) else variant
        found += _flat(get_args(inner)) if is_union(get_origin(inner)) else [inner]
    return found


def _tags(field: FieldInfo) -> tuple[object, ...]:
    """The literal texts that a field may have."""
    annotation = cast("type", field.annotation)
    return tuple(tag for tag in get_args(annotation) if isinstance(tag, str)) if is_literal_type(annotation) else ()


def construct_model(model: type[ModelT], values: Mapping[str, Any], given: set[str] | None = None) -> ModelT:
    """A model whose fields are built one by one; a missing one has its default, or None."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    fields: dict[str, Any] = {}
    found: set[str] = set()
    used: set[str] = set()
    for name, field in model.model_fields.items():
        key = field.alias if field.alias is not None and field.alias in values else name
        used.add(key)
        if key in values:
            fields[name] = construct_type(value=values[key], type_=field.annotation, metadata=list(field.metadata))
            found.add(name)
        else:
            fields[name] = None if field.is_required() else field.get_default(call_default_factory=True)
    extra_type = _extra_type(model)
    extra = {
        key: value if extra_type is None else construct_type(value=value, type_=extra_type)
        for key, value in values.items()
        if key not in used
    }
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", found | set(extra) if given is None else given)
    object.__setattr__(made, "__pydantic_extra__", extra)
    object.__setattr__(made, "__pydantic_private__", None)
    if model.__pydantic_post_init__:
        made.model_post_init(None)
    return made


def _extra_type(model: type[pydantic.BaseModel]) -> Any:
    """The type that a model gives to fields it does not name; None for any."""
    schema = cast("Mapping[str, Any]", model.__pydantic_core_schema__)
    while "extras_schema" not in schema and isinstance(schema.get("schema"), Mapping):
        schema = schema["schema"]
    extras = cast("Mapping[str, Any]", schema.get("extras_schema") or {})
    return extras.get("cls")


def is_basemodel_type(type_: Any) -> bool:
    """Whether a type is a model."""
    origin = get_origin(type_) or type_
    return isinstance(origin, type) and issubclass(origin, pydantic.BaseModel)


def is_basemodel(type_: Any) -> bool:
    """Whether a type is a model, or a union with one."""
    if is_annotated_type(type_):
        type_ = get_args(type_)[0]
    if is_union(get_origin(type_)):
        return any(is_basemodel(variant) for variant in get_args(type_))
    return is_basemodel_type(type_)
