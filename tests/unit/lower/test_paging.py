"""Paging: recognised where request and answer agree, left alone where they do not, and set by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import fields

from burnish.ir import (
    Api,
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    Operation,
    PageNumberPaging,
    Paging,
    UrlPaging,
    walk_operations,
)
from burnish.settings import MethodSettings, PaginationSettings, PagingType, ResourceSettings, Settings

Lowering = Callable[..., tuple[Api, list[str]]]
INT, STR, BOOL = "{type: integer}", "{type: string}", "{type: boolean}"
ITEM = "{type: object, properties: {id: {type: string}}}"


def operation(path: str, parameters: dict[str, str], answer: str, headers: str = "") -> str:
    listed = ", ".join(f"{{in: query, name: '{name}', {rest}}}" for name, rest in parameters.items())
    content = f"content: {{application/json: {{schema: {answer}}}}}"
    return (
        f"  {path}: {{get: {{parameters: [{listed}], responses: {{'200': {{headers: {{{headers}}}, {content}}}}}}}}}\n"
    )


def record(name: str) -> str:
    return f"{{$ref: '#/components/schemas/{name}'}}"


def document(paths: str, **schemas: dict[str, str]) -> str:
    made = [f"    Item: {ITEM}\n"]
    for name, properties in schemas.items():
        listed = ", ".join(f"'{key}': {value}" for key, value in properties.items())
        made.append(f"    {name}: {{type: object, properties: {{{listed}}}}}\n")
    return f"paths:\n{paths}components:\n  schemas:\n{''.join(made)}"


def only(lowering: Lowering, text: str, settings: Settings | None = None) -> Operation:
    (found,) = walk_operations(lowering(text, settings)[0].root)
    return found


def told(paging: Paging | None) -> dict[str, object]:
    """What a paging says, without the item and what has its default."""
    if paging is None:
        return {}
    found = {item.name: (getattr(paging, item.name), item.default) for item in fields(paging)}
    return {
        name: value for name, (value, default) in found.items() if value != default and name not in ("item", "scheme")
    }


def typed(schema: str, **more: str) -> str:
    return ", ".join([f"schema: {schema}", *(f"{key}: '{value}'" for key, value in more.items())])


MANY = "{type: array, items: " + record("Item") + "}"
LIMIT = typed(INT)


@pytest.mark.parametrize(
    ("parameters", "answer", "kind", "said"),
    [
        (
            {"offset": typed(STR), "limit": LIMIT},
            {"data": MANY, "next_page": record("Following")},
            CursorPaging,
            {
                "items": ("data",),
                "cursor_parameter": "offset",
                "next": ("next_page", "offset"),
                "limit_parameter": "limit",
            },
        ),
        (
            {"cursor": typed(STR), "limit": LIMIT},
            {"items": MANY, "nextCursor": "{type: [string, 'null']}"},
            CursorPaging,
            {"items": ("items",), "cursor_parameter": "cursor", "next": ("nextCursor",), "limit_parameter": "limit"},
        ),
        (
            {"pageToken": typed(STR)},
            {"things": MANY, "meta": record("Meta")},
            CursorPaging,
            {"items": ("things",), "cursor_parameter": "pageToken", "next": ("meta", "next_page_token")},
        ),
        (
            {"starting_after": typed(STR)},
            {"data": MANY, "has_more": BOOL},
            CursorPaging,
            {"items": ("data",), "cursor_parameter": "starting_after", "more": ("has_more",), "item_key": "id"},
        ),
        (
            {"after": typed(STR)},
            {"data": MANY, "has_more": BOOL, "first_id": STR, "last_id": STR},
            CursorPaging,
            {"items": ("data",), "cursor_parameter": "after", "more": ("has_more",), "next": ("last_id",)},
        ),
        (
            {"start": typed(STR), "limit": LIMIT},
            {"userIds": MANY, "next": STR},
            CursorPaging,
            {"items": ("userIds",), "cursor_parameter": "start", "next": ("next",), "limit_parameter": "limit"},
        ),
        (
            {"start": typed(STR), "cursor": typed(STR)},
            {"templates": MANY, "warnings": "{type: array, items: {type: string}}", "paginate": record("Meta")},
            CursorPaging,
            {"items": ("templates",), "cursor_parameter": "cursor", "next": ("paginate", "next_page_token")},
        ),
        (
            {"offset": typed(INT), "limit": LIMIT},
            {"results": MANY, "total": INT, "errors": "{type: array, items: {type: string}}"},
            OffsetPaging,
            {"items": ("results",), "offset_parameter": "offset", "limit_parameter": "limit", "total": ("total",)},
        ),
        (
            {"offset": typed(INT), "limit": typed("{anyOf: [{type: integer}, {const: all}]}")},
            {"data": MANY, "total": INT},
            OffsetPaging,
            {"items": ("data",), "offset_parameter": "offset", "limit_parameter": "limit", "total": ("total",)},
        ),
        (
            {"page": typed("{type: integer, default: 0}"), "page_size": LIMIT},
            {"content": MANY, "totalPages": INT},
            PageNumberPaging,
            {
                "items": ("content",), "page_parameter": "page", "first": 0, "limit_parameter": "page_size",
                "total_pages": ("totalPages",),
            },
        ),
        (
            {"offset": typed(INT), "limit": LIMIT},
            {"count": INT, "next": "{type: [string, 'null'], format: uri}", "results": MANY},
            UrlPaging,
            {"items": ("results",), "next": ("next",)},
        ),
    ],
)  # fmt: skip
def test_paging_that_both_sides_show(
    lowering: Lowering, parameters: dict[str, str], answer: dict[str, str], kind: type, said: dict[str, object]
) -> None:
    path = operation("/things", parameters, record("Page"))
    others = {"Meta": {"next_page_token": STR}, "Following": {"offset": STR, "uri": STR}}
    text = document(path, Page=answer, **others)
    found = only(lowering, text).paging
    assert isinstance(found, kind)
    assert told(found) == said


CURSOR_HEADER = {"cursor_parameter": "cursor", "next_header": "X-Next-Token"}


@pytest.mark.parametrize(
    ("parameters", "headers", "said"),
    [
        (
            {"limit": LIMIT, "offset": typed(INT)},
            "X-Total-Count: {}",
            {"offset_parameter": "offset", "limit_parameter": "limit", "total_header": "X-Total-Count"},
        ),
        ({"per_page": LIMIT, "page": typed(INT)}, "", {"page_parameter": "page", "limit_parameter": "per_page"}),
        ({"per_page": LIMIT, "page": typed(INT)}, "Link: {}", {}),
        ({"token": typed(STR), "cursor": typed(STR)}, "X-Next-Token: {}", CURSOR_HEADER),
        (
            {"after": typed(STR, description="The id to start after"), "limit": LIMIT},
            "",
            {"cursor_parameter": "after", "item_key": "id", "limit_parameter": "limit"},
        ),
    ],
)  # fmt: skip
def test_bare_lists(lowering: Lowering, parameters: dict[str, str], headers: str, said: dict[str, object]) -> None:
    found = only(lowering, document(operation("/things", parameters, MANY, headers))).paging
    assert found is not None
    assert isinstance(found, LinkPaging) == ("Link" in headers)
    assert told(found) == {"items": (), **said}


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        ({"cursor": typed(STR)}, {"items": MANY}),
        ({"limit": LIMIT}, {"items": MANY, "next_cursor": STR}),
        ({"offset": typed(INT)}, {"items": MANY, "total": INT}),
        ({"page": typed(STR), "limit": LIMIT}, {"items": MANY, "total": INT}),
        ({"after": typed("{type: string, format: date-time}"), "limit": LIMIT}, {"items": MANY, "has_more": BOOL}),
        ({"cursor": typed(STR)}, {"added": MANY, "removed": MANY, "next_cursor": STR}),
        ({"cursor": typed(STR)}, {"items": MANY, "previous_cursor": STR}),
        ({"start": typed(INT)}, {"items": MANY, "next": INT}),
        ({"token": typed(STR), "limit": LIMIT}, {"items": MANY, "next_page": STR}),
    ],
)
def test_no_paging_where_one_side_is_silent(
    lowering: Lowering, parameters: dict[str, str], answer: dict[str, str]
) -> None:
    assert only(lowering, document(operation("/a", parameters, record("Page")), Page=answer)).paging is None


@pytest.mark.parametrize(
    ("parameters", "answer", "said"),
    [
        (
            {"cursor": typed(STR)},
            {"items": MANY, "next_cursor": STR, "prev_cursor": STR},
            {"before_parameter": "cursor", "previous": ("prev_cursor",)},
        ),
        (
            {"after": typed(STR), "before": typed(STR)},
            {"items": MANY, "paging": record("Cursors")},
            {"before_parameter": "before", "previous": ("paging", "before")},
        ),
        (
            {"starting_after": typed(STR), "ending_before": typed(STR)},
            {"items": MANY, "has_more": BOOL},
            {"before_parameter": "ending_before"},
        ),
        (
            {"after": typed(STR), "before": typed(STR)},
            {"items": MANY, "has_more": BOOL, "first_id": STR, "last_id": STR},
            {"before_parameter": "before", "previous": ("first_id",)},
        ),
        ({"after": typed(STR), "before": typed("{type: string, format: date}")}, {"items": MANY, "has_more": BOOL}, {}),
        ({"after": typed(STR)}, {"items": MANY, "has_more": BOOL, "first_id": STR, "last_id": STR}, {}),
        (
            {"limit": LIMIT},
            {"items": MANY, "next_url": STR, "previous_url": STR},
            {"previous": ("previous_url",)},
        ),
    ],
)
def test_the_way_back_mirrors_the_way_on(
    lowering: Lowering, parameters: dict[str, str], answer: dict[str, str], said: dict[str, object]
) -> None:
    cursors = {"after": STR, "before": STR}
    text = document(operation("/a", parameters, record("Page")), Page=answer, Cursors=cursors)
    found = told(only(lowering, text).paging)
    assert found
    assert {name: found[name] for name in ("before_parameter", "previous") if name in found} == said


def test_an_opaque_cursor_of_the_link_header_is_no_id(lowering: Lowering) -> None:
    after = typed(STR, description="The cursor, obtained from the `Link` response header")
    found = only(lowering, document(operation("/a", {"after": after, "limit": LIMIT}, MANY))).paging
    assert isinstance(found, LinkPaging)


def test_a_cursor_that_a_flag_must_ask_for_gives_way_to_an_offset(lowering: Lowering) -> None:
    parameters = {"offset": typed(INT), "limit": LIMIT, "marker": typed(STR)}
    page = {"entries": MANY, "next_marker": STR}
    free = document(operation("/a", parameters, record("Page")), Page=page)
    asked = document(operation("/a", {**parameters, "usemarker": typed(BOOL)}, record("Page")), Page=page)
    assert isinstance(only(lowering, free).paging, CursorPaging)
    assert isinstance(only(lowering, asked).paging, OffsetPaging)


def test_equal_ways_share_a_scheme_and_others_have_names_of_their_own(lowering: Lowering) -> None:
    cursor, offset = {"cursor": typed(STR)}, {"offset": typed(INT), "limit": LIMIT}
    text = document(
        operation("/secrets", cursor, record("Secrets"))
        + operation("/a", cursor, record("Plain"))
        + operation("/b", cursor, record("Other"))
        + operation("/c", cursor, record("Late"))
        + operation("/d", offset, MANY),
        Secrets={"secrets": MANY, "next_cursor": STR},
        Plain={"data": MANY, "next_cursor": STR},
        Other={"data": "{type: array, items: {type: string}}", "next_cursor": STR},
        Late={"items": MANY, "next_cursor": STR},
    )
    found = [item.paging.scheme for item in walk_operations(lowering(text)[0].root) if item.paging]
    assert found == ["secrets_page", "cursor_page", "cursor_page", "items_cursor_page", "offset_page"]


def test_pages_that_tell_how_many_there_are_may_be_called_counted(lowering: Lowering) -> None:
    page = {"page": typed(INT), "size": LIMIT}
    text = document(
        operation("/a", page, record("Plain"))
        + operation("/b", page, record("Other"))
        + operation("/c", page, record("Full")),
        Plain={"data": MANY},
        Other={"items": MANY, "num_pages": INT},
        Full={"items": MANY, "total_pages": INT},
    )
    found = [item.paging.scheme for item in walk_operations(lowering(text)[0].root) if item.paging]
    assert found == ["page_number_page", "items_page_number_page", "counted_page_number_page"]


STATED = PaginationSettings("my_page", PagingType.CURSOR, items="list", next="go.on", parameter="from")
FITTING = document(
    operation("/a", {"from": typed(STR)}, record("Page")), Page={"list": MANY, "go": record("Go")}, Go={"on": STR}
)


def settings(**method: object) -> Settings:
    chosen = MethodSettings("list", "GET /a", **method)  # pyright: ignore[reportArgumentType]  # fields by name
    return Settings(pagination=(STATED,), resources=(ResourceSettings("a", (chosen,)),))


def test_a_stated_scheme_is_used_where_it_fits(lowering: Lowering) -> None:
    found = only(lowering, FITTING, Settings(pagination=(STATED,))).paging
    assert isinstance(found, CursorPaging)
    assert (found.scheme, found.items, found.next, found.cursor_parameter) == (
        "my_page",
        ("list",),
        ("go", "on"),
        "from",
    )
    assert only(lowering, FITTING, settings(paginated=False)).paging is None


@pytest.mark.parametrize(
    ("text", "chosen", "codes"),
    [
        (FITTING, {"pagination": "my_page"}, []),
        (FITTING, {"pagination": "your_page"}, ["no-such-scheme"]),
        (document(operation("/a", {}, MANY)), {"pagination": "my_page"}, ["not-paginated"]),
        (document(operation("/a", {}, MANY)), {"paginated": True}, ["not-paginated"]),
    ],
)
def test_a_setting_that_does_not_fit_is_an_error(
    lowering: Lowering, text: str, chosen: dict[str, object], codes: list[str]
) -> None:
    assert lowering(text, settings(**chosen))[1] == codes
