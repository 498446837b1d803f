"""`burnish parity`: where the packages are found, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command


@pytest.fixture
def both(tmp_path: Path) -> None:
    for side, text in (("old", "def f(x: int): ..."), ("new", "def f(x: str): ...")):
        package = tmp_path / side / "src" / "acme"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "a.py").write_text(text)


@pytest.mark.usefixtures("both")
def test_two_folders(command: Command) -> None:
    ended = command("parity", "new", "--against", "old")
    assert ended.code == 0
    assert ended.out.splitlines()[-1].startswith("parity 66.7 %: 2 of 3")


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(("limit", "code"), [("66", 0), ("67", 1)])
def test_fail_under(command: Command, limit: str, code: int) -> None:
    ended = command("parity", "new", "--against", "old", "--format", "json", "--fail-under", limit)
    assert ended.code == code
    assert json.loads(ended.out)["present"] == 3


@pytest.mark.usefixtures("both")
def test_nothing_to_compare_with(command: Command) -> None:
    ended = command("parity", "new", "--against", "no_such_package")
    assert ended.code == 2
    assert "no package no_such_package is installed" in ended.err


@pytest.mark.usefixtures("pets")
def test_an_sdk_of_the_workspace(command: Command) -> None:
    command("init", "--spec", "pets.yaml")
    command("generate")
    package = "generated/python/pets/src/pets"
    for arguments in ((), ("pets",)):
        ended = command("parity", *arguments, "--against", package, "--fail-under", "100")
        assert ended.code == 0
