"""Paging: as the settings state it, else as request and answer show it."""

from __future__ import annotations

from collections.abc import Iterator

from burnish.ir import (
    Declaration,
    DeclarationId,
    Field,
    JsonAnswer,
    JsonBody,
    Location,
    Operation,
    Paging,
    Type,
    Verb,
)
from burnish.settings import MethodSettings
from burnish.source import Obj

from ...canonical import CanonicalOperation
from ...naming import words
from ..codes import NO_SUCH_SCHEME, NOT_PAGINATED
from ..reading import entries, members
from ..scope import Scope, SettingsPlace
from .answers import Shapes
from .recognise import Call, recognise, recognise_cursor
from .schemes import Schemes, scheme_of, stated_paging
from .vocabulary import spell

__all__ = ["Pager", "scheme_of"]

READING = (Verb.GET, Verb.QUERY)


class Pager:
    """Decides for one operation after the other, and names the schemes as it meets them."""

    def __init__(self, scope: Scope, declarations: dict[DeclarationId, Declaration]) -> None:
        """Keep what all operations share."""
        self._scope = scope
        self._shapes = Shapes(declarations)
        self._stated = {item.scheme: item for item in scope.settings.pagination}
        self._schemes = Schemes(frozenset(self._stated))

    def page(self, item: CanonicalOperation, operation: Operation) -> Paging | None:
        """The paging of an operation; None if it has none."""
        chosen = item.chosen
        if chosen is not None and chosen.paginated is False:
            return None
        if chosen is not None and chosen.pagination:
            return self.wanted(chosen, operation)
        asked = chosen is not None and bool(chosen.paginated)
        stated = self._scope.settings.stated_only
        paging = self.fitting(operation, whatever_verb=asked or stated)
        if paging is None and not stated:
            paging = self.recognised(item, operation)
        if paging is None and chosen is not None and chosen.paginated:
            reason = "no paging is recognised in its parameters and answer"
            self._scope.report.add(NOT_PAGINATED, SettingsPlace(), operation=chosen.operation, reason=reason)
        return paging

    def wanted(self, chosen: MethodSettings, operation: Operation) -> Paging | None:
        """The scheme that the settings name for the operation."""
        scheme = self._stated.get(chosen.pagination)
        if scheme is None:
            self._scope.report.add(NO_SUCH_SCHEME, SettingsPlace(), scheme=chosen.pagination)
            return None
        answer = json_answer(operation)
        paging = stated_paging(scheme, answer, self.parameters(operation), self._shapes) if answer is not None else None
        if paging is None:
            reason = f"its parameters or answer do not fit [pagination.{scheme.scheme}]"
            self._scope.report.add(NOT_PAGINATED, SettingsPlace(), operation=chosen.operation, reason=reason)
        return paging

    def fitting(self, operation: Operation, *, whatever_verb: bool) -> Paging | None:
        """The first scheme of the settings that the operation fits; of operations that read, unless any may page."""
        answer = json_answer(operation)
        if answer is None or (operation.verb not in READING and not whatever_verb):
            return None
        names = self.parameters(operation)
        offers = (stated_paging(scheme, answer, names, self._shapes) for scheme in self._stated.values())
        return next((paging for paging in offers if paging is not None), None)

    def recognised(self, item: CanonicalOperation, operation: Operation) -> Paging | None:
        """The paging that request and answer show; of operations that read, and of searches that go on by a cursor."""
        answer = json_answer(operation)
        listing = self._shapes.listing(answer, noun_of(item.path)) if answer is not None else None
        if listing is None or operation.stream_parameter:
            return None
        queries = tuple(parameter for parameter in operation.parameters if parameter.location is Location.QUERY)
        call = Call((*queries, *self.body_fields(operation)), listing, tuple(headers_of(item.node)), self._shapes)
        if operation.verb in READING:
            paging = recognise(call)
        else:
            paging = recognise_cursor(call) if operation.verb == Verb.POST else None
        return self._schemes.named(paging) if paging is not None else None

    def parameters(self, operation: Operation) -> frozenset[str]:
        """The wire names of the parameters and of the body's properties."""
        names = {parameter.name.wire for parameter in operation.parameters}
        return frozenset(names | {field.name.wire for field in self.body_fields(operation)})

    def body_fields(self, operation: Operation) -> tuple[Field, ...]:
        """The properties of the JSON body: some searches page by them."""
        payload = operation.body.payloads[0] if operation.body is not None else None
        record = self._shapes.record(payload.type) if isinstance(payload, JsonBody) else None
        return record.fields if record is not None else ()


def json_answer(operation: Operation) -> Type | None:
    """The JSON that the first success answers with."""
    for response in operation.responses:
        if response.status.first // 100 == 2 and response.answers:
            answer = response.answers[0]
            return answer.type if isinstance(answer, JsonAnswer) else None
    return None


def headers_of(node: Obj) -> Iterator[str]:
    """The headers of the successful answers."""
    for status, response in members(node, "responses"):
        if status.startswith("2"):
            yield from entries(response, "headers")


def noun_of(path: str) -> str:
    """What the path calls its items: the last segment that is no variable."""
    segments = [segment for segment in path.partition("?")[0].split("/") if segment and "{" not in segment]
    return spell(segments[-1]) if segments and words(segments[-1]) else ""
