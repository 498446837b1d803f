"""Layout: which class and module every declaration and resource becomes; decided once, looked up everywhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from burnish.code import Code, Import
from burnish.ir import (
    Api,
    Body,
    DeclarationId,
    Enumeration,
    LinesBody,
    Operation,
    Payload,
    Record,
    Ref,
    Resource,
    Type,
    called,
    declared_types,
    payload_types,
)
from burnish.settings import Settings, UnwrapSettings

from .decimals import decimal_holders, holds_decimal
from .modules import split
from .reach import answered, operation_types, references
from .reserved import CLIENT_MEMBERS, CLIENT_MODULE, CLIENT_RESERVED, RESERVED_CLASSES, RESOURCE_MEMBERS
from .spelling import class_name, module_name, safe_part, settle_names

__all__ = ["Layout", "Place", "PlacedResource"]

Words = tuple[str, ...]

if TYPE_CHECKING:
    from .arguments import Argument


class Place(Struct, frozen=True):
    """Where a declaration lives: the module from the package's root (`.types.batch`) and its class names."""

    module: str
    name: str
    param: str
    inner: bool = False
    """Whether others name the class with its module (`pet_create_params.Toy`), as modules may have such names alike."""

    def code(self, inside: str = "") -> Code:
        """A reference to the class from the module `inside`."""
        return self.reference(self.name, inside)

    def param_code(self, inside: str = "") -> Code:
        """A reference to the TypedDict of the same record."""
        found = self.reference(self.param, inside)
        return Code(found.text, frozenset(Import(item.module, item.name, typing_only=True) for item in found.imports))

    def reference(self, name: str, inside: str) -> Code:
        """A reference to one of the two classes."""
        if not self.inner or self.module == inside:
            return Code(name, frozenset((Import(self.module, name),)))
        package, _, module = self.module.rpartition(".")
        return Code(f"{module}.{name}", frozenset((Import(package, module),)))


class PlacedResource(Struct, frozen=True):
    """A resource with its names: the attribute, the class, the module, and the path from the client."""

    resource: Resource
    attribute: str
    class_name: str
    module: str
    path: tuple[str, ...]
    children: tuple[PlacedResource, ...]

    @property
    def members(self) -> frozenset[str]:
        """Names that a method cannot have: a resource below keeps its name where a method wants the same."""
        own = RESOURCE_MEMBERS if self.path else CLIENT_MEMBERS
        return own | {child.attribute for child in self.children}


class Layout:
    """Names and modules of everything in one SDK."""

    def __init__(self, api: Api, settings: Settings) -> None:
        """Nothing is computed before it is asked for."""
        self.api = api
        self.settings = settings
        self.arguments: dict[str, tuple[Argument, ...]] = {}
        """The arguments of operations by their ids, as far as somebody asked for them (`arguments.arguments_of`)."""

    @cached_property
    def title_words(self) -> Words:
        """The words of the API's title that a name is made of."""
        noise = ("api", "the", "rest", "openapi", "swagger", "specification", "v1", "v2", "v3", "public")
        found = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", self.api.info.title)]
        kept = [word for word in found if word not in noise] or found
        return tuple(kept[:4]) or ("api",)

    @cached_property
    def package(self) -> str:
        """The package's name."""
        return self.settings.package.name or module_name(self.title_words)

    @cached_property
    def distribution(self) -> str:
        """The distribution's name."""
        return self.settings.package.distribution or safe_part(self.package.replace("_", "-"))

    @cached_property
    def client(self) -> str:
        """The client class; the async one is called `Async` and this."""
        return self.settings.client.name or class_name(tuple(self.package.split("_")), CLIENT_RESERVED)

    @cached_property
    def env_prefix(self) -> str:
        """The prefix of environment variables."""
        return self.settings.client.env_prefix or self.package.upper()

    @cached_property
    def resources(self) -> tuple[PlacedResource, ...]:
        """The resources right below the client."""
        return tuple(self.placed(self.api.root.children, (), (), CLIENT_MEMBERS))

    def placed(
        self, children: Iterable[Resource], path: tuple[str, ...], words: Words, reserved: frozenset[str]
    ) -> Iterator[PlacedResource]:
        """Name sibling resources, and those below them."""
        children = tuple(children)
        attributes = settle_names((c.name.wire, module_name(c.name.words, reserved)) for c in children)
        for child in children:
            attribute = attributes[child.name.wire]
            below = (*path, attribute)
            inner_words = (*words, *child.name.words)
            name = self.resource_class(inner_words, below)
            module = self.resource_module(below, child)
            inner = tuple(self.placed(child.children, below, inner_words, RESOURCE_MEMBERS))
            yield PlacedResource(child, attribute, name, module, below, inner)

    def resource_module(self, path: tuple[str, ...], resource: Resource) -> str:
        """The module of a resource; one with others below it stands in their package."""
        return ".resources." + ".".join((*path, *(("_resource",) if resource.children else ())))

    def resource_class(self, words: Words, path: tuple[str, ...]) -> str:
        """The class of a resource: its own words; with those of its parents where another resource has the same."""
        own = words[-len(path[-1].strip("_").split("_")) :] if len(path) > 1 else words
        name = class_name(own)
        if self.is_taken(name, path):
            name = class_name(words)
        while self.is_taken(name, path):
            name += "Resource"
        self._resource_classes.update(dict.fromkeys((name, f"Async{name}"), path))
        return name

    def is_taken(self, name: str, path: tuple[str, ...]) -> bool:
        """Whether a class of that name, or its async twin, is something else than the resource's."""
        return any(
            self._resource_classes.get(one, path) != path or one in self.resource_reserved
            for one in (name, f"Async{name}")
        )

    @cached_property
    def _resource_classes(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def resource_reserved(self) -> frozenset[str]:
        """Class names that a resource cannot have: the client's, the runtime's, and those of types it may return."""
        models = set(self.class_names().values())
        taken = RESERVED_CLASSES | CLIENT_MODULE | {self.client, f"Async{self.client}"}
        return taken | models | {next(param_names(name)) for name in models}

    @cached_property
    def _decimal_holders(self) -> frozenset[DeclarationId]:
        return decimal_holders(self.api)

    def has_decimal(self, type_: Type) -> bool:
        """Whether answers of a type have decimals that travel as numbers; drop-in SDKs have floats there."""
        return not self.settings.compat.stainless and holds_decimal((type_,), self._decimal_holders)

    @cached_property
    def every_resource(self) -> tuple[PlacedResource, ...]:
        """All resources, parents first."""
        found: list[PlacedResource] = []
        pending = [*self.resources][::-1]
        while pending:
            item = pending.pop()
            found.append(item)
            pending.extend(reversed(item.children))
        return tuple(found)

    @cached_property
    def uses(self) -> dict[DeclarationId, set[str]]:
        """For each declaration the top-level resources whose operations reach it; `""` is the client itself."""
        found: defaultdict[DeclarationId, set[str]] = defaultdict(set)
        for head, operations in self.operations_by_head():
            for id_ in self.reach(type_ for op in operations for type_ in operation_types(op)):
                found[id_].add(head)
        return found

    def operations_by_head(self) -> Iterator[tuple[str, list[Operation]]]:
        """Operations by the attribute of the top-level resource they stand in."""
        yield "", [*self.api.root.operations]
        for top in self.resources:
            yield top.attribute, [op for item in descend(top) for op in item.resource.operations]

    def reach(self, roots: Iterable[Type]) -> set[DeclarationId]:
        """All declarations that types lead to."""
        seen: set[DeclarationId] = set()
        pending = [id_ for root in roots for id_ in references(root)]
        while pending:
            id_ = pending.pop()
            if id_ not in seen:
                seen.add(id_)
                pending.extend(self.links[id_])
        return seen

    @cached_property
    def links(self) -> dict[DeclarationId, tuple[DeclarationId, ...]]:
        """The declarations each declaration refers to directly."""
        return {
            id_: tuple(dict.fromkeys(ref for type_ in declared_types(item) for ref in references(type_)))
            for id_, item in self.api.declarations.items()
        }

    @cached_property
    def params(self) -> frozenset[DeclarationId]:
        """What callers write inside requests: records get a TypedDict beside their model, unions one of those."""
        roots: list[Type] = []
        for _, operations in self.operations_by_head():
            for operation in operations:
                roots += [parameter.type for parameter in operation.parameters]
                if operation.body is not None:
                    roots += self.argument_types(operation.body)
                if operation.websocket is not None:
                    roots.append(operation.websocket.send)
        return frozenset(self.reach(roots))

    def argument_types(self, body: Body) -> list[Type]:
        """The types of the arguments that a body is made of."""
        found: list[Type] = []
        for payload in body.payloads:
            record = self.spread(payload)
            found += [field.type for field in record.fields] if record else payload_types(payload)
        return found

    def spread(self, payload: Payload) -> Record | None:
        """The record whose fields are arguments of their own; None for a body that is one argument as a whole."""
        record = None if isinstance(payload, LinesBody) else self.record(getattr(payload, "type", None))
        return record if record is not None and record.fields else None

    def record(self, type_: Type | None) -> Record | None:
        """The record that a type is a reference to."""
        found = self.api.declarations.get(type_.target) if isinstance(type_, Ref) else None
        return found if isinstance(found, Record) else None

    @cached_property
    def places(self) -> dict[DeclarationId, Place]:
        """Module and class names of every declaration."""
        names = self.class_names()
        params = settle_params(names)
        return {
            id_: Place(f".types.{module}", names[id_], params[id_])
            for module, members in self.modules.items()
            for id_ in members
        }

    def class_names(self) -> dict[DeclarationId, str]:
        """The class of every declaration; none has the name of another, of the client, or of what modules import."""
        reserved = RESERVED_CLASSES | {self.client, f"Async{self.client}"}
        chosen = {id_: name for id_, (name, _) in self.named.items()}
        wanted = (
            (id_, class_name(item.name.words, reserved))
            for id_, item in self.api.declarations.items()
            if id_ not in chosen
        )
        settled = settle_names(wanted, chosen.values())
        return {id_: chosen.get(id_) or settled[id_] for id_ in self.api.declarations}

    def events_of(self, path: tuple[str, ...]) -> tuple[tuple[UnwrapSettings, Ref], ...]:
        """The methods of a resource that read deliveries of webhooks, and the union of what they read."""
        return ()

    def has_model(self, id_: DeclarationId) -> bool:
        """Whether a declaration has a type for answers."""
        return id_ in self.api.declarations

    def shape_name(self, id_: DeclarationId) -> str:
        """What the table of request shapes calls a declaration."""
        return self.places[id_].name

    @cached_property
    def indexes(self) -> dict[str, list[tuple[str, str]]]:
        """The names that packages of types export, and the modules they are in, by folder."""
        found: list[tuple[str, str]] = []
        for id_, place in self.places.items():
            found.append((place.name, place.module))
            if id_ in self.params and not isinstance(self.api.declarations[id_], Enumeration):
                found.append((place.param, place.module))
        return {"": found}

    @cached_property
    def named(self) -> dict[DeclarationId, tuple[str, str]]:
        """The class and the module that settings give a declaration."""
        ids = {name: id_ for id_, item in self.api.declarations.items() for name in called(item)}
        return {
            ids[schema]: (name, module_name(tuple(resource.path.split(".")[0].split("_"))))
            for resource in self.settings.resources
            for name, schema in resource.models.items()
            if schema in ids
        }

    @cached_property
    def modules(self) -> dict[str, list[DeclarationId]]:
        """The type modules: one a resource, one for what several share; large ones are split."""
        groups: defaultdict[str, list[DeclarationId]] = defaultdict(list)
        for id_ in self.api.declarations:
            heads = {self.named[id_][1]} if id_ in self.named else self.uses.get(id_, set()) - {""}
            groups[next(iter(heads)) if len(heads) == 1 else "shared"].append(id_)
        found: dict[str, list[DeclarationId]] = {}
        for head in sorted(groups):
            found.update(split(head, groups[head], self.api.declarations, self.links, self.answers))
        return found

    @cached_property
    def answers(self) -> tuple[DeclarationId, ...]:
        """The declarations that answers and webhooks are made of, without those that only others lead to."""
        types = [type_ for _, operations in self.operations_by_head() for op in operations for type_ in answered(op)]
        types += [hook.type for hook in self.api.webhooks]
        return tuple(dict.fromkeys(id_ for type_ in types for id_ in references(type_)))


def settle_params(names: Mapping[DeclarationId, str]) -> dict[DeclarationId, str]:
    """The class of arguments beside each model; who finds the usual name taken comes after those who do not."""
    taken = set(names.values())
    found: dict[DeclarationId, str] = {}
    for id_ in sorted(names, key=lambda id_: next(param_names(names[id_])) in taken):
        found[id_] = next(name for name in param_names(names[id_]) if name not in taken)
        taken.add(found[id_])
    return found


def param_names(name: str) -> Iterator[str]:
    """Names for the class of arguments beside a model; a model that is called one already has an input."""
    if not name.endswith("Param"):
        yield f"{name}Param"
    if not name.endswith("Input"):
        yield f"{name}Input"
    yield from (f"{name}ParamInput{'_' * size}" for size in count())


def descend(item: PlacedResource) -> Iterator[PlacedResource]:
    """A resource and everything below it."""
    yield item
    for child in item.children:
        yield from descend(child)
