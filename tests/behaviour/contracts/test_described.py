"""The generated contract tests pass for what descriptions often have and values are hard to make for."""

from __future__ import annotations

from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.pipeline import Given, canonical_of, generate, settings_of
from burnish.workspace import single

from .mocked import run_contract_tests

SWAGGER = """
swagger: '2.0'
info: {title: Library, version: '1'}
host: library.test
schemes: [https]
paths:
  /books:
    post:
      operationId: addBook
      parameters: [{in: body, name: body, required: true, schema: {$ref: '#/definitions/Book'}}]
      responses: {201: {description: made, schema: {$ref: '#/definitions/Book'}}}
definitions:
  Book:
    type: object
    required: [medium, price]
    properties:
      price: {type: number, format: decimal}
      medium: {$ref: '#/definitions/Medium'}
  Medium: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Paper: {allOf: [{$ref: '#/definitions/Medium'}, {type: object, properties: {pages: {type: integer}}}]}
  Audio: {allOf: [{$ref: '#/definitions/Medium'}, {type: object, properties: {seconds: {type: number}}}]}
"""
TOKENS = """
openapi: 3.0.3
info: {title: Library, version: '1'}
servers: [{url: 'https://library.test'}]
security: [{oauth: [read]}]
paths:
  /books:
    get:
      operationId: listBooks
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://auth.library.test/token', scopes: {read: to read}}}
"""


@pytest.mark.parametrize("text", [SWAGGER, TOKENS], ids=["family-and-decimal", "client-credentials"])
def test_the_contract_tests_pass_against_a_mock(tmp_path: Path, text: str) -> None:
    description, report = tmp_path / "openapi.yaml", Report()
    description.write_text(text, encoding="utf-8")
    sdk = single(description, tmp_path / "library")
    generate(sdk, settings_of(sdk, Given("library"), report), report)
    done = run_contract_tests(sdk.out, canonical_of(description, report))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " skipped" not in done.stdout
