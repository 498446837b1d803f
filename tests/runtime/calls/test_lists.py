"""Walks over lists as callers make them: what a call adds, what the client adds, and walks that are taken up again."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from sdk_runtime import (
    APIResponseValidationError,
    AsyncPage,
    CallOptions,
    InternalServerError,
    PaginationLoopError,
    RedirectError,
    SyncPage,
)
from sdk_runtime._config import ApiKeyAuth, ClientConfig
from sdk_runtime._endpoint import Endpoint, JsonBody
from sdk_runtime._plans import CursorPlan, LinkPlan, OffsetPlan, Plan

from .conftest import BASE, World

LIST = Endpoint[Any]("GET", "/animals", answer=object)
SEARCH = Endpoint[Any]("POST", "/animals", answer=object, body=JsonBody())
CURSOR = CursorPlan(items=("items",), parameter="cursor", next=("next",))
KEYED = ClientConfig(
    name="Zoo",
    package="zoo",
    version="1",
    env_prefix="ZOO",
    base_url=BASE,
    auth=(ApiKeyAuth("key", "key", "ZOO_KEY", location="query", parameter="key"),),
    security=(("key",),),
    idempotency_header="Idempotency-Key",
)


def page_class(world: World, plan: Plan) -> Any:
    base: Any = AsyncPage if world.asynchronous else SyncPage
    return type("Page", (base,), {"_plan": plan, "__module__": __name__})


def listed(world: World, plan: Plan, endpoint: Endpoint[Any] = LIST, *, client: Any = None, **arguments: Any) -> Any:
    return (client or world.client()).request_page(endpoint, page_class(world, plan), **arguments)


def walked(world: World, pages: Any) -> list[Any]:
    """All items, from a paginator of the async world or a page of the sync one."""
    return world.every(pages)


def test_what_a_call_adds_to_its_query_may_be_what_it_pages_by(world: World) -> None:
    route = world.api.on("GET", "/animals").reply([1, 2]).reply([3]).reply([])
    options = CallOptions(query={"offset": 10, "tag": "x"})
    assert walked(world, listed(world, OffsetPlan(), options=options)) == [1, 2, 3]
    assert [dict(call.query) for call in route.calls] == [{"offset": at, "tag": "x"} for at in ("10", "12", "13")]


def test_what_a_call_adds_to_its_body_may_be_what_it_pages_by(world: World) -> None:
    route = world.api.on("POST", "/animals").reply({"items": [1], "next": "b"}).reply({"items": [2], "next": None})
    options = CallOptions(body={"cursor": "a", "limit": 1})
    assert walked(world, listed(world, CURSOR, SEARCH, body={"q": "x"}, options=options)) == [1, 2]
    assert [call.json() for call in route.calls] == [{"q": "x", "cursor": at, "limit": 1} for at in "ab"]


def test_an_idempotency_key_names_the_first_page_only(world: World) -> None:
    route = world.api.on("POST", "/animals").reply({"items": [1], "next": "b"}).reply({"items": [2], "next": None})
    client = world.client(KEYED, credentials={"key": "k"})
    walked(world, listed(world, CURSOR, SEARCH, client=client, body={"q": 1}, options=CallOptions(idempotency_key="i")))
    first, second = (call.headers["idempotency-key"] for call in route.calls)
    assert first == "i" != second


def test_the_url_of_a_next_page_is_asked_for_as_it_is(world: World) -> None:
    """Servers repeat the query that they got, with the client's own parts; those are not added again."""
    link = f'<{BASE}/animals?page=2&key=k&tenant=7&tag=x>; rel="next"'
    route = world.api.on("GET", "/animals").reply([1], headers={"Link": link}).reply([2])
    client = world.client(KEYED, credentials={"key": "k"}, default_query={"tenant": "7", "lang": "en"})
    options = CallOptions(query={"page": 1, "tag": "x"})
    assert walked(world, listed(world, LinkPlan(), client=client, options=options)) == [1, 2]
    assert route.calls[1].query == (("page", "2"), ("tenant", "7"), ("tag", "x"), ("lang", "en"), ("key", "k"))


def test_a_walk_that_failed_goes_on_from_what_its_error_tells(world: World) -> None:
    link = {"Link": f'<{BASE}/animals?page=2>; rel="next"'}
    route = world.api.on("GET", "/animals").reply([1], headers=link).reply(status=501).reply([1], headers=link)
    with pytest.raises(InternalServerError) as caught:
        walked(world, listed(world, LinkPlan()))
    first = world.run(listed(world, LinkPlan()))
    route.reply([2])
    page = world.run(first.get_page(caught.value.resume_from))
    assert (page.data, world.api.calls[-1].query) == ([2], (("page", "2"),))


def test_messages_name_the_operation_and_no_value(world: World) -> None:
    link = '<https://user:secret@evil.test/x?token=secret>; rel="next"'
    world.api.on("GET", "/animals").reply([1], headers={"Link": link})
    with pytest.raises(RedirectError) as caught:
        walked(world, listed(world, LinkPlan()))
    assert str(caught.value).startswith("GET /animals: ")
    assert "to another origin: https://evil.test:443 instead of https://api.test:443" in str(caught.value)
    assert "secret" not in str(caught.value)
    world.api.on("GET", "/animals").reply({"items": [1], "next": "secret"})
    with pytest.raises(PaginationLoopError, match=r"GET /animals: .*`cursor`") as circle:
        walked(world, listed(world, CURSOR))
    assert "secret" not in str(circle.value)


TWO_WAYS = CursorPlan(items=("items",), parameter="after", item_key="id", before="before", more=("more",))


def rows(first: int, last: int, *, more: bool) -> dict[str, Any]:
    return {"items": [{"id": number} for number in range(first, last + 1)], "more": more}


def test_a_list_is_walked_both_ways(world: World) -> None:
    """Servers refuse a request with both parameters, and their flag speaks of the way that was asked for."""
    answers = (rows(1, 2, more=True), rows(3, 4, more=False), rows(1, 2, more=False), rows(3, 4, more=False))
    route = world.api.on("GET", "/animals")
    for answer in answers:
        route.reply(answer)
    first = world.run(listed(world, TWO_WAYS, query={"limit": 2}))
    assert (first.has_previous_page(), first.has_next_page()) == (False, True)
    second = world.run(first.get_next_page())
    assert (second.has_previous_page(), second.has_next_page()) == (True, False)
    back = world.run(second.get_previous_page())
    assert (back.has_previous_page(), back.has_next_page()) == (False, True)
    again = world.run(back.get_next_page())
    assert again.data == second.data
    asked = [{name: value for name, value in call.query if name != "limit"} for call in route.calls]
    assert asked == [{}, {"after": "2"}, {"before": "3"}, {"after": "2"}]


def test_a_list_that_is_called_with_before_is_walked_backwards(world: World) -> None:
    route = world.api.on("GET", "/animals").reply(rows(3, 4, more=True)).reply(rows(1, 2, more=False))
    assert [item["id"] for item in walked(world, listed(world, TWO_WAYS, query={"before": 5}))] == [3, 4, 1, 2]
    assert [call.query for call in route.calls] == [(("before", "5"),), (("before", "3"),)]


def test_both_cursors_may_go_into_one_parameter(world: World) -> None:
    plan = CursorPlan(items=("items",), parameter="cursor", next=("next",), before="cursor", previous=("back",))
    answers: list[dict[str, Any]] = [
        {"items": [1], "next": "b", "back": None},
        {"items": [2], "next": None, "back": "a"},
        {"items": [1], "next": "b", "back": None},
    ]
    route = world.api.on("GET", "/animals")
    for answer in answers:
        route.reply(answer)
    second = world.run(world.run(listed(world, plan)).get_next_page())
    back = world.run(second.get_previous_page())
    assert (second.has_next_page(), second.has_previous_page()) == (False, True)
    assert (back.data, back.has_next_page(), back.has_previous_page()) == ([1], True, False)
    assert [call.query for call in route.calls] == [(), (("cursor", "b"),), (("cursor", "a"),)]


def test_what_leads_to_a_page_can_be_kept_as_json(world: World) -> None:
    world.api.on("GET", "/animals").reply(rows(1, 2, more=True)).reply(rows(3, 4, more=True))
    second = world.run(world.run(listed(world, TWO_WAYS)).get_next_page())
    assert json.loads(json.dumps(second.previous_page_info().params)) == {"before": 3, "after": None}


def declared(world: World, items: str) -> Any:
    """A page class as generated ones are: it declares its list."""
    base: Any = AsyncPage if world.asynchronous else SyncPage
    plan = CursorPlan(items=(items,), parameter="cursor", next=("next",))
    return type("Page", (base,), {"_plan": plan, "__annotations__": {items: list[int]}, "__module__": __name__})


@pytest.mark.parametrize("items", ["items", "data"])
@pytest.mark.parametrize("missing", [{}, None])
def test_a_list_that_is_left_out_is_an_empty_one(world: World, items: str, missing: Any) -> None:
    body = {"next": "b"} if missing is not None else {items: None, "next": "b"}
    world.api.on("GET", "/animals").reply(body).reply({items: [1]})
    page = world.run(world.client().request_page(LIST, declared(world, items)))
    assert (page.data, getattr(page, items)) == ([], [])
    assert walked(world, page) == [1]


@pytest.mark.parametrize("body", [b"null", b"[1]", b'{"items": {"a": 1}}', b'{"items": "ab"}', b'"ab"'])
def test_an_answer_without_a_list_is_no_page(world: World, body: bytes) -> None:
    world.api.on("GET", "/animals").reply(body)
    with pytest.raises(APIResponseValidationError, match="there is no list at `items`") as caught:
        world.run(world.client().request_page(LIST, declared(world, "items")))
    assert caught.value.status_code == 200
    if body != b"[1]":
        with pytest.raises(APIResponseValidationError, match="there is no list as the whole"):
            world.run(listed(world, LinkPlan()))


def test_a_copy_of_a_page_asks_the_same_client(world: World) -> None:
    world.api.on("GET", "/animals").reply({"items": [1], "next": "b"}).reply({"items": [2]})
    assert walked(world, copy.deepcopy(world.run(listed(world, CURSOR)))) == [1, 2]
