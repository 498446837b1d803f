"""The project as a whole: it imports little, warns of nothing, and its tools are content with it."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from burnish.settings import (
    ClientCall,
    ClientSettings,
    PackageSettings,
    PaginationSettings,
    PagingType,
    RetrySettings,
    Settings,
)
from burnish.targets.python.project import first_sentence

from .conftest import HEAD, Make, write_sdk

EVERYTHING = """
security: [{key: []}, {basic: []}]
paths:
  /zoos/{zooId}/animals:
    parameters: [{name: zooId, in: path, required: true, schema: {type: string, format: uuid}}]
    get:
      operationId: zoos.animals.list
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, default: 20}}
        - {name: born, in: query, schema: {type: string, format: date}}
        - {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Animal'}}
                  nextCursor: {type: [string, 'null']}
        default: {description: bad, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
    post:
      operationId: zoos.animals.create
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
  /zoos:
    post:
      operationId: zoos.tell
      deprecated: true
      requestBody:
        content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {$ref: '#/components/schemas/Cat'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Animal'}}
    get:
      operationId: zoos.list
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
  /blanks:
    post:
      operationId: blanks.create
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Blank'}}}}
      responses: {'204': {description: done}}
  /photos/{id}:
    get:
      operationId: photos.download
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: ok, content: {image/png: {schema: {type: string, format: binary}}}}}
    put:
      operationId: photos.replace
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {files: {type: array, items: {type: string, format: binary}}}}
      responses: {'204': {description: done}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
  schemas:
    Animal:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat:
      type: object
      required: [kind, id]
      properties:
        kind: {const: cat}
        id: {type: string, readOnly: true}
        friends: {type: array, items: {$ref: '#/components/schemas/Animal'}}
        list: {type: array, items: {type: integer}}
        bornOn: {type: [string, 'null'], format: date}
    Dog: {type: object, required: [kind], properties: {kind: {const: dog}, mood: {$ref: '#/components/schemas/Mood'}}}
    Mood: {type: string, enum: [good, bad], description: How it is.}
    Filter:
      type: object
      properties: {moods: {type: array, items: {$ref: '#/components/schemas/Mood'}}, object: {type: string}, other: {}}
    Blank: {type: object, properties: {}}
    Problem: {type: object, properties: {title: {type: string}}, additionalProperties: {type: string}}
"""
PREFIXED = ClientSettings(name="Zoo", env_prefix="ZOO")
SUFFIXED = ClientSettings(name="Zoo", async_suffix="_async", idempotency_header="Idempotency-Key")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two SDKs of one description, side by side: as it comes, and with async twins on one client."""
    root = tmp_path_factory.mktemp("sdks")
    for package, client in (("zoo_plain", ClientSettings(name="Zoo")), ("zoo_twins", SUFFIXED)):
        write_sdk(HEAD + EVERYTHING, Settings(package=PackageSettings(name=package), client=client), root / package)
    return root


def run(*command: str, cwd: Path) -> str:
    """Run a tool; what it said."""
    done = subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if "._runtime" not in module.name:
        found = importlib.import_module(module.name)
        for name in getattr(found, "__all__", ()):
            rebuild = getattr(getattr(found, name), "model_rebuild", None)
            if rebuild is not None:
                rebuild()
"""


@pytest.mark.parametrize("package", ["zoo_plain", "zoo_twins"])
def test_every_module_imports_and_every_model_builds_without_a_warning(projects: Path, package: str) -> None:
    assert run("-W", "error", "-c", IMPORT_ALL, package, cwd=projects / package / "src") == ""


def test_importing_the_package_loads_neither_models_nor_http(projects: Path) -> None:
    probe = (
        "import sys, zoo_plain; heavy = {'pydantic', 'httpx2', 'typing_extensions', 'asyncio'} & set(sys.modules);"
        " print(sorted(heavy), any('.types' in name or '.resources' in name for name in sys.modules))"
    )
    assert run("-c", probe, cwd=projects / "zoo_plain" / "src").strip() == "[] False"


def test_what_is_public_is_there(projects: Path) -> None:
    probe = "import zoo_plain as zoo; print([name for name in zoo.__all__ if not hasattr(zoo, name)])"
    assert run("-c", probe, cwd=projects / "zoo_plain" / "src").strip() == "[]"


@pytest.mark.parametrize("package", ["zoo_plain", "zoo_twins"])
def test_ruff_finds_nothing_in_generated_code(projects: Path, package: str) -> None:
    found = run(
        *("-m", "ruff", "check", "--no-cache", "--output-format", "concise", "--exclude", "_runtime", "."),
        cwd=projects / package,
    )
    assert "All checks passed" in found, found


def test_pyright_finds_nothing_in_strict_mode(projects: Path) -> None:
    packages = ("zoo_plain", "zoo_twins")
    settings = {
        "include": [f"{name}/{folder}" for name in packages for folder in ("src", "tests")],
        "typeCheckingMode": "strict",
        "reportDeprecated": False,
        "executionEnvironments": [{"root": name, "extraPaths": [f"{name}/src"]} for name in packages],
    }
    (projects / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    found = json.loads(run("-m", "pyright", "--pythonpath", sys.executable, "--outputjson", cwd=projects))
    own = [
        f"{Path(item['file']).relative_to(projects)}:{item['range']['start']['line'] + 1}: {item['message']}"
        for item in found["generalDiagnostics"]
        if "/_runtime/" not in item["file"]
    ]
    assert found["summary"]["filesAnalyzed"] > 40
    assert not own, "\n".join(own)


def test_the_readme_says_how_often_requests_are_repeated(make: Make) -> None:
    for most, words in ((1, "up to once"), (2, "up to twice"), (5, "up to 5 times")):
        sdk = make("paths: {}\n", client=ClientSettings(name="Zoo", retries=RetrySettings(max=most)))
        assert words in sdk.text("/README.md")


def test_the_first_call_has_the_values_of_the_body_s_example(make: Make) -> None:
    sdk = make("""
paths:
  /pets:
    post:
      operationId: pets.create
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
            example: {name: Tom}
      responses: {'200': {description: ok}}
""")
    assert 'client.pets.create(name="Tom")' in sdk.text("/README.md")


def test_the_constructor_tells_of_every_argument_and_its_variable(make: Make) -> None:
    sdk = make(EVERYTHING)
    client = sdk.load().Zoo
    doc, given = inspect.getdoc(client.__init__) or "", inspect.signature(client).parameters
    told = re.findall(r"^    (\w+): ", doc.split("Args:")[1], re.MULTILINE)
    assert told == [*given, f"{client.__name__}Error"]
    assert re.findall(r"`PETS_\d+_([A-Z_]+)`", doc) == ["API_KEY", "USERNAME", "PASSWORD", "BASE_URL"]


def test_the_readme_tells_where_credentials_come_from(make: Make) -> None:
    readme = make(EVERYTHING, client=PREFIXED).text("/README.md")
    assert "`api_key` (`ZOO_API_KEY`), `username` (`ZOO_USERNAME`), `password` (`ZOO_PASSWORD`)" in readme


@pytest.mark.parametrize(("scheme", "told"), [("", False), ("key: {type: apiKey, in: header, name: X-Key}", True)])
def test_the_readme_names_the_one_credential_or_none(make: Make, scheme: str, told: bool) -> None:  # what is expected
    text = "security: [{key: []}]\n" if scheme else ""
    text += "paths: {/a: {get: {responses: {'204': {description: x}}}}}\n"
    text += f"components: {{securitySchemes: {{{scheme}}}}}\n"
    assert ("`ZOO_API_KEY`, or from `Zoo(api_key=...)`" in make(text, client=PREFIXED).text("/README.md")) == told


EXAMPLE = """
paths:
  /pets:
    post:
      operationId: pets.create
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {name: {type: string}, age: {type: integer}}}
            example: {name: Kim}
      responses: {'200': {description: ok}}
"""


def test_the_readme_shows_an_example_where_nothing_must_be_given(make: Make) -> None:
    sdk = make(EXAMPLE, Settings(readme_operation="pets.create"))
    assert 'client.pets.create(name="Kim")' in sdk.text("/README.md")


def test_the_first_call_may_be_one_that_is_written_by_hand(make: Make) -> None:
    readme = make("paths: {}\n", Settings(readme_call=ClientCall('client.log("a")'))).text("/README.md")
    assert 'print(client.log("a"))' in readme
    assert 'print(await client.log("a"))' in readme


LISTS = """
paths:
  /zoos/{zooId}/statuses:
    get:
      parameters:
        - {name: zooId, in: path, required: true, schema: {type: string}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {}}}}}}
"""


@pytest.mark.parametrize(
    ("last", "item"), [("statuses", "status"), ("lists", "list_"), ("history", "item"), ("open-days", "open_day")]
)
def test_the_readme_calls_an_item_what_the_resource_holds(make: Make, last: str, item: str) -> None:
    sdk = make(LISTS.replace("statuses", last))
    assert f"for {item} in client." in sdk.text("/README.md")
    assert f"    print({item})\n" in sdk.text("/README.md")


def test_the_readme_has_a_word_for_an_item_of_a_list_without_a_name(make: Make) -> None:
    sdk = make(LISTS.replace("/zoos/{zooId}/statuses", "/{zooId}"))
    assert "for item in client.retrieve(" in sdk.text("/README.md")


def test_a_scheme_called_page_does_not_hide_the_page_it_derives_from(make: Make) -> None:
    scheme = PaginationSettings("page", PagingType.OFFSET, parameter="offset")
    sdk = make(LISTS, Settings(client=ClientSettings(name="Zoo"), pagination=(scheme,)))
    page = sdk.client([{"id": 1}], []).zoos.list_statuses("7")
    assert type(page).__name__.startswith("SyncPage[")
    assert [status.id for status in page] == [1]
    assert "class SyncPage(BaseSyncPage[T]):" in sdk.text("pagination.py")


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("Keeps your pets. And more.", "Keeps your pets."),
        ("# Introduction\\nKeeps your pets.", "Keeps your pets."),
        ("Pets", "Python SDK of Pets"),
        ("", "Python SDK of Pets"),
    ],
)
def test_the_readme_begins_with_what_the_description_says_first(make: Make, description: str, told: str) -> None:
    folder = make("paths: {}\n").folder
    text = HEAD.replace("title: Pets", f'title: Pets, description: "{description}"') + "paths: {}\n"
    write_sdk(text, Settings(package=PackageSettings(name="told")), folder / "told")
    assert (folder / "told" / "README.md").read_text(encoding="utf-8").split("\n")[2] == told


SENT_AND_RECEIVED = """
paths:
  /pets/{petId}/photo:
    put:
      operationId: pets.keep_photo
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [photo], properties: {photo: {type: string, format: binary}}}
      responses: {'204': {description: kept}}
webhooks:
  born:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'204': {description: heard}}
"""


def test_the_readme_shows_files_and_webhooks_where_there_are_any(make: Make) -> None:
    shown = make(SENT_AND_RECEIVED).text("/README.md")
    assert 'client.pets.keep_photo("pet_id", photo=b"content")' in shown
    assert "return client.webhooks.unwrap(body, headers)" in shown
    assert "PETS_" in shown
    plain = make("paths:\n  /pets:\n    get: {operationId: pets.list, responses: {'204': {description: ok}}}\n")
    assert "## Files" not in plain.text("/README.md")
    assert "## Webhooks" not in plain.text("/README.md")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# Pets\n\nAll [pets](https://pets.example) of a [zoo](https://zoo.example). And more.", "All pets of a zoo."),
        ("[![build](https://a.example/b.svg)](https://a.example) Pets for all. And more.", "Pets for all."),
        ("Pets [of all kinds].", "Pets [of all kinds]."),
    ],
)
def test_the_first_sentence_is_text(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
