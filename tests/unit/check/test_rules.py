"""Checking: all problems at once, the right severities, and no crash on anything."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from burnish.diagnostics import Report, Severity
from burnish.openapi.check import check
from burnish.openapi.check.reference import verdict
from burnish.source import RefPolicy, read

INFO = {"title": "Pets", "version": "1"}
OK = {"204": {"description": "done"}}


def checked(folder: Path, document: object, policy: RefPolicy | None = None) -> list[tuple[str, str, str]]:
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    report = Report()
    check(read(path, report, policy), report)
    return [(item.severity.value, item.code.slug, item.at.pointer) for item in report]


def of(version: str, **members: Any) -> dict[str, Any]:
    head: dict[str, Any] = {"swagger": version} if version == "2.0" else {"openapi": version}
    return {**head, "info": INFO, "paths": {}, **members}


def with_schema(schema: Any, version: str = "3.1.0") -> dict[str, Any]:
    if version == "2.0":
        return of(version, definitions={"S": schema})
    return of(version, components={"schemas": {"S": schema}})


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.1", "3.2.0"])
def test_a_sound_description_has_no_problems(tmp_path: Path, version: str) -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    parameter: dict[str, object] = {"name": "id", "in": "path", "required": True}
    parameter |= {"type": "string"} if version == "2.0" else {"schema": {"type": "string"}}
    paths = {"/s/{id}": {"get": {"operationId": "get", "parameters": [parameter], "responses": OK}}}
    assert checked(tmp_path, {**with_schema(schema, version), "paths": paths}) == []


S = "#/components/schemas/S"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (with_schema({"type": 5}), [("error", "wrong-value", S + "/type")]),
        (with_schema({"type": "strin"}), [("error", "wrong-value", S + "/type")]),
        (with_schema({"type": "Text"}), [("warning", "type-word", S + "/type")]),
        (with_schema({"type": ["int", "null"]}), [("warning", "type-word", S + "/type/0")]),
        (with_schema({"properties": {"name": "string"}}), [("warning", "type-word", S + "/properties/name")]),
        (with_schema({"properties": {"name": "Pet"}}), [("error", "wrong-type", S + "/properties/name")]),
        (with_schema({"properties": []}), [("warning", "ignored-value", S + "/properties")]),
        (with_schema({"properties": ["name"]}), [("error", "wrong-type", S + "/properties")]),
        (with_schema({"minimum": "1"}), [("warning", "ignored-value", S + "/minimum")]),
        (with_schema({"title": None}), [("warning", "ignored-value", S + "/title")]),
        (with_schema({"type": ["string", "null"]}, "3.0.0"), [("note", "later-field", S + "/type")]),
        (with_schema({"type": "null"}, "3.0.0"), [("note", "later-field", S + "/type")]),
        (with_schema({"type": ["string", None]}), [("warning", "unquoted-null", S + "/type/1")]),
        (with_schema({"type": ["string", "nil"]}), [("error", "wrong-value", S + "/type/1")]),
        (with_schema({"type": "file"}), [("warning", "earlier-word", S + "/type")]),
        (with_schema("no schema"), [("warning", "ignored-value", S)]),
        (
            with_schema({"type": "object", "schema": {"type": "string"}}, "3.0.0"),
            [("warning", "unknown-field", S + "/schema")],
        ),
        (with_schema({"allOf": [{"type": 5}]}, "3.0.0"), [("error", "wrong-type", S + "/allOf/0/type")]),
        (with_schema({"items": [{"type": "string"}]}, "2.0"), [("warning", "tuple-items", "#/definitions/S/items")]),
        (with_schema({"default": None, "nullable": True, "type": "string"}, "3.0.0"), []),
        (with_schema({"default": 5, "type": "string"}), [("warning", "default-mismatch", S + "/default")]),
        (with_schema({"default": 5.0, "type": "integer"}), []),
        (with_schema({"default": "c", "enum": ["a", "b"]}), [("warning", "default-mismatch", S + "/default")]),
        (with_schema({"default": {"$ref": "#/nowhere"}}), []),
        (with_schema({"example": {"$ref": "#/nowhere"}, "x-a": {"$ref": "#/nowhere"}, "const": {"$ref": "#/no"}}), []),
        (with_schema({"properties": {"$ref": {"type": "string"}, "default": {"type": "integer"}}}), []),
        (with_schema({"patternProperties": {"(": {}}}), [("warning", "pattern", S + "/patternProperties/(")]),
        (with_schema({"pattern": "^\\p{L}(?=x)\\/$"}), []),
        (with_schema({"$ref": "#/components/schemas/S"}), []),
        (with_schema({"minLength": 5, "maxLength": 1}), [("warning", "limits-crossed", S + "/minLength")]),
        (with_schema({"allOf": [{"required": ["a"], "properties": {}}]}), []),
        (
            of("3.1.0", paths={"/a": {"get": {"responses": {}}}}),
            [("warning", "missing-detail", "#/paths/~1a/get/responses")],
        ),
        (of("3.0.0", paths={"/a": {"get": {}}}), [("warning", "missing-detail", "#/paths/~1a/get")]),
        (
            of("3.1.0", paths={"/": {"get": {"responses": {"ok": OK["204"]}}}}),
            [("warning", "status-unknown", "#/paths/~1/get/responses/ok")],
        ),
        (of("3.0.0", paths={"a": {"get": {"responses": OK}}}), [("error", "wrong-value", "#/paths/a")]),
        (of("3.0.0", paths=["/a"]), [("error", "wrong-type", "#/paths")]),
        (
            of("3.0.0", security=[{"key": {}}]),
            [("warning", "ignored-value", "#/security/0/key"), ("warning", "unknown-scheme", "#/security/0/key")],
        ),
        ({"openapi": "3.0.0", "info": INFO}, [("error", "missing-field", "#")]),
        ({"openapi": "3.0.0", "paths": {}}, [("warning", "missing-detail", "#")]),
        (of("3.0.0", security=[{"key": []}]), [("warning", "unknown-scheme", "#/security/0/key")]),
        (
            of("3.0.0", tags=None, servers=None),
            [("warning", "ignored-value", "#/tags"), ("warning", "ignored-value", "#/servers")],
        ),
    ],
)
def test_what_is_said(tmp_path: Path, document: object, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(checked(tmp_path, document)) == sorted(expected)


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ({"name": "a", "in": "query"}, ("warning", "missing-detail", "")),
        ({"name": "a", "in": "body", "schema": {}}, ("warning", "earlier-word", "/in")),
        ({"name": "a", "in": "form", "schema": {}}, ("error", "wrong-value", "/in")),
        ({"name": "a", "in": "formData", "schema": {"type": "string"}}, ("warning", "earlier-word", "/in")),
        ({"in": "query", "schema": {}}, ("error", "missing-field", "")),
        ({"name": 5, "in": "query", "schema": {}}, ("error", "wrong-type", "/name")),
        ({"name": "a", "in": "query", "schema": {}, "require": True}, ("warning", "unknown-field", "/require")),
        ({"name": "a", "in": "query", "schema": {"type": "strng"}}, ("error", "wrong-value", "/schema/type")),
        ({"name": "a", "in": "query", "schema": {}, "style": "pretty"}, ("error", "wrong-value", "/style")),
        ("a", ("error", "wrong-type", "")),
    ],
)
@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
def test_parameters(tmp_path: Path, version: str, parameter: object, expected: tuple[str, str, str]) -> None:
    found = checked(tmp_path, of(version, paths={"/a": {"get": {"parameters": [parameter], "responses": OK}}}))
    assert found == [(*expected[:2], "#/paths/~1a/get/parameters/0" + expected[2])]


def test_a_path_parameter_is_always_required(tmp_path: Path) -> None:
    parameter: dict[str, Any] = {"name": "a", "in": "path", "schema": {}}
    for version in ("3.0.0", "3.1.0"):
        found = checked(tmp_path, of(version, paths={"/{a}": {"get": {"parameters": [parameter], "responses": OK}}}))
        assert [one[:2] for one in found] == [("warning", "missing-detail")]


def test_what_references_reach_in_other_files_is_checked_too(tmp_path: Path) -> None:
    (tmp_path / "paths").mkdir()
    (tmp_path / "paths" / "a.yaml").write_text(
        "get:\n  parameters: [{$ref: 'b.yaml#/limit'}, {$ref: 'b.yaml#/lmit'}]\n  respnses: {}\n"
        "  responses: {'200': {description: ok, content: {a/b: {schema: {$ref: 'b.yaml#/pet'}}}}}\n"
    )
    (tmp_path / "paths" / "b.yaml").write_text("limit: {name: limit, schema: {}}\npet: {type: pet}\n")
    found = checked(tmp_path, of("3.1.0", paths={"/a": {"$ref": "paths/a.yaml"}}))
    assert sorted(found) == [
        ("error", "dangling-ref", "#/get/parameters/1/$ref"),
        ("error", "missing-field", "#/limit"),
        ("error", "wrong-value", "#/pet/type"),
        ("warning", "unknown-field", "#/get/respnses"),
    ]


def test_circles_of_references_end(tmp_path: Path) -> None:
    parameters = {"a": {"$ref": "#/components/parameters/b"}, "b": {"$ref": "#/components/parameters/a"}}
    operation = {"parameters": [{"$ref": "#/components/parameters/a"}], "responses": OK}
    assert checked(tmp_path, of("3.1.0", paths={"/": {"get": operation}}, components={"parameters": parameters})) == []


@pytest.mark.parametrize("ref", ["#/paths/~1", 5])
def test_a_path_item_that_refers_to_itself_or_to_nothing_ends(tmp_path: Path, ref: object) -> None:
    found = checked(tmp_path, of("3.1.0", paths={"/": {"$ref": ref, "get": {"responses": OK}}}))
    assert [one[1] for one in found] == (["wrong-type"] if ref == 5 else [])


SEEDS: tuple[dict[str, Any], ...] = (
    of(
        "3.1.0",
        paths={
            "/a/{b}": {
                "parameters": [{"name": "b", "in": "path", "required": True, "schema": {"type": "string"}}],
                "post": {
                    "requestBody": {"content": {"a/b": {"schema": {"$ref": S}}}},
                    "responses": {"200": {"description": "x", "headers": {"h": {"schema": {}}}, "links": {"l": {}}}},
                    "security": [{"key": []}],
                    "callbacks": {"c": {"{$request.body#/u}": {"post": {"responses": OK}}}},
                },
            }
        },
        components={
            "schemas": {
                "S": {
                    "oneOf": [{"$ref": S}, {"type": "object", "properties": {"k": {"enum": ["a"]}}, "required": ["k"]}],
                    "discriminator": {"propertyName": "k", "mapping": {"a": "S"}},
                }
            },
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}},
        },
        security=[{"key": []}],
    ),
    of(
        "2.0",
        paths={"/a": {"get": {"parameters": [{"name": "b", "in": "query", "type": "string"}], "responses": OK}}},
        definitions={
            "S": {"type": "array", "items": {"type": "string", "pattern": "a", "default": "b", "minLength": 1}}
        },
    ),
)
JUNK: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", "#/", "#", "string", "object", "$ref", [], {}, [[]], [None], {"": {}}),
    *({"$ref": "#/paths"}, {"$ref": 5}, {"$ref": "#"}, {"$ref": "no.yaml"}, [{"$ref": "#"}]),
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every member of a JSON value."""
    members: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        members = list(cast("dict[Any, Any]", value).items())
    elif isinstance(value, list):
        members = list(enumerate(cast("list[Any]", value)))
    return [path, *(spot for key, member in members for spot in spots(member, (*path, key)))]


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_crashes_checking(tmp_path: Path, data: st.DataObject) -> None:
    document = json.loads(json.dumps(data.draw(st.sampled_from(SEEDS))))
    for spot in data.draw(st.lists(st.sampled_from(spots(document)[1:]), min_size=1, max_size=3)):
        holder: Any = document
        try:
            for key in spot[:-1]:
                holder = holder[key]
            holder[spot[-1]] = deepcopy(data.draw(st.sampled_from(JUNK)))
        except (TypeError, KeyError, IndexError):
            continue  # An earlier change has removed the spot.
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))
    report = Report()
    read_document = read(path, report)
    check(read_document, report)
    size = len(read_document.file.text.split("\n"))
    for item in report:
        assert 1 <= item.at.span.line <= size
        assert "Object object" not in item.message


def test_the_reference_verdict(tmp_path: Path) -> None:
    def asked(document: object) -> list[str]:
        (tmp_path / "a.json").write_text(json.dumps(document))
        return [one.message for one in verdict(read(tmp_path / "a.json", Report()))]

    assert asked(of("3.1.0")) == []
    assert len(asked(of("3.0.0", tags=5))) == 1
    assert asked(with_schema({"$ref": "#/components/schemas/T"}))[0].startswith("the reference validator gave up")
    assert asked({"a": 1})[0].startswith("the reference validator gave up")


def test_notes_do_not_stop_anything(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(with_schema({"const": 1}, "3.0.0")))
    report = Report()
    check(read(path, report), report)
    assert [item.severity for item in report] == [Severity.NOTE]
    report.or_stop()
