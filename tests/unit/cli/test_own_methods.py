"""HTTP methods of an API's own (OpenAPI 3.2, `additionalOperations`)."""

from __future__ import annotations

from pathlib import Path

from .conftest import Command

OWN = """openapi: 3.2.0
info: {title: Files, version: '1'}
paths:
  /files: {get: {responses: {'204': {description: none}}}}
  /files/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete: {responses: {'204': {description: gone}}}
    additionalOperations:
      LOCK: {responses: {'204': {description: locked}}}
      reLock: { responses: {'204': {description: locked}}}
"""


def methods(command: Command, text: str) -> str:
    """The overview of the SDK of a description."""
    Path("files.yaml").write_text(text)
    ended = command("generate", "--spec", "files.yaml", "--package", "files_sdk", "--out", "out")
    assert (ended.code, ended.err) == (0, "")
    return Path("out/api.md").read_text()


def test_they_are_sent_as_they_are_written(command: Command) -> None:
    found = methods(command, OWN)
    assert "| `client.files.lock` | `LOCK /files/{id}` | `None` |" in found
    assert "| `client.files.relock` | `reLock /files/{id}` | `None` |" in found
    assert "| `client.files.delete` | `DELETE /files/{id}` | `None` |" in found


def test_what_is_no_method_is_an_error(command: Command) -> None:
    Path("files.yaml").write_text(OWN.replace("LOCK:", "'LO CK':"))
    ended = command("generate", "--spec", "files.yaml", "--package", "files_sdk", "--out", "out")
    assert ended.code == 1
    assert not Path("out").exists()


def test_an_older_description_may_have_them(command: Command) -> None:
    Path("files.yaml").write_text(OWN.replace("3.2.0", "3.1.0"))
    ended = command("validate", "files.yaml")
    assert ended.code == 0
    assert '"additionalOperations" came with OpenAPI 3.2; it is understood all the same' in ended.err
