"""Methods: what their arguments are called, what they send, what they give back."""

from __future__ import annotations

import datetime
import inspect
import json
from inspect import Parameter, signature
from typing import Any

import pytest

from burnish.settings import ClientSettings
from burnish.targets.python.resources import SURFACE

from .conftest import Make, reply

PET = """
components:
  schemas:
    Pet:
      type: object
      required: [id, petName]
      properties: {id: {type: string}, petName: {type: string}, bornOn: {type: string, format: date}}
"""


def parameters(method: Any) -> dict[str, Any]:
    return {name: item.kind for name, item in signature(method).parameters.items()}


def operation(line: str, responses: str = "{'200': {description: ok}}") -> str:
    return f"{line}\n      responses: {responses}\n"


GET_PET = (
    """
paths:
  /pets/{petId}:
    get:
      operationId: pets.get
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: verbose, in: query, schema: {type: boolean}}
        - {name: X-Trace-Id, in: header, required: true, schema: {type: string}}
      responses:
        '200':
          description: A pet
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
"""
    + PET
)


def test_path_arguments_are_positional_and_all_others_are_named(make: Make) -> None:
    found = parameters(make(GET_PET).client().pets.get)
    assert list(found)[:3] == ["pet_id", "x_trace_id", "verbose"]
    assert found["pet_id"] is Parameter.POSITIONAL_OR_KEYWORD
    assert found["x_trace_id"] is found["verbose"] is Parameter.KEYWORD_ONLY


def test_a_call_sends_wire_names_and_gives_a_model(make: Make) -> None:
    sdk = make(GET_PET)
    pet = sdk.client({"id": "1", "petName": "Ada"}).pets.get("a/b", x_trace_id="t", verbose=True)
    request = sdk.seen[0]
    assert request.url.raw_path == b"/pets/a%2Fb?verbose=true"
    assert request.headers["X-Trace-Id"] == "t"
    assert (pet.pet_name, pet.born_on) == ("Ada", None)


CLASHES = """
paths:
  /pets/{id}:
    put:
      operationId: pets.replace
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties: {id: {type: integer}, timeout: {type: integer}, class: {type: string}, self: {type: string}}
      responses: {'204': {description: done}}
"""


def test_arguments_that_clash_stay_apart(make: Make) -> None:
    sdk = make(CLASHES)
    sdk.client(reply({})).pets.replace("7", body_id=3, timeout_=5, class_="cat", self_="me")
    assert sdk.seen[0].url.path == "/pets/7"
    assert sdk.body == {"id": 3, "timeout": 5, "class": "cat", "self": "me"}


NESTED = """
paths:
  /threads/{id}/runs:
    post:
      operationId: threads.runs.create
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: done}}
  /threads/runs:
    post: {operationId: threads.runs, responses: {'204': {description: done}}}
"""


def test_a_resource_keeps_its_name_where_a_method_wants_the_same(make: Make) -> None:
    threads = make(NESTED).client().threads
    assert callable(threads.runs.create)
    assert callable(threads.runs_)


STREAMED = """
paths:
  /chat:
    post:
      operationId: chat.create
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [text], properties: {text: {type: string}, stream: {type: boolean}}}
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {$ref: '#/components/schemas/Chat'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Chunk'}}
components:
  schemas:
    Chat: {type: object, required: [text], properties: {text: {type: string}}}
    Chunk: {type: object, required: [delta], properties: {delta: {type: string}}}
"""


def test_the_stream_argument_chooses_between_value_and_stream(make: Make) -> None:
    import httpx2

    events = 'data: {"delta": "a"}\n\ndata: {"delta": "b"}\n\ndata: [DONE]\n\n'
    stream = httpx2.Response(200, content=iter([events.encode()]), headers={"content-type": "text/event-stream"})
    sdk = make(STREAMED)
    client = sdk.client({"text": "whole"}, stream)
    assert client.chat.create(text="hi").text == "whole"
    assert [chunk.delta for chunk in client.chat.create(text="hi", stream=True)] == ["a", "b"]
    assert sdk.body == {"text": "hi", "stream": True}
    assert sdk.text("resources/chat.py").count("@overload") == 6


LIST = """
paths:
  /pets:
    get:
      operationId: pets.list
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
"""


def test_a_list_is_walked_page_by_page(make: Make) -> None:
    sdk = make(LIST + PET)
    pages = [[{"id": "1", "petName": "a"}, {"id": "2", "petName": "b"}], [{"id": "3", "petName": "c"}], []]
    names = [pet.pet_name for pet in sdk.client(*pages).pets.list(limit=2, tags=["x", "y"])]
    assert names == ["a", "b", "c"]
    assert sdk.seen[0].url.params["tags"] == "x,y"
    assert sdk.seen[1].url.params["offset"] == "2"


def test_a_method_called_list_does_not_hide_the_type(make: Make) -> None:
    also = (
        LIST.replace("listPets", "listPets")
        + "  /pets/names:\n    get:\n      operationId: pets.names\n"
        + (
            "      responses: {'200': {description: ok, content: {application/json: {schema:"
            " {type: array, items: {type: string}}}}}}\n"
        )
    )
    sdk = make(also + PET)
    assert "builtins.list[str]" in sdk.text("resources/pets.py")
    assert sdk.client(["Ada"]).pets.names() == ["Ada"]


UPLOAD = """
paths:
  /photos:
    post:
      operationId: photos.create
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {file: {type: string, format: binary}, altText: {type: string}}
      responses: {'204': {description: done}}
  /blobs:
    put:
      operationId: blobs.replace
      requestBody: {required: true, content: {application/octet-stream: {}}}
      responses: {'204': {description: done}}
"""


def test_files_travel_as_parts_and_as_bodies(make: Make) -> None:
    sdk = make(UPLOAD)
    client = sdk.client(reply({}), reply({}))
    client.photos.create(file=("a.png", b"png"), alt_text="A")
    assert b'name="file"; filename="a.png"' in sdk.seen[0].content
    assert b'name="altText"' in sdk.seen[0].content
    client.blobs.replace(content=b"raw")
    assert sdk.seen[1].content == b"raw"


@pytest.mark.parametrize("verb", ["post", "get"])
def test_an_idempotency_key_belongs_to_methods_that_write(make: Make, verb: str) -> None:
    text = f"paths:\n  /pets:\n    {verb}: {{operationId: pets.call, responses: {{'204': {{description: done}}}}}}\n"
    sdk = make(text, client=ClientSettings(name="Zoo", idempotency_header="Idempotency-Key"))
    assert ("idempotency_key" in parameters(sdk.client().pets.call)) == (verb == "post")


def test_an_operation_that_declares_an_idempotency_key_has_one_for_every_call(make: Make) -> None:
    sdk = make("""
paths:
  /pets:
    post:
      operationId: pets.create
      parameters: [{name: idempotency-key, in: header, required: true, schema: {type: string}, description: Once only.}]
      responses: {'204': {description: done}}
    put: {operationId: pets.replace, responses: {'204': {description: done}}}
""")
    client = sdk.client(reply({}), reply({}), reply({}))
    assert "Once only." in (client.pets.create.__doc__ or "")
    client.pets.create(idempotency_key="mine")
    client.pets.create()
    client.pets.replace()
    given, made, none = (request.headers.get("Idempotency-Key") for request in sdk.seen)
    assert given == "mine"
    assert made is not None
    assert len(made) > 20
    assert none is None


def test_deprecated_methods_warn(make: Make) -> None:
    text = (
        "paths:\n  /pets:\n    post: {operationId: pets.old, deprecated: true, responses: {'204': {description: x}}}\n"
    )
    client = make(text).client(reply({}))
    with pytest.warns(DeprecationWarning, match="`old` is deprecated"):
        client.pets.old()


def test_an_exact_number_is_asked_for_as_a_number(make: Make) -> None:
    text = """
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
              required: [price, weight]
              properties: {price: {type: number, format: decimal}, weight: {type: string, format: decimal}}
      responses: {'204': {description: made}}
"""
    sdk = make(text)
    assert "price: float," in sdk.text("resources/pets.py")
    assert "weight: str | float | Decimal," in sdk.text("resources/pets.py")


HOSTILE = '"""\\nimport os\\nos.abort()\\n"""'


def test_descriptions_stay_text(make: Make) -> None:
    text = GET_PET.replace("operationId: pets.get", f"operationId: pets.get\n      description: {HOSTILE!r}")
    text = text.replace("{name: verbose,", f"{{description: {HOSTILE!r}, name: verbose,")
    sdk = make(text)
    sdk.client({"id": "1", "petName": "Ada"}).pets.get("1", x_trace_id="t")
    assert "import os" in (sdk.load("resources.pets").Pets.get.__doc__ or "")
    assert "os" not in vars(sdk.load("resources.pets"))


SECURED = """
security: [{key: []}]
paths:
  /pets:
    get: {operationId: pets.list, responses: {'200': {description: ok}}}
    post: {operationId: pets.create, security: [{key: [], proof: []}], responses: {'200': {description: ok}}}
    delete: {operationId: pets.clear, security: [{key: [], proof: []}], responses: {'200': {description: ok}}}
    put: {operationId: pets.replace, security: [], responses: {'200': {description: ok}}}
components:
  securitySchemes:
    key: {type: apiKey, in: cookie, name: session}
    proof: {type: apiKey, in: header, name: X-Proof}
"""


def test_credentials_of_several_operations_are_said_once_and_sent_by_each(make: Make) -> None:
    sdk = make(SECURED)
    client = sdk.client(key="k", proof="p")
    for method in (client.pets.list, client.pets.create, client.pets.clear, client.pets.replace):
        method()
    sent = [(request.headers.get("cookie"), request.headers.get("x-proof")) for request in sdk.seen]
    assert sent == [("session=k", None), ("session=k", "p"), ("session=k", "p"), (None, None)]
    assert sdk.text("resources/pets.py").count('"proof"') == 1


LINES = """
paths:
  /animals/import:
    post:
      operationId: animals.import
      requestBody: {required: true, content: {MEDIA: {SCHEMA}}}
      responses: {'204': {description: done}}
components:
  schemas:
    Animal:
      type: object
      required: [petName]
      properties: {petName: {type: string}, bornOn: {type: string, format: date}}
"""
ANIMAL = "$ref: '#/components/schemas/Animal'"


@pytest.mark.parametrize(
    ("media", "schema"),
    [
        ("application/x-ndjson", f"itemSchema: {{{ANIMAL}}}"),
        ("application/jsonl", f"schema: {{{ANIMAL}}}"),
        ("application/jsonl", f"schema: {{type: array, items: {{{ANIMAL}}}}}"),
    ],
)
def test_a_body_of_lines_takes_typed_items(make: Make, media: str, schema: str) -> None:
    sdk = make(LINES.replace("MEDIA", media).replace("SCHEMA", schema))
    assert "items: Iterable[AnimalParam | Animal]" in sdk.text("resources/animals.py")
    assert 'client.animals.import_(items=[{"pet_name": "text"}])' in sdk.text("/tests/api_resources/test_animals.py")
    born = datetime.date(2020, 1, 2)
    sdk.client().animals.import_(items=({"pet_name": name, "born_on": born} for name in ("a", "b")))
    assert sdk.seen[-1].headers["content-type"] == media
    assert sdk.seen[-1].content.splitlines() == [
        b'{"petName":"a","bornOn":"2020-01-02"}',
        b'{"petName":"b","bornOn":"2020-01-02"}',
    ]


def test_a_body_of_lines_that_nothing_is_told_of_is_text(make: Make) -> None:
    sdk = make(LINES.replace("MEDIA", "application/x-ndjson").replace("SCHEMA", "schema: {type: string}"))
    sdk.client().animals.import_(content='{"a": 1}\n')
    assert sdk.seen[-1].content == b'{"a": 1}\n'


NAMED = """
    Animals: {type: array, items: {$ref: '#/components/schemas/Animal'}}
    Houses: {type: object, additionalProperties: {$ref: '#/components/schemas/Animals'}}
    Zoo:
      type: object
      properties: {animals: {$ref: '#/components/schemas/Animals'}, houses: {$ref: '#/components/schemas/Houses'}}
"""


@pytest.mark.parametrize(
    ("schema", "given", "sent"),
    [
        (f"{{type: array, items: {{{ANIMAL}}}}}", [{"pet_name": "a"}], [{"petName": "a"}]),
        (
            f"{{type: object, additionalProperties: {{{ANIMAL}}}}}",
            {"pet_name": {"pet_name": "a"}},
            {"pet_name": {"petName": "a"}},
        ),
        ("{$ref: '#/components/schemas/Animals'}", [{"pet_name": "a"}], [{"petName": "a"}]),
        (
            "{$ref: '#/components/schemas/Houses'}",
            {"big_house": [{"pet_name": "a"}]},
            {"big_house": [{"petName": "a"}]},
        ),
        (
            "{type: array, items: {$ref: '#/components/schemas/Zoo'}}",
            [{"animals": [{"pet_name": "a"}], "houses": {"pet_name": [{"pet_name": "b"}]}}],
            [{"animals": [{"petName": "a"}], "houses": {"pet_name": [{"petName": "b"}]}}],
        ),
    ],
    ids=["list", "map", "named list", "named map of lists", "nested"],
)
def test_objects_inside_of_lists_and_maps_have_the_names_of_the_wire(
    make: Make, schema: str, given: Any, sent: Any
) -> None:
    sdk = make(LINES.replace("MEDIA", "application/json").replace("SCHEMA", f"schema: {schema}") + NAMED)
    sdk.client().animals.import_(body=given)
    assert sdk.body == sent


def test_resources_and_models_called_like_what_their_modules_import_hide_nothing(make: Make) -> None:
    names = sorted(name for name in SURFACE.bases | SURFACE.calls if name.isidentifier() and name[0].isupper())
    schemas = {name: {"type": "object", "properties": {"petName": {"type": "string"}}} for name in names}
    paths: dict[str, Any] = {"/": {"delete": {"operationId": "resource.delete", "responses": {"204": {}}}}}
    for name in names:
        media = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
        post = {"operationId": f"{name}.create", "requestBody": media, "responses": {"200": media}}
        paths[f"/{name}"] = {"post": post}
    sdk = make(f"paths: {json.dumps(paths)}\ncomponents: {{schemas: {json.dumps(schemas)}}}\n")
    client = sdk.client()
    resources = [name for name in dir(client) if name[0] != "_" and hasattr(getattr(client, name), "create")]
    assert len(resources) == len(names)
    for name in resources:
        getattr(client, name).create(pet_name="x")
        assert sdk.body == {"petName": "x"}
    assert issubclass(sdk.load("resources.resource").AsyncResourceResource, sdk.load("_runtime").AsyncResource)


def test_a_summary_is_a_sentence_with_or_without_a_description(make: Make) -> None:
    told = {
        "summary: List pets": "List pets.",
        "summary: List pets, description: All.": "List pets.\n\nAll.",
        "summary: List pets, description: List pets of a zoo": "List pets of a zoo.",
        "summary: 'Which pets?'": "Which pets?",
    }
    lines = (
        f"  /{number}: {{get: {{operationId: pets.m{number}, {words}, responses: {{'200': {{description: ok}}}}}}}}\n"
        for number, words in enumerate(told)
    )
    pets = make("paths:\n" + "".join(lines)).client().pets
    assert [inspect.getdoc(getattr(pets, f"m{number}")) for number in range(len(told))] == list(told.values())


def test_what_is_told_beside_a_redirection_is_an_error(make: Make) -> None:
    problem = "{description: bad, content: {application/json: {schema: {type: object}}}}"
    told = f"{{'302': {{description: see}}, default: {problem}}}"
    sdk = make("paths:\n  /login:\n    get:\n" + operation("      operationId: pets.login", told))
    assert "def login(" in sdk.text("resources/pets.py")
    assert sdk.client(reply({"a": 1})).pets.login() is None


STYLED = """
paths:
  /pets:
    get:
      operationId: pets.list
      parameters:
        - {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: X-Filter, in: header, explode: true, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: next, in: query, allowReserved: true, schema: {type: string}}
      responses: {'204': {description: ok}}
    post:
      operationId: pets.create
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: {owner: {$ref: '#/components/schemas/Filter'}, tags: {type: array, items: {type: string}}}
            encoding: {owner: {style: deepObject, explode: true}, tags: {style: form, explode: false}}
      responses: {'204': {description: made}}
    put:
      operationId: pets.replace
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                newOwner: {$ref: '#/components/schemas/Filter'}
                others: {type: array, items: {$ref: '#/components/schemas/Filter'}}
                photo: {type: string, format: binary}
      responses: {'204': {description: made}}
components:
  schemas:
    Filter: {type: object, properties: {bornAfter: {type: string}}}
"""


def test_objects_in_parameters_and_forms_travel_in_their_style_under_their_own_names(make: Make) -> None:
    sdk = make(STYLED)
    client = sdk.client({}, {}, {})
    client.pets.list(filter={"born_after": "2020"}, x_filter={"born_after": "2021"}, next="a/b")
    client.pets.create(owner={"born_after": "2022"}, tags=["a", "b"])
    client.pets.replace(new_owner={"born_after": "2023"}, others=[{"born_after": "2024"}], photo=b"x")
    listed, created, replaced = sdk.seen
    assert listed.url.query == b"filter[bornAfter]=2020&next=a/b"
    assert listed.headers["x-filter"] == "bornAfter=2021"
    assert created.content == b"owner[bornAfter]=2022&tags=a%2Cb"
    assert b'name="newOwner"' in replaced.content
    assert b'{"bornAfter":"2023"}' in replaced.content
    assert b'{"bornAfter":"2024"}' in replaced.content
