"""Variants of a union that call a field alike which the wire calls otherwise: each is written in its own names."""

from __future__ import annotations

import json

from .conftest import Make

UNION = """
paths:
  /things:
    put:
      operationId: things.replace
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Holder'}
      responses: {'204': {description: done}}
components:
  schemas:
    Holder: {type: object, required: [thing], properties: {thing: {$ref: '#/components/schemas/Thing'}}}
    Thing:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]
      discriminator: {propertyName: itsType}
    A: {type: object, required: [itsType], properties: {itsType: {const: A}, fooBar: {type: string}}}
    B:
      type: object
      required: [itsType]
      properties: {itsType: {const: B}, foo_bar: {type: string}, fooBar: {type: integer}}
    C:
      type: object
      required: [itsType]
      properties: {itsType: {const: C}, more: {type: array, items: {$ref: '#/components/schemas/A'}}}
"""


def test_each_variant_is_written_in_its_own_names(make: Make) -> None:
    sdk = make(UNION)
    client = sdk.client(*[None] * 4)
    for thing in (
        {"its_type": "A", "foo_bar": "x"},
        {"itsType": "B", "foo_bar": "x", "foo_bar_": 1},
        {"its_type": "C", "more": [{"its_type": "A", "foo_bar": "y"}]},
        {"its_type": "D", "foo_bar": "z"},
    ):
        client.things.replace(thing=thing)
    assert [json.loads(request.content)["thing"] for request in sdk.seen] == [
        {"itsType": "A", "fooBar": "x"},
        {"itsType": "B", "foo_bar": "x", "fooBar": 1},
        {"itsType": "C", "more": [{"itsType": "A", "fooBar": "y"}]},
        {"itsType": "D", "fooBar": "z"},
    ]


def test_variants_that_agree_need_nothing_to_tell_them_apart(make: Make) -> None:
    agreeing = UNION.replace("foo_bar: {type: string}, ", "")
    assert "by_tag" not in make(agreeing).text("_shapes.py")
