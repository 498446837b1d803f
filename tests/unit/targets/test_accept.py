"""What methods accept: the media type that the description has for their answer."""

from __future__ import annotations

import httpx2
import pytest

from .conftest import Make


@pytest.mark.parametrize(
    ("media", "schema", "accepted", "body", "value"),
    [
        ("application/json", "string", "application/json", b'"yes"', "yes"),
        ("application/vnd.api+json", "integer", "application/vnd.api+json", b"5", 5),
        ("text/csv", "string", "text/csv", b"a,b", "a,b"),
        ("text/plain; charset=utf-8", "string", "text/plain; charset=utf-8", b"a", "a"),
    ],
)
def test_a_method_accepts_what_its_operation_answers(
    make: Make, media: str, schema: str, accepted: str, body: bytes, value: object
) -> None:
    sdk = make(f"""
paths:
  /pets:
    get:
      operationId: pets.get
      responses: {{'200': {{description: it, content: {{'{media}': {{schema: {{type: {schema}}}}}}}}}}}
""")
    client = sdk.client(httpx2.Response(200, headers={"content-type": media}, content=body))
    assert client.pets.get() == value
    assert sdk.seen[0].headers["Accept"] == accepted
