"""Whether an operation lists things or reads one, as its answer shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Report
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import read

LIST: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
THING: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("path", "properties", "method"),
    [
        ("/pets", {"data": LIST}, "list"),
        ("/pets", {"data": LIST, "errors": LIST}, "list"),
        ("/pets", {"payload": {"type": "object", "properties": {"NextToken": {}, "Pets": LIST}}}, "list"),
        ("/pets", {"data": {"type": "object", "properties": {"name": {}, "toys": LIST}}}, "retrieve"),
        ("/account", {"account": THING, "warnings": LIST}, "retrieve"),
        ("/account", {"account": LIST}, "list"),
        ("/pets/errors", {"errors": LIST, "links": LIST}, "list_errors"),
    ],
)
def test_what_an_answer_holds(tmp_path: Path, path: str, properties: dict[str, Any], method: str) -> None:
    schema = {"type": "object", "properties": properties}
    answer = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    paths: dict[str, Any] = {path: {"get": {"responses": {"200": answer}}}, "/health": {"get": {"responses": {}}}}
    (tmp_path / "openapi.json").write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": paths})
    )
    canonical = normalise(read(tmp_path / "openapi.json", Report()), Settings(), Report())
    assert "_".join(canonical.operations[0].method) == method
