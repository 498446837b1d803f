"""Descriptions that mean harm, through the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from burnish.cli import burnish
from burnish.cli.exits import guarded

IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import acme
for found in pkgutil.walk_packages(acme.__path__, "acme."):
    if not found.name.startswith("acme._runtime"):
        module = importlib.import_module(found.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if isinstance(value, type) and hasattr(value, "model_rebuild"):
                value.model_rebuild()
"""


@dataclass(frozen=True)
class Run:
    """How a run ended, what it said, and the folder it was to write."""

    code: int
    said: str
    out: Path

    def everything(self) -> str:
        """The text of all files, without what Python compiled when somebody imported them."""
        files = sorted(path for path in self.out.rglob("*") if path.is_file() and path.suffix != ".pyc")
        return "\n".join(path.read_text(encoding="utf-8") for path in files)


Generate = Callable[..., Run]


def document(**members: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}, "paths": {}, **members}


def answering(schema: Any, **members: Any) -> dict[str, Any]:
    """A description whose one operation answers with a schema; `members` are further members of that operation."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    responses = {"200": {"description": "ok", "content": content}}
    operation = {"operationId": "getThing", "responses": responses, **members}
    return document(paths={"/things": {"get": operation}}, components={"schemas": {"Thing": schema}})


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.fixture
def generate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Generate:
    """Run `burnish generate` on a description: a document, text, or bytes."""

    def run(given: object, *more: str) -> Run:
        spec, out = tmp_path / "spec.yaml", tmp_path / "out"
        text = given if isinstance(given, str | bytes) else json.dumps(given)
        spec.write_bytes(text if isinstance(text, bytes) else text.encode())
        arguments = ["generate", "--spec", str(spec), "--package", "acme", "--out", str(out), *more]
        code = guarded(lambda: burnish.main(arguments, standalone_mode=False))
        said = capsys.readouterr()
        return Run(code, said.out + said.err, out)

    return run


def imports(run: Run) -> None:
    """Import every module of the SDK with warnings as errors, and build every model."""
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, str(run.out / "src")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=run.out)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == ""
