"""Bundle: one document, in which references stand only in schemas and lead only to `components/schemas`.

Everything else that was written as a reference is written out where it is used. A schema that a reference leads to,
wherever it stands and in whatever file, becomes a component under a provisional id (file and pointer); naming gives it
its final one. References that lead nowhere are passed over: checking has reported them.
"""

from __future__ import annotations

from collections import deque

from msgspec import Struct, field

from burnish.diagnostics import Report
from burnish.source import Arr, Document, Obj, Place, Target, Value

from .codes import NOT_AN_OBJECT, REF_CYCLE
from .dynamic import DynamicScope, is_filling, opened_scope
from .grammar import GRAMMAR, SCHEMA_LISTS, SCHEMA_MAPS, SCHEMA_SINGLES, Kind, Many, Member, Named, One
from .pins import BOTH

__all__ = ["PREFIX", "Bundle", "bundle"]

PREFIX = "#/components/schemas/"
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# Most schemas have none of these: they are looked for once, not one by one.
FOLLOWED = frozenset(
    (*REFERENCES, *SCHEMA_SINGLES, *SCHEMA_LISTS, *SCHEMA_MAPS, "$defs", "definitions", "discriminator")
)


class Bundle(Struct):
    """The bundled description.

    `schemas` holds the components by provisional id; `wires` the name that the description gave each (empty for
    schemas that have none of their own).
    """

    document: Obj
    paths: Obj
    webhooks: Obj
    security_schemes: Obj
    schemas: dict[str, Value] = field(default_factory=dict[str, Value])
    wires: dict[str, str] = field(default_factory=dict[str, str])


def bundle(document: Document, report: Report) -> Bundle:
    """Bundle a description of any version."""
    return Bundler(document, report).bundle()


class Bundler:
    """Copies a description, following references."""

    def __init__(self, document: Document, report: Report) -> None:
        self._document = document
        self._report = report
        self._schemas: dict[str, Value] = {}
        self._wires: dict[str, str] = {}
        self._queue: deque[tuple[str, Target, DynamicScope | None]] = deque()
        self._scope: DynamicScope | None = None
        self._home = "#/definitions/" if "swagger" in document.root else PREFIX

    def bundle(self) -> Bundle:
        """Copy everything that is reachable, and every named schema whether reachable or not."""
        root = self._document.root
        components = member(root, "components")
        for holder in (member(components, "schemas"), member(root, "definitions")):
            for name, schema in ((name, item) for name, item in holder.items() if isinstance(item, Obj | bool)):
                place = schema.at if isinstance(schema, Obj) else holder.at / name
                self._wires[self.register(Target(schema, place))] = name  # whichever file it stands in
        result = Bundle(
            root,
            paths=self.named(member(root, "paths"), Kind.PATH_ITEM),
            webhooks=self.named(
                Obj(root.at, {**member(root, "x-webhooks"), **member(root, "webhooks")}), Kind.PATH_ITEM
            ),
            security_schemes=self.named(
                member(components, "securitySchemes") or member(root, "securityDefinitions"), Kind.SECURITY_SCHEME
            ),
        )
        while self._queue:
            key, target, self._scope = self._queue.popleft()
            self._schemas[key] = self.schema(target.value, target.place)
        result.schemas, result.wires = self._schemas, self._wires
        return result

    def named(self, holder: Obj, kind: Kind) -> Obj:
        """Copy an object whose members are all of one kind; `x-` members are dropped."""
        copied = Obj(holder.at)
        for name, value in holder.items():
            if name.startswith("x-"):
                continue
            if name == "$ref" and isinstance(value, str):
                copied.update(self.named_elsewhere(value, holder, kind))
            elif (made := self.copy(value, kind, holder.at / name, ())) is not None:
                copied[name] = made
        return copied

    def named_elsewhere(self, ref: str, holder: Obj, kind: Kind) -> Obj:
        """A whole map written as a reference, which the standard does not have and people write all the same."""
        target = self._document.resolve(ref, holder.at, self._report)
        if target is None or not isinstance(target.value, Obj) or target.value is holder:
            return Obj(holder.at)
        return self.named(target.value, kind)

    def copy(self, value: Value, kind: Kind, place: Place, trail: tuple[str, ...]) -> Obj | None:
        """Copy an object of a kind; a reference is replaced by what it leads to, with its siblings laid over."""
        if kind is Kind.SCHEMA:
            schema = self.schema(value, place)
            return schema if isinstance(schema, Obj) else Obj(place)
        if not isinstance(value, Obj):
            if value is not None and kind not in (Kind.EXAMPLE, Kind.LINK):
                self._report.add(NOT_AN_OBJECT, place, what=f'"{place.key}"', found=type_name(value))
            return Obj(place) if kind is not Kind.EXAMPLE else None
        ref = value.get("$ref")
        if isinstance(ref, str):
            return self.follow(value, ref, kind, trail)
        copied = Obj(value.at, value)
        for name, shape in self.grammar(kind, value).items():
            if name in value:
                copied[name] = self.member(value[name], shape, value.at / name)
        return copied

    def grammar(self, kind: Kind, value: Obj) -> dict[str, Member]:
        """The members to follow; a callback's are all path items."""
        if kind is Kind.CALLBACK:
            return {name: One(Kind.PATH_ITEM) for name in value if not name.startswith("x-")}
        return dict(GRAMMAR[kind])

    def follow(self, value: Obj, ref: str, kind: Kind, trail: tuple[str, ...]) -> Obj | None:
        """Copy what a reference leads to."""
        target = self._document.resolve(ref, value.at, self._report)
        if target is None:
            return None
        key = key_of(target.place)
        if key in trail:
            self._report.add(REF_CYCLE, value.at / "$ref", ref=ref)
            return None
        copied = self.copy(target.value, kind, target.place, (*trail, key))
        siblings = {name: item for name, item in value.items() if name != "$ref"}
        if copied is not None and siblings:
            over = self.copy(Obj(value.at, siblings), kind, value.at, trail)
            copied = Obj(copied.at, {**copied, **(over or {})})
        return copied

    def member(self, value: Value, shape: Member, place: Place) -> Value:
        """Copy a member by its shape in the grammar."""
        match shape:
            case One(Kind.SCHEMA):
                return self.schema(value, place)
            case One(kind):
                return self.copy(value, kind, place, ())
            case Many(kind):
                items = value if isinstance(value, Arr) else ()
                copies = (self.copy(item, kind, place / index, ()) for index, item in enumerate(items))
                return Arr(place, [item for item in copies if item is not None])
            case Named(kind):
                return self.named(value, kind) if isinstance(value, Obj) else Obj(place)

    def schema(self, value: Value, place: Place) -> Value:
        """Copy a schema; a reference keeps its siblings and leads to a registered component."""
        if not isinstance(value, Obj):
            return value if isinstance(value, bool) else Obj(place)
        copied = Obj(value.at, value)
        if FOLLOWED.isdisjoint(value):
            return copied
        for name in REFERENCES:
            if isinstance(ref := copied.pop(name, None), str) and not self.refer(copied, value, name, ref):
                break
        for name, inner in value.items():
            if isinstance(inner, Obj):
                if name in SCHEMA_SINGLES:
                    copied[name] = self.schema(inner, inner.at)
                elif name in SCHEMA_MAPS:
                    copied[name] = self.schema_map(inner)
            elif isinstance(inner, Arr) and (name in SCHEMA_LISTS or name in SCHEMA_SINGLES):
                copied[name] = self.schemas(inner)
        copied.pop("$defs", None)
        copied.pop("definitions", None)
        self.mapping(copied)
        return copied

    def mapping(self, schema: Obj) -> None:
        """Make the mapping of a discriminator lead to registered components; names are names of components."""
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, Obj) else None
        if not isinstance(discriminator, Obj) or not isinstance(mapping, Obj):
            return
        final = Obj(mapping.at)
        for tag, ref in mapping.items():
            if isinstance(ref, str):
                path = ref if "/" in ref or "#" in ref else f"{self._home}{ref}"
                target = self._document.resolve(path, mapping.at, self._report)
                if target is not None:
                    final[tag] = PREFIX + self.register(target)
        schema["discriminator"] = Obj(discriminator.at, {**discriminator, "mapping": final})

    def refer(self, copied: Obj, schema: Obj, name: str, ref: str) -> bool:
        """Make the copy of a schema refer to the registered target of its reference; False where it leads nowhere."""
        filled = self._scope.target(schema) if self._scope is not None and name == "$dynamicRef" else None
        target = filled or self._document.resolve(ref, schema.at / name, self._report)
        if target is None:
            return False
        scope = self._scope or opened_scope(schema, key_of(schema.at))
        if filled is None and scope is not None and scope.fills(target.value):
            copied["$ref"] = PREFIX + self.filled(target, scope, schema)
        else:
            copied["$ref"] = PREFIX + self.register(target)
        return True

    def filled(self, target: Target, scope: DynamicScope, schema: Obj) -> str:
        """Give a schema whose holes a scope fills an id of its own; it is called as the one that does nothing else."""
        key = f"{key_of(target.place)}{BOTH}{scope.key}"
        if key not in self._schemas:
            self._schemas[key] = None
            self._wires[key] = wire_of(schema.at) if self._scope is None and is_filling(schema) else ""
            self._queue.append((key, target, scope))
        return key

    def schemas(self, items: Arr) -> Arr:
        """Copy an array of schemas."""
        return Arr(items.at, [self.schema(item, items.at / index) for index, item in enumerate(items)])

    def schema_map(self, items: Obj) -> Obj:
        """Copy an object of schemas; one that is itself a reference is replaced by what it leads to."""
        ref = items.get("$ref")
        if isinstance(ref, str):
            target = self._document.resolve(ref, items.at, self._report)
            if target is not None and isinstance(target.value, Obj) and target.value is not items:
                return self.schema_map(target.value)
        return Obj(
            items.at,
            {
                name: self.schema(item, item.at if isinstance(item, Obj) else items.at / name)
                for name, item in items.items()
            },
        )

    def register(self, target: Target) -> str:
        """Give a schema its provisional id, and queue it to be copied once."""
        key = key_of(target.place)
        if key not in self._schemas:
            self._schemas[key] = None
            self._wires[key] = wire_of(target.place)
            self._queue.append((key, target, None))
        return key


def member(holder: Obj, name: str) -> Obj:
    """A member that is an object, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, Obj) else Obj(holder.at / name)


def key_of(place: Place) -> str:
    """A provisional id: the file and the pointer, with no character that a pointer would read."""
    return f"{place.file.path}{place.pointer}".replace("~", "~0").replace("/", "~1")


def wire_of(place: Place) -> str:
    """The name that the description gives a schema: its component's, its file's, or none."""
    keys = place.keys
    if not keys:
        return place.file.path.rpartition("/")[2].partition(".")[0]
    if len(keys) >= 2 and keys[-2] in ("schemas", "definitions", "$defs"):
        return str(keys[-1])
    return str(keys[0]) if len(keys) == 1 and keys[0] not in ("paths", "components") else ""


def type_name(value: Value) -> str:
    """The JSON type of a value, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "text"
        case Arr():
            return "an array"
        case _:
            return "a number"
