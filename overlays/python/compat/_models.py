"""The base of models, values built without validation, and the options of one request."""

# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# The signatures are the earlier SDK's, in place of the runtime's.
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar, cast

import pydantic
from pydantic import ConfigDict, TypeAdapter

from ._construct import (
    DISCRIMINATOR_CACHE as DISCRIMINATOR_CACHE,
    build as build,
    construct_model,
    construct_type as construct_type,
    is_basemodel,
    is_basemodel_type,
)
from ._runtime._absent import NotGiven, Omit
from ._runtime._models import BaseModel as RuntimeModel
from ._types import AnyMapping, Body, Headers, HttpxRequestFiles, Query, RequestFiles, Timeout

__all__ = [
    "BaseModel", "EagerIterable", "FinalRequestOptions", "GenericModel", "build", "construct_type", "is_basemodel",
    "is_basemodel_type", "validate_type",
]  # fmt: skip

_T = TypeVar("_T")
_ItemT = TypeVar("_ItemT")


class BaseModel(RuntimeModel):
    """A value of the API; `construct` makes one of data that need not fit."""

    if TYPE_CHECKING:

        @classmethod
        def construct(cls, _fields_set: set[str] | None = None, **values: object) -> Self:
            """Make a value without validation: what fits is typed, the rest is kept as it came."""
            ...

        model_construct = construct
    else:

        @classmethod
        def construct(cls, _fields_set: set[str] | None = None, **values: object) -> Self:
            """Make a value without validation: what fits is typed, the rest is kept as it came."""
            return construct_model(cls, values, _fields_set)

        model_construct = construct

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> dict[str, object]:
        """Give the value as a dict; by default with wire names, and only fields that were sent."""
        return self.model_dump(
            mode=mode,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """Give the value as JSON text; by default with wire names, and only fields that were sent."""
        return self.model_dump_json(
            indent=indent,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def __str__(self) -> str:
        return f"{self.__repr_name__()}({self.__repr_str__(', ')})"


if TYPE_CHECKING:
    GenericModel = BaseModel
else:

    class GenericModel(BaseModel):
        """The base of generic models."""


def validate_type(*, type_: type[_T], value: object) -> _T:
    """Validate a value as a type.

    Raises:
        pydantic.ValidationError: it does not fit.
    """
    kind: Any = type_
    if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
        return cast("_T", kind.model_validate(value))
    return TypeAdapter(type_).validate_python(value)


class _Eager:
    """Takes an iterable whole when it is validated: one that is read once only would be empty the next time."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        (item,) = getattr(source, "__args__", None) or (Any,)
        return core_schema.no_info_before_validator_function(
            _whole,
            core_schema.union_schema(
                [
                    core_schema.list_schema(handler.generate_schema(item), strict=True),
                    core_schema.no_info_after_validator_function(lambda value: value, core_schema.any_schema()),
                ],
                mode="left_to_right",
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(_listed),
        )


def _whole(value: object) -> object:
    """An iterable that can be read again; text is the list of its characters."""
    if isinstance(value, str):
        return list(value)
    if isinstance(value, Iterable) and iter(cast("Iterable[object]", value)) is value:
        return list(cast("Iterable[object]", value))
    return cast("object", value)


def _listed(value: Iterable[object]) -> list[object]:
    """The items as a list."""
    return list(value)


if TYPE_CHECKING:
    EagerIterable = Annotated[Iterable[_ItemT], _Eager]
else:

    class EagerIterable(Generic[_ItemT]):
        """An iterable that is taken whole when it is validated."""

        __get_pydantic_core_schema__ = classmethod(_Eager.__get_pydantic_core_schema__.__func__)


class FinalRequestOptions(pydantic.BaseModel):
    """One request that a generated method would make, for callers who make it by hand."""

    model_config: ClassVar[ConfigDict] = ConfigDict(arbitrary_types_allowed=True)

    method: str
    url: str
    params: Query = {}
    headers: Headers | NotGiven = NotGiven()
    max_retries: int | NotGiven = NotGiven()
    timeout: float | Timeout | NotGiven | None = NotGiven()
    files: RequestFiles | HttpxRequestFiles | None = None
    idempotency_key: str | None = None
    post_parser: Callable[[Any], Any] | NotGiven = NotGiven()
    follow_redirects: bool | None = None
    synthesize_event_and_data: bool | None = None
    content: Any = None
    json_data: Body | None = None
    extra_json: AnyMapping | None = None

    def get_max_retries(self, max_retries: int) -> int:
        """How often this request may be repeated, given the client's number."""
        return max_retries if isinstance(self.max_retries, NotGiven) else self.max_retries

    if TYPE_CHECKING:

        @classmethod
        def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> FinalRequestOptions:
            """Make options of values that need not be checked."""
            ...
    else:

        @classmethod
        def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> FinalRequestOptions:
            """Make options of values that need not be checked."""
            return cls.model_construct(_fields_set, **values)


FinalRequestOptions.model_rebuild(_types_namespace={"Omit": Omit})
