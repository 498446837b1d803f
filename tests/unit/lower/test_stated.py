"""What settings say about answers: fields that are unwrapped, streams that the description does not show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from burnish.ir import (
    Api,
    DeclarationId,
    Deprecation,
    EventStream,
    JsonAnswer,
    ListOf,
    Nullable,
    Operation,
    Record,
    Ref,
    Scalar,
    ScalarKind,
    walk_operations,
)
from burnish.settings import (
    CompatSettings,
    MethodSettings,
    PaginationSettings,
    PagingType,
    ResourceSettings,
    SchemeSettings,
    SecuritySettings,
    Settings,
)

Lowering = Callable[..., tuple[Api, list[str]]]
SPEC = """
paths:
  /a:
    get:
      responses:
        '200': {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}
components:
  schemas:
    Box: {type: object, required: [data], properties: {data: {type: array, items: {type: string}}}}
    Maybe: {type: object, properties: {data: {type: string}}}
    Page: {type: object, required: [data], properties: {data: {type: string}, more: {type: boolean}}}
    Chunk: {type: object, properties: {text: {type: string}}}
"""
TEXT = Scalar(ScalarKind.STRING)


def lowered(lowering: Lowering, schema: str, method: MethodSettings, unwrap: tuple[str, ...] = ("data",)) -> Operation:
    resources = (ResourceSettings("pets", (method,), {"chunk": "Chunk"}),)
    api, codes = lowering(SPEC % schema, Settings(resources=resources, unwrap=unwrap))
    assert codes == []
    (operation,) = walk_operations(api.root)
    return operation


@pytest.mark.parametrize(
    ("schema", "unwrap", "type_", "path"),
    [
        ("Box", None, ListOf(TEXT), ("data",)),
        ("Maybe", None, Nullable(TEXT), ("data",)),
        ("Page", None, Ref(DeclarationId("Page")), ()),
        ("Page", "data", TEXT, ("data",)),
        ("Box", "", Ref(DeclarationId("Box")), ()),
    ],
)
def test_answers_that_only_hold_a_value(
    lowering: Lowering, schema: str, unwrap: str | None, type_: object, path: tuple[str, ...]
) -> None:
    operation = lowered(lowering, schema, MethodSettings("list", "get /a", unwrap=unwrap))
    (answer,) = operation.responses[0].answers
    assert isinstance(answer, JsonAnswer)
    assert (answer.type, operation.unwrap) == (type_, path)


def among_others(lowering: Lowering, *schemes: PaginationSettings) -> Operation:
    """A method whose answer has a list `data` beside other fields."""
    spec = SPEC.replace("data: {type: string}, more", "data: {type: array, items: {type: string}}, more") % "Page"
    resources = (ResourceSettings("pets", (MethodSettings("list", "get /a"),)),)
    settings = Settings(
        resources=resources, unwrap=("data",), unwrap_among_others=True, stated_only=True, pagination=schemes
    )
    api, codes = lowering(spec, settings)
    assert codes == []
    return next(walk_operations(api.root))


def test_answers_may_be_unwrapped_although_they_have_other_fields(lowering: Lowering) -> None:
    operation = among_others(lowering)
    (answer,) = operation.responses[0].answers
    assert isinstance(answer, JsonAnswer)
    assert (answer.type, operation.unwrap) == (ListOf(TEXT), ("data",))


def test_a_page_is_not_unwrapped(lowering: Lowering) -> None:
    operation = among_others(lowering, PaginationSettings("whole", PagingType.SINGLE, items="data"))
    (answer,) = operation.responses[0].answers
    assert isinstance(answer, JsonAnswer)
    assert (answer.type, operation.unwrap, operation.wrapper) == (Ref(DeclarationId("Page")), (), None)
    assert operation.paging is not None


def test_a_stream_that_an_argument_asks_for(lowering: Lowering) -> None:
    method = MethodSettings("list", "get /a", streams=True, stream_parameter="stream", stream_model="pets.chunk")
    operation = lowered(lowering, "Page", method)
    plain, stream = operation.responses[0].answers
    assert isinstance(plain, JsonAnswer)
    assert isinstance(stream, EventStream)
    assert stream.type == Ref(DeclarationId("Chunk"))
    assert operation.stream_parameter == "stream"


def test_a_method_that_always_streams(lowering: Lowering) -> None:
    operation = lowered(lowering, "Page", MethodSettings("list", "get /a", streams=True))
    (stream,) = operation.responses[0].answers
    assert isinstance(stream, EventStream)
    assert stream.type == Ref(DeclarationId("Page"))


def test_security_of_the_settings_wins(lowering: Lowering) -> None:
    security = SecuritySettings(((), ("Key",)), (SchemeSettings("Key", "apiKey", name="X-Key"),))
    text = SPEC % "Box" + "  securitySchemes: {Old: {type: http, scheme: bearer}}\nsecurity: [{Old: []}]\n"
    api, codes = lowering(text, Settings(security=security))
    assert codes == []
    assert [scheme.id for scheme in api.auth] == ["Old", "Key"]
    assert api.security == ((), ("Key",))


def test_extensions_of_stainless_count_where_its_sdk_is_replaced(lowering: Lowering) -> None:
    text = """
paths:
  /a:
    get:
      deprecated: true
      x-stainless-deprecation-message: Use b
      parameters:
        - {name: q, in: query, x-stainless-param: query, schema: {type: string}}
        - {name: old, in: query, x-stainless-skip: true, schema: {type: string}}
        - {name: go, in: query, x-stainless-skip: [go], schema: {type: string}}
components:
  schemas:
    Pet:
      type: object
      properties:
        from: {type: string, x-stainless-naming: {python: {property_name: sender}}}
        gone: {type: string, x-stainless-skip: [python]}
        e2e_test: true
"""
    api, _ = lowering(text, Settings(compat=CompatSettings(stainless=True)))
    (operation,) = walk_operations(api.root)
    assert [(item.name.wire, item.name.words) for item in operation.parameters] == [("q", ("query",)), ("go", ("go",))]
    assert operation.docs.deprecated == Deprecation("Use b")
    pet = api.declarations[DeclarationId("Pet")]
    assert isinstance(pet, Record)
    assert [(field.name.wire, field.name.words) for field in pet.fields] == [
        ("from", ("sender",)),
        ("e2e_test", ("e2e", "test")),
    ]
    plain, _ = lowering(text)
    assert [len(item.parameters) for item in walk_operations(plain.root)] == [3]
