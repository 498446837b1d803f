"""Answers that are nearly right: empty, of another type somewhere inside, at a leap second, errors in streams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AliasPath, Field
from sdk_runtime import APIError, APIResponseValidationError, BaseModel, Endpoint
from sdk_runtime._events import StreamStyle
from sdk_runtime._models import Tagged

from .conftest import World


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]


class Square(BaseModel):
    side: int


class Circle(BaseModel):
    radius: int


class Box(BaseModel):
    id: str
    count: int | None = None
    made: datetime | None = None
    pets: list[Annotated[Cat | Dog, Tagged("kind", (("cat",), ("dog",)))]] | None = None
    pet: Annotated[Cat | Dog | None, Tagged("kind", (("cat",), ("dog",))), Field(alias="thePet")] = None
    shape: Square | Circle | None = None
    by_name: Annotated[dict[str, int] | None, Field(alias="byName")] = None
    deep: Annotated[list[int] | None, Field(validation_alias=AliasPath("in/ner", "rows"))] = None


BOX = Endpoint[Box]("GET", "/box", answer=Box)


def told_of(world: World, answer: Any, endpoint: Endpoint[Any] = BOX) -> tuple[Any, list[tuple[str, str]]]:
    """The value of an answer, and what was told of it."""
    told: list[tuple[str, str]] = []
    world.api.on("GET", "/box").reply(answer)
    client = world.client(on_drift=lambda _operation, at, reason: told.append((at, reason)))
    return world.run(client.request(endpoint)), told


@pytest.mark.parametrize(
    ("wrong", "at", "reason"),
    [
        ({"pets": [{"kind": "dog"}, {"kind": "cat", "lives": "nine"}]}, "/pets/1/lives", "valid integer"),
        ({"thePet": {"kind": "cat"}}, "/thePet/lives", "Field required"),
        ({"shape": {"side": "long"}}, "/shape/side", "valid integer"),
        ({"shape": "round"}, "/shape", "none of the types"),
        ({"byName": {"a/b~c": "x", "d": 1}}, "/byName/a~1b~0c", "valid integer"),
        ({"in/ner": {"rows": [1, "two"]}}, "/in~1ner/rows/1", "valid integer"),
        ({"id": None}, "/id", "valid string"),
    ],
)
def test_a_mismatch_is_told_once_by_its_pointer_in_the_answer(
    world: World, wrong: dict[str, Any], at: str, reason: str
) -> None:
    box, told = told_of(world, {"id": "1", **wrong})
    assert isinstance(box, Box)
    assert [place for place, _ in told] == [at]
    assert reason in told[0][1]


def test_the_pointer_begins_at_the_body_also_where_its_envelope_is_taken_off(world: World) -> None:
    endpoint = Endpoint[Any]("GET", "/box", answer=list[Box], unwrap=("data", "it/ems"))
    boxes, told = told_of(world, {"data": {"it/ems": [{"id": "1"}, {"id": "2", "count": "x"}]}}, endpoint)
    assert [box.count for box in boxes] == [None, "x"]
    assert [at for at, _ in told] == ["/data/it~1ems/1/count"]


def test_a_variant_that_is_not_known_stays_as_it_came_beside_other_mismatches(world: World) -> None:
    box, told = told_of(world, {"id": "1", "count": "x", "pets": [{"kind": "fox"}], "thePet": {"kind": "fox"}})
    assert (box.pets, box.pet) == ([{"kind": "fox"}], {"kind": "fox"})
    assert [at for at, _ in told] == ["/count", "/pets/0", "/thePet"]


def test_a_strict_client_says_where_an_answer_is_wrong(world: World) -> None:
    world.api.on("GET", "/box").reply({"id": "1", "count": "x", "pets": [{"kind": "cat"}]})
    with pytest.raises(APIResponseValidationError, match=r"at `/count`: .* integer.*, and 1 more\)"):
        world.run(world.client(strict=True).request(BOX))


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.25Z"])
def test_a_leap_second_is_the_second_before(world: World, strict: bool, text: str) -> None:
    world.api.on("GET", "/box").reply({"id": "at 23:59:60Z", "made": text})
    box = world.run(world.client(strict=strict).request(BOX))
    assert (box.id, box.made.replace(microsecond=0)) == ("at 23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize("marks", [1, 5000])
def test_byte_order_marks_are_passed_over(world: World, marks: int) -> None:
    world.api.on("GET", "/box").reply(b"\xef\xbb\xbf" * marks + b'{"id":"1"}')
    assert world.run(world.client().request(BOX)).id == "1"


@pytest.mark.parametrize("status", [200, 204, 205])
def test_a_body_that_is_promised_and_does_not_come_is_an_error(world: World, status: int) -> None:
    world.api.on("GET", "/box").reply(b"", status=status)
    with pytest.raises(APIResponseValidationError, match="no body") as caught:
        world.run(world.client().request(BOX))
    assert caught.value.status_code == status
    for answer in (Box | None, object, Any, None):
        assert world.run(world.client().request(Endpoint("GET", "/box", answer=answer))) is None


def test_the_answer_to_a_head_request_has_no_body(world: World) -> None:
    world.api.on("HEAD", "/box").reply(b"")
    assert world.run(world.client().request(Endpoint("HEAD", "/box", answer=Box))) is None


EVENTS = Endpoint[Any]("GET", "/box", stream=StreamStyle("sse", item=Box, terminator="[DONE]"))
LINES = Endpoint[Any]("GET", "/box", accept="application/x-ndjson", stream=StreamStyle("jsonl", item=Box))


@pytest.mark.parametrize(
    ("endpoint", "write"), [(EVENTS, "data: {}\n\n".format), (LINES, "{}\n".format)], ids=["events", "lines"]
)
def test_an_error_in_the_place_of_an_item_is_raised(
    world: World, endpoint: Endpoint[Any], write: Callable[[str], str]
) -> None:
    body = write('{"id":"1","error":"its own"}') + write('{"error":{"code":"busy","message":"later"}}')
    world.api.on("GET", "/box").reply(body.encode())
    stream = world.run(world.client().request_stream(endpoint))
    with pytest.raises(APIError, match="reported an error in the stream") as caught:
        world.every(stream)
    assert (caught.value.code, caught.value.body) == ("busy", {"error": {"code": "busy", "message": "later"}})


class Painted(BaseModel):
    color: Literal["red", "green"] | str
    shades: list[Literal["dark"] | str] | None = None
    by_name: Annotated[dict[str, Literal[1, 2] | int] | None, Field(alias="byName")] = None
    inner: Painted | None = None


def test_a_value_that_an_enumeration_does_not_list_is_told_and_kept(world: World) -> None:
    came = {"color": "red", "shades": ["dark", "odd"], "byName": {"a": 1, "b": 3}, "inner": {"color": "mauve"}}
    painted, told = told_of(world, [came], Endpoint("GET", "/box", answer=list[Painted]))
    assert painted[0].to_dict() == came
    assert [at for at, _ in told] == ["/0/shades/1", "/0/byName/b", "/0/inner/color"]
    _, told = told_of(world, {"color": "mauve", "shades": [7]}, Endpoint("GET", "/box", answer=Painted))
    assert [at for at, _ in told] == ["/shades/0", "/color"]


def test_a_value_that_an_enumeration_of_a_stream_does_not_list_is_told(world: World) -> None:
    told: list[str] = []
    world.api.on("GET", "/box").reply(b'{"color":"mauve"}\n')
    client = world.client(on_drift=lambda _operation, at, _reason: told.append(at))
    lines = Endpoint[Any]("GET", "/box", stream=StreamStyle("jsonl", item=Painted))
    assert world.every(world.run(client.request_stream(lines)))[0].color == "mauve"
    assert told == ["/color"]


@pytest.mark.parametrize("wrong", [{"count": "3"}, {"made": 1700000000}, {"id": 5}])
def test_a_strict_client_takes_no_other_type_for_the_one_that_is_described(
    world: World, wrong: dict[str, object]
) -> None:
    world.api.on("GET", "/box").reply({"id": "1", **wrong})
    with pytest.raises(APIResponseValidationError, match=f"at `/{next(iter(wrong))}`"):
        world.run(world.client(strict=True).request(BOX))
    lines = Endpoint[Any]("GET", "/box", stream=StreamStyle("jsonl", item=Box))
    stream = world.run(world.client(strict=True).request_stream(lines))
    with pytest.raises(APIResponseValidationError):
        world.every(stream)


@pytest.mark.parametrize(
    ("accept", "content_type", "body", "value"),
    [
        ("application/json", "application/json", b'"a \\"b\\""', 'a "b"'),
        ("application/json", "application/json", b'{"a": 1}', '{"a": 1}'),
        ("application/json", "text/plain", b'"as it is"', '"as it is"'),
        ("text/csv", "text/csv", b'"a","b"', '"a","b"'),
        ("text/csv", "text/csv; charset=ISO-8859-1; header=present", "é".encode("latin-1"), "é"),
        ("text/csv", 'text/csv; charset="nonsense"', "é".encode(), "é"),
    ],
)
def test_text_is_that_of_a_json_string_or_the_body_in_its_charset(
    world: World, accept: str, content_type: str, body: bytes, value: str
) -> None:
    world.api.on("GET", "/t").reply(body, headers={"Content-Type": content_type})
    assert world.run(world.client().request(Endpoint("GET", "/t", answer=str, accept=accept))) == value
