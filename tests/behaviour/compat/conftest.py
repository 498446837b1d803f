"""A small SDK with the compatibility face, generated once, and a server that is a function."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from burnish.diagnostics import Report
from burnish.pipeline import Given, generate, settings_of
from burnish.workspace import single

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.test/v1'}]
security: [{key: []}]
paths:
  /items:
    post:
      operationId: createItem
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [unitPrice]
              properties:
                unitPrice: {type: integer}
                soldOn: {type: string, format: date}
                tags: {type: array, items: {type: string}}
                idempotency_key: {type: string}
                max_retries: {type: integer}
      responses: {'200': {$ref: '#/components/responses/Item'}}
  /items/{item_id}:
    parameters: [{name: item_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getItem
      responses: {'200': {$ref: '#/components/responses/Item'}}
  /items/{item_id}/events:
    parameters: [{name: item_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: watchItem
      responses:
        '200':
          description: changes
          content: {text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}}
  /uploads:
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [files]
              properties:
                files: {type: array, items: {type: string, format: binary}}
                owner: {type: object, properties: {name: {type: string}}}
                tags: {type: array, items: {type: string}}
      responses: {'204': {description: taken}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  responses:
    Item: {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
  schemas: {Item: {type: object, required: [id], properties: {id: {type: string}, unitPrice: {type: integer}}}}
"""
SETTINGS = """\
[client]
name = "Shop"
[client.auth.api_key]
scheme = "key"
required = true
[client.options.tenant]
field = ""
location = "client"
env = "SHOP_TENANT"
[resources.items.methods.create]
operation = "createItem"
[resources.items.methods.get]
operation = "getItem"
[resources.items.methods.watch]
operation = "watchItem"
[resources.items.methods.upload]
operation = "upload"
[query]
arrays = "comma"
[compat]
stainless = true
"""

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Server:
    """Answers with what the list holds, the last one again and again, and keeps the requests."""

    answers: list[Answer | httpx.Response | Exception]
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated project."""
    folder: Path = tmp_path_factory.mktemp("shop")
    (folder / "openapi.yaml").write_text(SPEC)
    (folder / "burnish.toml").write_text(SETTINGS)
    sdk, report = single(folder / "openapi.yaml", folder / "out", folder / "burnish.toml"), Report()
    generate(sdk, settings_of(sdk, Given("shop_sdk"), report), report)
    assert not report.error_count
    return folder / "out"


@pytest.fixture(scope="session")
def shop(project: Path) -> Iterator[Any]:
    """The package, imported."""
    sys.path.insert(0, str(project / "src"))
    yield importlib.import_module("shop_sdk")
    sys.path.remove(str(project / "src"))


def no_delay(*_: object) -> float:
    return 0.0


@pytest.fixture(autouse=True)
def no_waiting(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeat at once."""
    base = importlib.import_module("shop_sdk._base_client")
    monkeypatch.setattr(base.BaseClient, "_calculate_retry_timeout", no_delay)


Made = Callable[..., tuple[Any, Server]]


@pytest.fixture
def made(shop: Any) -> Made:
    """Make a client and the server it talks to."""

    def make(*answers: Answer | httpx.Response | Exception, **options: Any) -> tuple[Any, Server]:
        server = Server(list(answers))
        http = httpx.Client(transport=httpx.MockTransport(server), follow_redirects=True)
        return shop.Shop(**{"api_key": "k", "http_client": http, **options}), server

    return make


@pytest.fixture
def made_async(shop: Any) -> Made:
    """Make an async client and the server it talks to."""

    def make(*answers: Answer | httpx.Response | Exception, **options: Any) -> tuple[Any, Server]:
        server = Server(list(answers))
        http = httpx.AsyncClient(transport=httpx.MockTransport(server), follow_redirects=True)
        return shop.AsyncShop(**{"api_key": "k", "http_client": http, **options}), server

    return make
