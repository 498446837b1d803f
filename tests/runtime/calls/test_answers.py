"""What comes back: values, whole responses, streams, pages; and answers that break the description."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import AliasChoices, AliasPath, Field
from sdk_runtime import (
    APIError,
    APIResponseValidationError,
    APIStatusError,
    AsyncPage,
    BaseModel,
    SDKError,
    SyncPage,
)
from sdk_runtime._endpoint import Endpoint
from sdk_runtime._events import StreamStyle
from sdk_runtime._models import Tagged
from sdk_runtime._plans import CursorPlan
from sdk_runtime._wrappers import async_raw, async_streamed, raw, streamed

from .conftest import World


class Animal(BaseModel):
    name: str
    legs: int = 4
    kind: Annotated[Literal["cat", "dog"] | None, Field(alias="animalKind")] = None


class Zoo(BaseModel):
    star: Animal
    others: list[Animal] | None = None
    by_name: Annotated[dict[str, Animal] | None, Field(alias="byName")] = None
    pair: tuple[int, str] | None = None


class Cat(BaseModel):
    type: Literal["cat"]
    lives: int


class Dog(BaseModel):
    type: Literal["dog"]
    tricks: list[str]


Pet = Annotated[Cat | Dog, Tagged("type", (("cat",), ("dog",)))]
ZOO = Endpoint[Zoo]("GET", "/zoo", answer=Zoo)
LINES = Endpoint[Any](
    "GET", "/lines", answer=Animal, accept="application/jsonl", stream=StreamStyle("jsonl", item=Animal)
)
EVENTS = Endpoint[Any](
    "GET", "/events", answer=object, stream=StreamStyle("sse", item=Animal, terminator="[DONE]", error_event="error")
)


class Open(BaseModel):
    """As enumerations are generated: with room for values that are not listed."""

    type: Literal["open", "ajar"] | str


def test_an_open_variant_does_not_take_what_belongs_to_none(world: World) -> None:
    told = Annotated[Open | Dog, Tagged("type", (("open", "ajar"), ("dog",)))]
    world.api.on("GET", "/doors").reply([{"type": "ajar"}, {"type": "shut"}, {"lock": 1}])
    doors = world.run(world.client().request(Endpoint[Any]("GET", "/doors", answer=list[told])))
    assert [type(door) for door in doors] == [Open, dict, dict]


class SyncAnimals(SyncPage[Any]):
    _plan = CursorPlan(items=("items",), parameter="cursor", next=("next",))
    items: list[Animal]


class AsyncAnimals(AsyncPage[Any]):
    _plan = CursorPlan(items=("items",), parameter="cursor", next=("next",))
    items: list[Animal]


def whole(world: World, method: Any) -> Any:
    return (async_raw if world.asynchronous else raw)(method)


def on_demand(world: World, method: Any) -> Any:
    return (async_streamed if world.asynchronous else streamed)(method)


def test_an_answer_that_breaks_the_description_is_kept_and_told(world: World) -> None:
    told: list[tuple[str, str, str]] = []
    wrong = {
        "star": {"name": 7, "animalKind": "cow", "wings": 2},
        "others": [{"legs": "many"}, "no animal"],
        "byName": {"a": {"name": "a"}},
        "pair": [1],
    }
    world.api.on("GET", "/zoo").reply(wrong)
    zoo = world.run(world.client(on_drift=lambda *problem: told.append(problem)).request(ZOO))
    assert (zoo.star.name, zoo.star.kind, zoo.star.legs, zoo.star.model_extra) == (7, "cow", 4, {"wings": 2})
    assert (zoo.others[0].legs, zoo.others[0].name, zoo.others[1]) == ("many", None, "no animal")
    assert zoo.by_name["a"] == Animal(name="a")
    assert {(operation, pointer) for operation, pointer, _ in told} >= {
        ("GET /zoo", "/star/name"),
        ("GET /zoo", "/others/0/legs"),
        ("GET /zoo", "/others/0/name"),
    }
    with pytest.raises(APIResponseValidationError, match="breaks the description") as caught:
        world.run(world.client(strict=True).request(ZOO))
    assert caught.value.status_code == 200


class Nested(BaseModel):
    rows: Annotated[list[int], Field(validation_alias=AliasPath("result", "rows"))]
    total: Annotated[int, Field(validation_alias=AliasChoices("count", AliasPath("result", "total")))]


def test_an_answer_that_breaks_the_description_is_read_from_where_its_fields_stand(world: World) -> None:
    world.api.on("GET", "/rows").reply({"result": {"rows": [1, "two"], "total": 2}, "more": True})
    nested = world.run(world.client().request(Endpoint("GET", "/rows", answer=Nested)))
    assert (nested.rows, nested.total, nested.model_extra) == ([1, "two"], 2, {"more": True})


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "cat", "lives": 9}, Cat),
        ({"type": "cat", "lives": "many"}, Cat),
        ({"type": "bird", "wings": 2}, dict),
        (None, type(None)),
        ("text", str),
    ],
)
def test_unions_take_what_they_know_and_keep_what_they_do_not(world: World, value: Any, kind: type) -> None:
    world.api.on("GET", "/pet").reply(b"null" if value is None else value)
    pet = world.run(world.client().request(Endpoint("GET", "/pet", answer=Pet | None)))
    assert type(pet) is kind


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b"NaN"])
def test_a_body_that_is_no_json_is_one_kind_of_error(world: World, body: bytes) -> None:
    world.api.on("GET", "/zoo").reply(body)
    with pytest.raises(APIResponseValidationError) as caught:
        world.run(world.client().request(ZOO))
    assert len(str(caught.value)) < 500


def test_models_know_their_request_and_write_wire_names(world: World) -> None:
    world.api.on("GET", "/zoo").reply({"star": {"name": "Tom", "animalKind": "cat"}}, headers={"X-Request-Id": "r1"})
    zoo = world.run(world.client().request(ZOO))
    assert (zoo._request_id, zoo.star._request_id) == ("r1", None)
    assert zoo.to_dict() == {"star": {"name": "Tom", "animalKind": "cat"}}
    assert zoo.star.to_json(indent=None) == '{"name":"Tom","animalKind":"cat"}'


@pytest.mark.parametrize(
    ("answer", "body", "value"),
    [(None, b"ignored", None), (bytes, b"\x00", b"\x00"), (str, "grüße".encode(), "grüße"), (Zoo | None, b"", None)],
)
def test_answers_that_are_no_json(world: World, answer: Any, body: bytes, value: Any) -> None:
    world.api.on("GET", "/x").reply(body)
    assert world.run(world.client().request(Endpoint("GET", "/x", answer=answer))) == value


def test_a_raw_response_has_head_body_and_value(world: World) -> None:
    world.api.on("GET", "/zoo").reply({"star": {"name": "Tom"}}, headers={"X-Request-Id": "r1", "X-Two": "2"})
    response = world.run(whole(world, world.client().request)(ZOO))
    assert (response.status_code, response.request_id, response.headers["x-TWO"]) == (200, "r1", "2")
    assert (response.method, response.url, response.http_version) == ("GET", "https://api.test/v1/zoo", "HTTP/1.1")
    assert (response.retries_taken, response.is_closed) == (0, True)
    assert world.run(response.parse()).star.name == "Tom"
    assert world.run(response.parse(to=dict[str, Any])) == {"star": {"name": "Tom"}}
    assert world.run(response.json()) == {"star": {"name": "Tom"}}
    assert world.run(response.text()) == '{"star":{"name":"Tom"}}'
    assert world.every(response.iter_bytes(10))[0] == b'{"star":{"'
    assert repr(response).endswith("APIResponse 200 GET /zoo>")
    assert {"x-two"} <= set(response.headers)
    assert "x-two" in response.headers
    assert 7 not in response.headers
    assert len(response.headers) == len(list(response.headers))


def test_a_streamed_response_is_read_when_it_is_asked_for(world: World) -> None:
    world.api.on("GET", "/text").reply("ä\r\nb\nc".encode())
    endpoint = Endpoint[Any]("GET", "/text", answer=str)
    call = on_demand(world, world.client().request)
    assert world.within(call(endpoint), every(world, "iter_lines")) == ["ä", "b", "c"]


def every(world: World, name: str) -> Any:
    """What reads a response to its end by one of its iterators."""
    if world.asynchronous:

        async def read(response: Any) -> list[str]:
            return [piece async for piece in getattr(response, name)()]

        return read
    return lambda response: list(getattr(response, name)())


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_and_characters_may_be_cut_anywhere(world: World, size: int) -> None:
    body = "ä\r\n\nlong\nlast €".encode()[:-1]
    endpoint = Endpoint[Any]("GET", "/text", answer=str)
    chunks = tuple(body[start : start + size] for start in range(0, len(body), size))
    route = world.api.on("GET", "/text")
    route._add(200, {}, chunks)  # pyright: ignore[reportPrivateUsage]
    call = on_demand(world, world.client().request)
    assert world.within(call(endpoint), every(world, "iter_lines")) == ["ä", "", "long", "last \ufffd"]
    assert "".join(world.within(call(endpoint), every(world, "iter_text"))) == body.decode("utf-8", "replace")


def test_bytes_are_written_to_files(world: World, tmp_path: Path) -> None:
    world.api.on("GET", "/photo").reply(b"png" * 1000)
    endpoint = Endpoint[bytes]("GET", "/photo", answer=bytes, accept="image/png")
    photo = world.run(world.client().request_binary(endpoint))
    world.run(photo.write_to_file(tmp_path / "photo.png"))
    assert (tmp_path / "photo.png").read_bytes() == b"png" * 1000
    with pytest.raises(SDKError, match="not kept"):
        world.run(photo.read())


def test_bytes_are_read_when_they_are_asked_for(world: World) -> None:
    world.api.on("GET", "/photo").reply(b"png")
    endpoint = Endpoint[bytes]("GET", "/photo", answer=bytes, accept="image/png")
    photo = world.run(world.client().request_binary(endpoint))
    assert not photo.is_closed
    if world.asynchronous:
        with pytest.raises(SDKError, match="not read yet"):
            _ = photo.content
        world.run(photo.read())
    assert photo.content == photo.content == b"png"
    assert photo.is_closed


def test_bytes_that_nobody_reads_are_warned_of(world: World) -> None:
    world.api.on("GET", "/photo").reply(b"png")
    endpoint = Endpoint[bytes]("GET", "/photo", answer=bytes, accept="image/png")

    async def drop() -> None:
        await world.client().request_binary(endpoint)

    with pytest.warns(ResourceWarning, match="dropped unread"):
        world.run(drop()) if world.asynchronous else world.client().request_binary(endpoint)


@pytest.mark.parametrize("endpoint", [LINES, EVENTS], ids=["lines", "events"])
def test_streams_are_given_plainly_and_by_raw_responses(world: World, endpoint: Endpoint[Any]) -> None:
    route = world.api.on("GET", endpoint.path)
    items = [{"name": "a"}, {"name": "b"}]
    route.lines(items) if endpoint is LINES else route.stream(items, terminator="[DONE]")
    client = world.client()
    assert [animal.name for animal in world.every(world.run(client.request_stream(endpoint)))] == ["a", "b"]
    response = world.run(whole(world, client.request_stream)(endpoint))
    assert [animal.name for animal in world.every(world.run(response.parse()))] == ["a", "b"]


@pytest.mark.parametrize("endpoint", [LINES, EVENTS], ids=["lines", "events"])
def test_what_breaks_the_description_in_a_stream_is_told(world: World, endpoint: Endpoint[Any]) -> None:
    route, items = world.api.on("GET", endpoint.path), [{"name": "a"}, {"name": 7}]
    route.lines(items) if endpoint is LINES else route.stream(items, terminator="[DONE]")
    told: list[Any] = []
    client = world.client(on_drift=lambda *problem: told.append(problem))
    assert [animal.name for animal in world.every(world.run(client.request_stream(endpoint)))] == ["a", 7]
    assert [problem[:2] for problem in told] == [(f"GET {endpoint.path}", "/name")]


def test_an_error_in_a_stream_is_raised_where_it_stands(world: World) -> None:
    world.api.on("GET", "/events").stream([{"name": "a"}, ("error", {"message": "overloaded", "code": "busy"})])
    with pytest.raises(APIError, match="overloaded") as caught:
        world.every(world.run(world.client().request_stream(EVENTS)))
    assert caught.value.body == {"message": "overloaded", "code": "busy"}
    assert (caught.value.code, caught.value.status_code) == ("busy", None)


def test_pages_are_given_plainly_and_by_raw_responses(world: World) -> None:
    page_class = AsyncAnimals if world.asynchronous else SyncAnimals
    endpoint = Endpoint[Any]("GET", "/animals", answer=object)
    world.api.on("GET", "/animals").reply({"items": [{"name": "a"}], "next": "2"}).reply(
        {"items": [{"name": "b"}]}
    ).reply({"items": [{"name": "c"}], "next": "2"})
    client = world.client()
    found = client.request_page(endpoint, page_class, query={"limit": 1})
    assert [animal.name for animal in world.every(found)] == ["a", "b"]
    assert [call.query for call in world.api.calls] == [(("limit", "1"),), (("limit", "1"), ("cursor", "2"))]
    response = world.run(whole(world, client.request_page)(endpoint, page_class))
    page = world.run(response.parse())
    assert (page.items[0].name, page.has_next_page()) == ("c", True)


def test_not_modified_is_an_error_that_callers_who_asked_for_it_catch(world: World) -> None:
    world.api.on("GET", "/zoo").reply(status=304)
    with pytest.raises(APIStatusError) as caught:
        world.run(world.client().request(ZOO, headers={"If-None-Match": '"3"'}))
    assert caught.value.status_code == 304
    assert len(world.api.calls) == 1
