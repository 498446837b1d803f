# Copied from overlays/python/runtime/_models.py; edit it there.
"""The base of all models, and unions that are told apart by a property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast, get_args

import pydantic
from pydantic import ConfigDict
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

__all__ = ["BaseModel", "Tagged"]


class BaseModel(pydantic.BaseModel):
    """A value of the API.

    Fields that the description does not know are kept (`model_extra`). Constructors take Python names and wire names.
    """

    model_config = ConfigDict(
        extra="allow",
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
        protected_namespaces=(),
        allow_inf_nan=False,
    )

    @property
    def _request_id(self) -> str | None:
        """The id that the server gave the request that this is the answer of; None for values inside answers."""
        return cast("str | None", self.__dict__.get("_burnish_request_id"))

    def to_dict(self, *, mode: str = "json", exclude_unset: bool = True) -> dict[str, Any]:
        """Give the value with wire names; by default only fields that were sent."""
        return self.model_dump(mode=mode, by_alias=True, exclude_unset=exclude_unset)

    def to_json(self, *, indent: int | None = 2, exclude_unset: bool = True) -> str:
        """Give the value as JSON text with wire names."""
        return self.model_dump_json(indent=indent, by_alias=True, exclude_unset=exclude_unset)


class Tagged:
    """Tells the variants of a union apart by a property: metadata for `Annotated`.

    `tags` lists the property's values for each variant, in the union's order. A value that no variant has is kept as
    it came, so that a server may add variants.
    """

    def __init__(self, discriminator: str, tags: Sequence[Sequence[str]]) -> None:
        self._discriminator = discriminator
        self._tags = tags

    def _unknown(self, value: dict[str, Any]) -> dict[str, Any]:
        """Keep a value that no variant has; one that a variant has, and breaks, is for the caller to know of."""
        if any(value.get(self._discriminator) in tags for tags in self._tags):
            raise PydanticCustomError("broken_variant", "the value breaks its own variant")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        variants = [variant for variant in get_args(source) if variant is not type(None)]
        if len(variants) != len(self._tags):
            return handler(source)
        schemas = [handler.generate_schema(variant) for variant in variants]
        choices: dict[Any, core_schema.CoreSchema] = {
            tag: schema for tags, schema in zip(self._tags, schemas, strict=True) for tag in tags
        }
        known = core_schema.tagged_union_schema(choices, discriminator=self._discriminator)
        models = core_schema.union_schema([*schemas])
        unknown = core_schema.no_info_after_validator_function(
            self._unknown, core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema())
        )
        return core_schema.union_schema([known, models, unknown], mode="left_to_right")
