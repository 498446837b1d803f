"""What users of an SDK that Stainless wrote rely on, of one that Burnish writes in its place."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

import httpx
import pytest

from .conftest import Made


def item() -> httpx.Response:
    return httpx.Response(200, json={"id": "a", "unitPrice": 3})


def test_the_modules_that_users_import(shop: Any) -> None:
    for module, names in {
        "_base_client": ("DefaultHttpxClient", "make_request_options", "BaseClient", "DEFAULT_TIMEOUT"),
        "_models": ("BaseModel", "construct_type", "FinalRequestOptions"),
        "_types": ("NOT_GIVEN", "NotGiven", "Omit", "omit", "Timeout", "NoneType"),
        "_response": ("APIResponse", "AsyncAPIResponse", "BinaryAPIResponse", "to_raw_response_wrapper"),
        "_streaming": ("Stream", "AsyncStream", "SSEDecoder", "ServerSentEvent"),
        "_utils": ("maybe_transform", "parse_datetime", "PropertyInfo", "required_args", "is_given"),
        "_exceptions": ("ShopError", "APIStatusError"),
        "_version": ("__title__", "__version__"),
    }.items():
        found = importlib.import_module(f"shop_sdk.{module}")
        assert [name for name in names if not hasattr(found, name)] == []
    assert shop.Client is shop.Shop
    assert shop.Timeout is httpx.Timeout
    assert [name for name in shop.__all__ if not hasattr(shop, name)] == []


def test_headers_of_a_request(made: Made) -> None:
    client, server = made(item(), default_headers={"X-Stainless-Lang": "mine"})
    client.items.get("a", extra_headers={"X-Own": "1"})
    sent = server.requests[0].headers
    assert sent["authorization"] == "Bearer k"
    assert sent["x-stainless-lang"] == "mine"
    assert sent["x-stainless-async"] == "false"
    assert sent["x-stainless-retry-count"] == "0"
    assert sent["x-own"] == "1"
    assert sent["user-agent"].startswith("Shop/Python ")


def test_a_header_that_is_omitted_is_not_sent(shop: Any, made: Made) -> None:
    client, server = made(item())
    client.items.get("a", extra_headers={"Authorization": shop.Omit(), "x-stainless-retry-count": shop.Omit()})
    assert not {"authorization", "x-stainless-retry-count"} & set(server.requests[0].headers)


def test_writes_are_repeated_after_any_failure(made: Made) -> None:
    client, server = made(httpx.ConnectError("gone"), RuntimeError("odd"), item())
    assert client.items.with_raw_response.create(unit_price=3).retries_taken == 2
    assert [request.headers["x-stainless-retry-count"] for request in server.requests] == ["0", "1", "2"]


@pytest.mark.parametrize(("told", "sent"), [("true", 3), ("false", 1)])
def test_the_server_may_say_whether_to_repeat(shop: Any, made: Made, told: str, sent: int) -> None:
    client, server = made(httpx.Response(400 if told == "true" else 503, headers={"x-should-retry": told}))
    with pytest.raises(shop.APIStatusError):
        client.items.get("a")
    assert len(server.requests) == sent


def test_errors_hold_the_httpx_response(shop: Any, made: Made) -> None:
    client, _ = made(httpx.Response(404, json={"why": "gone"}))
    with pytest.raises(shop.NotFoundError, match=r"Error code: 404 - \{'why': 'gone'\}") as caught:
        client.items.get("a")
    assert isinstance(caught.value.response, httpx.Response)
    assert isinstance(caught.value.request, httpx.Request)
    assert caught.value.response.json() == caught.value.body == {"why": "gone"}


def test_a_time_out_is_told_from_a_connection_that_fails(shop: Any, made: Made) -> None:
    client, _ = made(httpx.ReadTimeout("slow"), max_retries=0)
    with pytest.raises(shop.APITimeoutError, match=r"^Request timed out\.$") as caught:
        client.items.get("a")
    assert isinstance(caught.value.request, httpx.Request)


def test_whole_responses_are_those_of_httpx(made: Made) -> None:
    client, _ = made(item())
    response = client.items.with_raw_response.get("a")
    assert response.is_closed
    assert response.http_request.headers["x-stainless-lang"] == "python"
    assert response.http_response.json() == {"id": "a", "unitPrice": 3}
    assert isinstance(response.url, httpx.URL)
    assert response.parse().unit_price == 3
    with client.items.with_streaming_response.get("a") as streamed:
        assert streamed.parse().id == "a"
    assert streamed.is_closed


async def test_whole_responses_of_an_async_client(made_async: Made) -> None:
    client, server = made_async(item())
    response = await client.items.with_raw_response.get("a")
    assert (await response.parse()).id == "a"
    assert server.requests[0].headers["x-stainless-async"] == "async:asyncio"
    await client.close()
    assert client.is_closed()


def test_streams_show_the_httpx_response(shop: Any, made: Made) -> None:
    client, _ = made(
        httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b'data: {"id": "a"}\n\n')
    )
    stream = client.items.watch("a")
    assert isinstance(stream, shop.Stream)
    assert isinstance(stream.response, httpx.Response)
    assert [event.id for event in stream] == ["a"]


def test_an_empty_path_argument_is_refused(made: Made) -> None:
    client, server = made(item())
    with pytest.raises(ValueError, match="Expected a non-empty value for `item_id` but received ''"):
        client.items.get("")
    assert server.requests == []


def test_options_of_a_client(shop: Any, made: Made) -> None:
    client, _ = made(item(), timeout=7, base_url="https://other.test/v2")
    assert client.base_url == httpx.URL("https://other.test/v2/")
    assert (client.timeout, client.api_key, client.max_retries) == (7, "k", 2)
    copied = client.with_options(api_key="other", timeout=None, max_retries=5, default_headers={"X-A": "b"})
    assert (copied.api_key, copied.timeout, copied.max_retries) == ("other", None, 5)
    assert copied._client is client._client
    assert copied.default_headers["X-A"] == "b"
    with pytest.raises(ValueError, match="mutually exclusive"):
        client.copy(default_query={"a": 1}, set_default_query={"b": 2})
    with pytest.raises(TypeError, match="Invalid `http_client` argument"):
        shop.AsyncShop(api_key="k", http_client=httpx.Client())


def test_a_missing_credential_is_the_packages_error(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_SDK_API_KEY", raising=False)
    with pytest.raises(shop.ShopError):
        shop.Shop()


def test_requests_made_by_hand(shop: Any, made: Made) -> None:
    class Thing(shop.BaseModel):
        id: str

    client, server = made(item())
    thing = client.post("/things", cast_to=Thing, body={"a": 1}, options={"params": {"tags": ["x", "y"]}})
    assert (type(thing), thing.id) == (Thing, "a")
    assert str(server.requests[0].url) == "https://shop.test/v1/things?tags=x%2Cy"
    assert client.get("/things", cast_to=httpx.Response).json()["id"] == "a"
    client.post("/upload", cast_to=object, content=b"raw", options={"headers": {"Content-Type": "text/csv"}})
    assert (server.requests[-1].content, server.requests[-1].headers["content-type"]) == (b"raw", "text/csv")
    client.post("/upload", cast_to=object, body={"n": "1"}, files={"file": ("a.txt", b"text")})
    assert server.requests[-1].headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'filename="a.txt"' in server.requests[-1].content


def test_credentials_stay_with_the_origin(made: Made) -> None:
    away = httpx.Response(302, headers={"location": "https://files.test/a"})
    client, server = made(away, item())
    client.get("/file", cast_to=object)
    assert [request.url.host for request in server.requests] == ["shop.test", "files.test"]
    assert "authorization" not in server.requests[1].headers
    client, server = made(item())
    client.get("https://elsewhere.test/a", cast_to=object)
    assert "authorization" not in server.requests[0].headers


def test_redirects_can_be_refused(shop: Any, made: Made) -> None:
    client, _ = made(httpx.Response(302, headers={"location": "https://shop.test/v1/b"}))
    with pytest.raises(shop.APIStatusError) as caught:
        client.post("/a", cast_to=object, options={"follow_redirects": False})
    assert caught.value.status_code == 302


def test_values_without_validation(shop: Any) -> None:
    inner = type("Inner", (shop.BaseModel,), {"__annotations__": {"n": int}})
    outer = type("Outer", (shop.BaseModel,), {"__annotations__": {"inner": inner, "rest": list[inner]}})
    value = outer.construct(inner={"n": "not a number"}, rest="neither", more=1)
    assert (type(value.inner), value.inner.n, value.rest, value.more) == (inner, "not a number", "neither", 1)
    assert value.to_dict(warnings=False) == {"inner": {"n": "not a number"}, "rest": "neither", "more": 1}


def test_strict_clients_refuse_what_breaks_the_description(shop: Any, made: Made) -> None:
    client, _ = made(httpx.Response(200, json={"id": {}}), _strict_response_validation=True)
    with pytest.raises(shop.APIResponseValidationError) as caught:
        client.items.get("a")
    assert caught.value.__cause__ is not None
    client, _ = made(httpx.Response(200, json={"id": 7}))
    assert client.items.get("a").id == 7


def test_fields_may_have_the_names_of_options_that_no_method_takes(made: Made) -> None:
    client, server = made(item())
    client.items.create(unit_price=3, idempotency_key="k", max_retries=1)
    assert server.requests[0].read() == b'{"unitPrice":3,"idempotency_key":"k","max_retries":1}'


def test_objects_and_lists_of_a_form_are_taken_apart(made: Made) -> None:
    client, server = made(httpx.Response(204))
    client.items.upload(files=[b"one", b"two"], owner={"name": "Ada"}, tags=["x", "y"])
    sent = server.requests[0].content
    for name, count in {"files[]": 2, "owner[name]": 1, "tags[]": 2}.items():
        assert sent.count(f'name="{name}"'.encode()) == count


def test_options_of_the_api_are_attributes(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = made(item())
    assert client.tenant is None
    monkeypatch.setenv("SHOP_TENANT", "one")
    assert client.tenant == "one"
    assert client.copy(tenant="two").tenant == "two"
    client.tenant = "three"
    assert client.with_options(max_retries=1).tenant == "three"


def test_errors_are_made_as_before(shop: Any) -> None:
    request = httpx.Request("GET", "https://shop.test/v1/items")
    response = httpx.Response(418, request=request)
    late = shop.APITimeoutError(request)
    assert (str(late), late.request, isinstance(late, shop.APIConnectionError)) == ("Request timed out.", request, True)
    invalid = shop.APIResponseValidationError(response, {"id": {}})
    assert (invalid.response, invalid.status_code, invalid.body) == (response, 418, {"id": {}})
    refused = shop.APIStatusError("no", response=response, body=None)
    assert (refused.request, refused.status_code) == (request, 418)


def test_queries_are_written_as_httpx_does(made: Made) -> None:
    client, server = made(item())
    client.get("/items", cast_to=object, options={"params": {"name": "a b"}})
    assert server.requests[0].url.query == b"name=a+b"


@pytest.mark.parametrize(
    ("url", "path", "keyed"),
    [
        ("https://a.test/x", "/x", "https://a.test/x?key=k+1"),
        ("https://a.test/x?beta=true", "/x?beta=true", "https://a.test/x?beta=true&key=k+1"),
        ("https://a.test/x?beta=true&limit=2", "/x?beta=true", "https://a.test/x?beta=true&key=k+1&limit=2"),
        ("https://a.test/x?key=mine", "/x", "https://a.test/x?key=mine"),
    ],
)
def test_keys_stand_before_the_arguments_of_a_query(shop: Any, url: str, path: str, keyed: str) -> None:
    requests = importlib.import_module(f"{shop.__name__}._requests")
    assert requests.keyed_url(url, path, "key=k+1") == keyed


def test_hand_written_code_transforms_the_arguments_of_methods(shop: Any) -> None:
    utils, types = importlib.import_module("shop_sdk._utils"), importlib.import_module("shop_sdk.types")
    given = {"unit_price": 2, "sold_on": date(2026, 1, 2), "tags": ["a"], "idempotency_key": "k"}
    assert utils.maybe_transform(given, types.ItemCreateParams) == {
        "unitPrice": 2,
        "soldOn": "2026-01-02",
        "tags": ["a"],
        "idempotency_key": "k",
    }


def test_subclasses_may_change_requests(shop: Any) -> None:
    class Signing(shop.Client):  # type: ignore[misc, name-defined]  # the class of a package made for the test
        def _prepare_options(self, options: Any) -> Any:
            options.headers = {**options.headers, "X-Account": "a"}
            return options

        def _prepare_request(self, request: httpx.Request) -> None:
            request.headers["X-Signature"] = f"{request.method} {request.headers.get('X-Account')}"

    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": "i"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client: Any = Signing(api_key="k", http_client=http)
    with client:
        client.items.get("i")
        client.get("https://elsewhere.test/x", cast_to=object)
    assert seen[0].headers["X-Signature"] == "GET a"
    assert "X-Account" not in seen[1].headers


def test_a_credential_that_is_needed_is_asked_for(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_SDK_API_KEY", raising=False)
    with pytest.raises(shop.ShopError, match=r"api_key client option must be set.* SHOP_SDK_API_KEY environment"):
        shop.Client()


def test_the_fake_api_of_the_package_stands_on_httpx(shop: Any) -> None:
    testing = importlib.import_module("shop_sdk.testing")
    api = testing.FakeShop()
    route = api.on_call(api.client.items.get)
    route.fault(testing.RateLimited(times=1)).reply(id="i")
    assert api.client.items.get("i").id == "i"
    assert len(route.calls) == 2
    assert isinstance(api.http_client(), httpx.Client)
