"""What is loaded when: an operation loads the types of its own answer, when it is first called."""

from __future__ import annotations

import sys

from .conftest import Make, Sdk

PATH = """
  /things/{number}:
    post:
      operationId: things.make{number}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Wish{number}'}}}}}}}}
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{number}'}}}}}}
"""
SCHEMAS = """
    Thing{number}:
      type: object
      properties:
        part: {{$ref: '#/components/schemas/Part{number}'}}
        extra: {{$ref: '#/components/schemas/Extra'}}
    Part{number}: {{type: object, properties: {{whole: {{$ref: '#/components/schemas/Thing{number}'}}}}}}
    Wish{number}: {{type: object, properties: {{wish: {{$ref: '#/components/schemas/Wish{number}'}}}}}}
"""
FEW, MANY = 2, 25


def sdk_of(make: Make, count: int) -> Sdk:
    paths = "".join(PATH.format(number=number) for number in range(count))
    schemas = "".join(SCHEMAS.format(number=number) for number in range(count))
    shared = "    Extra: {type: object, properties: {name: {type: string}}}\n"
    return make(f"paths:{paths}components:\n  schemas:\n{shared}{schemas}")


def loaded(sdk: Sdk) -> set[str]:
    """The modules of types that are loaded."""
    prefix = f"{sdk.package}.types."
    return {name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix)}


def test_a_client_whose_own_methods_have_types_loads_none_of_them(make: Make) -> None:
    sdk = make(
        "paths:\n  /check_name: {post: {responses: {'200': {description: ok, content: "
        "{application/json: {schema: {type: object, properties: {name: {type: string}}}}}}}}}\n"
    )
    client = sdk.client({"name": "Rex"})
    assert client.health is not None
    assert not loaded(sdk)
    assert client.check_name().name == "Rex"
    assert loaded(sdk)


def test_types_are_in_one_module_while_they_are_few(make: Make) -> None:
    sdk = sdk_of(make, FEW)
    sdk.client().things.make1()
    assert loaded(sdk) == {"things"}


def test_an_answer_of_many_loads_what_it_is_made_of(make: Make) -> None:
    sdk = sdk_of(make, MANY)
    client = sdk.client({"part": {"whole": {}}, "extra": {"name": "Rex"}})
    assert not loaded(sdk)
    thing = client.things.make7(wish={})
    assert thing.part.whole is not None
    assert loaded(sdk) == {"things", "things.thing7", "things.common"}
    assert {"Thing7", "Part7", "Wish7", "Wish7Param", "Extra"} <= set(sdk.load("types").__all__)


def test_what_only_requests_are_made_of_stands_apart(make: Make) -> None:
    sdk = sdk_of(make, MANY)
    assert "class Wish7(" in sdk.text("types/things/arguments.py")
