"""Page classes: one pair for each way of paging."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.ir import CursorPaging, FieldPath, LinkPaging, OffsetPaging, PageNumberPaging, Paging, UrlPaging

from .annotate import RUNTIME
from .fields import RESERVED_FIELDS
from .layout import Layout
from .spelling import class_name, docstring, identifier, literal

__all__ = ["PageView", "PaginationModule", "page_names", "plan_pages"]

SURFACE = Surface(
    bases=frozenset(("SyncPage", "AsyncPage", "BaseSyncPage", "BaseAsyncPage")),
    calls=frozenset(
        ("CursorPlan", "OffsetPlan", "PageNumberPlan", "LinkPlan", "UrlPlan", "TypeVar", "Field", "AliasPath")
    ),
    imports=frozenset(("TypeVar",)),
)


ATTRIBUTES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
VARIABLE = Code("T", frozenset((Import("typing", "TypeVar"),)))


class PageView(Struct, frozen=True):
    """A pair of page classes."""

    sync_name: Code
    async_name: Code
    doc: Code
    plan: Code
    field: Code
    annotation: Code
    attributes: tuple[tuple[Code, Code], ...]


class PaginationModule(Struct, frozen=True):
    """`pagination.py`."""

    pages: tuple[PageView, ...]
    names: tuple[Code, ...]
    variable: Code
    sync_base: Code
    async_base: Code


def schemes(layout: Layout) -> dict[str, Paging]:
    """The ways of paging, by name."""
    found = {paging.scheme: paging for paging in layout.api.pagings}
    for _, operations in layout.operations_by_head():
        for operation in operations:
            if operation.paging is not None:
                found.setdefault(operation.paging.scheme, operation.paging)
    return found


def page_names(layout: Layout) -> dict[str, tuple[str, str]]:
    """The classes of each way of paging, sync and async."""
    names: dict[str, tuple[str, str]] = {}
    by_plan: dict[str, str] = {}
    stated = {scheme.scheme for scheme in layout.settings.pagination} if layout.settings.stated_only else set[str]()
    for scheme, paging in schemes(layout).items():
        words = tuple(scheme.split("_"))
        if scheme in stated:
            name = class_name(words, casings=layout.settings.casings)
        else:
            name = class_name(words if words[-1] == "page" else (*words, "page"))
            name = by_plan.setdefault(plan_of(paging).text, name)
        names[scheme] = f"Sync{name}", f"Async{name}"
    return names


def plan_pages(layout: Layout) -> Iterator[RenderJob]:
    """Plan the module, if any operation pages."""
    found, names = schemes(layout), page_names(layout)
    if not found:
        return
    pages = tuple(
        PageView(
            Code(names[scheme][0]),
            Code(names[scheme][1]),
            docstring(doc_of(paging), indent=4),
            plan_of(paging),
            *items_field(paging.items),
            tuple(attributes(scheme, paging, layout)),
        )
        for scheme, paging in {names[scheme][0]: (scheme, paging) for scheme, paging in found.items()}.values()
    )
    every = sorted({name for pair in names.values() for name in pair})
    bases = (base_of(name, every) for name in ("SyncPage", "AsyncPage"))
    view = PaginationModule(pages, tuple(literal(name) for name in every), VARIABLE, *bases)
    yield RenderJob("pagination.py.jinja", PurePosixPath("src", layout.package, "pagination.py"), view, SURFACE)


def base_of(name: str, pages: Collection[str]) -> Code:
    """A class of the runtime that pages derive from; where a scheme called `page` has its name, it gets another."""
    alias = f"Base{name}" if name in pages else ""
    return Code(alias or name, frozenset((Import(RUNTIME, name, alias=alias),)))


def doc_of(paging: Paging) -> str:
    """What a page class says about itself."""
    match paging:
        case CursorPaging():
            return "A page of a list whose next page is asked for by a cursor."
        case OffsetPaging():
            return "A page of a list that is walked by counting items."
        case PageNumberPaging():
            return "A page of a list that is walked by counting pages."
        case LinkPaging():
            return "A page of a list whose next page is named by the header `Link` (RFC 8288)."
        case UrlPaging():
            return "A page of a list whose next page is named by a URL in the answer."


def items_field(items: FieldPath) -> tuple[Code, Code]:
    """The field of the answer that holds the items; none where the answer is the list itself."""
    if len(items) == 0:
        return Code(""), Code("")
    if len(items) > 1:
        alias = ", ".join(literal(part).text for part in items)
        imports = frozenset(
            (Import("typing", "Annotated"), Import("pydantic", "Field"), Import("pydantic", "AliasPath"))
        )
        return Code("data"), Code(f"Annotated[list[T], Field(validation_alias=AliasPath({alias}))]", imports)
    (wire,) = items
    name = identifier(words_of(wire), RESERVED_FIELDS)
    if name == wire:
        return Code(name), Code("list[T]")
    imports = frozenset((Import("typing", "Annotated"), Import("pydantic", "Field")))
    return Code(name), Code(f"Annotated[list[T], Field(alias={literal(wire)})]", imports)


def attributes(scheme: str, paging: Paging, layout: Layout) -> Iterator[tuple[Code, Code]]:
    """The other fields of a page that settings name, with their annotations: any may be missing."""
    stated = next((item for item in layout.settings.pagination if item.scheme == scheme), None)
    for wire, kind in stated.fields.items() if stated is not None else ():
        if wire in paging.items:
            continue
        name = identifier(words_of(wire), RESERVED_FIELDS)
        type_ = f"{ATTRIBUTES.get(kind, 'object')} | None"
        if name == wire:
            yield Code(name), Code(type_)
        else:
            imports = frozenset((Import("typing", "Annotated"), Import("pydantic", "Field")))
            yield Code(name), Code(f"Annotated[{type_}, Field(alias={literal(wire)})]", imports)


def words_of(wire: str) -> tuple[str, ...]:
    """The words of a field of the wire."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", wire)) or ("items",)


def plan_of(paging: Paging) -> Code:
    """The plan that tells the runtime how to walk."""
    items = ("items", path(paging.items))
    match paging:
        case CursorPaging():
            return plan(
                "CursorPlan",
                items,
                ("parameter", text(paging.cursor_parameter)),
                ("next", path(paging.next)),
                ("next_header", text(paging.next_header)),
                ("more", path(paging.more)),
                ("item_key", text(paging.item_key)),
                ("before", text(paging.before_parameter)),
                ("previous", path(paging.previous)),
            )
        case OffsetPaging():
            return plan(
                "OffsetPlan",
                items,
                ("parameter", text(paging.offset_parameter)),
                ("limit", text(paging.limit_parameter)),
                ("total", path(paging.total)),
                ("total_header", text(paging.total_header)),
            )
        case PageNumberPaging():
            first = literal(paging.first) if paging.first != 1 else Code("")
            return plan(
                "PageNumberPlan",
                items,
                ("parameter", text(paging.page_parameter)),
                ("first", first),
                ("total_pages", path(paging.total_pages)),
            )
        case LinkPaging():
            return plan("LinkPlan", items)
        case UrlPaging():
            return plan("UrlPlan", items, ("next", path(paging.next)), ("previous", path(paging.previous)))


def plan(name: str, *arguments: tuple[str, Code]) -> Code:
    """A call of a plan class; empty arguments are left out."""
    given = ", ".join(f"{key}={value}" for key, value in arguments if value and (key == "items" or value.text != "()"))
    return Code(f"{name}({given})", frozenset((Import(RUNTIME, name),)))


def path(value: FieldPath) -> Code:
    """A field path as a tuple; empty for the root."""
    return Code(f"({', '.join(literal(part).text for part in value)}{',' if len(value) == 1 else ''})")


def text(value: str) -> Code:
    """A string, or nothing."""
    return literal(value) if value else Code("")
