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
    """Base of the API's objects.

    Fields that the description does not know are kept in `model_extra`. Constructors take the names that fields have in
    Python and those that they have in the API.
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
        """The server's id of the request that this is the answer to; None for objects inside answers."""
        return cast("str | None", self.__dict__.get("_burnish_request_id"))

    def to_dict(self, *, mode: str = "json", exclude_unset: bool = True) -> dict[str, Any]:
        """The value as a dict with the API's names of fields.

        Args:
            mode: `json` for values as JSON has them (default), `python` to keep times, bytes and so on.
            exclude_unset: Whether to leave out fields that were neither received nor set (default True).
        """
        return self.model_dump(mode=mode, by_alias=True, exclude_unset=exclude_unset)

    def to_json(self, *, indent: int | None = 2, exclude_unset: bool = True) -> str:
        """The value as JSON text with the API's names of fields.

        Args:
            indent: Spaces by which each level is indented; None for a single line (default 2).
            exclude_unset: Whether to leave out fields that were neither received nor set (default True).
        """
        return self.model_dump_json(indent=indent, by_alias=True, exclude_unset=exclude_unset)


class Tagged:
    """Tells the variants of a union apart by a property: metadata for `Annotated`.

    `tags` lists the property's values for each variant, in the union's order. A value that no variant has is kept as
    it came, so that a server may add variants.
    """

    def __init__(self, discriminator: str, tags: Sequence[Sequence[str]]) -> None:
        self._discriminator = discriminator
        self._tags = tags

    def _untagged(self, value: Any) -> str | None:
        """Whether a value says nothing of its variant; one that says what no variant has is none of them."""
        tag = cast("dict[str, Any]", value).get(self._discriminator) if isinstance(value, dict) else None
        return None if isinstance(tag, str) else "untagged"

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
        models = core_schema.tagged_union_schema({"untagged": core_schema.union_schema([*schemas])}, self._untagged)
        unknown = core_schema.no_info_after_validator_function(
            self._unknown, core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema())
        )
        return core_schema.union_schema([known, models, unknown], mode="left_to_right")
