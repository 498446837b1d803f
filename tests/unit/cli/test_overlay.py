"""`burnish overlay new` and what `burnish check` and `burnish generate` say of overlays."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import PETS, Command

PET = """\
    get:
      operationId: getPet
      responses:
        '200':
          description: A pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
"""


@pytest.fixture
def workspace(command: Command, pets: Path) -> Path:
    pets.write_text(PETS + "  /pets/first:\n" + PET)
    assert command("init", "--spec", "pets.yaml").code == 0
    assert command("generate").code == 0
    return pets.parent


def module(workspace: Path, folder: str) -> str:
    """A generated module of a folder of the package."""
    found = sorted((workspace / "generated/python/pets/src/pets" / folder).glob("[a-z]*.py"))
    return f"{folder}/{found[0].name}"


def test_a_new_overlay_of_a_resource_derives_its_classes_and_fits(command: Command, workspace: Path) -> None:
    path = module(workspace, "resources")
    made = command("overlay", "new", "pets", path)
    assert made.code == 0, made.err
    text = (workspace / "overlays/python/pets" / path).read_text()
    assert "from .._generated.resources import " in text
    assert text.count("(generated.") == 2
    again = command("generate")
    assert again.code == 0, again.err
    assert "% written by hand" in again.out
    checked = command("check")
    assert checked.code == 0, checked.err


def test_a_new_overlay_of_types_derives_the_classes_that_are_named(command: Command, workspace: Path) -> None:
    path = module(workspace, "types")
    assert command("overlay", "new", "pets", path, "--class", "Pet").code == 0
    assert "class Pet(generated.Pet):" in (workspace / "overlays/python/pets" / path).read_text()
    assert command("generate").code == 0


def test_a_new_overlay_at_a_new_path_imports_nothing(command: Command, workspace: Path) -> None:
    assert command("overlay", "new", "pets", "extra/words.py").code == 0
    assert "import" not in (workspace / "overlays/python/pets/extra/words.py").read_text().replace(
        "annotations", ""
    ).replace("from __future__ import", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pets", "../out.py"), "inside the package"),
        (("pets", "words.txt"), "inside the package"),
        (("cats", "words.py"), 'no SDK is named "cats"'),
        (("pets", "types/shared.py", "--class", "Cat"), "Cat"),
    ],
)
def test_what_cannot_be_begun_is_said(command: Command, workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    arguments = tuple(module(workspace, "types") if part == "types/shared.py" else part for part in arguments)
    ended = command("overlay", "new", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not list((workspace / "overlays").rglob("*.py"))


def test_an_overlay_that_is_there_is_kept(command: Command, workspace: Path) -> None:
    place = workspace / "overlays/python/pets/words.py"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("mine")
    assert command("overlay", "new", "pets", "words.py").code == 2
    assert place.read_text() == "mine"


def test_check_finds_what_only_types_tell(command: Command, workspace: Path) -> None:
    place = workspace / "overlays/python/pets/words.py"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text('def count() -> int:\n    return "one"\n')
    assert command("generate").code == 0
    ended = command("check")
    assert ended.code == 1
    assert "overlays/python/pets/words.py:2:12: error[overlay-type]" in ended.err + ended.out
