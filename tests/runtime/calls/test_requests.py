"""What is sent: addresses, parameters in every style, headers, bodies."""

from __future__ import annotations

import datetime
import enum
import math
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from sdk_runtime import BaseModel, SDKError, omit
from sdk_runtime._config import CallDefault, ClientConfig, QueryFormat, Route, ServerVariable
from sdk_runtime._endpoint import (
    BinaryBody,
    Endpoint,
    FormBody,
    JsonBody,
    LinesBody,
    MultipartBody,
    ParamStyle,
    PartStyle,
    TextBody,
)
from sdk_runtime._lazy import extra
from sdk_runtime._options import CallOptions, Timeout
from sdk_runtime._shape import base64, many, one, values

from .conftest import BASE, World


class Color(enum.Enum):
    RED = "red"


class Animal(BaseModel):
    name: str


def config(**changes: Any) -> ClientConfig:
    return ClientConfig(
        **{"name": "Zoo", "package": "zoo", "version": "1", "env_prefix": "ZOO", "base_url": BASE, **changes}
    )


def sent(world: World, endpoint: Endpoint[Any], client: Any = None, **arguments: Any) -> Any:
    """The request that a call makes."""
    world.api.on(endpoint.verb, endpoint.path.partition("?")[0]).reply({})
    world.run((client or world.client()).request(endpoint, **arguments))
    return world.api.calls[-1]


@pytest.mark.parametrize(
    ("style", "value", "pairs"),
    [
        (None, ["a", "b c"], [("q", "a"), ("q", "b c")]),
        (ParamStyle("form", explode=False), ["a", "b"], [("q", "a,b")]),
        (ParamStyle("spaceDelimited"), ["a", "b"], [("q", "a b")]),
        (ParamStyle("pipeDelimited"), ["a", "b"], [("q", "a|b")]),
        (ParamStyle("deepObject"), {"a": {"b": 1}, "c": [True]}, [("q[a][b]", "1"), ("q[c][]", "true")]),
        (ParamStyle("form", explode=True), {"a": 1, "b": None}, [("a", "1"), ("b", "")]),
        (ParamStyle("form", explode=False), {"a": 1}, [("q", "a,1")]),
        (ParamStyle("json"), {"a": [1]}, [("q", '{"a":[1]}')]),
        (None, Color.RED, [("q", "red")]),
        (None, Decimal("1.50"), [("q", "1.50")]),
        (None, datetime.date(2026, 1, 2), [("q", "2026-01-02")]),
        (None, [{"a": 1}], [("q", '{"a":1}')]),
        (None, omit, []),
        (None, None, []),
    ],
)
def test_query_parameters_are_written_in_their_style(world: World, style: Any, value: Any, pairs: Any) -> None:
    endpoint = Endpoint[Any]("GET", "/animals", answer=object, query={"q": style} if style else None)
    assert sent(world, endpoint, query={"q": value}).query == tuple(pairs)


@pytest.mark.parametrize(
    ("style", "value", "path"),
    [
        (None, "a/b c", "/v1/x/a%2Fb%20c"),
        (None, ["a", "b,c"], "/v1/x/a,b%2Cc"),
        (None, {"r": 1, "g": "a,b"}, "/v1/x/r,1,g,a%2Cb"),
        (ParamStyle("simple", explode=True), {"r": 1, "g": None, "b": [1]}, "/v1/x/r=1,b=%5B1%5D"),
        (ParamStyle("label"), "a", "/v1/x/.a"),
        (ParamStyle("label"), ["a", "b"], "/v1/x/.a,b"),
        (ParamStyle("label", explode=True), ["a", "b"], "/v1/x/.a.b"),
        (ParamStyle("label", explode=True), {"r": 1, "g": 2}, "/v1/x/.r=1.g=2"),
        (ParamStyle("matrix"), "a", "/v1/x/;id=a"),
        (ParamStyle("matrix"), ["a", "b;c"], "/v1/x/;id=a,b%3Bc"),
        (ParamStyle("matrix", explode=True), ["a", "b"], "/v1/x/;id=a;id=b"),
        (ParamStyle("matrix"), {"r": 1, "g": 2}, "/v1/x/;id=r,1,g,2"),
        (ParamStyle("matrix", explode=True), {"r": 1, "g": 2}, "/v1/x/;r=1;g=2"),
    ],
)
def test_path_parameters_are_escaped(world: World, style: Any, value: Any, path: str) -> None:
    endpoint = Endpoint[Any]("GET", "/x/{id}", answer=object, path_styles={"id": style} if style else None)
    assert world.client()._prepare(endpoint, path={"id": value}).request.url == f"https://api.test{path}"


SHAPED = ParamStyle("deepObject", shape="Filter")


def test_objects_in_parameters_have_the_names_of_the_wire(world: World) -> None:
    client = world.client()
    client._shapes = {"Filter": {"born_after": "bornAfter"}}
    endpoint = Endpoint[Any](
        "GET",
        "/x/{path}",
        answer=object,
        path_styles={"path": ParamStyle("simple", explode=True, shape="Filter")},
        query={"q": SHAPED},
        headers={"X-H": ParamStyle("simple", explode=True, shape="Filter")},
        cookies={"c": ParamStyle("form", explode=True, shape="Filter")},
    )
    given = {"born_after": 1}
    call = client._prepare(
        endpoint, path={"path": given}, query={"q": given}, headers={"X-H": given}, cookies={"c": given}
    )
    assert call.request.url == "https://api.test/v1/x/bornAfter=1?q[bornAfter]=1"
    assert (call.request.headers["X-H"], call.request.headers["Cookie"]) == ("bornAfter=1", "bornAfter=1")


def test_a_query_in_the_format_of_the_whole_api_has_the_names_of_the_wire(world: World) -> None:
    client = world.client(config(query_format=QueryFormat(nested="dots")))
    client._shapes = {"Filter": {"born_after": "bornAfter"}}
    endpoint = Endpoint[Any]("GET", "/x", answer=object, query={"q": SHAPED})
    assert client._prepare(endpoint, query={"q": {"born_after": 1}}).request.url.endswith("?q.bornAfter=1")


@pytest.mark.parametrize(
    ("style", "value", "cookie"),
    [
        (None, "a b;c=d\r\n", "c=a%20b%3Bc=d%0D%0A"),
        (None, "50%25", "c=50%25"),
        (None, [1, 2], "c=1; c=2"),
        (None, {"r": 1, "g": 2}, "r=1; g=2"),
        (ParamStyle("form", explode=False), [1, 2], "c=1,2"),
        (ParamStyle("form", explode=False), {"r": 1, "g": 2}, "c=r,1,g,2"),
        (ParamStyle("json"), {"r": 1}, "c={%22r%22:1}"),
    ],
)
def test_cookies_are_written_in_their_style_and_end_where_they_end(
    world: World, style: Any, value: Any, cookie: str
) -> None:
    endpoint = Endpoint[Any]("GET", "/x", answer=object, cookies={"c": style} if style else None)
    assert world.client()._prepare(endpoint, cookies={"c": value}).request.headers["Cookie"] == cookie


def test_a_header_with_content_is_json(world: World) -> None:
    endpoint = Endpoint[Any]("GET", "/x", answer=object, headers={"X-J": ParamStyle("json", explode=False)})
    assert world.client()._prepare(endpoint, headers={"X-J": {"r": 1}}).request.headers["X-J"] == '{"r":1}'


def test_what_is_reserved_stays_where_a_parameter_allows_it(world: World) -> None:
    endpoint = Endpoint[Any]("GET", "/x", answer=object, query={"q": ParamStyle(allow_reserved=True)})
    url = world.client()._prepare(endpoint, query={"q": "a/b?c#d&e", "r": "a/b"}).request.url
    assert url.endswith("/x?q=a/b?c%23d%26e&r=a%2Fb")


def test_fields_of_a_form_are_written_in_their_style(world: World) -> None:
    styles = {"expand": ParamStyle("deepObject"), "meta": ParamStyle("json")}
    endpoint = Endpoint[Any]("POST", "/x", answer=object, body=FormBody(styles=styles))
    call = sent(world, endpoint, body={"expand": ["a", "b"], "meta": {"a": 1}, "plain": [1, 2]})
    assert call.content == b"expand[]=a&expand[]=b&meta=%7B%22a%22%3A1%7D&plain=1&plain=2"


@pytest.mark.parametrize(
    ("allowed", "file", "media"),
    [
        ("image/png, image/jpeg", ("a.jpg", b""), "image/jpeg"),
        ("image/png, image/jpeg", ("a.txt", b""), "image/png"),
        ("image/*", ("a.png", b""), "image/png"),
        ("image/*", ("a.txt", b""), "text/plain"),
        ("image/png", ("a.txt", b""), "image/png"),
    ],
)
def test_a_part_that_may_have_several_media_types_has_one(world: World, allowed: str, file: Any, media: str) -> None:
    body = MultipartBody(parts={"f": PartStyle(file=True, content_type=allowed)})
    call = sent(world, Endpoint[Any]("POST", "/x", answer=object, body=body), body={"f": file})
    assert f"Content-Type: {media}\r\n".encode() in call.content


@pytest.mark.parametrize("value", ["", "..", ".", "%2e%2E"])
def test_a_path_argument_never_leads_to_another_operation(world: World, value: str) -> None:
    endpoint = Endpoint[Any]("GET", "/x/{id}", answer=object)
    if value == "%2e%2E":
        assert world.client()._prepare(endpoint, path={"id": value}).request.url.endswith("/%252e%252E")
        return
    with pytest.raises(ValueError, match="path argument"):
        world.client()._prepare(endpoint, path={"id": value})


def test_times_without_a_zone_are_refused(world: World) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        world.client()._prepare(
            Endpoint("GET", "/x"), query={"at": datetime.datetime(2026, 1, 2)}
        )  # that is what is tested


def test_headers_are_laid_over_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_CUSTOM_HEADERS", "X-Env: e\nno header\nX-Both: env")
    client = world.client(config(default_headers={"X-Both": "config"}), default_headers={"x-client": "c"})
    call = sent(
        world,
        Endpoint("GET", "/h", answer=object),
        client,
        headers={"X-List": ["a", "b"], "X-Map": {"a": 1}, "X-None": None, "X-Omit": omit, "X-Client": "call"},
        cookies={"crumb": "1", "none": None},
        options=CallOptions(headers={"user-agent": omit, "X-Extra": "x"}),
    )
    kept = {name: call.headers.get(name) for name in ("x-env", "x-both", "x-list", "x-map", "x-client", "x-extra")}
    assert kept == {
        "x-env": "e",
        "x-both": "env",
        "x-list": "a,b",
        "x-map": "a,1",
        "x-client": "call",
        "x-extra": "x",
    }
    assert call.headers["cookie"] == "crumb=1"
    assert "x-none" not in call.headers
    assert not call.headers["user-agent"].startswith("zoo/")


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\0", "€"])
def test_a_header_that_cannot_be_sent_is_refused_without_its_value(world: World, value: str) -> None:
    with pytest.raises(ValueError, match="`X-Bad`") as caught:
        world.client()._prepare(Endpoint("GET", "/h"), headers={"X-Bad": value})
    assert value not in str(caught.value)


SHAPES = {
    "Order": {
        "pet_name": "petName",
        "items": many("Item"),
        "by_id": values("Item", "byId"),
        "main": one("Item"),
        "raw": base64(),
    },
    "Item": {"unit_price": "unitPrice"},
}


def test_bodies_have_the_names_of_the_wire(world: World) -> None:
    client = world.client()
    client._shapes = SHAPES
    body = {
        "pet_name": "Tom",
        "items": ({"unit_price": 1, "gone": omit}, Animal(name="cat")),
        "byId": {"a": {"unitPrice": 2}},
        "main": {"unit_price": 3},
        "raw": [b"\x00\xff", "AAAA", None],
        "free": [1.5, {"x": Color.RED}],
    }
    call = sent(world, Endpoint("POST", "/orders", answer=object, body=JsonBody("Order")), client, body=body)
    assert call.json() == {
        "petName": "Tom",
        "items": [{"unitPrice": 1}, {"name": "cat"}],
        "byId": {"a": {"unitPrice": 2}},
        "main": {"unitPrice": 3},
        "raw": ["AP8=", "AAAA", None],
        "free": [1.5, {"x": "red"}],
    }


@pytest.mark.parametrize("value", [object(), float("nan"), [float("-inf")]])
def test_what_is_no_json_is_refused(world: World, value: object) -> None:
    endpoint = Endpoint[Any]("POST", "/x", body=JsonBody())
    with pytest.raises(TypeError, match="cannot be written as JSON"):
        world.client()._prepare(endpoint, body={"x": value})
    assert world.client()._prepare(endpoint, body={"x": "NaN"}).request.content == b'{"x":"NaN"}'


@pytest.mark.parametrize(
    ("style", "body", "content", "media"),
    [
        (FormBody(), {"a": ["1", "2"], "b": "x y", "c": omit}, b"a=1&a=2&b=x%20y", "application/x-www-form-urlencoded"),
        (BinaryBody("image/png"), b"\x89PNG", b"\x89PNG", "image/png"),
        (BinaryBody(), Path(__file__), Path(__file__).read_bytes(), "application/octet-stream"),
        (TextBody(), "grüße", "grüße".encode(), "text/plain; charset=utf-8"),
        (LinesBody(), [{"a": 1, "b": omit}, "x"], b'{"a":1}\n"x"\n', "application/x-ndjson"),
        (LinesBody(media="application/json-seq"), [1], b"\x1e1\n", "application/json-seq"),
        (LinesBody(), omit, b"", ""),
        (JsonBody(), omit, b"", ""),
    ],
    ids=["form", "bytes", "file", "text", "lines", "sequence", "no lines", "none"],
)
def test_bodies_of_every_kind(world: World, style: Any, body: Any, content: bytes, media: str) -> None:
    call = sent(world, Endpoint("POST", "/b", answer=object, body=style), body=body)
    assert (call.content, call.headers.get("content-type", "")) == (content, media)


@pytest.mark.parametrize("items", [{"a": 1}, "text", b"bytes", 7])
def test_a_body_of_lines_takes_items_and_nothing_else(world: World, items: object) -> None:
    with pytest.raises(TypeError, match="takes an iterable of items"):
        sent(world, Endpoint("POST", "/b", answer=object, body=LinesBody()), body=items)


def test_lines_of_a_collection_can_be_sent_again_and_those_of_a_generator_cannot(world: World) -> None:
    endpoint = Endpoint[Any]("POST", "/b", body=LinesBody())
    client = world.client()
    assert client._prepare(endpoint, body=({"a": 1},)).request.replayable
    assert not client._prepare(endpoint, body=(number for number in (1, 2))).request.replayable


def test_parts_are_files_json_or_text(world: World) -> None:
    parts = {
        "photo": PartStyle(file=True),
        "many": PartStyle(file=True, repeated=True),
        "data": PartStyle(json=True),
    }
    body = {
        "photo": ("a.png", b"png", "image/png"),
        "many": [b"1", b"2"],
        "data": "x",
        "plain": {"a": 1},
        "n": 3,
        "no": None,
    }
    call = sent(world, Endpoint("POST", "/m", answer=object, body=MultipartBody(parts=parts)), body=body)
    text = call.content.decode()
    assert 'name="photo"; filename="a.png"\r\nContent-Type: image/png' in text
    assert text.count('name="many"') == 2
    assert '"x"' in text
    assert '{"a":1}' in text
    assert 'name="no"' not in text


def test_extra_query_and_body_fields_are_added(world: World) -> None:
    client = world.client(default_query={"v": "1", "w": "1"})
    options = CallOptions(query={"w": "2"}, body={"b": 2})
    call = sent(
        world, Endpoint("POST", "/x?fixed=1", answer=object, body=JsonBody()), client, body={"a": 1}, options=options
    )
    assert call.query == (("fixed", "1"), ("v", "1"), ("w", "2"))
    assert call.json() == {"a": 1, "b": 2}


def test_verbs_call_what_has_no_method(world: World) -> None:
    client = world.client()
    for verb in ("get", "post", "put", "patch", "delete"):
        world.api.on(verb, "/any").reply({"verb": verb})
        arguments = {} if verb in ("get", "delete") else {"body": {"a": 1}}
        assert world.run(getattr(client, verb)("/any", **arguments)) == {"verb": verb}
        assert world.api.calls[-1].method == verb.upper()
    world.api.on("GET", "/typed").reply({"name": "cat"})
    assert world.run(client.get("/typed", cast_to=Animal)) == Animal(name="cat")


@pytest.mark.parametrize("path", ["any", "/any", f"{BASE}/any", "any?key=k1"])
def test_a_path_without_a_method_is_below_the_base_url(world: World, path: str) -> None:
    seen: list[str] = []
    client = world.client(middleware=[lambda request: seen.append(request.label)])
    world.api.on("GET", "/any").reply({})
    assert world.run(client.get(path)) == {}
    assert world.api.calls[-1].path == "/v1/any"
    assert seen == ["GET /any"]


@pytest.mark.parametrize("path", ["https://other.test/v1/any", "http://api.test/v1/any", "https://api.test:444/any"])
def test_a_path_never_leads_to_another_server(world: World, path: str) -> None:
    with pytest.raises(ValueError, match="another server"):
        world.run(world.client().get(path))
    assert world.api.calls == []


@pytest.mark.parametrize("path", [".other.test/any", "@other.test/any", ":444/any", "//other.test/any"])
def test_a_path_cannot_change_the_host(world: World, path: str) -> None:
    assert urlsplit(world.client()._url_of(path)).netloc == "api.test"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"timeout": -1}, ValueError),
        ({"timeout": math.nan}, ValueError),
        ({"timeout": Timeout(total=-1)}, ValueError),
        ({"timeout": "5"}, TypeError),
        ({"max_retries": -1}, ValueError),
        ({"max_retries": None}, TypeError),
    ],
)
def test_limits_that_are_none_are_refused_wherever_they_are_given(
    world: World, given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error, match=next(iter(given))):
        world.client(**given)
    with pytest.raises(error, match=next(iter(given))):
        world.client().copy(**given)
    with pytest.raises(error, match=next(iter(given))):
        world.client()._prepare(Endpoint("GET", "/x"), options=CallOptions(**given))


def test_retries_may_be_without_limit(world: World) -> None:
    assert world.client(max_retries=math.inf).max_retries == math.inf


def test_a_library_that_is_not_there_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ModuleNotFoundError, match="pip install opentelemetry-api") as caught:
        extra("opentelemetry", "opentelemetry-api")
    assert caught.value.name == "opentelemetry"


def test_client_options_fill_fields_that_calls_have(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_TENANT", "env")
    client = world.client(config(options=(CallDefault("tenant", "tenantId", "query", "ZOO_TENANT"),)))
    endpoint = Endpoint[Any]("GET", "/x", answer=object)
    assert sent(world, endpoint, client, query={"tenantId": omit}).query == (("tenantId", "env"),)
    assert sent(world, endpoint, client, query={"tenantId": "own"}).query == (("tenantId", "own"),)
    assert sent(world, endpoint, client, query={"other": "1"}).query == (("other", "1"),)


def test_resources_are_routed_to_a_second_server(world: World) -> None:
    routed = config(routes=(Route("worker_url", "ZOO_WORKER", ("images",), ("pdf",), "worker_resources"),))
    client = world.client(routed, options={"worker_url": "https://worker.test/", "worker_resources": None})
    assert client._prepare(Endpoint("GET", "/x", server="images")).request.url == "https://worker.test/x"
    assert client._prepare(Endpoint("GET", "/x", server="pets")).request.url == f"{BASE}/x"
    with pytest.raises(SDKError, match="worker_url"):
        world.client(routed)._prepare(Endpoint("GET", "/x", server="pdf"))


@pytest.mark.parametrize(
    "url", ["ftp://x", "https://", "https://x?y=1", "https://x#y", "x", "https://[x", "https://x:y"]
)
def test_a_base_url_to_which_no_path_can_be_added_is_refused(world: World, url: str) -> None:
    with pytest.raises(SDKError, match="base URL"):
        world.client(base_url=url)


def test_a_base_url_with_a_password_is_refused_without_showing_it(world: World) -> None:
    with pytest.raises(SDKError, match="user and a password") as caught:
        world.client(base_url="https://user:hidden@x")
    assert "hidden" not in str(caught.value)


def test_the_base_url_is_the_arguments_the_environments_or_the_named_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = config(environments={"eu": "https://eu.test"})
    assert world.client(named, environment="eu").base_url == "https://eu.test"
    with pytest.raises(ValueError, match="eu"):
        world.client(named, environment="us")
    with pytest.raises(TypeError, match="same thing"):
        world.client(base_url="https://a.test", base_url_alias=("url", "https://b.test"))
    assert world.client(base_url_alias=("url", "https://b.test")).base_url == "https://b.test"
    monkeypatch.setenv("ZOO_BASE_URL", "https://env.test/")
    assert world.client().base_url == "https://env.test"
    monkeypatch.delenv("ZOO_BASE_URL")
    with pytest.raises(SDKError, match="ZOO_BASE_URL"):
        world.client(config(base_url=""))


REGION = ServerVariable("region", "region", "ZOO_REGION")
ROOT = ServerVariable("root", "basePath", "")


def test_parts_of_the_base_url_are_arguments_variables_or_usual(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = config(base_url="https://{region=eu}.test/{basePath=v1/api}", server_variables=(REGION, ROOT))
    assert world.client(made).base_url == "https://eu.test/v1/api"
    assert world.client(made, options={"region": "us", "root": "v2/api"}).base_url == "https://us.test/v2/api"
    monkeypatch.setenv("ZOO_REGION", "ap")
    assert world.client(made).base_url == "https://ap.test/v1/api"


@pytest.mark.parametrize("value", ["evil.test/", "a@evil.test", "a?b", "a#b", "a b", "\u00fc"])
def test_a_part_of_the_base_url_stays_a_part(world: World, value: str) -> None:
    made = config(base_url="https://{region=eu}.test", server_variables=(REGION,))
    with pytest.raises(ValueError, match="`region` is a part of the base URL"):
        world.client(made, options={"region": value})


def test_copies_have_other_options_and_the_old_client_keeps_its_own(world: World) -> None:
    client = world.client(default_headers={"A": "1"}, default_query={"q": "1"}, timeout=7)
    copy = client.copy(
        base_url="https://b.test",
        timeout=None,
        max_retries=5,
        default_headers={"B": "2"},
        set_default_query={"r": "2"},
        strict=True,
    )
    assert (copy.base_url, copy.max_retries, copy.default_headers, copy.default_query) == (
        "https://b.test",
        5,
        {"A": "1", "B": "2"},
        {"r": "2"},
    )
    assert copy.timeout.read is None
    assert (client.base_url, client.default_headers, client.default_query) == (BASE, {"A": "1"}, {"q": "1"})
    assert (client.timeout.read, client.timeout.connect) == (7, 5.0)
    assert repr(copy) == f"<{type(client).__name__} https://b.test>"


def test_a_second_name_of_the_base_url_has_a_variable_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_BASE_URL", "https://a.test")
    assert world.client(base_url_alias=("url", None)).base_url == "https://a.test"
    monkeypatch.setenv("ZOO_URL", "https://b.test")
    assert world.client(base_url_alias=("url", None)).base_url == "https://b.test"
    assert world.client(base_url_alias=("url", "https://c.test")).base_url == "https://c.test"


def test_cookies_of_the_callers_own_client_are_kept_and_those_of_answers_are_not(world: World) -> None:
    world.api.on("GET", "/x").reply({}, headers={"Set-Cookie": "theirs=2; Path=/"})
    make = httpx2.AsyncClient if world.asynchronous else httpx2.Client
    client = world.client().copy(http_client=make(transport=world.api, cookies={"mine": "1"}))
    for _ in range(2):
        world.run(client.request(Endpoint("GET", "/x")))
    assert [call.headers["cookie"] for call in world.api.calls] == ["mine=1", "mine=1"]
