"""Swagger 2.0 in the form of OpenAPI 3.1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Report
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import plain, read

OK = {"200": {"description": "ok"}}


def upgraded(folder: Path, operation: dict[str, Any], **members: Any) -> tuple[dict[str, Any], Any]:
    """The operation and the document that come of a Swagger 2.0 description with one operation."""
    path, report = folder / "swagger.json", Report()
    head = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}}
    path.write_text(json.dumps({**head, "paths": {"/pets": {"post": {"responses": OK, **operation}}}, **members}))
    canonical = normalise(read(path, report), Settings(), report)
    assert not report.error_count
    (found,) = canonical.operations
    node: Any = plain(found.node)
    return node, plain(canonical.document)


def test_a_body_parameter_is_the_request_body(tmp_path: Path) -> None:
    body = {"name": "pet", "in": "body", "required": True, "description": "A pet.", "schema": {"type": "string"}}
    node, _ = upgraded(tmp_path, {"parameters": [body], "consumes": ["text/plain"]})
    assert node["parameters"] == []
    assert node["requestBody"] == {
        "content": {"text/plain": {"schema": {"type": "string"}}},
        "required": True,
        "description": "A pet.",
    }


@pytest.mark.parametrize(
    ("kind", "media"), [("string", "application/x-www-form-urlencoded"), ("file", "multipart/form-data")]
)
def test_form_parameters_are_a_form_and_a_file_makes_it_multipart(tmp_path: Path, kind: str, media: str) -> None:
    field = {"name": "photo", "in": "formData", "type": kind, "required": True}
    node, _ = upgraded(tmp_path, {"parameters": [field]})
    assert node["parameters"] == []
    assert list(node["requestBody"]["content"]) == [media]
    assert node["requestBody"]["required"] is True


@pytest.mark.parametrize(
    ("collection", "style", "explode"),
    [
        ("csv", "form", False),
        ("multi", "form", True),
        ("pipes", "pipeDelimited", False),
        ("ssv", "spaceDelimited", False),
    ],
)
def test_the_format_of_a_collection_is_a_style(tmp_path: Path, collection: str, style: str, explode: bool) -> None:
    listed = {
        "name": "tag",
        "in": "query",
        "type": "array",
        "items": {"type": "string"},
        "collectionFormat": collection,
    }
    node, _ = upgraded(tmp_path, {"parameters": [listed]})
    (parameter,) = node["parameters"]
    assert (parameter["style"], parameter["explode"]) == (style, explode)
    assert parameter["schema"] == {"type": "array", "items": {"type": "string"}}


def test_the_schema_of_an_answer_stands_below_what_is_produced(tmp_path: Path) -> None:
    answer = {"200": {"description": "ok", "schema": {"type": "integer"}}}
    node, _ = upgraded(tmp_path, {"responses": answer}, produces=["application/json", "application/xml"])
    assert node["responses"]["200"]["content"] == {
        media: {"schema": {"type": "integer"}} for media in ("application/json", "application/xml")
    }


def test_a_file_is_never_answered_as_json(tmp_path: Path) -> None:
    node, _ = upgraded(tmp_path, {"responses": {"200": {"description": "ok", "schema": {"type": "file"}}}})
    assert list(node["responses"]["200"]["content"]) == ["application/octet-stream"]


@pytest.mark.parametrize(
    ("members", "servers"),
    [
        ({"host": "a.example", "basePath": "/v1/", "schemes": ["http", "https"]}, [{"url": "https://a.example/v1"}]),
        ({"host": "a.example", "schemes": ["http"]}, [{"url": "http://a.example"}]),
        ({"basePath": "/v1"}, [{"url": "/v1"}]),
        ({}, []),
    ],
)
def test_host_and_base_path_are_a_server(tmp_path: Path, members: dict[str, Any], servers: list[Any]) -> None:
    _, document = upgraded(tmp_path, {}, **members)
    assert document["servers"] == servers
