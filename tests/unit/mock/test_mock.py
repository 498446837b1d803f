"""The mock server: it answers as the description says, and refuses what breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from burnish.diagnostics import Report
from burnish.mock import MockServer
from burnish.pipeline import canonical_of

PET = {
    "type": "object",
    "required": ["id", "name", "nobody_describes"],
    "properties": {
        "id": {"type": "integer", "readOnly": True, "minimum": 7},
        "name": {"type": "string", "minLength": 6},
        "born": {"type": "string", "format": "date"},
        "weight": {"type": "number", "exclusiveMinimum": 2, "multipleOf": 0.5},
        "kind": {"type": "string", "enum": ["cat", "dog"]},
        "mother": {"$ref": "#/components/schemas/Pet"},
        "toys": {"type": "array", "items": {"type": "string"}, "minItems": 2},
    },
}
REF = {"$ref": "#/components/schemas/Pet"}
LIST = {"type": "array", "items": REF}
NAME = {"200": {"description": "", "content": {"text/plain": {"example": "Tom"}}}}
EVENTS = {"200": {"description": "", "content": {"text/event-stream": {"schema": REF}}}}
NEWS = {
    "type": "object",
    "properties": {
        "event": {"const": "born"},
        "id": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": REF},
    },
}
WHOLE_EVENTS = {"200": {"description": "", "content": {"text/event-stream": {"itemSchema": NEWS}}}}
TOKEN = {"name": "Authorization", "in": "header", "schema": {"type": "string"}}
EITHER = {"oneOf": [{"type": "object", "properties": {name: {"type": "string"}}} for name in ("a", "b")]}
PETS: dict[str, Any] = {
    "openapi": "3.2.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "parameters": [{"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": LIST}}},
                    "404": {"description": "", "content": {"application/json": {"example": {"error": "gone"}}}},
                },
            },
            "post": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": REF}}},
                "responses": {"201": {"description": "", "content": {"application/json": {"schema": REF}}}},
            },
        },
        "/pets/{id}": {"delete": {"responses": {"204": {"description": ""}}, "security": [{"token": []}]}},
        "/pets/first": {"get": {"responses": NAME}},
        "/größe/a%20b": {"get": {"parameters": [TOKEN], "responses": NAME}},
        "/either": {"post": {"requestBody": {"content": {"application/json": {"schema": EITHER}}}, "responses": NAME}},
        "/events": {"get": {"responses": EVENTS}},
        "/news": {"get": {"responses": WHOLE_EVENTS}},
        "/token": {"post": {"responses": NAME}},
        "/token?refresh": {"post": {"responses": {"204": {"description": ""}}}},
        "/news#stream": {"post": {"responses": WHOLE_EVENTS}},
        "/news#whole": {"post": {"responses": NAME}},
        "/notes": {"additionalOperations": {"LOCK": {"responses": NAME}}},
    },
    "components": {"schemas": {"Pet": PET}, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
}  # fmt: skip


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("mock") / "pets.json"
    path.write_text(json.dumps(PETS))
    with (
        MockServer(canonical_of(path, Report()), terminator="[DONE]") as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        yield client


def test_an_answer_fits_its_schema(pets: httpx.Client) -> None:
    (pet,) = pets.get("/pets", params={"limit": 1}).json()
    assert (pet["id"], pet["name"], pet["born"], pet["kind"]) == (7, "textxx", "2025-01-02", "cat")
    assert pet["weight"] > 2
    assert len(pet["toys"]) == 2


@pytest.mark.parametrize(
    ("verb", "path", "options", "status", "said"),
    [
        ("GET", "/pets", {}, 400, 'query parameter \\"limit\\" is missing'),
        ("GET", "/nothing", {}, 404, "no operation at /nothing"),
        ("PUT", "/pets", {}, 405, "PUT is not described"),
        ("POST", "/pets", {}, 400, "the body is missing"),
        ("POST", "/pets", {"json": {"name": "a"}}, 400, "/name"),
        ("POST", "/pets", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, "not JSON"),
        ("POST", "/pets", {"content": b"a", "headers": {"content-type": "text/plain"}}, 415, "text/plain"),
        ("DELETE", "/pets/1", {}, 401, "credentials"),
    ],
)
def test_a_request_that_breaks_the_description_is_refused(
    pets: httpx.Client, verb: str, path: str, options: dict[str, Any], status: int, said: str
) -> None:
    answer = pets.request(verb, path, **options)
    assert answer.status_code == status
    assert said in answer.text


def test_what_the_server_alone_writes_need_not_be_sent(pets: httpx.Client) -> None:
    assert pets.post("/pets", json={"name": "Tomcat"}).status_code == 201


def test_the_wanted_status_is_answered(pets: httpx.Client) -> None:
    answer = pets.get("/pets", params={"limit": 1}, headers={"prefer": "code=404"})
    assert (answer.status_code, answer.json()) == (404, {"error": "gone"})


def test_an_empty_answer_has_no_body(pets: httpx.Client) -> None:
    answer = pets.delete("/pets/1", headers={"authorization": "Bearer a"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_literal_path_wins_over_a_template(pets: httpx.Client) -> None:
    assert pets.get("/pets/first").text == "Tom"


def test_a_stream_ends_with_its_terminator(pets: httpx.Client) -> None:
    lines = [line for line in pets.get("/events").text.split("\n") if line.startswith("data: ")]
    assert len(lines) == 4
    assert lines[-1] == "data: [DONE]"
    assert json.loads(lines[0].removeprefix("data: "))["id"] == 7


def test_a_schema_of_the_whole_event_says_what_its_lines_are(pets: httpx.Client) -> None:
    first, *_, last = pets.get("/news").text.strip().split("\n\n")
    name, number, data = first.split("\n")
    assert (name, number) == ("event: born", "id: 0")
    assert json.loads(data.removeprefix("data: "))["name"] == "textxx"
    assert last == "data: [DONE]"


def test_a_path_is_compared_without_regard_to_how_it_is_escaped(pets: httpx.Client) -> None:
    assert pets.get("/gr%C3%B6%C3%9Fe/a b").text == "Tom"


def test_what_fits_several_variants_of_a_union_is_taken(pets: httpx.Client) -> None:
    assert pets.post("/either", json={"a": "x", "b": "y"}).text == "Tom"


def test_a_path_may_be_told_from_another_by_its_query(pets: httpx.Client) -> None:
    assert pets.post("/token?refresh").status_code == 204
    assert pets.post("/token").status_code == 200


def test_of_operations_that_share_a_path_the_one_whose_answer_is_taken(pets: httpx.Client) -> None:
    for media in ("text/event-stream", "text/plain"):
        answer = pets.post("/news", headers={"accept": media})
        assert answer.headers["content-type"].startswith(media)


def test_methods_of_the_apis_own(pets: httpx.Client) -> None:
    assert pets.request("LOCK", "/notes").text == "Tom"
    assert pets.request("UNLOCK", "/notes").status_code == 405
