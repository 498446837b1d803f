"""Recognising paging: only where request and answer both say so, because a wrong guess loses or repeats items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from burnish.ir import (
    AnyOf,
    Anything,
    CursorPaging,
    Defaulted,
    Field,
    FieldPath,
    LinkPaging,
    Literal,
    Literals,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    Parameter,
    Scalar,
    ScalarKind,
    UrlPaging,
)

from .answers import Listing, PageField, Shapes
from .vocabulary import (
    AFTER_ITEM,
    CURSORS,
    LAST,
    LIMITS,
    MORE,
    NEXT,
    NEXT_HEADERS,
    OFFSETS,
    OPPOSITES,
    PAGES,
    SURE_URLS,
    TEXT_ONLY,
    TOTAL_HEADERS,
    TOTAL_PAGES,
    TOTALS,
    URLS,
    spell,
)

__all__ = ["Call", "recognise", "recognise_cursor"]

Argument: TypeAlias = Parameter | Field

TIMES = (ScalarKind.DATE_TIME, ScalarKind.DATE, ScalarKind.TIME, ScalarKind.BOOLEAN, ScalarKind.DURATION)
COUNTS = (ScalarKind.INTEGER, ScalarKind.NUMBER)
URL_FORMATS = ("uri", "url", "uri-reference", "iri")
LOOKS_LIKE_URL = re.compile(r"https?://|\burl\b|\buri\b|\blink to\b|\bhref\b", re.IGNORECASE)
SPEAKS_OF_ID = re.compile(r"\bids?\b", re.IGNORECASE)
OPAQUE = re.compile(r"\blink\b|\bheader\b|\bopaque\b", re.IGNORECASE)
FROM_LINK = re.compile(r"\blink`?\b[^.]{0,20}\bheader\b", re.IGNORECASE)
FROM_ZERO = re.compile(
    r"zero[- ](?:based|indexed)|0[- ](?:based|indexed)|start(?:s|ing)? (?:at|from|with) (?:0|zero)|first page is 0",
    re.IGNORECASE,
)


class Call(Struct, frozen=True):
    """What recognising looks at: the arguments that may move the page, the page that comes back, and its headers."""

    arguments: tuple[Argument, ...]
    listing: Listing
    headers: tuple[str, ...]
    shapes: Shapes

    def parameter(self, names: frozenset[str], kinds: tuple[ScalarKind, ...] | None = None) -> Argument | None:
        """The argument that has one of the names (and kinds)."""
        for argument in self.arguments:
            fits = kinds is None or self.shapes.kind(argument.type) in kinds
            if fits and spell(argument.name.wire) in names:
                return argument
        return None

    def limit(self) -> str:
        """The parameter that sets the size of a page; empty if there is none."""
        found = next((item for item in self.arguments if spell(item.name.wire) in LIMITS and self.counts(item)), None)
        return found.name.wire if found is not None else ""

    def counts(self, argument: Argument) -> bool:
        """Whether an argument may be a number, beside words such as `all`."""
        bare = self.shapes.bare(argument.type)
        kinds = [self.shapes.kind(item) for item in (bare.variants if isinstance(bare, AnyOf) else (bare,))]
        return any(kind in COUNTS for kind in kinds)

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


def recognise_cursor(call: Call) -> Paging | None:
    """The paging of a search that is sent as a body: only where the answer names the cursor."""
    cursor = cursor_paging(call)
    return cursor if cursor is not None and (cursor.next or cursor.next_header) else None


def needs_switch(cursor: CursorPaging, call: Call) -> bool:
    """Whether the cursor works only when a flag asks for it (`usemarker=true`)."""
    name = spell(cursor.cursor_parameter).replace("_", "")
    flags = [item for item in call.arguments if call.shapes.kind(item.type) is ScalarKind.BOOLEAN]
    return any(name in spell(flag.name.wire).replace("_", "") for flag in flags)


def cursor_paging(call: Call) -> CursorPaging | None:
    """A cursor in the answer that a parameter takes, or the id of the last item with a flag whether to go on."""
    parameter = cursor_parameter(call)
    if parameter is None:
        return None
    more = call.field(MORE, (ScalarKind.BOOLEAN,))
    wire = parameter.name.wire
    following = next_cursor(call, wire)
    header = next_header(call) if following is None else ""
    item_key = ""
    if following is None and not header and more is not None and spell(wire) in AFTER_ITEM:
        following = call.field(LAST)
        item_key = "" if following is not None else key_of_item(call)
    if following is None and not item_key and not header:
        return None
    before, previous = way_back(call, wire, following, item_key)
    return CursorPaging(
        scheme="",
        item=call.listing.item,
        items=call.listing.items,
        cursor_parameter=wire,
        next=following.path if following is not None else (),
        more=more.path if more is not None else (),
        item_key=item_key,
        limit_parameter=call.limit(),
        next_header=header,
        before_parameter=before,
        previous=previous,
    )


def way_back(call: Call, parameter: str, following: PageField | None, item_key: str) -> tuple[str, FieldPath]:
    """The parameter for the page before and where its cursor is: both mirror those of the page after; empty if not."""
    found = across(call, following) if following is not None else None
    previous = found.path if found is not None else ()
    if OPPOSITES.keys().isdisjoint(words := spell(parameter).split("_")):
        return (parameter, previous) if previous else ("", ())
    argument = next((item for item in call.arguments if mirrors(spell(item.name.wire).split("_"), words)), None)
    if argument is None or call.shapes.kind(argument.type) in TIMES or not (previous or item_key):
        return "", ()
    return argument.name.wire, previous


def across(call: Call, following: PageField) -> PageField | None:
    """The field that says of the page before what another says of the page after: `prev_cursor`, `links.previous`."""
    kind = call.shapes.kind(following.field.type)
    ahead = words_of(following.path)
    for item in call.listing.fields:
        if mirrors(words_of(item.path), ahead) and call.shapes.kind(item.field.type) is kind:
            return item
    return None


def words_of(path: FieldPath) -> list[str]:
    """The words of all names of a path; an empty one ends each name."""
    return [word for wire in path for word in (*spell(wire).split("_"), "")]


def mirrors(words: list[str], ahead: list[str]) -> bool:
    """Whether words are those of another name with its directions turned, all or some of them."""
    if len(words) != len(ahead) or words == ahead:
        return False
    return all(word == same or word in OPPOSITES.get(same, ()) for word, same in zip(words, ahead, strict=True))


def cursor_parameter(call: Call) -> Argument | None:
    """The parameter that takes a cursor: a name for it, and no time, flag or count of pages; the surest name first."""
    found: list[Argument] = []
    for argument in call.arguments:
        name, kind = spell(argument.name.wire), call.shapes.kind(argument.type)
        counted = name in TEXT_ONLY and (kind in COUNTS or counts(argument, call))
        if name in CURSORS and kind not in TIMES and not counted:
            found.append(argument)
    return min(found, key=lambda argument: spell(argument.name.wire) in TEXT_ONLY, default=None)


def counts(parameter: Argument, call: Call) -> bool:
    """Whether a parameter may be a number beside other things."""
    bare = call.shapes.bare(parameter.type)
    return isinstance(bare, AnyOf) and all(call.shapes.kind(item) in COUNTS for item in bare.variants)


def next_cursor(call: Call, parameter: str) -> PageField | None:
    """The field of the answer that holds the next cursor."""
    own = spell(parameter)
    found = [
        item
        for item in call.listing.fields
        if (item.name in NEXT or is_under_next(item, own))
        and is_cursor(item, own, call)
        and not is_url(item, call)
        and agrees(item, own)
    ]
    return min(
        found, key=lambda item: (item.name != f"next_{own}", "next" not in item.name, len(item.path)), default=None
    )


def next_header(call: Call) -> str:
    """The header that holds the next cursor; empty if there is none."""
    return first_of(name for name in call.headers if f"_{spell(name)}".endswith(NEXT_HEADERS))


def is_under_next(item: PageField, parameter: str) -> bool:
    """Whether a field has the parameter's name and stands in an object of the next page (`next_page.offset`)."""
    return item.name == parameter and item.parent in ("next", "next_page")


def agrees(item: PageField, parameter: str) -> bool:
    """Whether a field speaks of the next page, stands under `next`, or at least has the parameter's name."""
    if "next" in (*item.name.split("_"), *item.parent.split("_")) or item.name.startswith(("end_", "continu")):
        return item.name != "next_page" or parameter in ("page", "page_token", "cursor", "next_page", "start_cursor")
    return item.name == parameter or item.name in ("cursor", "pagination_token", "page_token")


def is_cursor(item: PageField, parameter: str, call: Call) -> bool:
    """Whether a field can hold a cursor: a scalar that is no time or flag, or a union where the name is sure."""
    bare = call.shapes.bare(item.field.type)
    if isinstance(bare, Scalar | Literal | Literals):
        return call.shapes.kind(bare) not in TIMES
    if isinstance(bare, Anything):
        return item.name in (f"next_{parameter}", f"next_page_{parameter}")
    return "next" in item.name and (isinstance(bare, AnyOf) or call.shapes.is_choice(bare))


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
    told = parameter.docs.description
    if call.shapes.kind(parameter.type) in TIMES or not SPEAKS_OF_ID.search(told) or OPAQUE.search(told):
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
    """The header `Link`, declared or told in a parameter's words, and a parameter that shows that the list is cut."""
    declared = any(name.lower() == "link" for name in call.headers)
    if not (declared or any(FROM_LINK.search(item.docs.description) for item in call.arguments)) or not is_cut(call):
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
    back = across(call, nearest)
    return UrlPaging("", call.listing.item, call.listing.items, nearest.path, back.path if back is not None else ())


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


def first_page(parameter: Argument, call: Call) -> int:
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
