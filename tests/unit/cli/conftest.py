"""The command line in this process: its exit code, and what it says on each stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from burnish.cli import burnish
from burnish.cli.exits import guarded

PETS = """\
openapi: 3.1.0
info: {title: The Pets API, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'204': {description: done}}
"""
BROKEN = PETS + "components: {schemas: {Pet: {$ref: '#/components/schemas/Pte'}}}\n"
ODD = PETS + "components: {schemas: {'a b': {type: string}}}\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        code = guarded(lambda: burnish.main(list(arguments), standalone_mode=False))
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A small description in the folder where commands run."""
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return path
