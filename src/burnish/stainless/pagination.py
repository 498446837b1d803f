"""Pagination schemes: which fields of request and answer walk a list."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from burnish.settings import PAGING_KEYS, PaginationSettings, PagingType
from burnish.source import Obj

from .grammar import PAGINATION, PAGINATION_MARK
from .section import Section

__all__ = ["pagination_schemes"]

MARK = "x-stainless-pagination-property"
TYPES = {
    "cursor": PagingType.CURSOR,
    "cursor_id": PagingType.CURSOR,
    "cursor_url": PagingType.URL,
    "offset": PagingType.OFFSET,
    "page_number": PagingType.PAGE,
    "fake_page": PagingType.SINGLE,
}
# Parameters that ask for the next page, by their purpose.
MOVERS = ("next_cursor_param", "next_cursor_id_param", "page_number_param", "offset_count_param")
# Names that mark a parameter or a field where the configuration marks none.
USUAL_MOVERS = {
    "offset": ("offset", "skip", "start"),
    "page": ("page", "page_number", "pageNumber"),
    "cursor": ("cursor", "after", "starting_after", "page_token", "next_cursor"),
}
# Fields that tell where the next page begins, or how many there are: an answer without them is no page.
NEEDED = (
    "has_next_page",
    "offset_count_start_field",
    "offset_total_count_field",
    "current_page_number_field",
    "total_page_count_field",
)
KINDS = ("string", "integer", "number", "boolean")
LIMITS = ("limit", "page_size", "per_page", "pageSize", "perPage", "size", "count", "take")
FLAGS = ("has_more", "hasMore", "has_next_page")


def pagination_schemes(root: Section) -> Iterator[PaginationSettings]:
    """The schemes, in the order in which methods are held against them."""
    single = isinstance(root.get("pagination"), Obj)
    for entry in [root.section("pagination")] if single else root.listed("pagination"):
        entry.check(PAGINATION)
        kind = entry.text("type")
        if kind in TYPES:
            yield scheme(entry, TYPES[kind])
        else:
            entry.bad("type", f"one of {', '.join(TYPES)}")


def scheme(entry: Section, kind: PagingType) -> PaginationSettings:
    """One scheme."""
    request, response = entry.section("request"), entry.section("response")
    purposes = {**marked(request), **marked(response)}
    top = entry.section("response")
    bare = isinstance(top.get(MARK), Obj) and top.section(MARK).flag("is_top_level_array")
    item_key = purposes.get("cursor_item_id", "")
    made = PaginationSettings(
        scheme=entry.text("name") or "page",
        type=kind,
        items="" if bare or is_top_level(response) else purposes.get("items", "") or first_array(response),
        next=purposes.get("next_cursor_field", "") or purposes.get("cursor_url_field", ""),
        more=purposes.get("has_next_page", "") or usual(response, FLAGS),
        item_key=item_key.rpartition(".")[2] if item_key else "",
        parameter=next((purposes[name] for name in MOVERS if name in purposes), "")
        or usual(request, USUAL_MOVERS.get(kind, ())),
        limit_parameter=usual(request, LIMITS),
        total=purposes.get("offset_total_count_field", ""),
        total_pages=purposes.get("total_page_count_field", ""),
        fields=dict(attributes(response)),
        needs=tuple(path for purpose, path in marked(response).items() if purpose in NEEDED),
    )
    foreign = {"next", "more", "item_key", "parameter", "total", "total_pages"} - PAGING_KEYS[kind]
    return replace(made, **dict.fromkeys(foreign, ""))


def attributes(response: Section) -> Iterator[tuple[str, str]]:
    """The fields that pages have beside their items, and the kinds of their values."""
    for name, schema in response.node.items():
        kind = schema.get("type") if isinstance(schema, Obj) else None
        if kind != "array":
            yield name, kind if isinstance(kind, str) and kind in KINDS else "object"


def marked(table: Section, prefix: str = "") -> dict[str, str]:
    """The dotted paths of fields, by the purpose that they are marked with."""
    found: dict[str, str] = {}
    for name, schema in table.node.items():
        if not isinstance(schema, Obj):
            continue
        entry = Section(schema, table.report)
        path = f"{prefix}{name}"
        if purpose := entry.section(MARK).check(PAGINATION_MARK).text("purpose"):
            found.setdefault(purpose, path)
        for inner in (entry.section("properties"), entry.section("items").section("properties")):
            found = {**marked(inner, f"{path}."), **found}
    return found


def is_top_level(response: Section) -> bool:
    """Whether a field stands for the whole answer, which is the list."""
    entries = [Section(value, response.report) for value in response.node.values() if isinstance(value, Obj)]
    return any(entry.section(MARK).flag("is_top_level_array") for entry in entries)


def first_array(response: Section, prefix: str = "") -> str:
    """The path of the first field that is a list."""
    for name, schema in response.node.items():
        if not isinstance(schema, Obj):
            continue
        entry = Section(schema, response.report)
        if schema.get("type") == "array":
            return f"{prefix}{name}"
        if found := first_array(entry.section("properties"), f"{prefix}{name}."):
            return found
    return ""


def usual(table: Section, names: tuple[str, ...]) -> str:
    """The first of these names that is a field."""
    return next((name for name in names if name in table.node), "")
