"""Client options: arguments of the constructor that fill a field of every call that has it and leaves it out."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import Any

import pytest

from burnish.settings import BodyDefault, ClientSettings

from .conftest import Make, Sdk

TEXT = """
paths:
  /pets:
    post:
      operationId: pets.create
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [zoo, name]
              properties: {zoo: {type: integer}, name: {type: string}}
      responses: {'200': {description: ok}}
    get:
      operationId: pets.list
      parameters: [{name: zoo, in: query, required: true, schema: {type: integer}}]
      responses: {'200': {description: ok}}
  /keepers:
    get:
      operationId: keepers.list
      parameters: [{name: name, in: query, schema: {type: string}}]
      responses: {'200': {description: ok}}
"""


@pytest.fixture
def sdk(make: Make) -> Sdk:
    options = (BodyDefault("zoo", "zoo", "any", env="ZOO_NUMBER"), BodyDefault("name", "name", "body", default="Tom"))
    return make(TEXT, client=ClientSettings(name="Zoo", options=options))


def test_they_fill_what_a_call_leaves_out(sdk: Sdk) -> None:
    client = sdk.client(zoo=7)
    client.pets.create()
    assert sdk.body == {"zoo": 7, "name": "Tom"}
    client.pets.create(zoo=8, name="Kim")
    assert sdk.body == {"zoo": 8, "name": "Kim"}
    client.pets.list()
    assert sdk.seen[-1].url.query == b"zoo=7"


def test_they_come_from_the_environment_too(sdk: Sdk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_NUMBER", "9")
    sdk.client().pets.list()
    assert sdk.seen[-1].url.query == b"zoo=9"


def test_calls_without_the_field_are_left_alone(sdk: Sdk) -> None:
    sdk.client(zoo=7).keepers.list()
    assert sdk.seen[-1].url.query == b""


def test_they_have_the_type_of_the_field_and_methods_do_not_ask_for_it(sdk: Sdk) -> None:
    kind: Any = sdk.load().Client
    client = sdk.client()
    assert signature(kind).parameters["zoo"].annotation == "int | None"
    assert signature(client.pets.create).parameters["zoo"].default is not Parameter.empty
