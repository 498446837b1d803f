"""Normalising what people write: nothing is dropped without a word, and what is meant is what comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burnish.diagnostics import Report
from burnish.ir import Api, Choice, Enumeration, EventStream, Multipart, Ref
from burnish.openapi.canonical import Canonical
from burnish.openapi.check import check
from burnish.openapi.lower import lower
from burnish.openapi.normalise import normalise
from burnish.settings import Settings
from burnish.source import apply_overlay, plain, read

Normalised = Callable[..., tuple[Canonical, list[str]]]
OK = {"204": {"description": "ok"}}
TEXT = {"type": "string"}


def answer(schema: Any, media: str = "application/json", key: str = "schema") -> dict[str, Any]:
    return {"200": {"description": "ok", "content": {media: {key: schema}}}}


@pytest.fixture
def normalised(tmp_path: Path) -> Normalised:
    """Normalise a description; give it with the codes that checking and normalising reported."""

    def run(version: str = "3.1.0", **members: Any) -> tuple[Canonical, list[str]]:
        path, report = tmp_path / "openapi.json", Report()
        table = {"openapi": version, "info": {"title": "Pets", "version": "1"}, "paths": {}, **members}
        path.write_text(json.dumps(table))
        document = read(path, report)
        check(document, report)
        return normalise(document, Settings(), report), [item.code.slug for item in report]

    return run


def schema_of(canonical: Canonical, name: str) -> Any:
    schemas: Any = plain(canonical.document)
    return schemas["components"]["schemas"][name]


def lowered(canonical: Canonical) -> Api:
    return lower(canonical, Settings(), Report())


@pytest.mark.parametrize("null", [{"nullable": True}, {"type": "null"}, {"enum": [None]}, {"const": None}])
@pytest.mark.parametrize("union", ["oneOf", "anyOf"])
def test_a_variant_that_only_allows_null_is_null(normalised: Normalised, union: str, null: Any) -> None:
    schemas = {"Pet": {"type": "object", "properties": {"a": {union: [TEXT, null]}}}}
    canonical, _ = normalised(components={"schemas": schemas})
    assert schema_of(canonical, "Pet")["properties"]["a"] == {"type": ["string", "null"]}


def family(**beside: Any) -> dict[str, Any]:
    """A union whose mapping tells `Toy` from `CatToy`, of which one's name ends with the other's."""

    def toy(*more: str) -> dict[str, Any]:
        return {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, **dict.fromkeys(more, TEXT)}}

    mapping = {"plain": "#/components/schemas/Toy", "cat": "#/components/schemas/CatToy"}
    return {
        "Toy": toy("size"),
        "CatToy": toy("squeak"),
        "Gift": {
            "oneOf": [{"$ref": "#/components/schemas/Toy"}, {"$ref": "#/components/schemas/CatToy"}],
            "discriminator": {"propertyName": "kind", "mapping": mapping},
            **beside,
        },
    }


@pytest.mark.parametrize("beside", [{}, {"type": "object", "properties": {"wrapped": {"type": "boolean"}}}])
def test_a_mapping_leads_to_the_variant_it_names_after_merging_too(
    normalised: Normalised, beside: dict[str, Any]
) -> None:
    canonical, _ = normalised(paths={"/gift": {"get": {"responses": answer({"$ref": "#/components/schemas/Gift"})}}},
                              components={"schemas": family(**beside)})  # fmt: skip
    gift = next(item for item in lowered(canonical).declarations.values() if item.name.wire == "Gift")
    assert isinstance(gift, Choice)
    found: dict[str, set[str]] = {}
    for variant in gift.variants:
        assert isinstance(variant.type, Ref)
        found[variant.tags[0]] = set(schema_of(canonical, str(variant.type.target))["properties"])
    assert found["plain"] >= {"kind", "size"}
    assert found["cat"] >= {"kind", "squeak"}


def body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": OK}


def test_callbacks_and_webhooks_of_one_name_are_all_kept(normalised: Normalised) -> None:
    def calling(schema: Any) -> dict[str, Any]:
        return {"callbacks": {"done": {"{$request.body#/url}": {"post": body(schema)}}}, "responses": OK}

    canonical, _ = normalised(
        paths={
            "/a": {"post": {"operationId": "startA", **calling(TEXT)}},
            "/b": {"post": calling({"type": "integer"})},
            "/c": {"post": calling(TEXT)},
        },
        webhooks={"done": {"post": body({"type": "boolean"})}},
    )
    assert [hook.name for hook in canonical.webhooks] == ["done", "startA done", "post /b done", "post /c done"]


def test_the_same_webhook_met_again_is_one(normalised: Normalised) -> None:
    callback = {"done": {"{$request.body#/url}": {"post": body(TEXT)}}}
    paths = {f"/{name}": {"post": {"callbacks": callback, "responses": OK}} for name in "ab"}
    canonical, _ = normalised(paths=paths)
    assert [hook.name for hook in canonical.webhooks] == ["done"]


def test_webhooks_of_equal_content_and_different_names_are_two(normalised: Normalised) -> None:
    canonical, _ = normalised(webhooks={name: {"post": body(TEXT)} for name in ("pet.made", "pet.gone")})
    assert [hook.name for hook in canonical.webhooks] == ["pet.made", "pet.gone"]


def test_references_in_a_circle_are_told_once_by_name(normalised: Normalised) -> None:
    circle = {name: {"$ref": f"#/components/schemas/{after}"} for name, after in ("AB", "BC", "CA")}
    _, codes = normalised(components={"schemas": {**circle, "D": {"$ref": "#/components/schemas/A"}}})
    assert codes == ["ref-cycle"]


def test_events_whose_data_is_json_text_have_the_type_of_what_it_holds(normalised: Normalised) -> None:
    data = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": "#/components/schemas/Pet"},
    }
    event = {"type": "object", "required": ["data"], "properties": {"data": data}}
    canonical, _ = normalised(
        "3.2.0",
        paths={"/pets": {"get": {"responses": answer(event, "text/event-stream", "itemSchema")}}},
        components={"schemas": {"Pet": {"type": "object", "properties": {"name": TEXT}}}},
    )
    (operation,) = (item for resource in lowered(canonical).root.children for item in resource.operations)
    (stream,) = operation.responses[0].answers
    assert isinstance(stream, EventStream)
    assert isinstance(stream.type, Ref)
    assert str(stream.type.target) == "Pet"


@pytest.mark.parametrize(
    ("schema", "expected", "code"),
    [
        ({"type": "string", "enum": []}, {"type": "string"}, "empty-enum"),
        ({"type": "string", "required": True}, {"type": "string"}, "ignored-value"),
        ({"type": "string", "example": "a", "examples": ["b"]}, {"type": "string", "examples": ["a", "b"]}, None),
        ({"type": "string", "format": "never-heard-of"}, {"type": "string", "format": "never-heard-of"}, None),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 1}, None),
        ({"enum": ["a", None]}, {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}, None),
    ],
)  # fmt: skip
def test_what_a_schema_means(normalised: Normalised, schema: Any, expected: Any, code: str | None) -> None:
    canonical, codes = normalised(
        "3.0.3", components={"schemas": {"Pet": {"type": "object", "properties": {"a": schema}}}}
    )
    assert schema_of(canonical, "Pet")["properties"]["a"] == expected
    assert code is None or code in codes


def test_any_is_no_type_of_the_standard_and_told(normalised: Normalised) -> None:
    _, codes = normalised(components={"schemas": {"Pet": {"type": "any"}}})
    assert codes == ["wrong-value"]


def test_path_parameters_are_declared_or_told(normalised: Normalised) -> None:
    other = {"name": "other", "in": "path", "required": True, "schema": TEXT}
    canonical, codes = normalised(paths={"/pets/{id}": {"get": {"parameters": [other], "responses": OK}}})
    parameters: Any = plain(canonical.operations[0].node["parameters"])
    assert [item["name"] for item in parameters] == ["id"]
    assert set(codes) == {"undeclared-path-parameter", "unused-path-parameter"}


def test_an_operation_overrides_the_parameter_of_its_path(normalised: Normalised) -> None:
    def limit(kind: str) -> dict[str, Any]:
        return {"name": "limit", "in": "query", "schema": {"type": kind}}

    item = {"parameters": [limit("string")], "get": {"parameters": [limit("integer")], "responses": OK}}
    canonical, codes = normalised(paths={"/pets": item})
    parameters: Any = plain(canonical.operations[0].node["parameters"])
    assert [one["schema"] for one in parameters] == [{"type": "integer"}]
    assert codes == []


def test_statuses_written_in_other_ways_are_understood(normalised: Normalised) -> None:
    responses = {"2xx": OK["204"], "4Xx": OK["204"], "default": OK["204"]}
    canonical, codes = normalised(paths={"/pets": {"get": {"responses": responses}}})
    (operation,) = (item for resource in lowered(canonical).root.children for item in resource.operations)
    assert len(operation.responses) == 3
    assert codes == ["status-key", "status-key"]


def test_schemas_that_an_overlay_adds_are_components_as_others_are(tmp_path: Path) -> None:
    report = Report()
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents: {schemas: {Cat: {type: object}}}\n"
    )
    (tmp_path / "overlay.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Dogs, version: '1'}\nactions:\n"
        "  - target: $.components.schemas\n"
        "    update: {Dog: {type: object, properties: {friend: {$ref: '#/components/schemas/Cat'}}}}\n"
    )
    document = apply_overlay(read(tmp_path / "openapi.yaml", report), tmp_path / "overlay.yaml", report)
    canonical = normalise(document, Settings(), report)
    assert schema_of(canonical, "Dog")["properties"] == {"friend": {"$ref": "#/components/schemas/Cat"}}


def test_null_without_quotes_in_a_list_of_types_is_the_word(normalised: Normalised) -> None:
    canonical, _ = normalised(
        components={"schemas": {"Pet": {"type": "object", "properties": {"a": {"type": ["string", None]}}}}}
    )
    assert schema_of(canonical, "Pet")["properties"]["a"] == {"type": ["string", "null"]}


def test_what_is_no_schema_and_nothing_refers_to_is_left_out(normalised: Normalised) -> None:
    canonical, told = normalised(components={"schemas": {"dialect": "https://pets.test", "Pet": TEXT}})
    schemas: Any = plain(canonical.document)
    assert list(schemas["components"]["schemas"]) == ["Pet"]
    assert told == ["ignored-value"]


def test_fields_of_a_form_that_stand_among_the_parameters_are_the_body(normalised: Normalised) -> None:
    photo = {"name": "photo", "in": "formData", "required": True, "schema": {"type": "file"}}
    kind = {"name": "kind", "in": "formData", "schema": TEXT, "enum": ["cat"]}
    post = {"parameters": [photo, kind], "responses": OK}
    canonical, told = normalised("3.0.3", paths={"/pets": {"post": post}})
    (operation,) = lowered(canonical).root.operations
    assert operation.body is not None
    (payload,) = operation.body.payloads
    assert isinstance(payload, Multipart)
    assert [(part.name.wire, part.file) for part in payload.parts] == [("photo", True), ("kind", False)]
    assert set(told) == {"earlier-word", "unknown-field"}


def test_a_body_that_is_described_twice_is_told(normalised: Normalised) -> None:
    field = {"name": "kind", "in": "formData", "schema": TEXT}
    post: dict[str, Any] = {"parameters": [field], "requestBody": {"content": {"text/plain": {}}}, "responses": OK}
    _, told = normalised(paths={"/pets": {"post": post}})
    assert "clashing-fields" in told


def test_a_body_that_fastapi_named_after_its_operation_is_called_as_an_inline_one(normalised: Normalised) -> None:
    name = "Body_upload_photo_pets__pet_id__photo_post"
    photo = {"type": "object", "title": name, "properties": {"file": TEXT}}
    operation = {"operationId": name.removeprefix("Body_"), **body({"$ref": f"#/components/schemas/{name}"})}
    path = {"parameters": [{"name": "pet_id", "in": "path", "required": True, "schema": TEXT}], "post": operation}
    canonical, _ = normalised(paths={"/pets/{pet_id}/photo": path}, components={"schemas": {name: photo}})
    assert list(canonical.words.values()) == [("photo", "request")]
    assert "title" not in schema_of(canonical, next(iter(canonical.words)))


def test_a_person_s_name_for_a_body_is_kept(normalised: Normalised) -> None:
    schemas = {"Body_part": {"type": "object", "properties": {"size": TEXT}}}
    operation = {"operationId": "addPart", **body({"$ref": "#/components/schemas/Body_part"})}
    canonical, _ = normalised(paths={"/parts": {"post": operation}}, components={"schemas": schemas})
    assert list(canonical.words.values()) == [("body", "part")]


def test_annotated_constants_are_an_enumeration_with_names(normalised: Normalised) -> None:
    told = [{"const": "E1", "title": "Gone", "description": "it left"}, {"const": "E2"}]
    canonical, _ = normalised(components={"schemas": {"Code": {"oneOf": [*told, {"type": "null"}]}}})
    code = next(iter(lowered(canonical).declarations.values()))
    assert isinstance(code, Enumeration)
    assert [(member.value, member.name.words, member.docs.description) for member in code.members] == [
        ("E1", ("gone",), "it left"),
        ("E2", ("e2",), ""),
    ]


def test_a_union_of_a_constant_and_something_else_stays_one(normalised: Normalised) -> None:
    canonical, _ = normalised(components={"schemas": {"Size": {"oneOf": [{"const": "auto"}, {"type": "integer"}]}}})
    assert "enum" not in schema_of(canonical, "Size")


PAGE = {
    "$id": "https://pets.test/page",
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}},
    "$defs": {"item": {"$dynamicAnchor": "item"}},
}


def page_of(name: str) -> dict[str, Any]:
    """A page whose hole is filled, in a resource of its own."""
    filling = {"$dynamicAnchor": "item", "$ref": f"#/components/schemas/{name}"}
    return {"$id": f"https://pets.test/{name}-page", "$ref": "page", "$defs": {"item": filling}}


def test_a_schema_with_a_hole_is_another_for_each_that_fills_it(normalised: Normalised) -> None:
    pet, toy = {"type": "object", "properties": {"name": TEXT}}, {"type": "object", "properties": {"size": TEXT}}
    schemas = {"Page": PAGE, "PetPage": page_of("Pet"), "ToyPage": page_of("Toy"), "Pet": pet, "Toy": toy}
    canonical, told = normalised(components={"schemas": schemas})
    assert told == []
    for name in ("Pet", "Toy"):
        items = schema_of(canonical, f"{name}Page")["properties"]["items"]["items"]
        assert items == {"$ref": f"#/components/schemas/{name}"}
    assert canonical.wires["PetPage"] == "PetPage"
    assert canonical.pointers["PetPage"] == "#/components/schemas/Page & #/components/schemas/PetPage"


def test_a_recursive_schema_that_is_extended_holds_what_extends_it(normalised: Normalised) -> None:
    children = {"type": "array", "items": {"$dynamicRef": "#node"}}
    tree = {"$id": "https://pets.test/tree", "$dynamicAnchor": "node", "type": "object", "properties": {"in": children}}
    named = {"$id": "https://pets.test/named", "$dynamicAnchor": "node", "$ref": "tree", "properties": {"name": TEXT}}
    canonical, _ = normalised(components={"schemas": {"Tree": tree, "Named": named}})
    found = schema_of(canonical, "Named")["properties"]
    assert found["in"]["items"] == {"$ref": "#/components/schemas/Named"}
    assert found["name"] == TEXT
    assert schema_of(canonical, "Tree")["properties"]["in"]["items"] == {"$ref": "#/components/schemas/Tree"}


@pytest.mark.parametrize("digits", [r"\d*\.?\d*$", r"\d{0,8}\.?\d{0,2}0*$"])
def test_a_decimal_of_pydantic_is_one(normalised: Normalised, digits: str) -> None:
    price = {"type": "string", "pattern": f"^(?!^[-+.]*$)[+-]?0*{digits}"}
    canonical, _ = normalised(components={"schemas": {"Pet": {"type": "object", "properties": {"price": price}}}})
    assert schema_of(canonical, "Pet")["properties"]["price"] == {"type": "string", "format": "decimal"}


def test_inner_schemas_do_not_repeat_the_last_word_of_what_they_belong_to(normalised: Normalised) -> None:
    inner = {"type": "object", "properties": {"limit": {"type": "integer"}}}
    budget = {"type": "object", "properties": {"budget_scope": inner, "budget": inner, "scope_budget": inner}}
    canonical, _ = normalised(components={"schemas": {"Budget": budget}})
    assert sorted(canonical.words) == ["Budget", "BudgetBudget", "BudgetScope", "BudgetScopeBudget"]
