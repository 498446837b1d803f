"""`--keep-going`: what has an error, or leads to one, is left out and told; everything else is generated."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Command, Ended

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
FINE = "  /fine: {get: {operationId: fine, responses: {'204': {description: x}}}}\n"


def answers(name: str) -> str:
    content = f"{{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
    return f"{{'200': {{description: x, content: {content}}}}}"


CHAIN = f"""{HEAD}paths:
{FINE}  /far: {{get: {{operationId: far, responses: {answers("Far")}}}}}
  /near: {{get: {{operationId: near, responses: {answers("Near")}}}}}
  /good: {{get: {{operationId: good, responses: {answers("Good")}}}}}
components:
  schemas:
    Far: {{type: object, properties: {{near: {{$ref: '#/components/schemas/Near'}}}}}}
    Near: {{type: object, properties: {{gone: {{$ref: '#/components/schemas/Gone'}}}}}}
    Good: {{type: object, properties: {{name: {{type: string}}}}}}
"""
OF_A_PATH = f"""{HEAD}paths:
{FINE}  /broken:
    parameters: [{{$ref: '#/components/parameters/gone'}}]
    get: {{operationId: broken, responses: {{'204': {{description: x}}}}}}
"""
LATE = f"""{HEAD}paths:
{FINE}  /late:
    additionalOperations: {{'LOCK IT': {{operationId: late, responses: {{'204': {{description: x}}}}}}}}
    get: {{operationId: early, responses: {{'204': {{description: x}}}}}}
"""


@pytest.fixture
def going(command: Command) -> Command:
    """Generate from a text with `--keep-going`."""

    def run(text: str, *more: str) -> Ended:
        Path("openapi.yaml").write_text(text)
        return command("generate", "--spec", "openapi.yaml", "--package", "pets", "--out", "out", *more)

    return run


def methods() -> str:
    return Path("out/api.md").read_text()


def test_what_leads_to_an_error_is_left_out_and_nothing_else(going: Command) -> None:
    ended = going(CHAIN, "--keep-going")
    assert ended.code == 0
    assert "GET /far is left out: no schema is named" in ended.err
    assert "GET /near is left out" in ended.err
    assert '"Near" of schemas is left out' in ended.err
    assert "`GET /fine`" in methods()
    assert "`GET /good`" in methods()
    assert "/far" not in methods()
    assert "/near" not in methods()


def test_an_error_of_a_path_is_that_of_all_its_operations(going: Command) -> None:
    ended = going(OF_A_PATH, "--keep-going")
    assert ended.code == 0
    assert 'the path "/broken" is left out' in ended.err
    assert "/broken" not in methods()


def test_errors_that_later_stages_find_count_too(going: Command) -> None:
    ended = going(LATE, "--keep-going")
    assert ended.code == 0
    assert "LOCK IT /late is left out" in ended.err
    assert "`GET /late`" in methods()


@pytest.mark.parametrize("text", [CHAIN, OF_A_PATH, LATE])
def test_without_it_nothing_is_written_and_it_is_offered(text: str, going: Command) -> None:
    ended = going(text)
    assert ended.code == 1
    assert "Nothing was written. `--keep-going` leaves out" in ended.err
    assert not Path("out").exists()


shared = pytest.mark.parametrize(
    "text",
    ["openapi: 3.1.0\ninfo: []\npaths: {}\n", "openapi: 3.1.0\ninfo: {\n", f"{HEAD}paths: []\n"],
    ids=["of the whole API", "of the syntax", "of all paths"],
)


@shared
def test_it_is_not_offered_for_what_all_operations_share(text: str, going: Command) -> None:
    assert "--keep-going" not in going(text).err


@shared
def test_what_all_operations_share_cannot_be_left_out(text: str, going: Command) -> None:
    ended = going(text, "--keep-going")
    assert ended.code == 1
    assert "error[" in ended.err
    assert not Path("out").exists()


def test_it_is_not_offered_where_it_would_not_help(going: Command) -> None:
    ended = going("openapi: 3.1.0\ninfo: {\n")
    assert "Nothing was written." in ended.err
    assert "--keep-going" not in ended.err


def test_the_settings_of_a_workspace_may_say_so(command: Command) -> None:
    home = Path("spec/pets")
    home.mkdir(parents=True)
    (home / "openapi.yaml").write_text(CHAIN)
    (home / "burnish.toml").write_text("[source]\nkeep_going = true\n")
    assert command("generate").code == 0
    assert command("generate", "--check").code == 0
