"""Webhooks: the events that the API sends, with the type of their body."""

from __future__ import annotations

from msgspec.structs import replace

from burnish.ir import AnyOf, Anything, Type, Webhook
from burnish.source import Obj

from .choices import constants, implied
from .docs import docs_of
from .media import Media, media_of
from .reading import member, members
from .scope import Scope
from .types import lower_type, without_files

__all__ = ["lower_webhooks"]


def lower_webhooks(scope: Scope) -> tuple[Webhook, ...]:
    """The webhooks and callbacks of the description, and what tells them apart."""
    hooks = tuple(
        Webhook(scope.name(item.name), event_type(item.node, scope), item.origin, docs_of(item.node))
        for item in scope.canonical.webhooks
    )
    found = implied(tuple(dict.fromkeys(kind for hook in hooks for kind in kinds_of(hook.type))), scope, constants)
    if found is None:
        return hooks
    selector, variants = found
    by_type = {variant.type: variant for variant in variants}
    return tuple(
        replace(hook, selector=selector, variants=tuple(by_type[kind] for kind in kinds_of(hook.type)))
        for hook in hooks
    )


def kinds_of(type_: Type) -> tuple[Type, ...]:
    """What an event may be: the alternatives of a union that has no name."""
    return type_.variants if isinstance(type_, AnyOf) else (type_,)


def event_type(node: Obj, scope: Scope) -> Type:
    """The type of an event: the JSON body of the request, or that of a form, which carries the same properties."""
    contents = list(members(member(node, "requestBody"), "content"))
    for wanted in (Media.JSON, Media.FORM):
        for content_type, media in contents:
            if media_of(content_type) is wanted and "schema" in media:
                return without_files(lower_type(media["schema"], scope))
    return Anything()
