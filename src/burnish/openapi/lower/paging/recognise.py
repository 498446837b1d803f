"""Recognising paging: only where request and answer both say so, because a wrong guess loses or repeats items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from burnish.ir import (
    AnyOf,
    CursorPaging,
    Defaulted,
    LinkPaging,
    Location,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    Parameter,
    Scalar,
    ScalarKind,
    UrlPaging,
)

from .answers import Listing, PageField, Shapes, spell

__all__ = ["Call", "recognise"]

CURSORS = frozenset(
    ("cursor", "page_cursor", "next_cursor", "start_cursor", "starting_cursor", "page_token", "next_page_token", "next_token", "pagination_token",
     "pagination_key", "continuation_token", "continuation", "continue", "after", "after_cursor", "starting_after", "after_id", "page_after",
     "marker", "next_marker", "starting_token", "token", "iterator", "page_state", "start_key", "next_key", "next_page", "page", "bookmark",
     "last_key", "offset")
)  # fmt: skip
# Names of parameters that are cursors only if they are text: as numbers they count pages or items.
TEXT_ONLY = frozenset(("page", "offset", "token"))
AFTER_ITEM = frozenset(("after", "after_id", "starting_after"))
NEXT = frozenset(
    ("next_cursor", "cursor", "end_cursor", "next_page_token", "next_token", "next_page_cursor", "next_page", "next", "after", "page_token",
     "continuation_token", "next_continuation_token", "continuation", "continue", "next_marker", "marker", "pagination_token",
     "next_pagination_token", "next_page_offset", "next_page_key", "next_key", "pagination_key", "iterator", "next_iterator", "next_after",
     "next_starting_after", "next_page_state", "bookmark", "next_bookmark", "after_cursor", "next_offset", "cursor_next", "next_batch", "last_key")
)  # fmt: skip
LAST = frozenset(("last_id",))
MORE = frozenset(
    ("has_more", "has_next", "has_next_page", "more", "has_more_items", "has_more_results", "more_results", "has_more_data", "is_truncated", "more_available")
)  # fmt: skip
URLS = frozenset(
    ("next", "next_url", "next_uri", "next_link", "next_href", "next_page_url", "next_page_uri", "next_page_link", "odata_next_link", "next_page")
)  # fmt: skip
SURE_URLS = URLS - {"next", "next_page"}
OFFSETS = frozenset(("offset", "skip", "start", "start_at", "page_offset", "first_result", "item_offset"))
PAGES = frozenset(("page", "page_number", "page_num", "page_no", "current_page", "page_index", "p", "pagenumber"))
LIMITS = frozenset(
    ("limit", "page_size", "per_page", "size", "count", "max_results", "max_items", "take", "top", "page_limit", "results_per_page",
     "items_per_page", "perpage", "pagesize", "rows", "length", "max", "num_results", "page_count", "max_page_size", "first")
)  # fmt: skip
TOTALS = frozenset(
    ("total", "total_count", "total_items", "total_results", "total_size", "total_records", "total_elements", "total_entries", "count", "num_found", "total_rows")
)  # fmt: skip
TOTAL_PAGES = frozenset(
    ("total_pages", "pages", "page_count", "last_page", "num_pages", "pages_count", "number_of_pages", "pages_total")
)
TOTAL_HEADERS = frozenset(
    ("x_total_count", "x_total", "total_count", "x_total_items", "x_pagination_total_count", "total")
)
TIMES = (ScalarKind.DATE_TIME, ScalarKind.DATE, ScalarKind.TIME, ScalarKind.BOOLEAN, ScalarKind.DURATION)
COUNTS = (ScalarKind.INTEGER, ScalarKind.NUMBER)
URL_FORMATS = ("uri", "url", "uri-reference", "iri")
LOOKS_LIKE_URL = re.compile(r"https?://|\burl\b|\buri\b|\blink to\b|\bhref\b", re.IGNORECASE)
SPEAKS_OF_PAGES = re.compile(r"cursor|paginat|\bpages?\b|\bid\b", re.IGNORECASE)
FROM_ZERO = re.compile(
    r"zero[- ](?:based|indexed)|0[- ](?:based|indexed)|start(?:s|ing)? (?:at|from|with) (?:0|zero)|first page is 0",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Call:
    """What recognising looks at: the query parameters, the page that comes back, and its headers."""

    parameters: tuple[Parameter, ...]
    listing: Listing
    headers: tuple[str, ...]
    shapes: Shapes

    def parameter(self, names: frozenset[str], kinds: tuple[ScalarKind, ...] | None = None) -> Parameter | None:
        """The query parameter that has one of the names (and kinds)."""
        for parameter in self.parameters:
            if parameter.location is Location.QUERY and spell(parameter.name.wire) in names:
                if kinds is None or self.shapes.kind(parameter.type) in kinds:
                    return parameter
        return None

    def limit(self) -> str:
        """The parameter that sets the size of a page; empty if there is none."""
        found = self.parameter(LIMITS, COUNTS)
        return found.name.wire if found is not None else ""

    def field(self, names: frozenset[str], kinds: tuple[ScalarKind, ...] | None = None) -> PageField | None:
        """The field of the answer that has one of the names (and kinds), the least deep first."""
        found = [item for item in self.listing.fields if item.name in names and item.path != self.listing.items]
        fitting = [item for item in found if kinds is None or self.shapes.kind(item.field.type) in kinds]
        return min(fitting, key=lambda item: len(item.path), default=None)


def recognise(call: Call) -> Paging | None:
    """The paging of an operation, with an empty scheme name; None where request and answer do not agree on one.

    What the server says itself (a cursor, a link) goes before what the caller would have to count.
    """
    counted = offset_paging(call)
    cursor = cursor_paging(call)
    if cursor is not None and counted is not None and needs_switch(cursor, call):
        return counted
    return cursor or link_paging(call) or url_paging(call) or counted or page_number_paging(call) or after_item(call)


def needs_switch(cursor: CursorPaging, call: Call) -> bool:
    """Whether the cursor works only when a flag asks for it (`usemarker=true`)."""
    name = spell(cursor.cursor_parameter).replace("_", "")
    flags = [item for item in call.parameters if call.shapes.kind(item.type) is ScalarKind.BOOLEAN]
    return any(name in spell(flag.name.wire).replace("_", "") for flag in flags)


def cursor_paging(call: Call) -> CursorPaging | None:
    """A cursor in the answer that a parameter takes, or the id of the last item with a flag that says whether to go on."""
    parameter = cursor_parameter(call)
    if parameter is None:
        return None
    more = call.field(MORE, (ScalarKind.BOOLEAN,))
    wire = parameter.name.wire
    following = next_cursor(call, wire)
    item_key = ""
    if following is None and more is not None and spell(wire) in AFTER_ITEM:
        following = call.field(LAST)
        item_key = "" if following is not None else key_of_item(call)
    if following is None and not item_key:
        return None
    return CursorPaging(
        scheme="",
        item=call.listing.item,
        items=call.listing.items,
        cursor_parameter=wire,
        next=following.path if following is not None else (),
        more=more.path if more is not None else (),
        item_key=item_key,
        limit_parameter=call.limit(),
    )


def cursor_parameter(call: Call) -> Parameter | None:
    """The parameter that takes a cursor: a name for it, and no time, flag or count of pages."""
    for parameter in call.parameters:
        name, kind = spell(parameter.name.wire), call.shapes.kind(parameter.type)
        if parameter.location is not Location.QUERY or name not in CURSORS or kind in TIMES:
            continue
        if name in TEXT_ONLY and (kind in COUNTS or counts(parameter, call)):
            continue
        return parameter
    return None


def counts(parameter: Parameter, call: Call) -> bool:
    """Whether a parameter may be a number beside other things."""
    bare = call.shapes.bare(parameter.type)
    return isinstance(bare, AnyOf) and all(call.shapes.kind(item) in COUNTS for item in bare.variants)


def next_cursor(call: Call, parameter: str) -> PageField | None:
    """The field of the answer that holds the next cursor."""
    own = spell(parameter)
    found = [
        item
        for item in call.listing.fields
        if item.name in NEXT and is_cursor(item, call) and not is_url(item, call) and agrees(item, own)
    ]
    return min(
        found, key=lambda item: (item.name != f"next_{own}", "next" not in item.name, len(item.path)), default=None
    )


def agrees(item: PageField, parameter: str) -> bool:
    """Whether a field that does not speak of the next page at least has the parameter's name, or stands under `next`."""
    if "next" in (*item.name.split("_"), item.parent) or item.name.startswith(("end_", "continu")):
        return item.name != "next_page" or parameter in ("page", "page_token", "cursor", "next_page", "start_cursor")
    return item.name == parameter or item.name in ("cursor", "pagination_token", "page_token")


def is_cursor(item: PageField, call: Call) -> bool:
    """Whether a field can hold a cursor: text, a number or one of both, no time."""
    bare = call.shapes.bare(item.field.type)
    variants = bare.variants if isinstance(bare, AnyOf) else (bare,)
    kinds = [call.shapes.kind(variant) for variant in variants]
    return all(kind is not None and kind not in TIMES for kind in kinds) or (
        isinstance(bare, AnyOf) and "next" in item.name
    )


def key_of_item(call: Call) -> str:
    """The field that identifies an item; empty if none does."""
    record = call.shapes.record(call.listing.item)
    keys = (ScalarKind.STRING, ScalarKind.UUID, ScalarKind.INTEGER)
    found = [item for item in record.fields if item.name.wire == "id"] if record is not None else []
    return "id" if found and call.shapes.kind(found[0].type) in keys else ""


def after_item(call: Call) -> CursorPaging | None:
    """A bare list that goes on after the id of its last item; the parameter's description must say so."""
    parameter = call.parameter(AFTER_ITEM)
    if parameter is None or call.listing.items or not call.limit() or not key_of_item(call):
        return None
    if call.shapes.kind(parameter.type) in TIMES or not SPEAKS_OF_PAGES.search(parameter.docs.description):
        return None
    return CursorPaging(
        scheme="",
        item=call.listing.item,
        items=(),
        cursor_parameter=parameter.name.wire,
        item_key=key_of_item(call),
        limit_parameter=call.limit(),
    )


def link_paging(call: Call) -> LinkPaging | None:
    """The header `Link`, and a parameter that shows that the list is cut into pages."""
    if not any(name.lower() == "link" for name in call.headers) or not is_cut(call):
        return None
    return LinkPaging("", call.listing.item, call.listing.items)


def is_cut(call: Call) -> bool:
    """Whether a parameter moves the page or sets its size."""
    return bool(call.limit() or call.parameter(OFFSETS | PAGES, COUNTS) or cursor_parameter(call))


def url_paging(call: Call) -> UrlPaging | None:
    """A field that holds the URL of the next page."""
    found = [item for item in call.listing.fields if is_url(item, call)]
    if not found or not is_cut(call):
        return None
    nearest = min(found, key=lambda item: len(item.path))
    return UrlPaging("", call.listing.item, call.listing.items, nearest.path)


def is_url(item: PageField, call: Call) -> bool:
    """Whether a field holds the URL of the next page, by its name, its format, or what is said about it."""
    bare = call.shapes.bare(item.field.type)
    if not isinstance(bare, Scalar) or bare.kind is not ScalarKind.STRING:
        return False
    if item.name in ("href", "url") and item.parent == "next":
        return True
    if item.name not in URLS:
        return False
    told = (item.field.docs.description, *(example.json for example in item.field.docs.examples))
    return (
        item.name in SURE_URLS
        or bare.format in URL_FORMATS
        or item.parent == "links"
        or any(LOOKS_LIKE_URL.search(text) for text in told)
    )


def offset_paging(call: Call) -> OffsetPaging | None:
    """A parameter that skips items, and one that sets how many come."""
    parameter = call.parameter(OFFSETS, COUNTS)
    limit = call.limit()
    if parameter is None or not limit:
        return None
    total = call.field(TOTALS, COUNTS)
    return OffsetPaging(
        scheme="",
        item=call.listing.item,
        items=call.listing.items,
        offset_parameter=parameter.name.wire,
        limit_parameter=limit,
        total=total.path if total is not None and total.name != "count" else (),
        total_header=first_of(name for name in call.headers if spell(name) in TOTAL_HEADERS),
    )


def page_number_paging(call: Call) -> PageNumberPaging | None:
    """A parameter that counts pages, and one that sets their size or a field that says how many there are."""
    parameter = call.parameter(PAGES, COUNTS)
    total = call.field(TOTAL_PAGES, COUNTS)
    if parameter is None or not (call.limit() or total is not None):
        return None
    return PageNumberPaging(
        scheme="",
        item=call.listing.item,
        items=call.listing.items,
        page_parameter=parameter.name.wire,
        first=first_page(parameter, call),
        limit_parameter=call.limit(),
        total_pages=total.path if total is not None else (),
    )


def first_page(parameter: Parameter, call: Call) -> int:
    """The number of the first page: the default, where one is told, else 1 unless the words say 0."""
    if isinstance(parameter.presence, Defaulted):
        default = json.loads(parameter.presence.json)
        return 0 if default == 0 else 1
    bare = call.shapes.bare(parameter.type)
    from_zero = isinstance(bare, Scalar) and bare.bounds.minimum == 0
    return 0 if from_zero or FROM_ZERO.search(parameter.docs.description) else 1


def first_of(names: Iterable[str]) -> str:
    """The first name; empty if there is none."""
    return next(iter(names), "")
