"""Calls of SDKs that take the place of one of Stainless: names of arguments, and what is asked for."""

from __future__ import annotations

from inspect import Parameter, signature

import httpx2
import pytest

from burnish.settings import (
    BodyDefault,
    ClientSettings,
    CompatSettings,
    EnvironmentSettings,
    MethodSettings,
    PaginationSettings,
    PagingType,
    ResourceSettings,
    Settings,
)

from .conftest import Make, Sdk

SPEC = """
paths:
  /jobs/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    patch:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}}}}
      responses: {'204': {description: done}}
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {'200': {description: shown, content: {application/json: {example: {}}}}}
  /jobs/{jobId}/rows/{row}:
    parameters:
      - {name: jobId, in: path, required: true, schema: {type: string}}
      - {name: row, in: path, required: true, schema: {type: string}}
    put:
      parameters: [{name: zone, in: query, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {job_id: {type: string}, zone: {type: string}, count: {type: integer}}}
      responses: {'204': {description: done}}
  /fields:
    get:
      responses: {'200': {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}
  /watch:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}
      responses:
        '200':
          description: changes
          content:
            application/json: {schema: {type: string}}
            text/event-stream: {schema: {type: string}}
  /tail:
    get: {responses: {'200': {description: changes, content: {text/event-stream: {schema: {type: string}}}}}}
  /follow:
    get: {responses: {'200': {description: changes, content: {application/json: {schema: {type: string}}}}}}
components:
  schemas:
    All:
      type: object
      properties:
        fields: {type: array, items: {type: object, properties: {'@id': {type: string}}}}
"""
METHODS = (
    MethodSettings("update", "patch /jobs/{name}"),
    MethodSettings("show", "get /jobs/{name}"),
    MethodSettings("place", "put /jobs/{jobId}/rows/{row}"),
    MethodSettings("fields", "get /fields"),
    MethodSettings("watch", "post /watch", stream_parameter="stream", streams=True),
    MethodSettings("tail", "get /tail", streams=True),
    MethodSettings("follow", "get /follow", streams=True),
)


def drop_in(make: Make) -> Sdk:
    resources = (ResourceSettings("jobs", METHODS),)
    return make(SPEC, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=resources))


def test_arguments_of_one_name_say_where_they_go(make: Make) -> None:
    sdk = drop_in(make)
    jobs = sdk.load("resources.jobs").JobsResource
    assert list(signature(jobs.update).parameters)[1:4] == ["path_name", "age", "body_name"]
    placed = [name for name, item in signature(jobs.place).parameters.items() if item.kind is Parameter.KEYWORD_ONLY]
    assert placed[:5] == ["path_job_id", "count", "body_job_id", "query_zone", "body_zone"]
    types = sdk.load("types")
    assert set(types.JobUpdateParams.__annotations__) == {"age", "body_name"}
    assert set(types.JobPlaceParams.__annotations__) == {
        "path_job_id",
        "count",
        "body_job_id",
        "query_zone",
        "body_zone",
    }


def test_arguments_of_one_name_travel_where_they_say(make: Make) -> None:
    sdk = drop_in(make)
    client = sdk.client(httpx2.Response(204))
    client.jobs.place("7", path_job_id="a", body_job_id="b", query_zone="c", body_zone="d")
    request = sdk.seen[-1]
    assert request.url.path == "/jobs/a/rows/7"
    assert request.url.query == b"zone=c"
    assert request.content == b'{"job_id":"b","zone":"d"}'
    with pytest.raises(ValueError, match="non-empty value for `path_job_id`"):
        client.jobs.place("7", path_job_id="")


def test_json_that_no_schema_describes_is_no_answer(make: Make) -> None:
    sdk = drop_in(make)
    assert sdk.client({"a": 1}).jobs.show("x") is None
    assert sdk.seen[-1].headers["Accept"] == "*/*"


def test_a_class_may_be_called_field(make: Make) -> None:
    module = drop_in(make).load("types.all")
    assert module.All.model_validate({"fields": [{"@id": "x"}]}).fields[0].id == "x"
    assert module.Field.__name__ == "Field"


def test_calls_for_streams_accept_what_the_description_says(make: Make) -> None:
    sdk = drop_in(make)
    events = [httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=b"") for _ in range(3)]
    client = sdk.client(*events)
    client.jobs.watch(stream=True)
    client.jobs.tail()
    client.jobs.follow()
    assert [request.headers["Accept"] for request in sdk.seen] == [
        "application/json",
        "text/event-stream",
        "application/json",
    ]


NAMES = """
paths:
  /things:
    post:
      parameters: [{name: _trace, in: query, schema: {type: string}}]
      requestBody: {content: &thing {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'200': {description: made, content: *thing}}
components:
  schemas:
    Thing:
      type: object
      properties:
        _id: {type: string}
        id: {type: string}
        _rank: {type: integer}
        '1000': {type: integer}
        model_kind: {type: string}
"""


def test_names_that_python_or_pydantic_do_not_like(make: Make) -> None:
    things = ResourceSettings("things", (MethodSettings("create", "post /things"),), {"thing": "Thing"})
    sdk = make(NAMES, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=(things,)))
    assert set(sdk.load("types").Thing.model_fields) == {"api_id", "id", "rank", "api_1000", "api_model_kind"}
    arguments = set(sdk.load("types").ThingCreateParams.__annotations__)
    assert arguments == {"_trace", "_id", "id", "_rank", "_1000", "model_kind"}
    made = sdk.client({"_id": "a", "id": "b"}).things.create(_id="c", id="d", _1000=1, _trace="e")
    assert (made.api_id, made.id) == ("a", "b")
    assert sdk.seen[-1].content == b'{"1000":1,"_id":"c","id":"d"}'
    assert sdk.seen[-1].url.query == b"_trace=e"


PAGES = """
paths:
  /whole:
    get:
      parameters: [&offset {name: offset, in: query, schema: {type: integer}}]
      responses: {'200': {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}
  /rows:
    get:
      parameters: [*offset]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Rows'}}}}}
components:
  schemas:
    All: {type: object, properties: {data: &list {type: array, items: {type: string}}}}
    Rows: {type: object, properties: {data: *list, next_index: {type: integer}}}
"""


def test_an_answer_without_what_a_scheme_needs_is_no_page_and_its_class_is_there_all_the_same(make: Make) -> None:
    resources = ResourceSettings("rows", (MethodSettings("whole", "get /whole"), MethodSettings("list", "get /rows")))
    schemes = (
        PaginationSettings("row_page", PagingType.OFFSET, items="data", needs=("next_index",)),
        PaginationSettings("other_page", PagingType.CURSOR, items="items", next="next"),
    )
    settings = Settings(
        compat=CompatSettings(stainless=True), stated_only=True, resources=(resources,), pagination=schemes
    )
    sdk = make(PAGES, settings)
    pages = sdk.load("pagination")
    client = sdk.client({"data": ["a"]}, {"data": ["b"]})
    assert client.rows.whole().data == ["a"]
    assert isinstance(client.rows.list(), pages.SyncRowPage)
    assert issubclass(pages.AsyncOtherPage, sdk.load("_base_client").BaseAsyncPage)


CHOICES = """
paths:
  /jobs:
    get:
      responses:
        '200':
          description: one of several
          content:
            application/json:
              schema:
                oneOf:
                  - {type: object, properties: {files: {type: array, items: {type: string}}}}
                  - {type: object, properties: {done: {type: boolean}, part: {type: integer}}}
"""


def test_a_variant_without_a_name_is_called_after_its_only_field(make: Make) -> None:
    jobs = ResourceSettings("jobs", (MethodSettings("show", "get /jobs"),))
    sdk = make(CHOICES, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=(jobs,)))
    module = sdk.load("types.job_show_response")
    assert module.JobShowResponse == module.Files | module.UnionMember1


PLAIN = """
paths:
  /things:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {asked: {$ref: '#/components/schemas/Asked'}, both: {$ref: '#/components/schemas/Both'}}
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}}}
components:
  schemas:
    Asked: {type: object, properties: {a: {type: string}}}
    Both: {type: object, properties: {b: {type: string}}}
"""


def test_arguments_may_go_without_a_suffix_unless_answers_have_the_model_too(make: Make) -> None:
    models = {"asked": "Asked", "both": "Both"}
    things = ResourceSettings("things", (MethodSettings("create", "post /things"),), models, ("asked", "both"))
    sdk = make(PLAIN, Settings(compat=CompatSettings(stainless=True), stated_only=True, resources=(things,)))
    types = sdk.load("types")
    assert types.Asked.__annotations__.keys() == {"a"}
    assert types.BothParam.__annotations__.keys() == {"b"}
    assert set(types.Both.model_fields) == {"b"}
    assert not hasattr(types, "AskedParam")


def test_a_base_url_has_places_for_options_of_the_client(make: Make) -> None:
    settings = Settings(
        client=ClientSettings(options=(BodyDefault("region", "region", "server", default="eu"),)),
        environments=EnvironmentSettings((("production", "https://{region}.pets.test"),)),
        compat=CompatSettings(stainless=True),
    )
    sdk = make(PLAIN, settings)
    assert str(sdk.client().base_url) == "https://eu.pets.test/"
    assert str(sdk.client(region="us").base_url) == "https://us.pets.test/"
