"""Pydantic under one set of names; only Pydantic 2 is supported."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, TypeVar, cast

import pydantic
from pydantic.fields import FieldInfo

from ._types import IncEx, StrBytesIntFloat

__all__ = [
    "PYDANTIC_V1", "PYDANTIC_V2", "ConfigDict", "GenericModel", "cached_property", "field_get_default",
    "field_outer_type", "field_required", "get_args", "get_model_config", "get_model_fields", "get_origin",
    "is_literal_type", "is_typeddict", "is_union", "lru_cache", "model_copy", "model_dump", "model_json",
    "model_parse", "parse_date", "parse_datetime", "parse_obj", "typed_cached_property",
]  # fmt: skip

from ._utils._reflection import lru_cache
from ._utils._typing import get_args, get_origin, is_literal_type, is_typeddict, is_union

_ModelT = TypeVar("_ModelT", bound=pydantic.BaseModel)

PYDANTIC_V1 = False
PYDANTIC_V2 = True
ConfigDict = pydantic.ConfigDict
GenericModel = pydantic.BaseModel
typed_cached_property = cached_property


def parse_date(value: date | StrBytesIntFloat) -> date:
    """Read a date as Pydantic 1 did; see `_utils`."""
    from ._utils._datetime_parse import parse_date as read

    return read(value)


def parse_datetime(value: datetime | StrBytesIntFloat) -> datetime:
    """Read a date-time as Pydantic 1 did; see `_utils`."""
    from ._utils._datetime_parse import parse_datetime as read

    return read(value)


def field_required(field: FieldInfo) -> bool:
    """Whether a field has no default."""
    return field.is_required()


def field_get_default(field: FieldInfo) -> Any:
    """A field's default; None where there is none."""
    value = field.get_default()
    return None if value is pydantic.fields.PydanticUndefined else value  # pyright: ignore[reportPrivateImportUsage]  # it has no other home


def field_outer_type(field: FieldInfo) -> Any:
    """A field's type."""
    return field.annotation


def get_model_config(model: type[pydantic.BaseModel]) -> Any:
    """A model's configuration."""
    return model.model_config


def get_model_fields(model: type[pydantic.BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by Python name."""
    return dict(model.model_fields)


def model_copy(model: _ModelT, *, deep: bool = False) -> _ModelT:
    """A copy of a model."""
    return model.model_copy(deep=deep)


def model_json(model: pydantic.BaseModel, *, indent: int | None = None) -> str:
    """A model as JSON."""
    return model.model_dump_json(indent=indent)


def model_dump(
    model: pydantic.BaseModel,
    *,
    exclude: IncEx | None = None,
    exclude_unset: bool = False,
    exclude_defaults: bool = False,
    warnings: bool = True,
    mode: Literal["json", "python"] = "python",
    by_alias: bool | None = None,
) -> dict[str, Any]:
    """A model as plain values."""
    return model.model_dump(
        mode=mode,
        exclude=cast("Any", exclude),
        exclude_unset=exclude_unset,
        exclude_defaults=exclude_defaults,
        warnings=warnings,
        by_alias=bool(by_alias),
    )


def model_parse(model: type[_ModelT], data: Any) -> _ModelT:
    """Validate data as a model."""
    return model.model_validate(data)


def parse_obj(model: type[_ModelT], value: object) -> _ModelT:
    """Validate a value as a model."""
    return model.model_validate(value)
