"""Paging: lists that come in pages, recognised only where request and answer agree, or set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from string import ascii_lowercase

from burnish.ir import (
    Anything,
    CursorPaging,
    FieldPath,
    JsonAnswer,
    JsonBody,
    LinkPaging,
    ListOf,
    Location,
    OffsetPaging,
    Operation,
    PageNumberPaging,
    Paging,
    Record,
    Required,
    Type,
    UrlPaging,
    Verb,
)
from burnish.settings import MethodSettings, PaginationSettings
from burnish.source import Obj

from ..naming import words
from .codes import UNKNOWN_PAGINATION
from .scope import Scope

__all__ = ["paging_of", "unique_schemes"]

CURSORS = ("cursor", "after", "starting_after", "page_token", "pageToken", "next_token", "nextToken", "continuation_token",
           "continuationToken", "next_cursor", "nextCursor", "page_cursor", "pageCursor", "start_cursor", "marker", "after_id")  # fmt: skip
NEXT_WORDS = ("next", "token", "cursor", "after", "marker")
LIMITS = ("limit", "per_page", "perPage", "page_size", "pageSize", "size", "count", "max_results", "maxResults", "first",
          "page[size]", "page_limit", "take", "top")  # fmt: skip
OFFSETS = ("offset", "skip", "start", "start_index", "startIndex", "page[offset]")
PAGES = ("page", "page_number", "pageNumber", "page_no", "pageNo", "page[number]", "current_page")
ITEMS = ("data", "items", "results", "values", "entries", "records", "objects", "list", "content")
MORES = ("has_more", "hasMore", "has_next", "hasNext", "has_next_page", "hasNextPage", "more")
TOTALS = ("total", "total_count", "totalCount", "count", "total_items", "totalItems", "total_results")
TOTAL_PAGES = ("total_pages", "totalPages", "page_count", "pageCount", "num_pages", "pages", "last_page")
TOTAL_HEADERS = ("x-total-count", "x-total", "total-count")
WRAPPERS = (
    "pagination",
    "paging",
    "meta",
    "metadata",
    "page_info",
    "pageInfo",
    "response_metadata",
    "page",
    "links",
    "_links",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What recognition looks at: query parameters, the answer, its list of items, its scalar fields."""

    parameters: tuple[str, ...]
    body_fields: tuple[str, ...]
    item: Type
    items: FieldPath
    fields: tuple[FieldPath, ...]
    headers: tuple[str, ...]

    def parameter(self, names: tuple[str, ...]) -> str:
        """The first of `names` that the request has, in the query or in a JSON body."""
        return next((name for name in names if name in self.parameters or name in self.body_fields), "")

    def field(self, names: tuple[str, ...]) -> FieldPath:
        """The first field of the answer with one of the names."""
        return next((path for name in names for path in self.fields if path[-1] == name), ())


def paging_of(operation: Operation, node: Obj, method: MethodSettings | None, scope: Scope) -> Paging | None:
    """The paging of an operation: what the settings say, else what is recognised beyond doubt."""
    if method is not None and method.paginated is False:
        return None
    shape = shape_of(operation, node, scope)
    if method is not None and method.pagination:
        chosen = [s for s in scope.settings.pagination if s.scheme == method.pagination]
        if not chosen:
            scope.types.report.add(UNKNOWN_PAGINATION, operation.origin, name=method.pagination)
            return None
        return from_settings(chosen[0], shape or loose_shape(operation, chosen[0], scope))
    if shape is None or operation.verb not in (Verb.GET, Verb.POST, Verb.QUERY):
        return None
    for scheme in scope.settings.pagination:
        if matches(scheme, shape):
            return from_settings(scheme, shape)
    return recognise(shape, operation)


def shape_of(operation: Operation, node: Obj, scope: Scope) -> Shape | None:
    """What an operation takes and answers, if it answers with one list."""
    answer = success_type(operation)
    if answer is None:
        return None
    listed = items_of(answer, scope)
    if listed is None:
        return None
    items, item = listed
    queries = tuple(p.name.wire for p in operation.parameters if p.location is Location.QUERY)
    return Shape(
        queries, body_fields(operation, scope), item, items, tuple(scalar_paths(answer, scope)), headers_of(node)
    )


def loose_shape(operation: Operation, scheme: PaginationSettings, scope: Scope) -> Shape | None:
    """The shape for a scheme that was set by hand, whose items stand where the settings say."""
    answer = success_type(operation)
    if answer is None:
        return None
    items = dotted(scheme.items)
    found: Type = answer
    for name in items:
        field = scope.field(found, name)
        if field is None:
            return None
        found = field.type
    listed = scope.resolved(found)
    if not isinstance(listed, ListOf):
        return None
    queries = tuple(p.name.wire for p in operation.parameters if p.location is Location.QUERY)
    return Shape(queries, body_fields(operation, scope), listed.item, items, (), ())


def success_type(operation: Operation) -> Type | None:
    """The type of the JSON body of the first success."""
    for response in sorted(operation.responses, key=lambda r: r.status):
        if 200 <= response.status.first < 300 or response.status.last == 999:
            return next((answer.type for answer in response.answers if isinstance(answer, JsonAnswer)), None)
    return None


def items_of(type_: Type, scope: Scope) -> tuple[FieldPath, Type] | None:
    """Where the items stand and what they are: the answer itself, a conventional field, or the only list of objects."""
    resolved = scope.resolved(type_)
    if isinstance(resolved, ListOf):
        return (), resolved.item
    record = scope.declaration(type_)
    if not isinstance(record, Record):
        return None
    lists = {f.name.wire: r for f in record.fields if isinstance(r := scope.resolved(f.type), ListOf)}
    for name in ITEMS:
        if name in lists:
            return (name,), lists[name].item
    objects = {name: found for name, found in lists.items() if scope.declaration(found.item) is not None}
    if len(objects) == 1:
        name, found = next(iter(objects.items()))
        return (name,), found.item
    return None


def scalar_paths(type_: Type, scope: Scope) -> Iterator[FieldPath]:
    """The paths of fields that are no containers, inside well-known wrappers too."""
    record = scope.declaration(type_)
    for field in record.fields if isinstance(record, Record) else ():
        if field.name.wire in WRAPPERS and isinstance(inner := scope.declaration(field.type), Record):
            for nested in inner.fields:
                yield (field.name.wire, nested.name.wire)
        elif not isinstance(scope.resolved(field.type), ListOf):
            yield (field.name.wire,)


def body_fields(operation: Operation, scope: Scope) -> tuple[str, ...]:
    """The properties of a JSON body: some searches page by them."""
    if operation.verb is Verb.GET or operation.body is None:
        return ()
    payload = operation.body.payloads[0]
    record = scope.declaration(payload.type) if isinstance(payload, JsonBody) else None
    return tuple(field.name.wire for field in record.fields) if isinstance(record, Record) else ()


def headers_of(node: Obj) -> tuple[str, ...]:
    """The headers that successes declare, in lower case."""
    found: list[str] = []
    responses = node.get("responses")
    for status, response in responses.items() if isinstance(responses, Obj) else ():
        headers = response.get("headers") if isinstance(response, Obj) and status.startswith("2") else None
        found += [name for name in headers] if isinstance(headers, Obj) else []
    return tuple(found)


def recognise(shape: Shape, operation: Operation) -> Paging | None:
    """Paging that both sides of an operation agree on."""
    required = {p.name.wire for p in operation.parameters if isinstance(p.presence, Required)}
    limit = shape.parameter(LIMITS)
    cursor = shape.parameter(CURSORS)
    if cursor and cursor not in required and (paging := cursor_paging(shape, cursor, limit)):
        return paging
    offset = shape.parameter(OFFSETS)
    if offset and limit and offset not in required:
        header = next((name for name in shape.headers if name.lower() in TOTAL_HEADERS), "")
        return OffsetPaging("offset_page", shape.item, shape.items, offset, limit, shape.field(TOTALS), header)
    if any(name.lower() == "link" for name in shape.headers):
        return LinkPaging("link_page", shape.item, shape.items)
    page = shape.parameter(PAGES)
    if page and page not in required and (limit or shape.field(TOTAL_PAGES)):
        return PageNumberPaging("page_number_page", shape.item, shape.items, page, 1, limit, shape.field(TOTAL_PAGES))
    return None


def cursor_paging(shape: Shape, cursor: str, limit: str) -> CursorPaging | None:
    """Cursor paging, if the answer says where the next page begins."""
    more = shape.field(MORES)
    for path in shape.fields:
        last = path[-1].lower()
        if last == cursor.lower() or (
            any(word in last for word in NEXT_WORDS) and path != more and "prev" not in last and "has" not in last
        ):
            return CursorPaging("cursor_page", shape.item, shape.items, cursor, path, more, "", limit)
    if more and cursor in ("after", "starting_after", "after_id") and shape.items:
        return CursorPaging("item_cursor_page", shape.item, shape.items, cursor, (), more, "id", limit)
    return None


def matches(scheme: PaginationSettings, shape: Shape) -> bool:
    """Whether an operation has everything that a scheme of the settings names."""
    if scheme.parameter and scheme.parameter not in (*shape.parameters, *shape.body_fields):
        return False
    if dotted(scheme.items) != shape.items:
        return False
    paths = [dotted(path) for path in (scheme.next, scheme.more, scheme.total) if path]
    return bool(scheme.parameter or scheme.type in ("link", "url")) and all(path in shape.fields for path in paths)


def from_settings(scheme: PaginationSettings, shape: Shape | None) -> Paging | None:
    """A scheme of the settings, for one operation."""
    if shape is None:
        return None
    items, name = dotted(scheme.items), f"{scheme.scheme.removesuffix('_page')}_page"
    match scheme.type:
        case "offset":
            return OffsetPaging(
                name,
                shape.item,
                items,
                scheme.parameter,
                scheme.limit_parameter,
                dotted(scheme.total),
                scheme.total_header,
            )
        case "page":
            return PageNumberPaging(
                name, shape.item, items, scheme.parameter, scheme.first, scheme.limit_parameter, dotted(scheme.total)
            )
        case "link":
            return LinkPaging(name, shape.item, items)
        case "url":
            return UrlPaging(name, shape.item, items, dotted(scheme.next))
        case _:
            return CursorPaging(
                name, shape.item, items, scheme.parameter, dotted(scheme.next), dotted(scheme.more), scheme.item_key,
                scheme.limit_parameter,
            )  # fmt: skip


def dotted(path: str) -> FieldPath:
    """A field path of the settings."""
    return tuple(part for part in path.split(".") if part)


def unique_schemes(operations: list[Operation]) -> list[Operation]:
    """Give distinct page shapes distinct names: those that differ from the first of their name are told apart."""
    names: dict[object, str] = {}
    result: list[Operation] = []
    for operation in operations:
        paging = operation.paging
        if paging is not None:
            key = replace(paging, item=Anything())
            if key not in names:
                names[key] = distinct(paging, set(names.values()))
            operation = replace(operation, paging=replace(paging, scheme=names[key]))
        result.append(operation)
    return result


def distinct(paging: Paging, taken: set[str]) -> str:
    """A name that no other shape has: with the field that holds the items, and after that with letters."""
    base = paging.scheme.removesuffix("_page")
    field = "_".join(words(paging.items[-1])) if paging.items else "list"
    letters = (f"{field}_{base}_{letter}_page" for letter in ascii_lowercase)
    wide = (f"{field}_{base}_{one}{two}_page" for one in ascii_lowercase for two in ascii_lowercase)
    return next(name for name in chain((paging.scheme, f"{field}_{base}_page"), letters, wide) if name not in taken)
