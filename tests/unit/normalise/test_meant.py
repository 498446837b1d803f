"""Normalising what is not written as the standard has it, though it is plain what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Report
from burnish.openapi.canonical import Canonical
from burnish.openapi.check import check
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import plain, read

Normalised = Callable[..., tuple[Canonical, list[str]]]
OK = {"204": {"description": "ok"}}
TEXT = {"type": "string"}


@pytest.fixture
def normalised(tmp_path: Path) -> Normalised:
    """Normalise a description; give it with the codes that checking and normalising reported."""

    def run(**members: Any) -> tuple[Canonical, list[str]]:
        path, report = tmp_path / "openapi.json", Report()
        table = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}, **members}
        path.write_text(json.dumps(table))
        document = read(path, report)
        check(document, report)
        return normalise(document, Settings(), report), [item.code.slug for item in report]

    return run


def schema_of(canonical: Canonical, name: str) -> Any:
    schemas: Any = plain(canonical.document)
    return schemas["components"]["schemas"][name]


def test_words_of_other_languages_for_types_are_understood(normalised: Normalised) -> None:
    properties = {"age": {"type": "int"}, "born": {"type": "Date"}, "tags": {"type": "array", "items": "string"}}
    canonical, codes = normalised(components={"schemas": {"Pet": {"type": "object", "properties": properties}}})
    assert codes == ["type-word"] * 3
    assert schema_of(canonical, "Pet")["properties"] == {
        "age": {"type": "integer"},
        "born": {"type": "string", "format": "date"},
        "tags": {"type": "array", "items": {"type": "string"}},
    }


def test_a_schema_that_names_itself_in_allof_keeps_the_rest(normalised: Normalised) -> None:
    rest = {"type": "object", "properties": {"name": TEXT}}
    canonical, codes = normalised(
        components={"schemas": {"Pet": {"allOf": [{"$ref": "#/components/schemas/Pet"}, rest]}}}
    )
    assert codes == ["allof-itself"]
    assert schema_of(canonical, "Pet")["properties"] == {"name": TEXT}


def test_of_a_parameter_that_stands_twice_the_first_counts(normalised: Normalised) -> None:
    twice = [{"name": "limit", "in": "query", "schema": {"type": kind}} for kind in ("integer", "string")]
    canonical, codes = normalised(paths={"/pets": {"get": {"parameters": twice, "responses": OK}}})
    assert codes == ["duplicate-parameter"]
    (operation,) = canonical.operations
    found: Any = plain(operation.node)
    assert [parameter["schema"] for parameter in found["parameters"]] == [{"type": "integer"}]


def test_values_that_may_be_joined_by_others_are_an_enumeration(normalised: Normalised) -> None:
    pet = {"type": "object", "properties": {"size": {"type": "string", "x-extensible-enum": ["S", "M"]}}}
    canonical, _ = normalised(components={"schemas": {"Pet": pet}})
    assert schema_of(canonical, "Pet")["properties"]["size"]["enum"] == ["S", "M"]


def test_a_long_name_of_an_inline_schema_loses_its_middle(normalised: Normalised) -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"value": TEXT}}
    for level in ("expression", "filters", "metrics", "reports", "configuration"):
        schema = {"type": "object", "properties": {level: schema}}
    canonical, _ = normalised(components={"schemas": {"GoogleAnalyticsSource": schema}})
    document: Any = plain(canonical.document)
    names = set(document["components"]["schemas"])
    assert "GoogleAnalyticsSourceConfigurationReports" in names
    assert "GoogleAnalyticsSourceMetricsFiltersExpression" in names


@pytest.mark.parametrize(
    ("path", "members", "method"),
    [
        ("/zoo/me", {"id": TEXT, "roles": {"type": "array", "items": TEXT}}, "retrieve_me"),
        ("/zoo/history", {"items": {"type": "array", "items": TEXT}}, "list_history"),
        ("/zoo/pets", {"found": {"type": "array", "items": TEXT}}, "list_pets"),
    ],
)
def test_a_list_inside_an_answer_makes_a_listing_only_where_it_is_what_the_path_names(
    normalised: Normalised, path: str, members: dict[str, Any], method: str
) -> None:
    content = {"application/json": {"schema": {"type": "object", "properties": members}}}
    get = {"responses": {"200": {"description": "ok", "content": content}}}
    canonical, _ = normalised(paths={path: {"get": get}, "/zoo": {"get": {"responses": OK}}})
    assert "_".join(canonical.operations[0].method) == method


CREDENTIALS: list[tuple[dict[str, Any], dict[str, Any], list[Any]]] = [
    ({"required": True, "description": "Bearer token"}, {}, [{"bearerAuth": []}]),
    ({"required": True}, {}, [{"authorization": []}]),
    ({}, {"token": {"type": "http", "scheme": "bearer"}}, [{"token": []}, {}]),
]


@pytest.mark.parametrize(("parameter", "schemes", "security"), CREDENTIALS)
def test_a_header_parameter_may_tell_how_to_authenticate(
    normalised: Normalised, parameter: dict[str, Any], schemes: dict[str, Any], security: list[Any]
) -> None:
    given = {"name": "Authorization", "in": "header", "schema": TEXT, **parameter}
    paths = {"/pets": {"get": {"parameters": [given], "responses": OK}}}
    canonical, codes = normalised(paths=paths, components={"securitySchemes": schemes})
    node: Any = plain(canonical.operations[0].node)
    document: Any = plain(canonical.document)
    assert codes == ["authorization-parameter"]
    assert node["security"] == security
    assert set(security[0]) <= set(document["components"]["securitySchemes"])


KEY = {"name": "X-API-Key", "in": "header", "schema": TEXT}
OTHER = {"name": "X-Trace", "in": "header", "schema": TEXT}


KEY_SCHEMES: list[tuple[dict[str, Any], list[Any]]] = [
    ({}, [{"apiKey": []}, {}]),
    ({"key": {"type": "apiKey", "in": "header", "name": "x-api-key"}}, [{"key": []}, {}]),
]


@pytest.mark.parametrize(("schemes", "security"), KEY_SCHEMES)
def test_a_key_that_most_operations_take_is_one_of_the_client(
    normalised: Normalised, schemes: dict[str, Any], security: list[Any]
) -> None:
    keyed = {"get": {"parameters": [OTHER, KEY], "responses": OK}}
    paths = {"/a": keyed, "/b": keyed, "/health": {"get": {"responses": OK}}}
    canonical, codes = normalised(paths=paths, components={"securitySchemes": schemes})
    first: Any = plain(canonical.operations[0].node)
    last: Any = plain(canonical.operations[2].node)
    assert (first["security"], [item["name"] for item in first["parameters"]]) == (security, ["X-Trace"])
    assert "security" not in last
    assert codes == ["authorization-parameter"] * 2


def test_a_key_that_few_operations_take_is_an_argument(normalised: Normalised) -> None:
    other = {"get": {"responses": OK}}
    paths = {"/a": {"get": {"parameters": [KEY], "responses": OK}}, "/b": other, "/c": other}
    canonical, codes = normalised(paths=paths)
    node: Any = plain(canonical.operations[0].node)
    assert [item["name"] for item in node["parameters"]] == ["X-API-Key"]
    assert codes == []


def test_what_stands_in_a_thing_of_its_name_is_not_called_by_it_twice(normalised: Normalised) -> None:
    inner = {"type": "object", "properties": {"size": {"type": "integer"}}}
    members = {"video_url": inner, "url": inner, "sound": inner}
    canonical, _ = normalised(components={"schemas": {"ItemVideo": {"type": "object", "properties": members}}})
    document: Any = plain(canonical.document)
    names = {
        key: value["$ref"].rpartition("/")[2] for key, value in schema_of(canonical, "ItemVideo")["properties"].items()
    }
    assert names == {"video_url": "ItemVideoUrl", "url": "ItemVideoUrlModel", "sound": "ItemVideoSound"}
    assert set(names.values()) < set(document["components"]["schemas"])


def test_each_schema_has_definitions_of_its_own(normalised: Normalised) -> None:
    def exported(kind: str) -> dict[str, Any]:
        members = {"size": {"$ref": "#/$defs/Size"}}
        return {"type": "object", "properties": members, "$defs": {"Size": {"type": kind}}}

    canonical, codes = normalised(components={"schemas": {"Cat": exported("string"), "Dog": exported("integer")}})
    document: Any = plain(canonical.document)
    kinds: list[str] = []
    for name in ("Cat", "Dog"):
        ref = schema_of(canonical, name)["properties"]["size"]["$ref"]
        kinds.append(document["components"]["schemas"][ref.rpartition("/")[2]]["type"])
    assert kinds == ["string", "integer"]
    assert codes == ["inner-definition"] * 2


def test_a_body_gives_way_to_a_component_of_its_name(normalised: Normalised) -> None:
    inline = {"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/PetCreateResponse"}}}
    post = {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": inline}}}}}
    component = {"PetCreateResponse": {"type": "object", "properties": {"name": TEXT}}}
    canonical, _ = normalised(
        paths={"/pets": {"post": post}, "/pets/{id}": {"get": {"responses": OK}}}, components={"schemas": component}
    )
    document: Any = plain(canonical.document)
    assert set(document["components"]["schemas"]) == {"PetCreateResponse", "PetCreateResponseBody"}
