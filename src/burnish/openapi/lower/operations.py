"""Operations, and the tree of resources they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from burnish.ir import (
    Body,
    DeclarationId,
    Docs,
    EventStream,
    JsonAnswer,
    JsonBody,
    Name,
    Operation,
    Record,
    Ref,
    Resource,
    Response,
    Scalar,
    ScalarKind,
    SecurityScheme,
    Type,
    Verb,
)
from burnish.openapi.canonical import Canonical, CanonicalOperation
from burnish.settings import MethodSettings
from burnish.source import Arr, Obj

from .auth import lower_security
from .bodies import lower_body, lower_responses
from .paging import paging_of, unique_schemes
from .parameters import lower_parameters
from .scope import Scope
from .types import docs_of, text_of

__all__ = ["lower_operations", "resource_tree"]

Words = tuple[str, ...]


def lower_operations(canonical: Canonical, scope: Scope, schemes: tuple[SecurityScheme, ...]) -> tuple[Operation, ...]:
    """Lower every operation, in the order of the description."""
    methods = method_settings(scope)
    found = [lower_operation(item, methods.get(item.id) or methods.get(f"{item.verb} {item.path}"), scope, schemes)
             for item in canonical.operations]  # fmt: skip
    return tuple(unique_schemes(found))


def method_settings(scope: Scope) -> dict[str, MethodSettings]:
    """The settings of methods, by the operation they name."""
    return {method.operation: method for resource in scope.settings.resources for method in resource.methods}


def lower_operation(
    item: CanonicalOperation, method: MethodSettings | None, scope: Scope, schemes: tuple[SecurityScheme, ...]
) -> Operation:
    """Lower one operation."""
    node = item.node
    body = lower_body(node, scope)
    responses = lower_responses(node, scope)
    verb = Verb(item.verb.upper())
    operation = Operation(
        name=Name(item.id, item.method),
        id=item.id,
        verb=verb,
        path=item.path,
        origin=item.origin,
        parameters=lower_parameters(node, scope.types),
        body=body,
        responses=responses,
        security=lower_security(node.get("security"), schemes),
        stream_parameter=stream_parameter(body, responses, scope),
        idempotent=bool(method and method.idempotent) or node.get("x-idempotent") is True,
        timeout_s=method.timeout if method else None,
        docs=docs_of(node),
        declared=declared_body(body, scope),
    )
    return replace(operation, paging=paging_of(operation, node, method, scope))


def declared_body(body: Body | None, scope: Scope) -> DeclarationId | None:
    """The record whose properties are the body's arguments."""
    type_: Type | None = getattr(body.payloads[0], "type", None) if body else None
    record = scope.declaration(type_) if isinstance(type_, Ref) else None
    return record.id if isinstance(record, Record) else None


def stream_parameter(body: Body | None, responses: Sequence[Response], scope: Scope) -> str:
    """The boolean body property that chooses between a JSON answer and an event stream."""
    kinds = {type(answer) for response in responses if response.status.first // 100 == 2 for answer in response.answers}
    wanted = scope.settings.streaming.parameter
    if not {JsonAnswer, EventStream} <= kinds or body is None or not isinstance(body.payloads[0], JsonBody):
        return ""
    field_ = scope.field(body.payloads[0].type, wanted)
    resolved = scope.resolved(field_.type) if field_ else None
    return wanted if isinstance(resolved, Scalar) and resolved.kind is ScalarKind.BOOLEAN else ""


@dataclass(slots=True)
class Branch:
    """A resource while the tree grows."""

    words: Words
    operations: list[Operation] = field(default_factory=list[Operation])
    children: dict[Words, Branch] = field(default_factory=dict[Words, "Branch"])

    def grown(self, docs: dict[Words, Docs]) -> Resource:
        """The finished resource."""
        return Resource(
            name=Name("_".join(self.words), self.words),
            operations=tuple(self.operations),
            children=tuple(child.grown(docs) for child in self.children.values()),
            docs=docs.get(self.words, Docs()),
        )


def resource_tree(canonical: Canonical, operations: Sequence[Operation], scope: Scope) -> Resource:
    """The tree of resources; the root is the client."""
    root = Branch(())
    for item, operation in zip(canonical.operations, operations, strict=True):
        branch = root
        for level in item.resource:
            branch = branch.children.setdefault(level, Branch(level))
        branch.operations.append(operation)
    return root.grown(tag_docs(canonical.document, scope))


def tag_docs(document: Obj, scope: Scope) -> dict[Words, Docs]:
    """What the description says about its tags, by their words."""
    tags = document.get("tags")
    return {
        scope.types.name(text_of(tag.get("name"))).words: Docs(description=text_of(tag.get("description")))
        for tag in (tags if isinstance(tags, Arr) else ())
        if isinstance(tag, Obj)
    }
