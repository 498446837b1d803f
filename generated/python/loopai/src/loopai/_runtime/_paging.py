# Copied from overlays/python/runtime/_paging.py; edit it there.
"""What sync and async pages share: the request of a page, the trail of a walk, and the page's own facts.

A page is a Pydantic model of the answer. The client makes the first one from a `PageRequest` and calls `page_bind`;
from then on the page asks its plan where the next page is and loads it through the client. Nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import GenericAlias
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast

from pydantic import AliasPath, ConfigDict, PrivateAttr

from ._absent import is_given
from ._decode import invalid
from ._exceptions import PaginationLoopError, RedirectError, SDKError
from ._models import BaseModel
from ._page_models import answer_class, load_page
from ._plans import (
    CursorPlan,
    FieldPath,
    LinkPlan,
    OffsetPlan,
    PageInfo,
    PageNumberPlan,
    Plan,
    UrlPlan,
    field_of,
    value_paths,
)
from ._urls import resolved

if TYPE_CHECKING:
    from ._endpoint import Endpoint
    from ._options import CallOptions

__all__ = ["MAX_EMPTY_PAGES", "BasePage", "PageRequest", "PageState"]

T = TypeVar("T")

MAX_EMPTY_PAGES = 1_000
"""Empty pages in a row that are walked over before a walk is given up as endless."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A call of a paginated operation, kept so that other pages can be asked for. Names are those of the API."""

    endpoint: Endpoint[Any]
    """The operation."""
    page_class: Any
    """The class of its pages, with the type of their items."""
    path: Mapping[str, object] | None = None
    """Path parameters."""
    query: Mapping[str, object] | None = None
    """Query parameters."""
    headers: Mapping[str, object] | None = None
    """Header parameters."""
    cookies: Mapping[str, object] | None = None
    """Cookie parameters."""
    body: object = None
    """The body."""
    options: CallOptions | None = None
    """What the caller changed for this call."""
    url: str = ""
    """The whole URL, of the same origin, in place of `path` and `query`; empty if the server gave none."""

    @classmethod
    def first(cls, endpoint: Endpoint[Any], page_class: Any, **arguments: Any) -> PageRequest:
        """The request of the first page: what the caller adds to query and body belongs to them, and may page too."""
        made = cls(endpoint, page_class, **arguments)
        options = made.options
        if options is None:
            return made
        query = {**(made.query or {}), **(options.query or {})}
        body = made.body if options.body is None else {**_fields(made.body), **_fields(options.body)}
        return replace(made, query=query, body=body, options=options._replace(query=None, body=None))

    @property
    def label(self) -> str:
        """The operation, as messages name it: verb and path template, no values."""
        return f"{self.endpoint.verb} {self.endpoint.path}"

    def argument(self, name: str) -> object:
        """Return a query parameter or body field that was sent; None when it was left out."""
        value = {**_fields(self.body), **(self.query or {})}.get(name)
        return value if is_given(value) else None

    def change(self, name: str, value: object) -> PageInfo:
        """Tell how to change one argument; it belongs to the body when the call names it there, else to the query."""
        if name in _fields(self.body) and not (self.query and name in self.query):
            return PageInfo(json={name: value})
        return PageInfo(params={name: value})

    def to(self, info: PageInfo, *, base: str) -> PageRequest:
        """Make the request of another page; `base` is the URL this page came from.

        Raises:
            RedirectError: the URL that the server gave is malformed or leads to another origin, where the credentials
                must not go.
        """
        other = replace(self, options=self.options and self.options._replace(idempotency_key=None))
        if info.url is not None:
            try:
                url = resolved(base, info.url)
            except ValueError as refusal:
                raise RedirectError(f"{self.label}: the URL of another page leads {refusal}") from None
            return replace(other, url=url, path=None, query=None)
        if info.json is not None:
            return replace(other, body=_changed(_fields(self.body), info.json))
        return replace(other, query=_changed(self.query or {}, info.params or {}))


@dataclass(slots=True)
class PageState:
    """What a page knows besides its content: where it came from, and the walk over pages that it is part of."""

    request: PageRequest
    """The request that it answers."""
    url: str
    """The URL that answered."""
    headers: Mapping[str, str]
    """The headers of the answer."""
    load: Callable[[PageRequest, PageState], Any]
    """Loads another page and binds it; a coroutine function on async clients."""
    position: int = 0
    """Its place in the walk, from 0."""
    empty_pages: int = 0
    """Empty pages in a row up to and with this one."""
    trail: dict[int, int] = field(default_factory=dict[int, int])
    """The position of each request in the walk, by its hash; all pages of the walk share it, to find loops."""
    began: PageRequest | None = None
    """The request of the caller's own call; None if this is it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> PageState:
        """Copies of a page ask the same client."""
        return self

    def after(self, walk: PageState) -> PageState:
        """This page as part of a walk that has come here."""
        return replace(
            self,
            position=walk.position,
            empty_pages=walk.empty_pages,
            trail=walk.trail,
            began=walk.began,
        )


class BasePage(BaseModel, Generic[T]):
    """What `SyncPage` and `AsyncPage` have in common.

    A subclass sets `_plan`, which says where the items are. It may declare fields of the answer; those it does not
    declare are there under their wire names. `data` is the list of items, whatever the wire calls it.
    """

    model_config = ConfigDict(ignored_types=(CursorPlan, OffsetPlan, PageNumberPlan, LinkPlan, UrlPlan))

    _plan: ClassVar[Plan] = LinkPlan()
    _answer: ClassVar[Any] = None
    _state: PageState | None = PrivateAttr(default=None)

    if TYPE_CHECKING:
        data: list[T]

        def __iter__(self) -> Any:
            """Sync pages walk over items; a model's own iterator gives pairs of names and values."""

    @classmethod
    def page_answer(cls) -> type[Self]:
        """The class that an answer is read as: this one, with the list of items as a typed field."""
        if cls.__dict__.get("_answer") is None:
            cls._answer = answer_class(cls, cls._plan.items or ("data",), cls._item_type(), value_paths(cls._plan))
        answer: type[Self] = cls._answer
        return answer

    @classmethod
    def page_parse(cls, raw: bytes, decode: Callable[[Any, bytes], Any], status: int | None = None) -> Self:
        """Make a page of an answer's body in one pass; `decode` reads JSON as a type.

        Raises:
            APIResponseValidationError: the answer is no page, also where lenient reading keeps such a value.
        """
        answer = cls.page_answer()
        if cls._plan.items:
            page: Any = decode(answer, raw)
            if isinstance(page, cls) and not page.data:
                page._complete()
        else:
            items = decode(GenericAlias(list, (cls._item_type(),)), raw)
            page = answer.model_construct(_fields_set={"data"}, data=items)
        if not isinstance(page, cls) or not isinstance(cast("object", page.data), list):
            where = f"at `{'.'.join(cls._plan.items)}`" if cls._plan.items else "as the whole"
            raise invalid(raw, f"there is no list {where}", status)
        return page

    def _complete(self) -> None:
        """A list that is absent or null is an empty one: some servers leave out what is empty."""
        for name, info in type(self).model_fields.items():
            is_list = name == "data" or (info.alias or name,) == self._plan.items
            if is_list and getattr(self, name) is None:
                setattr(self, name, [])

    @classmethod
    def _item_type(cls) -> Any:
        arguments = cls.__pydantic_generic_metadata__["args"]
        return arguments[0] if arguments else Any

    def page_bind(self, state: PageState) -> None:
        """Tie the page to its request. Called by the client once, before the caller sees the page."""
        state.empty_pages = 0 if self.data else state.empty_pages + 1
        self._state = state

    def has_next_page(self) -> bool:
        """Whether the answer tells of a page after this one (for lists that are counted: whether there may be one)."""
        return self._state is not None and self.next_page_info() is not None

    def has_previous_page(self) -> bool:
        """Whether the answer tells of a page before this one."""
        return self._state is not None and self.previous_page_info() is not None

    def next_page_info(self) -> PageInfo | None:
        """Tell what the request of the next page changes; None after the last page."""
        return self._plan.next_page(self)

    def previous_page_info(self) -> PageInfo | None:
        """Tell what the request of the previous page changes; None where there is none."""
        return self._plan.previous_page(self)

    def page_items(self) -> Sequence[object]:
        """The items, for the plan."""
        return self.data

    def page_value(self, path: FieldPath) -> object:
        """A value of the answer by its wire path, for the plan."""
        for name, info in type(self).model_fields.items():
            alias = info.validation_alias
            if isinstance(alias, AliasPath) and tuple(alias.path) == path:
                return getattr(self, name)
        value: object = self
        for name in path:
            value = field_of(value, name)
        return value

    def page_header(self, name: str) -> str | None:
        """A header of the answer, for the plan."""
        headers = self._bound().headers
        value = headers.get(name)
        if value is not None:
            return value
        return next((value for key, value in headers.items() if key.lower() == name.lower()), None)

    def page_argument(self, name: str) -> object:
        """An argument of the request, for the plan."""
        return self._bound().request.argument(name)

    def page_began_with(self, name: str) -> object:
        """An argument of the caller's own call, for the plan."""
        state = self._bound()
        return (state.began or state.request).argument(name)

    def page_change(self, name: str, value: object) -> PageInfo:
        """The request with one argument changed, for the plan."""
        return self._bound().request.change(name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the answer alone: a page that is loaded again has no client to ask for others."""
        generated = next(class_ for class_ in type(self).__mro__ if "_plan" in class_.__dict__)
        state = {**self.__getstate__(), "__pydantic_private__": {"_state": None}}
        return load_page, (generated, self._item_type(), state)

    def _bound(self) -> PageState:
        if self._state is None:
            raise SDKError("this page did not come from a client; it cannot ask for other pages")
        return self._state

    def _step_forward(self) -> tuple[PageRequest, PageState]:
        """Make the request of the next page and the state of the walk there.

        Raises `PaginationLoopError` when the walk was there before, or has met too many empty pages.
        """
        state = self._bound()
        info = self.next_page_info()
        if info is None:
            raise SDKError("this is the last page: ask `has_next_page()` first")
        request = state.request.to(info, base=state.url)
        position = state.position + 1
        if state.empty_pages >= MAX_EMPTY_PAGES:
            raise PaginationLoopError(f"{request.label}: {MAX_EMPTY_PAGES} empty pages in a row, and still a next one")
        state.trail.setdefault(_place(state.request), state.position)
        if state.trail.setdefault(_place(request), position) < position:
            moved = ", ".join(f"`{name}`" for name in info.params or info.json or ("url",))
            raise PaginationLoopError(
                f"{request.label}: the server leads in a circle; {moved} of the next page is one that this walk was at"
            )
        return request, replace(state, request=request, position=position, began=state.began or state.request)

    def _step_back(self) -> tuple[PageRequest, PageState]:
        """Make the request of the page before this one, where another walk begins."""
        info = self.previous_page_info()
        if info is None:
            raise SDKError("there is no page before this one: ask `has_previous_page()` first")
        return self._jump(info)

    def _jump(self, info: PageInfo) -> tuple[PageRequest, PageState]:
        """Make the request of any page of the list, where another walk begins."""
        state = self._bound()
        request = state.request.to(info, base=state.url)
        return request, replace(state, request=request, began=state.began or state.request, trail={}, empty_pages=0)


def _fields(body: object) -> Mapping[str, object]:
    """The fields of a body; none when it is no object."""
    return cast("Mapping[str, object]", body) if isinstance(body, Mapping) else {}


def _changed(fields: Mapping[str, object], changes: Mapping[str, object]) -> Mapping[str, object]:
    """Fields with changes: a change to None takes a field away."""
    return {name: value for name, value in {**fields, **changes}.items() if value is not None or name not in changes}


def _place(request: PageRequest) -> int:
    """Name a place in few bytes, so that the trail of a million pages stays small."""
    return hash(request.url or repr((request.query, request.body)))
