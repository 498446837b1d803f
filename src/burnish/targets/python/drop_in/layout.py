"""The layout: which module and class everything becomes, as Stainless has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec.structs import replace

from burnish.ir import (
    Api,
    DeclarationId,
    Name,
    Record,
    Ref,
    Resource,
    answer_types,
    called,
    declared_types,
    walk,
    walk_operations,
)
from burnish.settings import ResourceSettings, Settings, UnwrapSettings

from ..layout import Layout, Place
from ..spelling import module_name
from .calls import Calls
from .expand import Expansion, identity
from .names import Home, Speller
from .variants import COMPONENTS

__all__ = ["DropInLayout"]


class DropInLayout(Layout):
    """Names and modules of an SDK that takes the place of one of Stainless.

    The model it shows is an expanded one: every module has declarations of its own for the schemas that it uses.
    """

    def __init__(self, api: Api, settings: Settings) -> None:
        """Expand the types of all operations."""
        self._standalone = frozenset(item.path for item in settings.resources if item.standalone)
        packages = ("shared", "shared_params", *folders(api.root, ()), *self._standalone)
        self._speller = Speller(settings.casings, frozenset(packages), self._standalone)
        self._expansion = Expansion(
            api, self._speller, homes(api, settings, self._speller), not settings.compat.keep_order
        )
        calls = Calls(self._expansion)
        receiving = [item for item in settings.resources if item.unwraps]
        root = calls.resource(with_places(api.root, [tuple(item.path.split(".")) for item in receiving]), ())
        webhooks = tuple(
            replace(
                hook, type=calls.answered(hook.type, self._speller.home("", (*hook.name.words, "webhook", "event")))
            )
            for hook in api.webhooks
        )
        self._events = {item.path: tuple(events(item, api, calls)) for item in receiving}
        self._expansion.settle()
        super().__init__(
            replace(api, root=root, webhooks=webhooks, declarations=self._expansion.declarations), settings
        )

    @cached_property
    def links(self) -> dict[DeclarationId, tuple[DeclarationId, ...]]:
        """The declarations each declaration refers to directly, the class that it extends among them."""
        return {
            id_: (*item.bases, *refs) if isinstance(item := self.api.declarations[id_], Record) else refs
            for id_, refs in super().links.items()
        }

    @cached_property
    def places(self) -> dict[DeclarationId, Place]:
        """Module and class names of every declaration."""
        return self._expansion.places

    @cached_property
    def modules(self) -> dict[str, list[DeclarationId]]:
        """The type modules, sorted."""
        return dict(sorted(self._expansion.modules.items()))

    @cached_property
    def params(self) -> frozenset[DeclarationId]:
        """What is a TypedDict."""
        return frozenset(self._expansion.arguments)

    def has_model(self, id_: DeclarationId) -> bool:
        """Whether answers have a declaration: each stands on one side only."""
        return id_ not in self._expansion.arguments

    def events_of(self, path: tuple[str, ...]) -> tuple[tuple[UnwrapSettings, Ref], ...]:
        """The methods of a resource that read deliveries of webhooks, and the union of what they read."""
        return self._events.get(".".join(path), ())

    def shape_name(self, id_: DeclarationId) -> str:
        """The id, as modules have classes of the same name."""
        return str(id_)

    @cached_property
    def indexes(self) -> dict[str, list[tuple[str, str]]]:
        """The names that packages of types export, by folder; what is shared also stands at the top."""
        found: dict[str, list[tuple[str, str]]] = {"": []}
        for place in self.places.values():
            folder = ".".join(place.module.split(".")[2:-1])
            if place.inner:
                continue
            found.setdefault(folder, []).append((place.name, place.module))
            if folder == "shared":
                found[""].append((place.name, place.module))
        for item in self.every_resource:
            if item.children:
                found.setdefault(".".join(item.path), [])
        return {folder: sorted(dict(entries).items()) for folder, entries in sorted(found.items())}

    def resource_class(self, words: tuple[str, ...], path: tuple[str, ...]) -> str:
        """The class of a resource: its own words; those of its parents tell it apart by its module."""
        return f"{self._speller.name(tuple(path[-1].strip('_').split('_')))}Resource"

    def resource_module(self, path: tuple[str, ...], resource: Resource) -> str:
        """The module of a resource: one with others below it stands beside them, under its own name."""
        below = {module_name(child.name.words) for child in resource.children}
        own = f"{path[-1]}_" if path[-1] in below else path[-1]
        apart = below or ".".join(path) in self._standalone
        return ".resources." + ".".join((*path, own) if apart else path)


def with_places(root: Resource, paths: list[tuple[str, ...]]) -> Resource:
    """The tree with resources at these places, although they may have no operation."""
    for path in paths:
        root = with_place(root, path)
    return root


def with_place(resource: Resource, path: tuple[str, ...]) -> Resource:
    """A resource with one at the end of a path below it."""
    if not path:
        return resource
    known = next((child for child in resource.children if module_name(child.name.words) == path[0]), None)
    if known is None:
        added = with_place(Resource(Name(path[0], tuple(path[0].split("_")))), path[1:])
        return replace(resource, children=(*resource.children, added))
    grown = tuple(with_place(child, path[1:]) if child is known else child for child in resource.children)
    return replace(resource, children=grown)


def events(resource: ResourceSettings, api: Api, calls: Calls) -> Iterator[tuple[UnwrapSettings, Ref]]:
    """The unions of all webhooks, one for each method that reads them; named after it."""
    for method in resource.unwraps:
        home = calls.expansion.speller.home(
            ".".join(resource.path.split(".")[:-1]), (*method.name.split("_"), "webhook", "event")
        )
        yield method, calls.event_union([hook.type for hook in api.webhooks], home, method.discriminator)


def folders(resource: Resource, path: tuple[str, ...]) -> Iterator[str]:
    """The packages of types: one for every resource that has others below it."""
    for child in resource.children:
        below = (*path, module_name(child.name.words))
        if child.children:
            yield ".".join(below)
            yield from folders(child, below)


def homes(api: Api, settings: Settings, speller: Speller) -> Mapping[DeclarationId, tuple[Home, Home]]:
    """The homes of the schemas that settings name; where they name none at all, of every component."""
    if not any(resource.models for resource in settings.resources):
        return component_homes(api, speller)
    ids = {name: id_ for id_, item in api.declarations.items() for name in called(item)}
    answered = in_answers(api)
    found: dict[DeclarationId, tuple[Home, Home]] = {}
    taken: set[str] = set()
    for resource in settings.resources:
        for key, schema in resource.models.items():
            plain = key in resource.plain_params and ids.get(schema) not in answered
            own = speller.model(resource.path, key, arguments=False)
            name = identity(own.module, own.name)
            if schema in ids and ids[schema] not in found and name not in taken:
                found[ids[schema]] = (own, speller.model(resource.path, key, arguments=True, plain=plain))
                taken.add(name)
    return found


def in_answers(api: Api) -> set[DeclarationId]:
    """The declarations that answers and webhooks have, at whatever depth."""
    waiting = [hook.type for hook in api.webhooks]
    for operation in walk_operations(api.root):
        waiting += [type_ for item in operation.responses for answer in item.answers for type_ in answer_types(answer)]
        waiting += [operation.paging.item] if operation.paging is not None else []
    found: set[DeclarationId] = set()
    while waiting:
        for type_ in walk(waiting.pop()):
            if isinstance(type_, Ref) and type_.target not in found:
                found.add(type_.target)
                waiting += declared_types(api.declarations[type_.target])
    return found


def component_homes(api: Api, speller: Speller) -> Mapping[DeclarationId, tuple[Home, Home]]:
    """A home for each component, under its own name; no two that only case tells apart."""
    found: dict[DeclarationId, tuple[Home, Home]] = {}
    taken: set[str] = set()
    for id_, declaration in api.declarations.items():
        wire = declaration.name.wire
        pair = speller.model("", wire, arguments=False), speller.model("", wire, arguments=True)
        modules = {home.module for home in pair}
        if declaration.origin.pointer == f"{COMPONENTS}{wire}" and taken.isdisjoint(modules):
            found[id_] = pair
            taken |= modules
    return found
