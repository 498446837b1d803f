"""Operations: one method of the SDK each, in a tree of resources."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from burnish.ir import (
    Body,
    Declaration,
    DeclarationId,
    Deprecation,
    Docs,
    Form,
    JsonBody,
    Multipart,
    Name,
    Operation,
    Record,
    Ref,
    Resource,
    SecurityScheme,
    Verb,
)
from burnish.source import Obj

from ..canonical import CanonicalOperation
from ..naming import words
from .auth import Security, is_stated, lower_security
from .bodies import lower_body
from .codes import UNSUPPORTED_VERB
from .docs import docs_of
from .parameters import lower_parameters
from .reading import elements, text
from .responses import lower_responses
from .scope import Scope
from .servers import Servers
from .streaming import hints_of, stream_parameter, with_streams, without_streams
from .unwrapping import Unwrapped, unwrapped
from .websockets import lower_websocket

__all__ = ["Context", "lower_operation", "resource_tree"]

VERBS = frozenset(Verb)
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
# RFC 9110, section 9.2.2: repeating such a request means the same as sending it once.
IDEMPOTENT = frozenset((Verb.GET, Verb.HEAD, Verb.OPTIONS, Verb.TRACE, Verb.PUT, Verb.DELETE, Verb.QUERY))


class Context(Struct, frozen=True):
    """What all operations share."""

    scope: Scope
    servers: Servers
    schemes: tuple[SecurityScheme, ...]
    security: Security
    declarations: dict[DeclarationId, Declaration]


def lower_operation(item: CanonicalOperation, context: Context) -> Operation | None:
    """One operation, without its paging; None if its HTTP method cannot be sent."""
    scope, node = context.scope, item.node
    verb = sent(item.verb)
    if not TOKEN.fullmatch(verb):
        scope.unsupported(UNSUPPORTED_VERB, item.origin, f"{item.verb} {item.path}")
        return None
    chosen = item.chosen
    body = lower_body(node, chosen.body if chosen is not None else "", scope)
    parameters = lower_parameters(node, scope)
    answers = answers_of(item, context)
    return Operation(
        name=Name(text(node, "operationId") or "_".join(item.method), item.method),
        id=item.id,
        verb=verb,
        path=item.path,
        origin=item.origin,
        parameters=parameters,
        body=body,
        responses=answers.responses,
        security=lower_security(node, scope, context.schemes) if is_stated(node, scope) else context.security,
        stream_parameter=stream_parameter(item.chosen, body, answers.responses, scope),
        idempotent=verb in IDEMPOTENT if chosen is None or chosen.idempotent is None else chosen.idempotent,
        timeout_s=chosen.timeout if chosen is not None else None,
        server=context.servers.of_operation(node),
        docs=operation_docs(node, chosen.deprecated if chosen is not None else ""),
        declared=declared_body(body, context),
        body_name=chosen.body_name if chosen is not None else "",
        answer_statuses=chosen.answers if chosen is not None else (),
        positional=chosen.positional if chosen is not None else None,
        unwrap=answers.path,
        wrapper=answers.wrapper,
        websocket=lower_websocket(node, scope),
    )


def sent(verb: str) -> str:
    """An HTTP method as it is sent; path items have those of the standard in lower case."""
    return verb.upper() if verb.upper() in VERBS else verb


def answers_of(item: CanonicalOperation, context: Context) -> Unwrapped:
    """The responses as the settings want them: with streams, and what stands in a field instead of the whole."""
    scope, chosen = context.scope, item.chosen
    hints = hints_of(item.node, scope)
    responses = lower_responses(item.node, hints, scope)
    if chosen is not None and chosen.streams:
        responses = with_streams(responses, chosen, hints, context.declarations, scope)
    elif scope.settings.stated_only:
        responses = without_streams(responses)
    return unwrapped(responses, chosen, context.declarations, scope)


def operation_docs(node: Obj, deprecated: str) -> Docs:
    """The docs of an operation; its title is its summary. `deprecated` is what the settings say of it."""
    docs = docs_of(node)
    if deprecated:
        docs = replace(docs, deprecated=Deprecation(deprecated))
    return replace(docs, summary="") if docs.summary == docs.description else docs


def declared_body(body: Body | None, context: Context) -> DeclarationId | None:
    """The record whose properties are the arguments of the operation."""
    payload = body.payloads[0] if body is not None else None
    type_ = payload.type if isinstance(payload, JsonBody | Form | Multipart) else None
    if not isinstance(type_, Ref):
        return None
    return type_.target if isinstance(context.declarations.get(type_.target), Record) else None


class Branch(Struct):
    """A resource while its tree is put together."""

    operations: list[Operation] = field(default_factory=list[Operation])
    children: dict[tuple[str, ...], Branch] = field(default_factory=dict[tuple[str, ...], "Branch"])


def resource_tree(placed: list[tuple[CanonicalOperation, Operation]], scope: Scope) -> Resource:
    """The tree of resources, each in the order in which the description first needs it."""
    root = Branch()
    for item, operation in placed:
        branch = root
        for level in item.resource:
            branch = branch.children.setdefault(level, Branch())
        branch.operations.append(operation)
    return grown((), root, tag_docs(scope))


def grown(level: tuple[str, ...], branch: Branch, docs: dict[tuple[str, ...], Docs]) -> Resource:
    """A branch as a resource; the tree is as deep as names are long, which is seldom more than four."""
    children = tuple(grown(name, child, docs) for name, child in branch.children.items())
    return Resource(Name("_".join(level), level), tuple(branch.operations), children, docs.get(level, Docs()))


def tag_docs(scope: Scope) -> dict[tuple[str, ...], Docs]:
    """What the tags say, by the words of their names."""
    found: dict[tuple[str, ...], Docs] = {}
    for tag in elements(scope.canonical.document.get("tags")):
        found.setdefault(words(text(tag, "name"), scope.settings.acronyms), docs_of(tag))
    return found
