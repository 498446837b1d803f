"""Moving from Stainless on the command line: the configuration as it is, named by settings, and converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Command

CONFIG = """\
organization: {name: zoo}
targets: {python: {package_name: zoo, project_name: zoo-sdk}}
resources:
  animals:
    methods:
      list: get /pets
      feed: post /pets/{id}/feed
"""
pytestmark = pytest.mark.usefixtures("pets", "config")


@pytest.fixture
def config(tmp_path: Path) -> None:
    (tmp_path / "stainless.yml").write_text(CONFIG, encoding="utf-8")


def test_the_configuration_is_taken_as_it_is(command: Command, tmp_path: Path) -> None:
    ended = command("generate", "--spec", "pets.yaml", "--config", "stainless.yml", "--out", "out")
    assert ended.code == 0
    assert 'stainless.yml:7:13: warning[absent-operation]: the description has no operation "post /pets/{id}/feed"' in (
        ended.err
    )
    assert "class AnimalsResource" in (tmp_path / "out/src/zoo/resources/animals.py").read_text(encoding="utf-8")


def test_what_it_cannot_do_stops_the_run(command: Command, tmp_path: Path) -> None:
    (tmp_path / "stainless.yml").write_text(f"{CONFIG}errors: {{message_property: text}}\n", encoding="utf-8")
    ended = command("generate", "--spec", "pets.yaml", "--config", "stainless.yml", "--out", "out")
    assert ended.code == 1
    assert "stainless.yml:8:1: error[stainless-not-done]" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_converted_configuration_makes_the_same_package(command: Command, tmp_path: Path) -> None:
    assert command("generate", "--spec", "pets.yaml", "--config", "stainless.yml", "--out", "one").code == 0
    assert command("import", "stainless", "stainless.yml", "--out", "burnish.toml").code == 0
    assert command("generate", "--spec", "pets.yaml", "--config", "burnish.toml", "--out", "two").code == 0
    one, two = (
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name / "src").rglob("*.py")
        }
        for name in ("one", "two")
    )
    assert one == two


def test_settings_go_to_the_terminal_without_a_file_for_them(command: Command) -> None:
    ended = command("import", "stainless", "stainless.yml")
    assert ended.code == 0
    assert '[resources.animals.methods.list]\noperation = "get /pets"' in ended.out
