"""Valid values of any type."""

import datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union

import pytest
from pydantic import AnyUrl, BaseModel, ConfigDict, Field, ValidationError
from sdk_runtime.testing import build, example


class Color(Enum):
    RED = "red"


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: Annotated[int, Field(ge=1, le=9)]


class Dog(BaseModel):
    kind: Literal["dog"]


class Tree(BaseModel):
    children: list["Tree"]
    parent: "Tree | None"


class Everything(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: Annotated[str, Field(min_length=30, max_length=40)]
    wire_name: Annotated[float, Field(alias="wireName", gt=0, lt=1)]
    even: Annotated[int, Field(gt=2, multiple_of=2)]
    at: datetime.datetime
    day: datetime.date
    url: AnyUrl
    color: Color
    pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")]  # noqa: UP007  # As older code is written.
    tree: Tree
    pair: tuple[int, str]
    some: Annotated[list[int], Field(min_length=2)]
    maybe: int | None
    extra: dict[str, Any]
    optional: int = 3


def test_a_value_of_every_type_is_valid_and_the_same_each_time() -> None:
    value = build(Everything)
    assert value == build(Everything)
    assert (value.wire_name, value.even, value.maybe, value.some) == (0.5, 4, 0, [0, 0])
    assert value.tree.children == []


def test_fields_are_set_by_python_or_wire_name() -> None:
    value = build(Everything, wire_name=0.25, pet=Dog(kind="dog"), id="i" * 30)
    assert (value.wire_name, value.pet) == (0.25, Dog(kind="dog"))
    assert build(Everything, wireName=0.75).wire_name == 0.75


def test_a_field_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(ValidationError):
        build(Cat, lives=10)


def test_a_field_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TypeError, match="Cat has no field 'livs'; it has kind, lives"):
        build(Cat, livs=3)
    with pytest.raises(TypeError, match="no fields to set"):
        build(list[Cat], lives=3)


def test_types_that_are_no_models_have_values_too() -> None:
    assert build(list[Cat]) == []
    assert example(dict[str, int]) == {}
    assert build(Annotated[int, Field(lt=-5)]) == -6
