"""Schemes: a name for every distinct way of paging, and those that the settings define."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from burnish.ir import (
    Anything,
    CursorPaging,
    FieldPath,
    LinkPaging,
    ListOf,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    Type,
    UrlPaging,
)
from burnish.settings import PaginationSettings, PagingType

from .answers import Shapes
from .vocabulary import ITEMS, spell

__all__ = ["Schemes", "scheme_of", "stated_paging"]


class Schemes(Struct):
    """Names ways of paging in the order in which they are met; operations that page alike share a name."""

    reserved: frozenset[str]
    _names: dict[Paging, str] = field(default_factory=dict[Paging, str])

    def named(self, paging: Paging) -> Paging:
        """The paging with the name of its scheme."""
        shape = replace(paging, item=Anything())
        if shape not in self._names:
            taken = {*self._names.values(), *self.reserved}
            self._names[shape] = next(name for name in names_for(paging) if name not in taken)
        return replace(paging, scheme=self._names[shape])


def names_for(paging: Paging) -> Iterator[str]:
    """Names to try: the kind where the items have a common name, then what differs from others of the kind.

    A shape whose items have a name of their own (`secrets`) never takes the plain name of its kind, so that the name
    does not depend on which operation comes first.
    """
    kind, mover = kind_and_mover(paging)
    items = spell(paging.items[-1]) if paging.items else "list"
    apart = "" if spell(mover) in kind else f"{spell(mover)}_"
    if items in ("list", *ITEMS):
        yield f"{kind}_page"
        yield f"{apart}{kind}_page"
    else:
        yield f"{items}_page"
    yield f"{items}_{kind}_page"
    if isinstance(paging, OffsetPaging | PageNumberPaging) and any(paths_of(paging)[:1]):
        yield f"counted_{kind}_page"
        yield f"counted_{items}_{kind}_page"
    yield f"{items}_{apart}{kind}_page"
    others = "_".join(spell(path[-1]) for path in paths_of(paging) if path)
    longest = f"{items}_{apart}{others}_{kind}"
    yield f"{longest}_page"
    yield from (f"{longest}_{letter}_page" for letter in ascii_lowercase)
    yield from (f"{longest}_{one}{two}_page" for one in ascii_lowercase for two in ascii_lowercase)


def kind_and_mover(paging: Paging) -> tuple[str, str]:
    """The word for a kind of paging, and the parameter or field that moves it."""
    match paging:
        case CursorPaging(cursor_parameter=name, next=next_, next_header=header):
            return "cursor" if next_ or header else "item_cursor", name
        case OffsetPaging(offset_parameter=name):
            return "offset", name
        case PageNumberPaging(page_parameter=name):
            return "page_number", name
        case LinkPaging():
            return "link", ""
        case UrlPaging(next=path):
            return "url", path[-1]
        case _:
            assert_never(paging)


def paths_of(paging: Paging) -> tuple[FieldPath, ...]:
    """The paths and parameters in which pagings of one kind may differ."""
    match paging:
        case CursorPaging():
            named = (paging.next_header, paging.item_key, paging.limit_parameter, paging.before_parameter)
            header, key, limit, before = ((name,) if name else () for name in named)
            return paging.next, header, paging.more, key, limit, before, paging.previous
        case OffsetPaging(total=total, total_header=header, limit_parameter=limit):
            return total, (header,) if header else (), (limit,) if limit else ()
        case PageNumberPaging(total_pages=total, limit_parameter=limit):
            return total, (limit,) if limit else ()
        case LinkPaging():
            return ()
        case UrlPaging():
            return paging.next, paging.previous
        case _:
            assert_never(paging)


def stated_paging(
    settings: PaginationSettings, answer: Type, parameters: frozenset[str], shapes: Shapes
) -> Paging | None:
    """The paging of an operation by a scheme of the settings; None if the operation does not fit it."""
    items = path_of(settings.items)
    list_ = shapes.at(answer, items)
    bare = shapes.bare(list_) if list_ is not None else None
    if not isinstance(bare, ListOf):
        return None
    if any(shapes.at(answer, path_of(path)) is None for path in settings.needs):
        return None
    paging = build(settings, bare.item, items)
    if settings.type == PagingType.SINGLE:
        return paging
    mover = kind_and_mover(paging)[1]
    if isinstance(paging, CursorPaging | OffsetPaging | PageNumberPaging) and mover not in parameters:
        return None
    if isinstance(paging, UrlPaging | CursorPaging) and shapes.at(answer, paging.next) is None:
        return None
    return paging


def scheme_of(settings: PaginationSettings) -> Paging:
    """A scheme of the settings, whatever its items are."""
    return build(settings, Anything(), path_of(settings.items))


def build(settings: PaginationSettings, item: Type, items: FieldPath) -> Paging:
    """The paging that the settings spell out; what they leave out has the usual name."""
    scheme, limit = settings.scheme, settings.limit_parameter
    match settings.type:
        case PagingType.OFFSET:
            offset = settings.parameter or "offset"
            return OffsetPaging(scheme, item, items, offset, limit, path_of(settings.total), settings.total_header)
        case PagingType.PAGE:
            page = settings.parameter or "page"
            return PageNumberPaging(scheme, item, items, page, settings.first, limit, path_of(settings.total_pages))
        case PagingType.LINK:
            return LinkPaging(scheme, item, items)
        case PagingType.SINGLE:
            return CursorPaging(scheme, item, items, "")
        case PagingType.URL:
            return UrlPaging(scheme, item, items, path_of(settings.next or "next"), path_of(settings.previous))
        case PagingType.CURSOR:
            cursor = settings.parameter or "cursor"
            return CursorPaging(
                scheme,
                item,
                items,
                cursor,
                path_of(settings.next),
                path_of(settings.more),
                settings.item_key,
                limit,
                settings.next_header,
                settings.before,
                path_of(settings.previous),
            )


def path_of(text: str) -> FieldPath:
    """A dotted path."""
    return tuple(part for part in text.split(".") if part)
