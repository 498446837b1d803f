"""Webhooks: the union of what the API sends, which the client's receiver reads deliveries as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.ir import Webhook

from .annotate import Annotator, told_apart, union
from .layout import Layout
from .spelling import docstring

__all__ = ["WebhooksModule", "event_name", "plan_webhooks", "reads_events", "receiver_name"]

ATTRIBUTE = "webhooks"
EVENT_NAMES = ("WebhookEvent", "WebhookDelivery", "AnyWebhookEvent", "AnyWebhookDelivery")
SURFACE = Surface(calls=frozenset(("Tagged",)), imports=frozenset(("TypeAlias",)))


class WebhooksModule(Struct, frozen=True):
    """`webhooks.py`."""

    name: Code
    event: Code
    doc: Code


def receiver_name(layout: Layout) -> str:
    """The attribute of the client that reads deliveries; empty where the API sends none."""
    if not layout.api.webhooks or reads_events(layout):
        return ""
    taken = {child.attribute for child in layout.resources}
    return "webhook_events" if ATTRIBUTE in taken else ATTRIBUTE


def reads_events(layout: Layout) -> bool:
    """Whether methods of resources read deliveries, and not a receiver of the client."""
    return any(layout.events_of(item.path) for item in layout.every_resource)


def event_name(layout: Layout) -> str:
    """The name of the union; the description's own classes keep theirs."""
    taken = {place.name for place in layout.places.values()}
    free = (name for name in EVENT_NAMES if name not in taken)
    return next(free, f"{max(taken, key=len)}Event")  # longer than every other, so it is none of them


def plan_webhooks(layout: Layout) -> Iterator[RenderJob]:
    """Plan the module, if the API sends anything."""
    hooks = layout.api.webhooks
    if not hooks or reads_events(layout):
        return
    spell = Annotator(layout, arguments=False)
    tagged = tagged_event(layout, spell)
    event = union(spell(hook.type) for hook in hooks) if tagged is None else tagged
    alias = Code(event.text, event.imports | {Import("typing", "TypeAlias")})
    about = "\n".join(["What a delivery can be:", "", *(told(hook) for hook in hooks)])
    if tagged is not None:
        about += "\n\nAn event of a kind that is not among these is given as a dict: the API may send more of them."
    view = WebhooksModule(Code(event_name(layout)), alias, docstring(about, indent=0))
    yield RenderJob("webhooks.py.jinja", PurePosixPath("src", layout.package, "webhooks.py"), view, SURFACE)


def tagged_event(layout: Layout, spell: Annotator) -> Code | None:
    """The union of all events, told apart by a property; None where the description has none for that."""
    hooks = layout.api.webhooks
    variants = {variant.type: variant.tags for hook in hooks for variant in hook.variants}
    pieces = [spell(type_) for type_ in variants]
    distinct = len({piece.text for piece in pieces}) == len(pieces) > 1
    if not distinct or not all(map(layout.record, variants)):
        return None
    return told_apart(union(pieces), hooks[0].selector, variants.values())


def told(hook: Webhook) -> str:
    """One line about an event."""
    about = " ".join((hook.docs.summary or hook.docs.description.split("\n\n")[0]).split())
    name = " ".join(hook.name.wire.split()).replace("`", "'")
    return f"- `{name}`: {about}" if about else f"- `{name}`"
