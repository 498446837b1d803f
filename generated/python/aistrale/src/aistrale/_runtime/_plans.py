# Copied from overlays/python/runtime/_plans.py; edit it there.
"""Where the next page of a list is: one plan per paging scheme, decided from one page without any I/O.

Generated page classes hold a plan; `Facts` is what a plan may ask of a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

__all__ = [
    "CursorPlan", "Facts", "FieldPath", "LinkPlan", "OffsetPlan", "PageInfo", "PageNumberPlan", "Plan", "UrlPlan",
    "next_link", "value_paths",
]  # fmt: skip

FieldPath: TypeAlias = tuple[str, ...]
"""Wire names that lead from the root of a JSON answer to a value; empty is the root itself."""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What the request of another page has that this page's request had not; exactly one of the three is set.

    `url` is the whole address (it replaces path and query), `params` are query parameters and `json` fields of the
    body, by wire name; None takes one away. It is plain data: keep it, and go on later with `page.get_page(info)`.
    """

    url: str | None = None
    params: Mapping[str, object] | None = None
    json: Mapping[str, object] | None = None


class Facts(Protocol):
    """What a plan may ask about a page: its content, and the request that it answers."""

    def page_items(self) -> Sequence[object]:
        """The items of the page."""
        ...

    def page_value(self, path: FieldPath) -> object:
        """A value of the answer by its wire path; None when it is absent."""
        ...

    def page_header(self, name: str) -> str | None:
        """A header of the answer."""
        ...

    def page_argument(self, name: str) -> object:
        """A parameter or body field of the request by wire name; None when it was not sent."""
        ...

    def page_began_with(self, name: str) -> object:
        """An argument of the caller's own call, which began the walk."""
        ...

    def page_change(self, name: str, value: object) -> PageInfo:
        """The same request with one argument changed, in the query or the body, wherever it belongs."""
        ...


@dataclass(frozen=True, slots=True)
class CursorPlan:
    """The answer names the cursor (or token) of the next page, and maybe that of the previous one.

    The cursor of the next page comes from `next_header`, else from `next`, else from `item_key` of the last item; that
    of the previous page from `previous`, else from `item_key` of the first item. The list is walked backwards if the
    caller's own call passed `before`.
    """

    items: FieldPath = ()
    """Where the items are in the answer."""
    parameter: str = "cursor"
    """Parameter that takes the cursor of the next page."""
    next: FieldPath = ()
    """Where the answer holds the cursor of the next page."""
    next_header: str = ""
    """Header of the answer that holds it."""
    more: FieldPath = ()
    """Where the answer says whether there is another page in the direction that was asked for."""
    item_key: str = ""
    """Field of an item that is a cursor."""
    before: str = ""
    """Parameter that takes the cursor of the previous page; empty if the list can be walked in one direction only."""
    previous: FieldPath = ()
    """Where the answer holds the cursor of the previous page."""

    def next_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page after this one; None after the last."""
        return self._beside(page, back=self._began_back(page))

    def previous_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page before this one; None at the first, or when the scheme knows no way back."""
        return self._beside(page, back=not self._began_back(page)) if self.before else None

    @property
    def _two_ways(self) -> bool:
        """Whether each direction has a parameter of its own."""
        return self.before not in ("", self.parameter)

    def _began_back(self, page: Facts) -> bool:
        return self._two_ways and page.page_began_with(self.before) is not None

    def _beside(self, page: Facts, *, back: bool) -> PageInfo | None:
        """The page on one side of this one."""
        came_back = self._two_ways and page.page_argument(self.before) is not None
        if back is came_back and self.more and page.page_value(self.more) is False:
            return None
        if not back:
            return self._with(page, self.parameter, self._cursor(page, self.next, self.next_header, -1), self.before)
        if not came_back and page.page_argument(self.parameter) is None:
            return None  # A page that was asked for without a place is the first.
        return self._with(page, self.before, self._cursor(page, self.previous, "", 0), self.parameter)

    def _cursor(self, page: Facts, path: FieldPath, header: str, edge: int) -> object:
        if header:
            return page.page_header(header)
        return page.page_value(path) if path else self._key_of(page.page_items(), edge)

    def _with(self, page: Facts, parameter: str, cursor: object, rival: str) -> PageInfo | None:
        """The request with a cursor, and without that of the other direction."""
        if cursor is None or cursor == "" or cursor is False:
            return None
        info = page.page_change(parameter, cursor)
        if not self._two_ways or page.page_argument(rival) is None:
            return info
        away = {rival: None}
        return PageInfo(
            params=None if info.params is None else {**info.params, **away},
            json=None if info.json is None else {**info.json, **away},
        )

    def _key_of(self, items: Sequence[object], edge: int) -> object:
        if not items or not self.item_key:
            return None
        return field_of(items[edge], self.item_key)


@dataclass(frozen=True, slots=True)
class OffsetPlan:
    """The request says how many items to skip.

    Where the answer does not tell how many there are, the list ends at the first empty page: a short one proves
    nothing, since servers may lower the limit.
    """

    items: FieldPath = ()
    """Where the items are in the answer."""
    parameter: str = "offset"
    """Parameter that takes the number of items to skip."""
    limit: str = ""
    """Parameter that takes the size of pages, without which there is no way back; empty for none."""
    total: FieldPath = ()
    """Where the answer says how many items there are."""
    total_header: str = ""
    """Header of the answer that says it."""

    def next_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page after this one; None after the last."""
        count = len(page.page_items())
        after = (_count(page.page_argument(self.parameter)) or 0) + count
        total = _count(page.page_value(self.total)) if self.total else None
        if total is None and self.total_header:
            total = _count(page.page_header(self.total_header))
        if count == 0 or (total is not None and after >= total):
            return None
        return page.page_change(self.parameter, after)

    def previous_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page before this one; None at the first, or when the page size is not known."""
        start = _count(page.page_argument(self.parameter)) or 0
        size = _count(page.page_argument(self.limit)) if self.limit else None
        if start == 0 or not size:
            return None
        return page.page_change(self.parameter, max(0, start - size))


@dataclass(frozen=True, slots=True)
class PageNumberPlan:
    """The request says the number of the page; unless the answer tells how many there are, an empty one is the last."""

    items: FieldPath = ()
    """Where the items are in the answer."""
    parameter: str = "page"
    """Parameter that takes the number."""
    first: int = 1
    """The number of the first page."""
    total_pages: FieldPath = ()
    """Where the answer says how many pages there are."""

    def next_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page after this one; None after the last."""
        number = self._number(page)
        total = _count(page.page_value(self.total_pages)) if self.total_pages else None
        if total is not None:
            return None if number - self.first + 1 >= total else page.page_change(self.parameter, number + 1)
        return page.page_change(self.parameter, number + 1) if page.page_items() else None

    def previous_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page before this one; None at the first."""
        number = self._number(page)
        return page.page_change(self.parameter, number - 1) if number > self.first else None

    def _number(self, page: Facts) -> int:
        number = _count(page.page_argument(self.parameter))
        return self.first if number is None else number


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """The header `Link` (RFC 8288) names the next page as `next`, the previous one as `prev` or `previous`."""

    items: FieldPath = ()
    """Where the items are in the answer."""

    def next_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page after this one; None after the last."""
        return self._linked(page, "next")

    def previous_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page before this one; None at the first."""
        return self._linked(page, "prev") or self._linked(page, "previous")

    def _linked(self, page: Facts, relation: str) -> PageInfo | None:
        target = next_link(page.page_header("link") or "", relation)
        return PageInfo(url=target) if target else None


@dataclass(frozen=True, slots=True)
class UrlPlan:
    """The answer holds the URL of the next page, and maybe that of the previous one."""

    items: FieldPath = ()
    """Where the items are in the answer."""
    next: FieldPath = ("next",)
    """Where it holds the URL of the next page."""
    previous: FieldPath = ()
    """Where it holds the URL of the previous page; empty if it does not."""

    def next_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page after this one; None after the last."""
        return _url(page.page_value(self.next))

    def previous_page(self, page: Facts) -> PageInfo | None:
        """Tell how to ask for the page before this one; None when the answer names none."""
        return _url(page.page_value(self.previous)) if self.previous else None


Plan: TypeAlias = CursorPlan | OffsetPlan | PageNumberPlan | LinkPlan | UrlPlan
"""A paging scheme with the names that an operation uses for it."""


def value_paths(plan: Plan) -> tuple[FieldPath, ...]:
    """List where a plan looks for values of the answer, besides the items."""
    paths: tuple[FieldPath, ...]
    match plan:
        case CursorPlan():
            paths = (plan.next, plan.more, plan.previous)
        case OffsetPlan():
            paths = (plan.total,)
        case PageNumberPlan():
            paths = (plan.total_pages,)
        case UrlPlan():
            paths = (plan.next, plan.previous)
        case LinkPlan():
            paths = ()
    return tuple(path for path in paths if path)


_LINK = re.compile(r"""<([^<>]*)>((?:\s*;\s*[^\s=;,"]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s";,]*))?)*)""")
_PARAMETER = re.compile(r""";\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*)))?""")


def next_link(header: str, relation: str = "next") -> str:
    """Find the target with a relation type in a `Link` header (RFC 8288, section 3); empty when there is none.

    Relation types are compared without case (section 2.1.2); one `rel` may list several; only the first `rel` of a
    link counts (section 3.3).
    """
    for link in _LINK.finditer(header):
        for name, quoted, token in _PARAMETER.findall(link[2]):
            if name.lower() != "rel":
                continue
            if relation in (quoted or token).lower().split():
                return link[1].strip()
            break
    return ""


def field_of(value: object, wire_name: str) -> object:
    """Read one field of a model (by wire name) or of a mapping; None when it has none of that name."""
    if isinstance(value, Mapping):
        return value.get(wire_name)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]  # any mapping
    for name, field in getattr(type(value), "model_fields", {}).items():
        if wire_name in (field.validation_alias, field.alias, None if field.alias else name):
            return getattr(value, name)
    extra: Mapping[str, object] = getattr(value, "model_extra", None) or {}
    return extra.get(wire_name)


def _url(value: object) -> PageInfo | None:
    text = "" if value is None else str(value)
    return PageInfo(url=text) if text else None


def _count(value: object) -> int | None:
    """Read a count from a number or a header's text; None when it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    return None
