"""`burnish explain` of names, lines of the output and JSON pointers: where they come from, and what comes from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: tag, in: query, schema: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/PetList"}}}}
    post:
      operationId: addPet
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  /pets/{id}:
    get:
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {type: object, properties: {found: {$ref: "#/components/schemas/Pet"}}}}}
components:
  schemas:
    PetList: {type: array, items: {$ref: "#/components/schemas/Pet"}}
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        ownerId: {type: string}
"""
SETTINGS = """\
[package]
name = "acme"

[resources.pets.methods.create]
operation = "addPet"
"""
Rows = list[dict[str, Any]]


@pytest.fixture
def workspace(command: Command) -> Command:
    """A workspace with one SDK, generated."""
    home = Path("spec/acme")
    home.mkdir(parents=True)
    (home / "openapi.yaml").write_text(DESCRIPTION)
    (home / "burnish.toml").write_text(SETTINGS)
    assert command("generate").code == 0
    return command


def told(command: Command, *arguments: str) -> Rows:
    ended = command("explain", *arguments, "--format", "json")
    assert ended.code == 0, ended.err
    found: Rows = json.loads(ended.out)
    return found


@pytest.mark.parametrize(
    ("query", "name", "pointer", "line"),
    [
        ("acme.types.Pet", "acme.types.Pet", "#/components/schemas/Pet", 27),
        ("other.types.Pet", "acme.types.Pet", "#/components/schemas/Pet", 27),
        ("Pet.owner_id", "acme.types.Pet.owner_id", "#/components/schemas/Pet/properties/ownerId", 32),
        ("Pet.ownerId", "acme.types.Pet.owner_id", "#/components/schemas/Pet/properties/ownerId", 32),
        ("client.pets.create", "client.pets.create", "#/paths/~1pets/post", 12),
        ("acme.resources.pets.AsyncPets.list", "client.pets.list", "#/paths/~1pets/get", 6),
        ("pets.list.tag", "client.pets.list.tag", "#/paths/~1pets/get/parameters/0", 9),
        ("pets.create.owner_id", "client.pets.create.owner_id", "#/components/schemas/Pet/properties/ownerId", 32),
        ("pets.retrieve.id", "client.pets.retrieve.id", "#/paths/~1pets~1{id}/get", 19),
    ],
)
def test_a_name_leads_to_its_place(workspace: Command, query: str, name: str, pointer: str, line: int) -> None:
    (found,) = told(workspace, query)
    assert found["name"] == name
    assert found["from"]["path"] == "spec/acme/openapi.yaml"
    assert (found["from"]["pointer"], found["from"]["line"]) == (pointer, line)


@pytest.mark.parametrize(
    ("query", "decided"),
    [
        ("client.pets.create", 'burnish.toml ([resources."pets".methods])'),
        ("client.pets.list", 'request "GET /pets" and operationId "listPets"; pinned in burnish.lock'),
        ("client.pets.retrieve", 'request "GET /pets/{id}"; pinned in burnish.lock'),
        ("acme.types.Pet", 'the component "Pet"; pinned in burnish.lock'),
        ("PetRetrieveResponse", "where its schema stands, or that schema's title; pinned in burnish.lock"),
        ("Pet.owner_id", '"ownerId" on the wire'),
    ],
)
def test_what_decided_a_name(workspace: Command, query: str, decided: str) -> None:
    assert [row["decided"] for row in told(workspace, query)] == [decided]


def test_a_line_of_the_output_leads_to_what_stands_around_it(workspace: Command) -> None:
    file = Path("generated/python/acme/src/acme/types/pets.py")
    lines = file.read_text().splitlines()
    for text, name in (("class Pet(", "acme.types.Pet"), ("    name: str", "acme.types.Pet.name")):
        number = next(index for index, line in enumerate(lines, 1) if line.startswith(text))
        assert [row["name"] for row in told(workspace, f"{file}:{number}")] == [name]
    whole = {row["name"] for row in told(workspace, "src/acme/resources/pets.py")}
    assert {"client.pets.list", "client.pets.create", "client.pets.retrieve"} <= whole


@pytest.mark.parametrize(
    ("pointer", "names"),
    [
        ("#/components/schemas/Pet", ["acme.types.Pet", "acme.types.Pet.name", "acme.types.Pet.owner_id"]),
        ("openapi.yaml#/components/schemas/Pet/properties/name", ["acme.types.Pet.name"]),
        ("#/paths/~1pets/get", ["client.pets.list", "client.pets.list.tag"]),
        ("#/paths/~1pets/get/responses/200", ["client.pets.list"]),
    ],
)
def test_a_pointer_leads_to_the_names_that_come_from_it(workspace: Command, pointer: str, names: list[str]) -> None:
    own = [row["name"] for row in told(workspace, pointer) if not str(row["name"]).startswith("client.pets.create.")]
    assert own == names


def test_people_read_place_and_reason(workspace: Command) -> None:
    assert workspace("explain", "Pet.owner_id").out == (
        "acme.types.Pet.owner_id\n"
        "  in    src/acme/types/pets.py (acme)\n"
        "  from  spec/acme/openapi.yaml:32:9\n"
        "  at    #/components/schemas/Pet/properties/ownerId\n"
        '  name  "ownerId" on the wire\n'
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("client.pets.creat", '"pets.create"'),
        ("acme.types.Pte", '"acme.types.Pet"'),
        ("#/components/schemas/Pte", '"#/components/schemas/Pet"'),
    ],
)
def test_what_nothing_has_is_an_error_with_what_was_meant(workspace: Command, query: str, meant: str) -> None:
    ended = workspace("explain", query)
    assert ended.code == 2
    assert f'"{query}"; did you mean {meant}' in ended.err


def test_a_description_needs_no_workspace(command: Command) -> None:
    Path("pets.yaml").write_text(DESCRIPTION)
    assert [row["name"] for row in told(command, "client.pets.create", "--spec", "pets.yaml")] == ["client.pets.create"]
    assert "in    src/pets/resources/pets.py\n" in command("explain", "client.pets.create", "--spec", "pets.yaml").out
    assert command("explain", "client.pets.create").code == 2
    assert "no workspace here" in command("explain", "client.pets.create").err


def test_a_broken_description_is_told(command: Command) -> None:
    Path("pets.yaml").write_text(DESCRIPTION.replace("#/components/schemas/Pet", "#/components/schemas/Pte"))
    ended = command("explain", "Pet", "--spec", "pets.yaml")
    assert ended.code == 1
    assert "dangling-ref" in ended.err
