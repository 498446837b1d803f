"""Types, declarations, defaults and unions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from burnish.ir import (
    Access,
    Alias,
    AnyOf,
    Anything,
    Api,
    Bounds,
    Choice,
    DeclarationId,
    Defaulted,
    Enumeration,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Nothing,
    Nullable,
    Optional,
    Record,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
)
from burnish.settings import ResourceSettings, Settings

Lowering = Callable[..., tuple[Api, list[str]]]
TEXT = Scalar(ScalarKind.STRING)
NUMBER = Scalar(ScalarKind.INTEGER)
PET = Ref(DeclarationId("Pet"))


def schemas(text: str) -> str:
    indented = "\n".join(f"    {line}" for line in text.splitlines())
    return f"components:\n  schemas:\n    Pet: {{type: object, properties: {{name: {{type: string}}}}}}\n{indented}\n"


def declared(lowering: Lowering, text: str, name: str, settings: Settings | None = None) -> object:
    return lowering(schemas(text), settings)[0].declarations[DeclarationId(name)]


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ("{type: string}", TEXT),
        ("{type: string, format: date-time}", Scalar(ScalarKind.DATE_TIME)),
        ("{type: string, format: duration}", Scalar(ScalarKind.DURATION)),
        ("{type: string, format: uuid}", Scalar(ScalarKind.UUID)),
        ("{type: string, format: decimal}", Scalar(ScalarKind.DECIMAL)),
        ("{type: number, format: decimal}", Scalar(ScalarKind.DECIMAL, format="number")),
        ("{type: string, format: byte}", Scalar(ScalarKind.BASE64)),
        ("{type: string, format: email}", Scalar(ScalarKind.STRING, format="email")),
        ("{type: integer, format: int64}", Scalar(ScalarKind.INTEGER, format="int64")),
        ("{type: string, format: binary}", Scalar(ScalarKind.STRING, format="binary")),
        ("{type: [string, 'null']}", Nullable(TEXT)),
        ("{type: integer, minimum: 0, maximum: 9}", Scalar(ScalarKind.INTEGER, Bounds(minimum=0, maximum=9))),
        ("{anyOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]}", Nullable(PET)),
        ("{type: array, items: {type: string}, uniqueItems: true}", ListOf(TEXT, unique=True)),
        ("{type: array, prefixItems: [{type: string}], items: false}", TupleOf((TEXT,))),
        ("{type: array, prefixItems: [{type: string}], maxItems: 1}", TupleOf((TEXT,))),
        ("{type: array, prefixItems: [{type: string}]}", TupleOf((TEXT,), Anything())),
        ("{type: object}", MapOf(Anything())),
        ("{type: object, additionalProperties: {type: string}}", MapOf(TEXT)),
        (
            "{type: object, patternProperties: {'^a': {type: string}, '^b': {type: integer}}}",
            MapOf(AnyOf((TEXT, NUMBER))),
        ),
        ("{const: 1}", Literal(1)),
        ("{const: true}", Literal(True)),
        ("{enum: [true, false]}", Scalar(ScalarKind.BOOLEAN)),
        ("{enum: [only]}", Literal("only")),
        ("{anyOf: [{type: string}, {type: integer}, {type: 'null'}]}", Nullable(AnyOf((TEXT, NUMBER)))),
        ("{anyOf: [{type: string}, {enum: [a, b]}]}", Literals(("a", "b"), open=True)),
        ("{anyOf: [{type: string}, {}]}", Anything()),
        ("true", Anything()),
        ("false", Nothing()),
    ],
)
def test_a_schema_is_its_type(lowering: Lowering, schema: str, type_: Type) -> None:
    holder = declared(lowering, f"Holder: {{type: object, properties: {{it: {schema}}}}}", "Holder")
    assert isinstance(holder, Record)
    assert holder.fields[0].type == type_


def test_enum_values_keep_their_kind(lowering: Lowering) -> None:
    found = declared(lowering, "Mixed: {enum: [1, 1.0, '1', true]}", "Mixed")
    assert isinstance(found, Enumeration)
    assert [repr(member.value) for member in found.members] == ["1", "1.0", "'1'", "True"]


@pytest.mark.parametrize(
    ("schema", "values"),
    [("{type: string, enum: [1, true]}", ["'1'", "'true'"]), ("{type: integer, enum: ['1', x]}", ["1", "'x'"])],
)
def test_enum_values_of_another_type_are_repaired_and_told(lowering: Lowering, schema: str, values: list[str]) -> None:
    api, codes = lowering(schemas(f"Odd: {schema}"))
    found = api.declarations[DeclarationId("Odd")]
    assert isinstance(found, Enumeration)
    assert [repr(member.value) for member in found.members] == values
    assert codes == ["enum-type"]


@pytest.mark.parametrize(
    "extension",
    [
        "x-enum-varnames: [UP_FIRST, DOWN], x-enum-descriptions: [Rising, Falling]",
        (
            "x-ms-enum: {values: [{value: 1, name: upFirst, description: Rising},"
            " {value: 2, name: down, description: Falling}]}"
        ),
    ],
)
def test_extensions_name_and_describe_the_values_of_an_enum(lowering: Lowering, extension: str) -> None:
    found = declared(lowering, f"Way: {{type: integer, enum: [1, 2], {extension}}}", "Way")
    assert isinstance(found, Enumeration)
    assert [(member.name.words, member.docs.description) for member in found.members] == [
        (("up", "first"), "Rising"),
        (("down",), "Falling"),
    ]


def test_values_that_differ_in_signs_have_different_names(lowering: Lowering) -> None:
    found = declared(lowering, "Sort: {enum: [created, -created, '+1', '-1']}", "Sort")
    assert isinstance(found, Enumeration)
    names = [member.name.words for member in found.members]
    assert names == [("created",), ("minus", "created"), ("plus", "1"), ("minus", "1")]


def test_enums_are_closed_when_the_settings_say_so(lowering: Lowering) -> None:
    found = declared(lowering, "Way: {enum: [up, down]}", "Way", Settings(enums_open=False))
    assert isinstance(found, Enumeration)
    assert not found.open


def test_presence_is_apart_from_null(lowering: Lowering) -> None:
    text = (
        "Dog:\n  type: object\n  required: [a, b]\n  properties:\n"
        "    a: {type: string}\n    b: {type: [string, 'null']}\n"
        "    c: {type: string}\n    d: {type: [string, 'null'], default: null}\n    e: {type: integer, default: 3}"
    )
    found = declared(lowering, text, "Dog")
    assert isinstance(found, Record)
    assert [(type(field.type).__name__, field.presence) for field in found.fields] == [
        ("Scalar", Required()),
        ("Nullable", Required()),
        ("Scalar", Optional()),
        ("Nullable", Defaulted("null")),
        ("Scalar", Defaulted("3")),
    ]


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ("{type: object, properties: {a: {type: integer, default: x}}}", "default-mismatch"),
        ("{type: object, properties: {a: {type: boolean, default: 1}}}", "default-mismatch"),
        ("{type: object, properties: {a: {enum: [1, 2], default: 1.0}}}", None),
        ("{type: object, required: [b], properties: {a: {type: string}}}", "required-undeclared"),
        ("{type: string, pattern: '(?=a)b'}", "bad-pattern"),
        ("{type: string, pattern: '(a)\\1'}", "bad-pattern"),
        ("{type: string, pattern: '^(a+)+$'}", None),
        ("{const: [1]}", "compound-value"),
    ],
)
def test_what_cannot_be_is_told(lowering: Lowering, schema: str, code: str | None) -> None:
    assert lowering(schemas(f"Odd: {schema}"))[1] == ([code] if code else [])


def test_a_record_keeps_its_other_properties(lowering: Lowering) -> None:
    text = (
        "Open: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}\n"
        "Shut: {type: object, properties: {a: {type: string}}, additionalProperties: false}\n"
        "Empty: {type: object, additionalProperties: false}\n"
        "Keyed: {type: object, properties: {a: {type: string}}, patternProperties: {'^x-': {type: integer}}}"
    )
    found = lowering(schemas(text))[0].declarations
    records = [item for item in found.values() if isinstance(item, Record)]
    assert [(item.id, item.extra) for item in records] == [
        ("Pet", Anything()),
        ("Open", NUMBER),
        ("Shut", None),
        ("Empty", None),
        ("Keyed", Anything()),
    ]
    assert records[-1].patterns == (("^x-", NUMBER),)


def test_access_comes_from_the_property_or_what_it_refers_to(lowering: Lowering) -> None:
    text = (
        "Stamp: {type: string, readOnly: true}\n"
        "Dog: {type: object, properties: {a: {type: string, writeOnly: true}, b: {$ref: '#/components/schemas/Stamp'}}}"
    )
    found = declared(lowering, text, "Dog")
    assert isinstance(found, Record)
    assert [field.access for field in found.fields] == [Access.WRITE, Access.READ]


def test_circles_end(lowering: Lowering) -> None:
    node = "Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}\n"
    api, _ = lowering(schemas(f"{node}Loop: {{$ref: '#/components/schemas/Loop'}}"))
    loop = api.declarations[DeclarationId("Loop")]
    assert isinstance(loop, Alias)
    assert loop.type == Ref(DeclarationId("Loop"))


CAT = "Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}\n"
DOG = "Dog: {type: object, required: [kind], properties: {kind: {enum: [dog, puppy]}}}\n"
BIRD = "Bird: {type: object, required: [kind], properties: {kind: {type: string}}}\n"


@pytest.mark.parametrize(
    ("union", "tags"),
    [
        ("{oneOf: [Cat, Dog], discriminator: {propertyName: kind}}", [("cat",), ("dog", "puppy")]),
        ("{oneOf: [Cat, Dog]}", [("cat",), ("dog", "puppy")]),
        ("{oneOf: [Cat, Bird], discriminator: {propertyName: kind}}", [("cat",), ("Bird",)]),
        (
            "{oneOf: [Cat, Bird], discriminator: {propertyName: kind, mapping: {b: Bird, c: '#Bird'}}}",
            [("cat",), ("b", "c")],
        ),
        ("{oneOf: [Cat, Bird]}", None),
        ("{oneOf: [Cat, Cat2], discriminator: {propertyName: kind}}", None),
    ],
)
def test_variants_are_told_apart_by_tags(lowering: Lowering, union: str, tags: list[tuple[str, ...]] | None) -> None:
    for name in ("Cat2", "Cat", "Dog", "Bird"):
        union = union.replace(f"#{name}", f"#/components/schemas/{name}")
        union = union.replace(f"[{name},", f"[{{$ref: '#/components/schemas/{name}'}},").replace(
            f" {name}]", f" {{$ref: '#/components/schemas/{name}'}}]"
        )
    found = declared(lowering, CAT + CAT.replace("Cat", "Cat2") + DOG + BIRD + f"Any: {union}", "Any")
    assert isinstance(found, Choice)
    assert (found.discriminator is not None) == (tags is not None)
    assert [variant.tags for variant in found.variants] == (tags or [(), ()])


def test_an_inherited_enum_of_tags_does_not_tell_variants_apart_but_their_extension_does(lowering: Lowering) -> None:
    kinds = "properties: {kind: {enum: [cat, dog]}}"
    text = (
        f"Cat: {{type: object, required: [kind], {kinds}, x-ms-discriminator-value: cat}}\n"
        f"Dog: {{type: object, required: [kind], {kinds}, x-ms-discriminator-value: dog}}\n"
        "Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}],"
        " discriminator: {propertyName: kind}}"
    )
    found = declared(lowering, text, "Any")
    assert isinstance(found, Choice)
    assert [variant.tags for variant in found.variants] == [("cat",), ("dog",)]
    bare = lowering(schemas(text.replace("x-ms-discriminator-value", "x-other")))
    assert bare[1] == ["unusable-discriminator"]


def test_each_required_property_without_a_declaration_is_told(lowering: Lowering) -> None:
    odd = "Odd: {type: object, required: [nmae, age], properties: {name: {type: string}}}"
    assert lowering(schemas(odd))[1] == ["required-undeclared", "required-undeclared"]


def test_renamed_fields(lowering: Lowering) -> None:
    settings = Settings(rename_fields={"Pet.name": "call_name", "Pet.nome": "x"})
    api, codes = lowering(schemas(""), settings)
    pet = api.declarations[DeclarationId("Pet")]
    assert isinstance(pet, Record)
    assert (pet.fields[0].name.wire, pet.fields[0].name.words) == ("name", ("call", "name"))
    assert codes == ["no-such-field"]


def test_class_names_of_settings_are_names_and_their_schemas_are_there(lowering: Lowering) -> None:
    models = {"Puppy": "Pett", "class": "Pet", "Dog": "#/components/schemas/Pet"}
    _, codes = lowering(schemas(""), Settings(resources=(ResourceSettings("pets", models=models),)))
    assert codes == ["unknown-model", "bad-class-name"]


@pytest.mark.parametrize(
    ("title", "told"),
    [("Started At", ""), ("startedAt", ""), ("At", ""), ("Begin", "Begin"), ("When Started At", "When Started At")],
)
def test_a_title_that_repeats_the_name_says_nothing(lowering: Lowering, title: str, told: str) -> None:
    text = f"Trip: {{type: object, title: Trip, properties: {{started_at: {{type: string, title: {title}}}}}}}"
    trip = declared(lowering, text, "Trip")
    assert isinstance(trip, Record)
    assert trip.docs.summary == ""
    assert trip.fields[0].docs.summary == told


@pytest.mark.parametrize(
    ("extensions", "told"),
    [
        ("x-enum-varnames: [low, high]", "Values:\n\n- `1`: low\n- `2`: high"),
        ("x-enum-descriptions: {1: little}", "Values:\n\n- `1`: little"),
        ("x-enum-varnames: ['1', '2']", ""),
    ],
)
def test_what_values_mean_is_told(lowering: Lowering, extensions: str, told: str) -> None:
    text = f"Pump: {{type: object, properties: {{level: {{type: integer, enum: [1, 2], {extensions}}}}}}}"
    pump = declared(lowering, text, "Pump")
    assert isinstance(pump, Record)
    assert pump.fields[0].docs.description == told
