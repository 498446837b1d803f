"""Client options: arguments of the constructor that fill a field of every call that has it and leaves it out."""

from __future__ import annotations

import re
from inspect import Parameter, signature
from typing import Any

import httpx2
import pytest

from burnish.settings import (
    AuthOption,
    BodyDefault,
    ClientSettings,
    RefreshSettings,
    SecuritySettings,
    Settings,
)

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


HEADERS = """
paths:
  /zoos/{zoo_number}:
    get:
      operationId: zoos.get
      parameters:
        - {name: zoo_number, in: path, required: true, schema: {type: integer}}
        - {name: X-Zoo-Number, in: header, schema: {type: integer}}
      responses: {'200': {description: ok}}
  /pets:
    get:
      operationId: pets.list
      parameters:
        - {name: X-Zoo-Number, in: header, schema: {type: integer}}
        - {name: kind, in: query, schema: {type: string}}
      responses: {'200': {description: ok}}
"""


def test_a_header_is_called_as_the_option_that_fills_it_and_comes_last(make: Make) -> None:
    options = (BodyDefault("zoo_number", "X-Zoo-Number", "header"),)
    sdk = make(HEADERS, client=ClientSettings(name="Zoo", options=options))
    client = sdk.client(zoo_number=7)
    assert list(signature(client.pets.list).parameters)[:2] == ["kind", "zoo_number"]
    client.pets.list()
    client.pets.list(zoo_number=8)
    client.zoos.get(1, x_zoo_number=9)
    assert [request.headers["x-zoo-number"] for request in sdk.seen] == ["7", "8", "9"]
    assert sdk.seen[-1].url.path == "/zoos/1"


LOGIN = """
security: [{login: []}]
paths:
  /pets:
    get: {operationId: pets.list, responses: {'200': {description: ok}}}
  /renew:
    post:
      operationId: auth.renew
      requestBody:
        content: {application/json: {schema: {type: object, properties: {ticket: {type: string}}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}
components: {securitySchemes: {login: {type: http, scheme: bearer}}}
"""


def test_a_token_that_is_refused_is_renewed_by_the_operation_of_the_settings(make: Make) -> None:
    auth = (AuthOption("access_token", "login"), AuthOption("ticket", "login", part="refresh_token"))
    refresh = RefreshSettings("login", "auth.renew", parameter="ticket", access_token="token", refresh_token="next")
    settings = Settings(client=ClientSettings(name="Zoo", auth=auth), security=SecuritySettings(refresh=(refresh,)))
    sdk = make(LOGIN, settings)
    refused = httpx2.Response(401, json={})
    client = sdk.client(refused, {"token": "a2", "next": "t2"}, {}, access_token="a1", ticket="t1")
    client.pets.list()
    assert [(request.url.path, request.headers.get("authorization")) for request in sdk.seen] == [
        ("/pets", "Bearer a1"),
        ("/renew", None),
        ("/pets", "Bearer a2"),
    ]
    assert sdk.seen[1].content == b'{"ticket":"t1"}'


KEYS = """
security: [{key: []}, {session: [], proof: []}]
paths:
  /pets: {get: {operationId: pets.list, responses: {'200': {description: ok}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    proof: {type: apiKey, in: header, name: X-Proof}
    session: {type: apiKey, in: cookie, name: sid}
"""


def test_the_constructor_tells_several_keys_apart(make: Make) -> None:
    auth = (AuthOption("key", "key"), AuthOption("proof", "proof"), AuthOption("session", "session"))
    doc = make(KEYS, client=ClientSettings(name="Zoo", auth=auth)).load().Client.__init__.__doc__
    told = re.findall(r"(\w+): (The \w+ `[\w-]+`), or a function", doc)
    assert told == [("key", "The header `X-Key`"), ("proof", "The header `X-Proof`"), ("session", "The cookie `sid`")]


REGIONS = """
servers:
  - url: https://{region}.pets.test/{version}/{timeout}
    variables:
      region: {default: eu, enum: [eu, us]}
      version: {default: v1, enum: [v1]}
      timeout: {default: slow}
  - url: https://{region}.sandbox.test
    description: sandbox
    variables: {region: {default: us}}
paths:
  /pets:
    get: {operationId: pets.list, responses: {'204': {description: ok}}}
"""


def test_variables_of_the_server_are_arguments_of_the_client(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = make(REGIONS)
    client = sdk.load().Client
    assert client().base_url == "https://eu.pets.test/v1/slow"
    assert client(region="us", server_timeout="fast").base_url == "https://us.pets.test/v1/fast"
    assert client(environment="sandbox").base_url == "https://us.sandbox.test"
    assert client(region="ap", environment="sandbox").base_url == "https://ap.sandbox.test"
    assert client(base_url="https://own.test").base_url == "https://own.test"
    text = sdk.text("_client.py")
    assert 'region: Literal["eu", "us"] | str | None = None' in text
    assert "The part `region` of the base URL (default: `eu`)" in " ".join(text.split())
