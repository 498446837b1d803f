"""Every command: what it does, what it says, and with which code it ends."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from burnish.cli import COMMANDS
from burnish.cli.mock import stated_terminator
from burnish.diagnostics import Report
from burnish.explain import catalogue

from .conftest import BROKEN, ODD, Command

ONE = ("--spec", "pets.yaml", "--package", "pets", "--out", "out")


def test_help_names_every_command_with_a_sentence(command: Command) -> None:
    ended = command("--help")
    assert ended.code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z].+", ended.out, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_tells_every_option(command: Command, name: str) -> None:
    ended = command(name, "--help")
    assert ended.code == 0
    assert ended.out.startswith("Usage: ")
    options = re.split(r"\n  (?=-)", ended.out.partition("Options:")[2])[1:]
    for option in options:
        assert re.search(r"(  |\n +)[A-Z][^\n]+", option), option


def test_init_makes_a_workspace_that_generates_and_is_then_right(command: Command, pets: Path) -> None:
    made = command("init", "--spec", "pets.yaml")
    assert made.code == 0
    assert "Next: burnish generate" in made.out
    assert command("generate").code == 0
    assert (pets.parent / "generated/python/pets/src/pets/__init__.py").is_file()
    assert command("generate", "--check").code == 0
    assert "nothing changed" in command("generate").out


def test_a_check_tells_how_to_undo_edits_by_hand(command: Command, pets: Path) -> None:
    command("generate", *ONE)
    (pets.parent / "out/README.md").write_text("mine")
    ended = command("generate", *ONE, "--check")
    assert ended.code == 1
    assert "edited    README.md" in ended.out
    assert ended.out.rstrip().endswith("overwrite them with `burnish generate --force`.")


def test_init_keeps_what_is_there(command: Command, pets: Path) -> None:
    command("init", "--spec", "pets.yaml")
    (pets.parent / "noxfile.py").write_text("mine")
    again = command("init", "--spec", "pets.yaml")
    assert again.code == 0
    assert "noxfile.py" not in again.out
    assert (pets.parent / "noxfile.py").read_text() == "mine"


def test_init_tells_what_is_wrong_with_a_description_that_cannot_be_read(command: Command, pets: Path) -> None:
    pets.write_text("a: [")
    ended = command("init", "--spec", "pets.yaml")
    assert ended.code == 1
    assert "error[syntax]" in ended.err
    assert list(pets.parent.iterdir()) == [pets]


def test_init_gives_a_package_that_python_can_import(command: Command, pets: Path) -> None:
    pets.write_text(pets.read_text().replace("The Pets API", "3D Printing"))
    assert command("init", "--spec", "pets.yaml").code == 0
    ended = command("generate")
    assert ended.code == 0, ended.err


@pytest.mark.parametrize("name", ["../outside", "a/b", "", "con"])
def test_init_takes_no_name_that_leaves_its_folder(command: Command, pets: Path, name: str) -> None:
    ended = command("init", "--spec", "pets.yaml", "--name", name)
    assert ended.code == (0 if name == "" else 2)
    assert not (pets.parent.parent / "outside").exists()


def test_validate_says_so_when_nothing_is_wrong(command: Command, pets: Path) -> None:
    ended = command("validate", str(pets))
    assert (ended.code, ended.out) == (0, "1 description without errors\n")


def test_validate_tells_errors_on_standard_error(command: Command, pets: Path) -> None:
    pets.write_text(BROKEN)
    ended = command("validate", "pets.yaml")
    assert ended.code == 1
    assert ended.out == ""
    assert 'error[dangling-ref]: no schema is named "Pte"' in ended.err


def test_validate_passes_on_what_the_reference_says(command: Command, pets: Path) -> None:
    pets.write_text(ODD)
    ended = command("validate", "--reference", "pets.yaml")
    assert ended.code == 1
    assert "openapi-spec-validator:" in ended.out


@pytest.mark.parametrize("given", ["validate", "generate"])
def test_without_a_workspace_the_way_to_one_is_told(command: Command, given: str) -> None:
    ended = command(given)
    assert ended.code == 2
    assert "burnish init --spec FILE" in ended.err


def test_an_sdk_that_is_none_is_answered_with_those_that_are(command: Command, pets: Path) -> None:
    command("init", "--spec", "pets.yaml")
    ended = command("generate", "pest")
    assert ended.code == 2
    assert "(known: pets)" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("generate", "--spec", "pets.yaml"), "--spec needs --out DIR"),
        (("generate", "--out", "out"), "go with --spec FILE"),
        (("generate", "--spec", "none.yaml", "--out", "out"), "does not exist"),
        (("generate", "--spec", "pets.yaml", "--out", "out", "--package", "class"), "a name that Python takes"),
        (("generate", "--spec", "pets.yaml", "--out", "out", "--package", "../x"), "a name that Python takes"),
        (("generate", "--format", "xml"), "xml"),
        (("frobnicate",), "No such command"),
        (("validate", "--frobnicate"), "No such option"),
    ],
)
def test_wrong_usage_ends_with_two(command: Command, pets: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = command(*arguments)
    assert ended.code == 2
    assert said in ended.err


def test_check_writes_nothing_and_names_what_differs(command: Command, pets: Path) -> None:
    assert command("generate", *ONE).code == 0
    model = pets.parent / "out/README.md"
    model.write_text("mine")
    (pets.parent / "out/api.md").unlink()
    ended = command("generate", *ONE, "--check")
    assert ended.code == 1
    assert {line.split()[-1] for line in ended.out.splitlines() if line.startswith("  ")} == {"README.md", "api.md"}
    assert model.read_text() == "mine"


def test_an_edit_is_refused_by_name_and_force_overwrites_it(command: Command, pets: Path) -> None:
    command("generate", *ONE)
    readme = pets.parent / "out/README.md"
    readme.write_text("mine")
    pets.write_text(pets.read_text().replace("done", "fine"))
    refused = command("generate", *ONE)
    assert refused.code == 1
    assert "README.md" in refused.err
    assert "--force" in refused.err
    assert readme.read_text() == "mine"
    assert command("generate", *ONE, "--force").code == 0
    assert readme.read_text() != "mine"


def test_watch_generates_again_after_a_change_and_ends_with_the_interrupt(
    command: Command, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = iter((lambda: pets.write_text(pets.read_text().replace("listPets", "allPets")), lambda: None))

    def sleep(seconds: float) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    # Not `time.sleep` itself: waiting for the formatter sleeps too.
    monkeypatch.setattr("burnish.cli.generate.time", SimpleNamespace(sleep=sleep, perf_counter=time.perf_counter))
    ended = command("generate", *ONE, "--watch")
    assert ended.code == 130
    assert ended.out.count("files changed") == 2


@pytest.mark.parametrize("given", ["validate", "generate"])
def test_machines_read_problems_on_standard_output(command: Command, pets: Path, given: str) -> None:
    pets.write_text(BROKEN)
    arguments = (given, "pets.yaml") if given == "validate" else (given, *ONE)
    found = json.loads(command(*arguments, "--format", "json").out)
    assert "dangling-ref" in json.dumps(found)
    sarif = json.loads(command(*arguments, "--format", "sarif").out)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "dangling-ref"
    assert command(*arguments, "--format", "github").out.startswith("::error title=dangling-ref,file=pets.yaml,line=8,")


def test_explain_tells_every_code_and_its_mending(command: Command) -> None:
    for slug in catalogue():
        ended = command("explain", slug)
        assert ended.code == 0
        assert ended.out.startswith(f"{slug} (")
        assert "\nWhy: " in ended.out
        assert "\nFix: " in ended.out, slug
        assert "\nExample:\n" in ended.out, slug
        assert "..." not in ended.out.partition("\nFix: ")[2].partition("\n")[0].replace("[...]", ""), slug


def test_explain_all_lists_every_code(command: Command) -> None:
    rows = [line.split(maxsplit=2) for line in command("explain", "all").out.splitlines()]
    assert [slug for slug, _, _ in rows] == sorted(catalogue())
    assert all(any(map(str.isalpha, told)) for _, _, told in rows)


def test_explain_knows_what_was_meant(command: Command) -> None:
    ended = command("explain", "dangling-reff")
    assert ended.code == 2
    assert 'did you mean "dangling-ref"?' in ended.err


def test_mock_refuses_a_broken_description(command: Command, pets: Path) -> None:
    pets.write_text(BROKEN)
    ended = command("mock", "pets.yaml")
    assert ended.code == 1
    assert "dangling-ref" in ended.err


def test_mock_says_where_it_listens_and_stops_when_interrupted(
    command: Command, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(server: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("burnish.mock.MockServer.wait", wait)
    ended = command("mock", "pets.yaml", "--port", "0")
    assert ended.code == 130
    assert re.match(r"1 operations? at http://127\.0\.0\.1:\d+\n", ended.out)


def test_the_mock_ends_streams_as_the_settings_beside_the_description_say(tmp_path: Path) -> None:
    spec, report = tmp_path / "openapi.yaml", Report()
    assert stated_terminator(spec, report) == ""
    (tmp_path / "burnish.toml").write_text('[streaming]\nterminator = "[END]"\n')
    assert stated_terminator(spec, report) == "[END]"
    assert not report.error_count
