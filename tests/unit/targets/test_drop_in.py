"""SDKs that take the place of one of Stainless: its modules, classes and signatures."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import Any, Literal, get_args, get_overloads

import pytest

from burnish.settings import (
    BodyDefault,
    ClientSettings,
    CompatSettings,
    MethodSettings,
    PaginationSettings,
    PagingType,
    QuerySettings,
    ResourceSettings,
    Settings,
    UnwrapSettings,
)

from .conftest import Make, Sdk

SPEC = """
paths:
  /shops/{shop_id}/pets/{pet_id}:
    get:
      parameters:
        - {name: shop_id, in: path, required: true, schema: {type: string}}
        - {name: pet_id, in: path, required: true, schema: {type: string}}
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    post:
      parameters:
        - {name: shop_id, in: path, required: true, schema: {type: string}}
        - {name: pet_id, in: path, required: true, schema: {type: string}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                zest: {type: string}
                name: {type: string}
                collars: {type: array, items: {$ref: '#/components/schemas/Collar'}}
                mood: {$ref: '#/components/schemas/Mood'}
                owner: {$ref: '#/components/schemas/Owner'}
      responses:
        '200': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Report'}}}}
  /names:
    get:
      responses:
        '200':
          description: names
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Collar'}}}}
  /boxes:
    get:
      responses: {'200': {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}}
  /nested:
    get:
      responses:
        '200':
          description: some
          content:
            application/json:
              schema: {oneOf: [{$ref: '#/components/schemas/Inner'}, {$ref: '#/components/schemas/Owner2'}]}
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                toy: {oneOf: [{$ref: '#/components/schemas/Ball'}, {$ref: '#/components/schemas/Mouse'}]}
      responses: {'204': {description: none}}
components:
  schemas:
    Box:
      type: object
      required: [data]
      properties: {data: {type: array, items: {$ref: '#/components/schemas/Collar'}}}
    Cat: {type: object, properties: {purrs: {type: boolean}}}
    Inner: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Collar'}]}
    Owner2: {title: Owner, type: object, properties: {name: {type: string}}}
    Ball: {type: object, required: [kind], properties: {kind: {const: ball}}}
    Mouse: {type: object, required: [kind], properties: {kind: {const: mouse}}}
    Pet:
      type: object
      required: [name]
      properties:
        weight: {type: number}
        name: {type: string}
        id: {type: string}
        collar: {$ref: '#/components/schemas/Collar'}
    Collar: {type: object, required: [size], properties: {size: {type: integer}}}
    Mood: {type: string, enum: [a, b, c, d, e, f, g, h]}
    Owner: {type: object, properties: {name: {type: string}}}
    Report:
      type: object
      properties:
        owner: {$ref: '#/components/schemas/Owner'}
        result:
          oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Collar'}]
"""
RESOURCES = (
    ResourceSettings("$shared", models={"owner": "Owner"}),
    ResourceSettings("shops", models={"shop_pet": "Pet"}),
    ResourceSettings(
        "shops.pets",
        (
            MethodSettings("retrieve", "get /shops/{shop_id}/pets/{pet_id}"),
            MethodSettings("update", "post /shops/{shop_id}/pets/{pet_id}"),
        ),
    ),
    ResourceSettings("boxes", (MethodSettings("list", "get /boxes"),), {"box": "Box"}),
    ResourceSettings("nested", (MethodSettings("read", "get /nested"), MethodSettings("write", "post /nested"))),
    ResourceSettings("names", (MethodSettings("list", "get /names"), MethodSettings("every", "get /names"))),
)


def drop_in(make: Make) -> Sdk:
    return make(
        SPEC, Settings(compat=CompatSettings(stainless=True), stated_only=True, unwrap=("data",), resources=RESOURCES)
    )


def parameters(function: Any) -> dict[str, Any]:
    found = signature(function).parameters
    return {name: item.kind for name, item in found.items() if name not in ("self", "extra_query", "extra_body")}


def test_models_have_modules_of_their_own(make: Make) -> None:
    sdk = drop_in(make)
    pet = sdk.load("types.shop_pet").ShopPet
    assert sdk.load("types").ShopPet is pet
    assert list(pet.model_fields) == ["name", "id", "collar", "weight"]
    owner = sdk.load("types.shared_params.owner").Owner
    assert sdk.load("types.shared.owner").Owner is not owner
    assert sdk.load("types").Owner is sdk.load("types.shared").Owner
    assert "from ..shared_params.owner import Owner" in sdk.text("types/shops/pet_update_params.py")


def test_other_schemas_are_classes_of_the_modules_that_use_them(make: Make) -> None:
    sdk = drop_in(make)
    params = sdk.load("types.shops.pet_update_params")
    assert params.Collar.__required_keys__ == {"size"}
    assert sdk.load("types.shop_pet").Collar is not params.Collar
    assert not hasattr(params, "Mood")
    response = sdk.load("types.shops.pet_update_response")
    assert response.Result == sdk.load("types.shop_pet").ShopPet | response.ResultCollar
    names = sdk.load("types.name_list_response")
    assert names.NameListResponse == list[names.NameListResponseItem]


def test_arguments_are_named_after_resource_and_method(make: Make) -> None:
    sdk = drop_in(make)
    params = sdk.load("types.shops").PetUpdateParams
    assert set(params.__annotations__) == {"shop_id", "name", "collars", "mood", "owner", "zest", "x_trace"}
    assert not hasattr(sdk.load("types.shops"), "PetRetrieveParams")


def test_methods_have_the_parameters_that_stainless_gives_them(make: Make) -> None:
    pets = drop_in(make).load("resources.shops.pets").PetsResource
    named, options = (
        Parameter.KEYWORD_ONLY,
        {"extra_headers": Parameter.KEYWORD_ONLY, "timeout": Parameter.KEYWORD_ONLY},
    )
    assert parameters(pets.retrieve) == {
        "pet_id": Parameter.POSITIONAL_OR_KEYWORD,
        "shop_id": named,
        **options,
    }
    assert list(parameters(pets.update)) == [
        "pet_id",
        "shop_id",
        "name",
        "collars",
        "mood",
        "owner",
        "zest",
        "x_trace",
        *options,
    ]


def test_resources_stand_where_stainless_has_them(make: Make) -> None:
    sdk = drop_in(make)
    assert sdk.load("resources.shops.shops").ShopsResource is sdk.load("resources.shops").ShopsResource
    assert sdk.load("resources").AsyncShopsResourceWithRawResponse is not None
    client = sdk.client({"name": "Rex"})
    assert client.shops.pets.retrieve("rex", shop_id="soho").name == "Rex"
    assert sdk.seen[-1].url.path == "/shops/soho/pets/rex"


def test_unions_inside_unions_are_one(make: Make) -> None:
    response = drop_in(make).load("types.nested_read_response")
    assert response.NestedReadResponse == response.Cat | response.Collar | response.Owner2


def test_variants_are_named_after_the_constants_that_tell_them_apart(make: Make) -> None:
    params = drop_in(make).load("types.nested_write_params")
    assert params.Toy == params.ToyBall | params.ToyMouse


def test_lists_that_stand_in_a_model_have_one_name(make: Make) -> None:
    sdk = drop_in(make)
    held = sdk.load("types.box_list_response")
    assert held.BoxListResponse == list[held.BoxListResponseItem]
    assert "data: BoxListResponse" in sdk.text("types/box.py")
    client = sdk.client({"data": [{"size": 3}]})
    assert client.boxes.list()[0].size == 3


def test_pages_have_the_names_and_fields_of_their_schemes(make: Make) -> None:
    scheme = PaginationSettings(
        "openai_page",
        PagingType.CURSOR,
        "data",
        "last_id",
        parameter="after",
        fields={"last_id": "string", "total": "integer"},
    )
    text = """
paths:
  /cats:
    get:
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        '200':
          description: cats
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {type: object, properties: {name: {type: string}}}}
                  last_id: {type: string}
"""
    resources = (ResourceSettings("cats", (MethodSettings("list", "get /cats"),)),)
    settings = Settings(
        compat=CompatSettings(stainless=True),
        stated_only=True,
        resources=resources,
        pagination=(scheme,),
        casings={"openai": "OpenAI"},
        query=QuerySettings("brackets"),
    )
    sdk = make(text, settings)
    client = sdk.client({"data": [{"name": "a"}], "last_id": "1"}, {"data": [{"name": "b"}]})
    page = client.cats.list(extra_query={"x": [1]})
    assert type(page).__name__.startswith("SyncOpenAIPage")
    assert (page.last_id, page.total, type(page.data[0]).__name__) == ("1", None, "CatListResponse")
    assert [cat.name for cat in page] == ["a", "b"]
    assert str(sdk.seen[-1].url) == "https://pets.test/cats?after=1&x%5B%5D=1"


def test_arguments_keep_names_that_only_models_and_other_methods_need(make: Make) -> None:
    text = """
paths:
  /cats:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                idempotency_key: {type: string, format: uuid}
                schema: {type: object, properties: {copy: {type: string, format: time}}}
      responses: {'204': {description: made}}
"""
    resources = (ResourceSettings("cats", (MethodSettings("create", "post /cats"),)),)
    sdk = make(text, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    params = sdk.load("types.cat_create_params")
    assert params.CatCreateParams.__annotations__["idempotency_key"] is str
    assert params.Schema.__annotations__ == {"copy": str}
    sdk.client({}).cats.create(schema={"copy": "12:00"}, idempotency_key="k")
    assert sdk.body == {"schema": {"copy": "12:00"}, "idempotency_key": "k"}


def test_one_operation_may_be_several_methods(make: Make) -> None:
    client = drop_in(make).client([{"size": 1}], [{"size": 2}])
    assert [client.names.list()[0].size, client.names.every()[0].size] == [1, 2]


def test_arguments_and_answers_are_annotated_as_in_stainless(make: Make) -> None:
    text = """
paths:
  /cats:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                toys: {type: array, items: {type: object, properties: {name: {type: string}}}}
                names: {type: array, items: {type: string}}
                mixed: {type: array, items: {oneOf: [{type: string}, {type: integer}]}}
                kinds: {type: array, items: {enum: [a, b]}}
                tags: {type: object, additionalProperties: {type: string}}
                size: {anyOf: [{type: string, enum: [s, m]}, {type: string}]}
      responses:
        '200': {description: any, content: {application/json: {schema: {type: object, properties: {bytes: {}}}}}}
"""
    resources = (ResourceSettings("cats", (MethodSettings("create", "post /cats"),)),)
    settings = Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources, enums_open=False)
    sdk = make(text, settings)
    code = sdk.text("resources/cats.py")
    for annotation in (
        "toys: Iterable[cat_create_params.Toy] | Omit",
        "names: Sequence[str] | Omit",
        "mixed: Sequence[str | int] | Omit",
        'kinds: list[Literal["a", "b"]] | Omit',
        "tags: dict[str, str] | Omit",
        'size: Literal["s", "m"] | str | Omit',
        "def __init__(self, cats: CatsResource) -> None",
    ):
        assert annotation in code
    assert "max_retries" not in code
    assert "bytes: object | None = None" in sdk.text("types/cat_create_response.py")


def test_any_schema_may_have_a_name_and_a_whole_body_too(make: Make) -> None:
    text = """
paths:
  /cats:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Cat'}}}}
      responses:
        '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}
components:
  schemas:
    Cat:
      type: object
      required: [lives]
      properties: {mood: {type: string, enum: [calm, wild]}, lives: {type: [integer, 'null']}}
"""
    resources = (
        ResourceSettings(
            "cats",
            (MethodSettings("create", "post /cats", body_name="new_cats"),),
            {"mood": "#/components/schemas/Cat/properties/mood"},
        ),
    )
    settings = Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources, enums_open=False)
    sdk = make(text, settings)
    assert sdk.load("types.mood").Mood == Literal["calm", "wild"]
    assert "new_cats: Iterable[cat_create_params.NewCat]" in sdk.text("resources/cats.py")
    assert "new_cats: Required" in sdk.text("types/cat_create_params.py")
    client = sdk.client({"mood": "calm"})
    cat = client.cats.create(new_cats=[{"lives": 9}])
    assert (cat.mood, cat.lives) == ("calm", None)
    assert sdk.body == [{"lives": 9}]


def test_without_named_models_every_component_has_a_module(make: Make) -> None:
    text = """
paths:
  /cats/{id}/toys:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses: {'200': {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}}
components:
  schemas:
    Cat: {type: object, properties: {toys: {$ref: '#/components/schemas/CatToys'}}}
    CatToys: {type: object, properties: {count: {type: integer}}}
    Cats: {type: object, properties: {count: {type: integer}}}
"""
    resources = (
        ResourceSettings("cats.toys", (MethodSettings("list", "get /cats/{id}/toys"),)),
        ResourceSettings("cats.cats", (MethodSettings("list", "get /cats/{id}/toys"),)),
    )
    sdk = make(text, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    assert sdk.load("types.cat").Cat.model_fields["toys"].annotation == sdk.load("types.cat_toys").CatToys | None
    assert sdk.load("types").Cats is sdk.load("types.cats_").Cats
    assert sdk.load("types.cats").__all__ == []
    client = sdk.client({"toys": {"count": 2}})
    assert client.cats.cats.list("c").toys.count == 2


def test_a_body_of_several_kinds_has_the_arguments_of_all(make: Make) -> None:
    text = """
paths:
  /cats:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              oneOf: [{$ref: '#/components/schemas/House'}, {$ref: '#/components/schemas/Wild'}]
      responses: {'204': {description: made}}
components:
  schemas:
    House: {type: object, required: [kind, name], properties: {kind: {const: house}, name: {type: string}}}
    Wild: {type: object, required: [kind], properties: {kind: {const: wild}, range: {type: integer}}}
"""
    resources = (
        ResourceSettings("cats", (MethodSettings("create", "post /cats"),), {"house": "House", "wild": "Wild"}),
    )
    sdk = make(text, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    assert list(parameters(sdk.load("resources.cats").CatsResource.create))[:3] == ["kind", "name", "range"]
    sdk.client({}).cats.create(kind="wild", range=3)
    assert sdk.body == {"kind": "wild", "range": 3}
    kinds = get_args(sdk.load("types.cat_create_params").CatCreateParams)
    assert [(kind.__name__, kind.__required_keys__) for kind in kinds] == [
        ("House", {"kind", "name"}),
        ("Wild", {"kind"}),
    ]
    overloads = get_overloads(sdk.load("resources.cats").CatsResource.create)
    assert [list(signature(each).parameters)[1:3] for each in overloads] == [["kind", "name"], ["kind", "range"]]


EXTENDED = """
paths:
  /cats/{catID}:
    get:
      parameters: [{name: catID, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: one
          content:
            application/json:
              schema:
                allOf:
                  - $ref: '#/components/schemas/Wrapper'
                  - type: object
                    required: [data]
                    properties:
                      data: {type: object, required: [list], properties: {list: {type: array, items: {type: string}}}}
components:
  schemas:
    Wrapper: {type: object, required: [version], properties: {version: {type: integer}}}
"""


def test_an_answer_extends_the_model_that_all_of_names(make: Make) -> None:
    resources = (
        ResourceSettings("$shared", (), {"wrapper": "Wrapper"}),
        ResourceSettings("cats", (MethodSettings("retrieve", "get /cats/{catID}"),), {}),
    )
    sdk = make(EXTENDED, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    module = sdk.load("types.cat_retrieve_response")
    assert issubclass(module.CatRetrieveResponse, sdk.load("types.shared").Wrapper)
    assert set(module.__all__) == {"CatRetrieveResponse", "CatRetrieveResponseData"}
    found = sdk.client({"version": 2, "data": {"list": ["x"]}}).cats.retrieve("c")
    assert (found.version, found.data.list) == (2, ["x"])


def test_an_empty_argument_of_the_path_is_told_by_its_name_in_python(make: Make) -> None:
    resources = (ResourceSettings("cats", (MethodSettings("retrieve", "get /cats/{catID}"),)),)
    sdk = make(EXTENDED, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    with pytest.raises(ValueError, match="non-empty value for `cat_id`"):
        sdk.client({}).cats.retrieve("")


def test_a_standalone_resource_has_packages_of_its_own(make: Make) -> None:
    settings = ResourceSettings("cats", (MethodSettings("retrieve", "get /cats/{catID}"),), standalone=True)
    sdk = make(EXTENDED, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=(settings,)))
    assert sdk.load("resources.cats").CatsResource is sdk.load("resources.cats.cats").CatsResource
    assert sdk.load("types.cats").CatRetrieveResponse.__module__.endswith("types.cats.cat_retrieve_response")


def test_deliveries_are_read_as_one_of_the_webhooks(make: Make) -> None:
    text = """
paths:
  /names: {get: {responses: {'204': {description: none}}}}
webhooks:
  born: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Born'}}}}}}
  gone: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}}}}
components:
  schemas:
    Born: {type: object, required: [type], properties: {type: {const: born}, name: {type: string}}}
    Gone: {type: object, required: [type], properties: {type: {const: gone}}}
"""
    unwraps = (UnwrapSettings("unwrap", "secret", "type"), UnwrapSettings("unsafe_unwrap", "", "type"))
    models = {"born": "Born", "gone": "Gone"}
    resources = (ResourceSettings("hooks", (), models, unwraps=unwraps),)
    client = ClientSettings(name="Zoo", options=(BodyDefault("secret", "secret", "client"),))
    settings = Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources, client=client)
    sdk = make(text, settings)
    hooks = sdk.client(secret=None).hooks
    event = hooks.unsafe_unwrap('{"type": "born", "name": "Ada"}')
    assert (type(event), event.name) == (sdk.load("types").Born, "Ada")
    assert sdk.load("types").UnwrapWebhookEvent is sdk.load("types.unwrap_webhook_event").UnwrapWebhookEvent
    with pytest.raises((ValueError, sdk.load().ZooError), match=r"key|install"):
        hooks.unwrap("{}", headers={})
    assert "webhooks = [" in sdk.text("/pyproject.toml")


def test_a_variant_is_named_after_the_discriminator_where_that_is_one_text(make: Make) -> None:
    text = """
paths:
  /cats:
    get:
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}}
components:
  schemas:
    Cat:
      discriminator: {propertyName: kind}
      oneOf: [{$ref: '#/components/schemas/HouseCat'}, {$ref: '#/components/schemas/WildCat'}]
    HouseCat: {type: object, required: [kind], properties: {kind: {const: at-home}}}
    WildCat: {type: object, required: [kind], properties: {kind: {enum: [wild, feral]}}}
"""
    resources = (ResourceSettings("cats", (MethodSettings("retrieve", "get /cats"),), {"cat": "Cat"}),)
    sdk = make(text, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))
    assert set(sdk.load("types.cat").__all__) == {"AtHome", "Cat", "WildCat"}
