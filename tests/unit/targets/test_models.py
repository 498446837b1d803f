"""Models: what answers are read into, and what requests may be written as."""

from __future__ import annotations

import datetime
import json
import warnings
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from typing_extensions import get_annotations

from burnish.settings import ClientSettings, ResourceSettings, Settings

from .conftest import Make, Sdk

ECHO = """
paths:
  /things:
    post:
      operationId: things.create
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [thing], properties: {thing: {$ref: '#/components/schemas/Thing'}}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
"""


def things(make: Make, schemas: str) -> Sdk:
    return make(ECHO + "\n".join(f"    {line}" for line in schemas.strip().splitlines()) + "\n")


def parsed(sdk: Sdk, value: object, name: str = "Thing") -> Any:
    return TypeAdapter[Any](getattr(sdk.load("types"), name)).validate_python(value)


PRESENCE = """
Thing:
  type: object
  required: [a, b]
  properties: {a: {type: integer}, b: {type: [integer, 'null']}, c: {type: integer}}
"""


def test_required_optional_and_nullable_stay_apart(make: Make) -> None:
    sdk = things(make, PRESENCE)
    thing = parsed(sdk, {"a": 1, "b": None})
    assert (thing.a, thing.b, thing.c) == (1, None, None)
    assert thing.model_fields_set == {"a", "b"}
    with pytest.raises(ValidationError):
        parsed(sdk, {"a": 1})


NAMES = """
Thing:
  type: object
  properties:
    camelCase: {type: string}
    class: {type: string}
    copy: {type: string}
    model_fields: {type: string}
    schema: {type: string}
    _private: {type: string}
    9lives: {type: string}
    date: {type: string, format: date}
    list: {type: array, items: {type: string}}
    $ref-like: {type: string}
"""


def test_fields_whose_names_python_or_pydantic_need_are_renamed_and_travel_under_their_own(make: Make) -> None:
    sdk = things(make, NAMES)
    wire = {
        "camelCase": "a", "class": "b", "copy": "c", "model_fields": "d", "schema": "e", "_private": "f", "9lives": "g",
        "date": "2025-01-02", "list": ["h"], "$ref-like": "i",
    }  # fmt: skip
    thing = parsed(sdk, wire)
    assert (thing.camel_case, thing.class_, thing.copy_, thing.schema_) == ("a", "b", "c", "e")
    assert (thing.date, thing.list_) == (datetime.date(2025, 1, 2), ["h"])
    assert thing.to_dict() == wire


ENUM = """
Thing: {type: object, required: [state], properties: {state: {$ref: '#/components/schemas/State'}}}
State: {type: string, enum: [waiting, ready]}
"""


def test_open_enums_keep_values_that_are_new(make: Make) -> None:
    sdk = things(make, ENUM)
    assert parsed(sdk, {"state": "standby"}).state == "standby"
    assert "state: Required[State]" in sdk.text("types/things.py").replace('"', "")


CHOICE = """
Thing: {type: object, required: [pet], properties: {pet: {$ref: '#/components/schemas/Pet'}}}
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat: {type: object, required: [kind], properties: {kind: {const: Cat}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {const: Dog}, lives: {type: integer}}}
"""


def test_a_discriminator_chooses_the_variant_and_an_unknown_one_survives(make: Make) -> None:
    sdk = things(make, CHOICE)
    dog = parsed(sdk, {"pet": {"kind": "Dog", "lives": 1}}).pet
    assert type(dog).__name__ == "Dog"
    assert parsed(sdk, {"pet": {"kind": "Fish", "fins": 2}}).to_dict() == {"pet": {"kind": "Fish", "fins": 2}}


RECURSIVE = """
Thing:
  type: object
  properties:
    parts: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    whole: {$ref: '#/components/schemas/Thing'}
"""


def test_recursive_schemas_are_read_to_their_end(make: Make) -> None:
    sdk = things(make, RECURSIVE)
    value: dict[str, Any] = {"parts": [{"whole": {}}], "whole": {}}
    thing = parsed(sdk, value)
    assert thing.parts[0].whole.parts is None
    assert thing.whole.whole is None


ONE_WAY = """
Thing:
  type: object
  required: [id, secret]
  properties: {id: {type: string, readOnly: true}, secret: {type: string, writeOnly: true}}
"""


def test_what_travels_one_way_is_on_that_side_only(make: Make) -> None:
    sdk = things(make, ONE_WAY)
    types = sdk.load("types")
    assert set(get_annotations(types.ThingParam)) == {"secret"}
    assert parsed(sdk, {"id": "1"}).id == "1"


def test_typed_extra_properties_are_checked(make: Make) -> None:
    sdk = things(make, "Thing: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}")
    assert parsed(sdk, {"a": "x", "n": 1}).model_extra == {"n": 1}
    with pytest.raises(ValidationError):
        parsed(sdk, {"n": "one"})


PATTERNS = """
Thing:
  type: object
  properties: {a: {type: string}}
  patternProperties: {'^n_': {type: integer}}
  additionalProperties: {type: boolean}
"""


def test_properties_by_pattern_are_checked_beside_others(make: Make) -> None:
    sdk = things(make, PATTERNS)
    assert parsed(sdk, {"a": "x", "n_1": 1, "b": True}).model_extra == {"n_1": 1, "b": True}
    with pytest.raises(ValidationError):
        parsed(sdk, {"n_1": "one"})


@pytest.mark.parametrize("form", ["dict", "model"])
def test_a_request_takes_a_dict_or_a_model(make: Make, form: str) -> None:
    sdk = things(make, "Thing: {type: object, required: [petName], properties: {petName: {type: string}}}")
    thing = {"pet_name": "Ada"} if form == "dict" else sdk.load("types").Thing(pet_name="Ada")
    sdk.client({"petName": "Ada"}).things.create(thing=thing)
    assert sdk.body == {"thing": {"petName": "Ada"}}


def test_docstrings_of_fields_say_what_the_description_says(make: Make) -> None:
    sdk = things(
        make, "Thing: {type: object, description: A thing., properties: {a: {type: string, description: Its name.}}}"
    )
    assert sdk.load("types").Thing.__doc__ == "A thing."
    assert '"""Its name."""' in sdk.text("types/things.py")


TOLD = """
Thing:
  type: object
  title: What one has
  description: A thing.
  properties:
    name: {type: string, description: Its name, examples: [Ada], default: Bo}
    note: {type: string, title: A note, deprecated: true}
"""


def test_titles_examples_and_defaults_are_told(make: Make) -> None:
    sdk = things(make, TOLD)
    types = sdk.text("types/things.py")
    assert sdk.load("types").Thing.__doc__.split("\n\n")[:1] == ["What one has."]
    assert '"""Its name. Example: `"Ada"`."""' in types
    assert '"""Its name. Default: `"Bo"`. Example: `"Ada"`."""' in types
    assert '"""A note. Deprecated."""' in types


def test_every_annotation_of_a_params_type_resolves(make: Make) -> None:
    sdk = things(make, CHOICE + NAMES.replace("Thing:", "Other:"))
    types = sdk.load("types")
    assert "kind" in get_type_hints(types.CatParam, include_extras=True)


def test_a_union_of_very_many_types_is_no_deep_expression(make: Make) -> None:
    names = [f"Kind{first}{second}" for first in "ABCDEFGHIJ" for second in "abcdefghij"]
    variants = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in names)
    kinds = "\n".join(f"{name}: {{type: object, properties: {{{name}: {{type: string}}}}}}" for name in names)
    sdk = things(make, f"Thing: {{oneOf: [{variants}]}}\n{kinds}")
    assert len(get_args(sdk.load("types").Thing)) == len(names)
    assert type(parsed(sdk, {"KindJj": "a"})).__name__ == "KindJj"


def test_settings_name_classes_and_say_where_they_belong(make: Make) -> None:
    kind = "#/components/schemas/thing/properties/kind"
    models = ResourceSettings("images", models={"OCRResult": "thing", "Kind": kind})
    text = (
        ECHO.replace("/Thing", "/thing")
        + """
    thing: {type: object, properties: {kind: {enum: [a, b, c, d, e, f, g]}}}
    OCRResult: {type: string}
"""
    )
    sdk = make(text, Settings(client=ClientSettings(name="Zoo"), resources=(models,)))
    named = sdk.load("types.images")
    assert (named.OCRResult.__name__, get_args(named.Kind)) == ("OCRResult", tuple("abcdefg"))


def test_a_property_called_like_something_of_the_model_class_is_read_all_the_same(make: Make) -> None:
    base: type[BaseModel] = things(make, PRESENCE).load().BaseModel
    names = sorted(name for name in {*dir(base), *dir(type(base))} if not name.startswith("_"))
    schema = {"type": "object", "properties": {name: {"type": "integer"} for name in names}}
    sdk = things(make, f"Thing: {json.dumps(schema)}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thing = parsed(sdk, dict.fromkeys(names, 1))
    assert thing.model_dump(by_alias=True) == dict.fromkeys(names, 1)


def test_the_arguments_of_a_model_called_param_do_not_stutter(make: Make) -> None:
    sdk = things(
        make, "Thing: {$ref: '#/components/schemas/ThingParam'}\nThingParam: {type: object, properties: {a: {}}}"
    )
    assert "thing: ThingParamInput | ThingParam" in sdk.text("resources/things.py")


LIKE_ITS_ARGUMENTS = """
Thing: {type: object, properties: {params: {type: array, items: {$ref: '#/components/schemas/ThingParam'}}}}
ThingParam: {type: object, properties: {name: {type: string}}}
"""


def test_a_model_may_have_the_name_of_the_arguments_of_another(make: Make) -> None:
    types = things(make, LIKE_ITS_ARGUMENTS).load("types")
    assert set(types.ThingInput.__annotations__) == {"params"}
    assert set(types.ThingParamInput.__annotations__) == {"name"}


OTHER_NAME = """
Thing:
  type: object
  properties:
    kind: {type: string}
    inner: {type: array, items: {$ref: '#/components/schemas/Any'}}
Any: {$ref: '#/components/schemas/Thing'}
"""


def test_a_model_may_refer_to_itself_by_another_name(make: Make) -> None:
    sdk = things(make, OTHER_NAME)
    assert parsed(sdk, {"inner": [{"kind": "a"}]}).inner[0].kind == "a"
