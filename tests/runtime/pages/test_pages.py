"""Walking over pages by every plan, sync and async, against servers that are functions."""

import asyncio
import pickle
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast

import pytest
from pydantic import AliasPath, BaseModel, Field, TypeAdapter
from pydantic_core import to_json
from sdk_runtime._absent import omit
from sdk_runtime._async_pages import AsyncPage
from sdk_runtime._endpoint import Endpoint
from sdk_runtime._exceptions import APIConnectionError, PaginationLoopError, RedirectError, SDKError
from sdk_runtime._pages import SyncPage
from sdk_runtime._paginator import AsyncPaginator
from sdk_runtime._paging import PageRequest, PageState
from sdk_runtime._plans import CursorPlan, LinkPlan, OffsetPlan, PageNumberPlan, Plan, UrlPlan

T = TypeVar("T")
Answer = tuple[Any, Mapping[str, str]]
Server = Callable[[PageRequest], Answer]


class Job(BaseModel):
    id: int


ROWS = [{"id": number} for number in range(7)]
URL = "http://api.test/v1/jobs"
LIST = Endpoint[Any]("GET", "/jobs")


def decode(type_: Any, raw: bytes) -> Any:
    return TypeAdapter[Any](type_).validate_json(raw)


def load_with(server: Server) -> Callable[..., Any]:
    """What a client does to load a page, without a client."""

    def load(request: PageRequest, state: PageState | None = None) -> Any:
        body, headers = server(request)
        page = request.page_class.page_parse(to_json(body), decode)
        state = state or PageState(request, URL, headers, load)
        state.url, state.headers = request.url or URL, headers
        page.page_bind(state)
        return page

    return load


def page_of(plan: Plan, server: Server, **arguments: Any) -> Any:
    page_class = cast("Any", type("Page", (SyncPage[T],), {"_plan": plan, "__module__": __name__}))
    return load_with(server)(PageRequest(LIST, page_class[Job], **arguments))


def sent(request: PageRequest, name: str, default: int = 0) -> int:
    value = request.argument(name)
    return default if value is None else int(cast("Any", value))


def by_offset(request: PageRequest) -> Answer:
    start = sent(request, "offset")
    return ROWS[start : start + 3], {"x-total-count": "7"}


def by_offset_without_total(request: PageRequest) -> Answer:
    return by_offset(request)[0], {}


def by_number(request: PageRequest) -> Answer:
    page = sent(request, "page", 1)
    return {"data": ROWS[3 * page - 3 : 3 * page], "meta": {"pages": 3}}, {}


def by_cursor(request: PageRequest) -> Answer:
    start = sent(request, "cursor")
    after = str(start + 2) if start + 2 < 7 else None
    return {
        "items": ROWS[start : start + 2],
        "result": {"rows": ROWS[start : start + 2], "after": after},
        "next": after,
    }, {}


def by_header(request: PageRequest) -> Answer:
    start = sent(request, "cursor")
    return ROWS[start : start + 2], {"x-next-token": str(start + 2)} if start + 2 < 7 else {}


def by_last_id(request: PageRequest) -> Answer:
    start = sent(request, "after", -1) + 1
    return {"data": ROWS[start : start + 3], "has_more": start + 3 < 7}, {}


def by_link(request: PageRequest) -> Answer:
    start = int(request.url.rpartition("=")[2] or 0)
    link = f'</v1/jobs?from={start + 3}>; rel="next", </v1/jobs>; rel=first'
    return ROWS[start : start + 3], {"Link": link} if start + 3 < 7 else {}


def by_url(request: PageRequest) -> Answer:
    start = int(request.url.rpartition("=")[2] or 0)
    return {"items": ROWS[start : start + 3], "next": f"?from={start + 3}" if start + 3 < 7 else None}, {}


PLANS = {
    "offset": (OffsetPlan(total_header="X-Total-Count"), by_offset, {"query": {"offset": omit}}),
    "offset without total": (OffsetPlan(), by_offset_without_total, {"query": {"offset": 0}}),
    "page": (PageNumberPlan(items=("data",)), by_number, {}),
    "page of total": (PageNumberPlan(items=("data",), total_pages=("meta", "pages")), by_number, {}),
    "cursor of a header": (CursorPlan(next_header="X-Next-Token"), by_header, {"query": {"cursor": omit}}),
    "cursor": (CursorPlan(items=("items",), next=("next",)), by_cursor, {"query": {"cursor": omit}}),
    "cursor in body": (CursorPlan(items=("items",), next=("next",)), by_cursor, {"body": {"cursor": omit, "q": "x"}}),
    "nested": (CursorPlan(items=("result", "rows"), next=("result", "after")), by_cursor, {}),
    "last id": (CursorPlan(items=("data",), parameter="after", more=("has_more",), item_key="id"), by_last_id, {}),
    "link": (LinkPlan(), by_link, {}),
    "url": (UrlPlan(items=("items",), next=("next",)), by_url, {"query": {"q": "x"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_every_plan_walks_over_all_items(name: str) -> None:
    plan, server, arguments = PLANS[name]
    page = page_of(plan, server, **arguments)
    assert list(page) == [Job(id=number) for number in range(7)]


@pytest.mark.parametrize("name", PLANS)
def test_every_plan_walks_over_all_items_async(name: str) -> None:
    plan, server, arguments = PLANS[name]
    page_class = cast("Any", type("Page", (AsyncPage[T],), {"_plan": plan, "__module__": __name__}))

    async def load(request: PageRequest, state: PageState | None = None) -> Any:
        page = load_with(server)(request, state)
        cast("PageState", page._state).load = load
        return page

    async def walk() -> tuple[list[Any], list[Any]]:
        paginator = AsyncPaginator[Any, Any](lambda: load(PageRequest(LIST, page_class[Job], **arguments)))
        first = await paginator
        return [item async for item in paginator], first.data

    items, first = asyncio.run(walk())
    assert items == [Job(id=number) for number in range(7)]
    assert first == items[: len(first)]


def test_a_page_tells_where_the_next_one_is() -> None:
    page = page_of(CursorPlan(items=("items",), next=("next",)), by_cursor, body={"cursor": omit})
    info = page.next_page_info()
    assert (info.json, info.params, info.url) == ({"cursor": "2"}, None, None)
    assert page.items == page.data
    assert page.next == "2"


def test_arguments_of_the_first_call_are_kept() -> None:
    seen: list[Any] = []

    def server(request: PageRequest) -> Answer:
        seen.append(request.query)
        return by_offset(request)

    list(page_of(OffsetPlan(total_header="x-total-count"), server, query={"offset": 1, "status": "done"}))
    assert seen == [{"offset": at, "status": "done"} for at in (1, 4)]


def test_the_same_page_can_be_loaded_twice() -> None:
    page = page_of(*PLANS["cursor"][:2])
    assert page.get_next_page().data == page.get_next_page().data
    assert len(list(page.iter_pages())) == len(list(page.iter_pages())) == 4


def test_pages_can_be_walked_backwards() -> None:
    page = page_of(PageNumberPlan(items=("data",)), by_number).get_next_page()
    assert page.has_previous_page()
    back = page.get_previous_page()
    assert (back.data[0].id, back.has_previous_page()) == (0, False)


def test_a_list_called_with_before_goes_backwards() -> None:
    plan = CursorPlan(items=("data",), parameter="after", item_key="id", before="before")

    def server(request: PageRequest) -> Answer:
        end = sent(request, "before")
        return {"data": ROWS[max(0, end - 3) : end]}, {}

    pages = page_of(plan, server, query={"before": 6}).iter_pages()
    assert [[job.id for job in page.data] for page in pages] == [[3, 4, 5], [0, 1, 2], []]


def test_a_circle_is_an_error() -> None:
    def circle(request: PageRequest) -> Answer:
        return {"items": ROWS[:1], "next": {0: "1", 1: "2", 2: "1"}[sent(request, "cursor")]}, {}

    seen: list[Any] = []
    with pytest.raises(PaginationLoopError):
        seen.extend(page_of(CursorPlan(items=("items",), next=("next",)), circle).iter_pages())
    page = page_of(CursorPlan(items=("items",), next=("next",)), lambda request: ({"items": ROWS[:1], "next": "1"}, {}))
    with pytest.raises(PaginationLoopError):
        list(page)


def test_empty_pages_are_walked_over_but_not_for_ever() -> None:
    plan = CursorPlan(items=("items",), next=("next",))

    def sparse(request: PageRequest) -> Answer:
        at = sent(request, "cursor")
        return {"items": ROWS[:1] if at == 999 else [], "next": str(at + 1) if at < 999 else None}, {}

    def empty(request: PageRequest) -> Answer:
        return {"items": [], "next": str(sent(request, "cursor") + 1)}, {}

    assert len(list(page_of(plan, sparse))) == 1
    with pytest.raises(PaginationLoopError, match="1000 empty pages"):
        list(page_of(plan, empty))


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.test/x",
        "https://api.test/v1/jobs",
        "http://api.test:8080/v1",
        "//evil.test/",
        "http://api.test@evil.test/",
        "http://[bad/x",
        "http://api.test:99999/v1/jobs",
    ],
)
def test_a_next_page_on_another_origin_or_at_a_malformed_url_is_refused(url: str) -> None:
    page = page_of(UrlPlan(items=("items",)), lambda _: ({"items": [], "next": url}, {}))
    with pytest.raises(RedirectError):
        page.get_next_page()


def test_the_same_origin_may_be_spelt_differently() -> None:
    def server(request: PageRequest) -> Answer:
        return {"items": ROWS[:1], "next": None if request.url else "HTTP://API.test:80/v1/jobs?from=1"}, {}

    assert len(list(page_of(UrlPlan(items=("items",)), server))) == 2


def test_a_walk_that_failed_can_be_taken_up_again() -> None:
    failures = [APIConnectionError("reset")]

    def server(request: PageRequest) -> Answer:
        if sent(request, "offset") == 3 and failures:
            raise failures.pop()
        return by_offset(request)

    page = page_of(OffsetPlan(total_header="x-total-count"), server)
    with pytest.raises(APIConnectionError) as caught:
        list(page)
    assert caught.value.resume_from.params == {"offset": 3}
    assert len(list(page)) == 7


@pytest.mark.parametrize("body", [{}, {"items": None}])
def test_a_missing_list_is_an_empty_one(body: Any) -> None:
    assert page_of(CursorPlan(items=("items",), next=("next",)), lambda _: (body, {})).data == []


class DeclaredPage(SyncPage[T]):
    _plan = CursorPlan(items=("items",), next=("next",))
    items: list[T]


class NestedPage(SyncPage[T]):
    _plan = CursorPlan(items=("result", "rows"), next=("result", "after"))
    data: Annotated[list[T], Field(validation_alias=AliasPath("result", "rows"))]


@pytest.mark.parametrize("page_class", [DeclaredPage, NestedPage])
def test_a_page_may_declare_its_items(page_class: Any) -> None:
    page = load_with(by_cursor)(PageRequest(LIST, page_class[Job]))
    assert list(page) == [Job(id=number) for number in range(7)]
    assert pickle.loads(pickle.dumps(page)).data == page.data


class StoredPage(SyncPage[T]):
    _plan = CursorPlan(items=("items",), next=("next",))


def test_a_page_can_be_pickled_without_its_client() -> None:
    page = load_with(by_cursor)(PageRequest(LIST, StoredPage[Job]))
    assert isinstance(page, StoredPage)
    loaded = pickle.loads(pickle.dumps(page))
    assert (loaded.data, loaded.next) == (page.data, "2")
    assert not loaded.has_next_page()
    with pytest.raises(SDKError, match="did not come from a client"):
        loaded.get_next_page()
