"""Arguments as people really pass them: sets and generators, enumerations, numbers that are none, names of headers."""

from __future__ import annotations

from datetime import UTC, datetime, time
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import Base64Bytes
from sdk_runtime import BaseModel, CallOptions, Endpoint, base64, omit, one
from sdk_runtime._endpoint import BinaryBody, FormBody, JsonBody, MultipartBody, ParamStyle, PartStyle

from .conftest import World


class Color(str, Enum):  # noqa: UP042  # as many programs have them: its text is `Color.RED`
    RED = "red"


class Shade(StrEnum):
    DARK = "dark"


def request(world: World, endpoint: Endpoint[Any], **arguments: Any) -> Any:
    """The request that would be sent."""
    return world.client()._prepare(endpoint, **arguments).request


SEARCH = Endpoint[Any]("GET", "/s", query={"csv": ParamStyle("form", explode=False)})


@pytest.mark.parametrize("kind", [tuple, iter, set, lambda items: dict.fromkeys(items).keys(), lambda _: range(1, 3)])
def test_an_array_may_be_anything_with_items(world: World, kind: Any) -> None:
    for name, text in (("rep", "rep=1&rep=2"), ("csv", "csv=1%2C2")):
        assert request(world, SEARCH, query={name: kind([1, 2])}).url.partition("?")[2] == text
    assert request(world, Endpoint("GET", "/p/{a}"), path={"a": kind([1, 2])}).url.endswith("/p/1,2")
    assert request(world, Endpoint("POST", "/j", body=JsonBody()), body={"a": kind([1, 2])}).content == b'{"a":[1,2]}'


def test_an_empty_array_is_no_parameter(world: World) -> None:
    assert "?" not in request(world, SEARCH, query={"rep": [], "csv": []}).url


@pytest.mark.parametrize(("value", "text"), [(Color.RED, "red"), (Shade.DARK, "dark")])
def test_members_of_enumerations_are_sent_as_their_values(world: World, value: Any, text: str) -> None:
    made = request(
        world,
        Endpoint("GET", "/c/{c}"),
        path={"c": value},
        query={"q": value, "m": {"k": value}},
        headers={"X-C": value, "X-L": [value]},
        cookies={"c": value},
    )
    assert made.url.endswith(f"/c/{text}?q={text}&k={text}")
    assert [made.headers[name] for name in ("X-C", "X-L", "Cookie")] == [text, text, f"c={text}"]


UNZONED = datetime(2026, 1, 2)


@pytest.mark.parametrize(
    ("place", "said"),
    [("query", "parameter `at`"), ("headers", "header `at`"), ("cookies", "cookie `at`"), ("path", "argument `at`")],
)
@pytest.mark.parametrize("value", [UNZONED, float("nan"), float("-inf"), [UNZONED]])
def test_what_has_no_text_is_refused_by_its_name(world: World, place: str, said: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"the .*{said} cannot be written"):
        request(world, Endpoint("GET", "/x/{at}"), **{place: {"at": value}})


@pytest.mark.parametrize("style", [JsonBody("Order"), FormBody("Order"), MultipartBody("Order")])
def test_a_date_time_without_a_zone_is_refused_in_every_body(world: World, style: Any) -> None:
    client = world.client()
    client._shapes = {"Order": {"item": one("Item")}, "Item": {"made_at": "madeAt"}}
    for body in ({"item": {"made_at": UNZONED}}, {"free": {"made_at": [UNZONED]}}):
        with pytest.raises(ValueError, match="`made_at`: a date-time without a zone is ambiguous"):
            client._prepare(Endpoint("POST", "/b", body=style), body=body)
    sound = {"item": {"made_at": UNZONED.replace(tzinfo=UTC), "at": time(9, 30)}}
    assert client._prepare(Endpoint("POST", "/b", body=style), body=sound)


@pytest.mark.parametrize(
    ("name", "shown"), [("X-A\r\nEvil: 1", "X-A"), ("Authorization: s3cret", "Authorization"), ("", ""), ("X-é", "X-")]
)
def test_what_is_no_name_of_a_header_is_refused(world: World, name: str, shown: str) -> None:
    with pytest.raises(ValueError, match=f"after `{shown}`") as caught:
        request(world, Endpoint("GET", "/h"), options=CallOptions(headers={name: "v"}))
    assert "s3cret" not in str(caught.value)
    with pytest.raises(ValueError, match=f"after `{shown}`"):
        world.client(default_headers={name: "v"})._prepare(Endpoint("GET", "/h"))


@pytest.mark.parametrize("value", ["é", "a\x7f", "a\x01"])
def test_a_header_is_of_characters_that_every_library_sends_alike(world: World, value: str) -> None:
    with pytest.raises(ValueError, match="`X-A` holds"):
        request(world, Endpoint("GET", "/h"), headers={"X-A": value})


def test_blanks_around_a_header_are_no_part_of_it(world: World) -> None:
    assert request(world, Endpoint("GET", "/h"), headers={"X-A": " a b\t"}).headers["X-A"] == "a b"


@pytest.mark.parametrize("value", [None, "", omit, []])
def test_a_path_argument_that_is_not_there_is_refused(world: World, value: object) -> None:
    with pytest.raises(ValueError, match="`id` is empty"):
        request(world, Endpoint("GET", "/animals/{id}"), path={"id": value})


PARTS = MultipartBody(parts={"tags": PartStyle(repeated=True), "files": PartStyle(file=True, repeated=True)})


@pytest.mark.parametrize("kind", [list, tuple, iter])
def test_parts_are_repeated_for_everything_with_items(world: World, kind: Any) -> None:
    body = {"tags": kind(["a", "b"]), "files": kind([b"one", ("two.txt", b"2")])}
    content = b"".join(request(world, Endpoint("POST", "/m", body=PARTS), body=body).content)
    assert content.count(b'name="tags"') == content.count(b'name="files"') == 2
    assert b'filename="two.txt"' in content


def test_one_file_with_its_name_is_one_part(world: World) -> None:
    made = request(world, Endpoint("POST", "/m", body=PARTS), body={"files": ("one.txt", b"1"), "tags": "a"})
    assert b"".join(made.content).count(b"name=") == 2 + b"".join(made.content).count(b"filename=")


def test_a_directory_is_no_file(world: World, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="is a directory"):
        request(world, Endpoint("PUT", "/f", body=BinaryBody()), body=tmp_path)


@pytest.mark.parametrize("body", [{"a": b"\xfb\xff"}, {"a": bytearray(b"\xfb\xff")}, {"a": memoryview(b"\xfb\xff")}])
def test_bytes_in_json_are_base64_of_the_usual_alphabet(world: World, body: object) -> None:
    endpoint = Endpoint[Any]("POST", "/j", body=JsonBody())
    assert request(world, endpoint, body=body).content == b'{"a":"+/8="}'
    assert request(world, endpoint, body={}, options=CallOptions(body=body)).content == b'{"a":"+/8="}'


class Photo(BaseModel):
    data: Base64Bytes
    text: bytes = b""


def test_bytes_of_an_answer_are_sent_again_as_they_came(world: World) -> None:
    came = '{"data":"+/8=","text":"abc"}'
    photo = Photo.model_validate_json(came)
    assert photo.data == b"\xfb\xff"
    assert photo.to_json(indent=None) == came
    made = request(world, Endpoint("POST", "/j", body=JsonBody("Owner")), body={"photo": photo, "raw": b""})
    assert made.content == b'{"photo":' + came.encode() + b',"raw":""}'


def test_encoded_text_stays_what_it_is(world: World) -> None:
    client = world.client()
    client._shapes = {"Photo": {"data": base64()}}
    made = client._prepare(Endpoint("POST", "/j", body=JsonBody("Photo")), body={"data": "+/8="})
    assert made.request.content == b'{"data":"+/8="}'


@pytest.mark.parametrize("extra", [[1], "text", 7])
def test_fields_are_added_to_objects_only(world: World, extra: object) -> None:
    with pytest.raises(TypeError, match="`extra_body` is a mapping"):
        request(world, Endpoint("POST", "/j", body=JsonBody()), body={}, options=CallOptions(body=extra))
    with pytest.raises(TypeError, match="`extra_body` is a mapping"):
        request(world, Endpoint("POST", "/j", body=JsonBody()), body=[1], options=CallOptions(body={"a": 1}))


def test_what_is_no_number_is_told_as_such(world: World) -> None:
    with pytest.raises(TypeError, match="JSON has no NaN"):
        request(world, Endpoint("POST", "/j", body=JsonBody()), body={"a": float("nan")})


def test_a_header_of_a_variable_that_is_not_set_is_not_sent(world: World) -> None:
    client = world.client(default_headers={"X-A": None, "X-B": "b"})
    made = client._prepare(Endpoint("GET", "/h"), options=CallOptions(headers={"X-C": None, "X-D": "d"}))  # type: ignore[dict-item]  # what it is about
    assert [name for name in made.request.headers if name.startswith("X-")] == ["X-B", "X-D"]


def test_what_no_answer_can_be_read_as_is_refused_before_anything_is_sent(world: World) -> None:
    with pytest.raises(TypeError, match="`cast_to` is a model or another type"):
        world.run(world.client().post("/x", cast_to=httpx2.Response, body={}))
    assert world.api.calls == []
