"""Decimals that travel as numbers: no digit of an answer is lost, whatever holds them."""

from __future__ import annotations

from decimal import Decimal

import httpx2

from .conftest import Make

SHOP = """
paths:
  /prices:
    get:
      operationId: prices.list
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: them
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/Price'}}
                  next_cursor: {type: string}
  /prices/{id}:
    get:
      operationId: prices.get
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Price'}}}}}
  /weights:
    get:
      operationId: weights.get
      responses:
        '200':
          description: it
          content: {application/json: {schema: {type: object, properties: {g: {type: string, format: decimal}}}}}
components:
  schemas:
    Price:
      type: object
      required: [amount]
      properties:
        amount: {$ref: '#/components/schemas/Amount'}
        rate: {type: number}
        parts: {type: array, items: {$ref: '#/components/schemas/Price'}}
    Amount: {type: number, format: decimal}
"""
EXACT = "12345678901234567890.10"


def answer(text: str) -> httpx2.Response:
    return httpx2.Response(200, headers={"content-type": "application/json"}, content=text.encode())


def test_every_digit_of_a_decimal_is_kept(make: Make) -> None:
    sdk = make(SHOP)
    price = f'{{"amount": {EXACT}, "rate": 1.50, "note": 2.5, "parts": [{{"amount": 1.0}}]}}'
    client = sdk.client(answer(price), answer(f'{{"data": [{price}]}}'))
    found = client.prices.get("x")
    assert (str(found.amount), found.rate, str(found.parts[0].amount)) == (EXACT, 1.5, "1.0")
    assert type(found.rate) is float
    assert found.to_dict(mode="python")["note"] == 2.5
    assert [str(each.amount) for each in client.prices.list()] == [EXACT]


def test_what_breaks_the_description_beside_a_decimal_is_told_once_and_kept(make: Make) -> None:
    told: list[str] = []

    def tell(_operation: str, at: str, _reason: str) -> None:
        told.append(at)

    client = make(SHOP).client(answer(f'{{"amount": {EXACT}, "rate": "high"}}'), on_drift=tell)
    found = client.prices.get("x")
    assert (found.amount, found.rate) == (Decimal(EXACT), "high")
    assert told == ["/rate"]


def test_only_answers_with_such_decimals_are_read_in_this_way(make: Make) -> None:
    sdk = make(SHOP)
    assert sdk.text("resources/prices.py").count("exact=True") == 2
    assert "exact" not in sdk.text("resources/weights.py")
