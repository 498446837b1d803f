"""The model as JSON and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.ir import Api, walk_operations
from burnish.ir.codec import Origin, decode, encode
from burnish.openapi.lower import lower
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import read

TEXT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://{r}.x', variables: {r: {default: a}}}]
paths:
  /a/{id}:
    post:
      parameters: [{name: id, in: path, required: true, schema: {enum: [1, 1.0, '1', true, 0, false]}}]
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/A'}}, text/csv: {}}}
      responses: {'200': {description: x, content: {text/event-stream: {schema: {$ref: '#/components/schemas/C'}}}}}
    get:
      parameters: [{name: cursor, in: query, schema: {type: string, minLength: 0}}]
      responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}}
components:
  securitySchemes: {k: {type: apiKey, in: header, name: X}}
  schemas:
    A:
      type: object
      additionalProperties: false
      properties: {f: {type: string, format: binary}, n: {type: integer, default: 0}}
    B: {type: object, required: [t], patternProperties: {'^x': {type: number}}, properties: {t: {const: b}}}
    C: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/D'}]}
    D: {type: object, required: [t], properties: {t: {const: d}, u: {type: array, prefixItems: [{}, false]}}}
    P: {type: object, properties: {items: {type: array, items: {type: [string, 'null']}}, next_cursor: {type: string}}}
"""


@pytest.fixture
def api(tmp_path: Path) -> Api:
    path = tmp_path / "pets.yaml"
    path.write_text(TEXT, encoding="utf-8")
    report = Report()
    found = lower(normalise(read(path, report), Settings(), report), Settings(), report)
    assert not report.error_count
    return found


def test_the_model_survives_json(api: Api) -> None:
    text = json.dumps(encode(api))
    again = decode(json.loads(text))
    assert json.dumps(encode(again)) == text
    assert (again.info, again.servers, again.auth, again.security) == (api.info, api.servers, api.auth, api.security)
    assert list(again.declarations) == list(api.declarations)
    kinds = [repr(operation.parameters[0].type) for operation in walk_operations(again.root)]
    assert kinds == [repr(operation.parameters[0].type) for operation in walk_operations(api.root)]


def test_places_are_written_down(api: Api) -> None:
    origin = next(walk_operations(decode(encode(api)).root)).origin
    assert isinstance(origin, Origin)
    assert (origin.span.line, origin.pointer) == (10, "#/paths/~1a~1{id}/get")


@pytest.mark.parametrize("value", [{}, {"node": "Pet"}, {"node": "Nothing"}])
def test_what_is_no_model_is_refused(value: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"called|encoded"):
        decode({**value})
