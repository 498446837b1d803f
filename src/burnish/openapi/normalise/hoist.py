"""Hoist: what needs a name gets one, and stands in `components/schemas` under it.

An inline schema is named after where it stands: the property `status` of `Pet` is `PetStatus`, an item of its `toys`
is a `PetToy`, the answer of `files.list` a `FileListResponse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from burnish.settings import NamePins, Settings
from burnish.source import Arr, Obj, Place, Value

from ..canonical import BASES, WEBSOCKET, CanonicalOperation
from ..naming import schema_words, singular, words
from .allocate import Allocator
from .bundle import PREFIX, key_of
from .dialect import ANNOTATIONS
from .grammar import NESTING
from .merge import HINT
from .pins import pin_of

__all__ = ["Hoister"]

INLINE_ENUM = 6
INLINE_UNION = 3
# Sections of reusable components (Swagger 2.0 has them at the top), and the word that a schema inside one gets.
COMMON = {"parameters": "", "headers": "header", "requestBodies": "request", "responses": "response"}
KINDS_OF_BODY = ("body", "error", "payload", "request", "response", "result")
UNIONS = ("oneOf", "anyOf")
REFERRING = frozenset((*NESTING, BASES, "discriminator"))
EMPTY_OBJECT, VARIANT_NAME = "x-stainless-empty-object", "x-stainless-variantName"
CHANGED = frozenset((*REFERRING, "$ref", "nullable", "enum", HINT, EMPTY_OBJECT))
Words = tuple[str, ...]


class Hoister:
    """Names the schemas of one description and rewrites every reference to the names."""

    def __init__(
        self, schemas: dict[str, Value], wires: dict[str, str], settings: Settings, pins: NamePins, home: str
    ) -> None:
        """Name the components that have a name; the others are named where they are first met.

        `home` is the path of the description: pins say where other files are from there.
        """
        self._schemas = schemas
        self._home = home
        self._acronyms = settings.acronyms
        self._titled = settings.compat.stainless
        self._stated = frozenset(schema for resource in settings.resources for schema in resource.models.values())
        self.names = Allocator(pins.schemas, doubled=settings.compat.stainless)
        self.wires: dict[str, str] = {}
        self.done: dict[str, Value] = {}
        self._ids: dict[str, str] = {}
        self._shared: dict[str, Value] = {}
        self._hoisted: set[int] = set()
        named = sorted((wire, key) for key, wire in wires.items() if wire and not self.alias(key))
        # A name that is written in Pascal case already is the one that others of the same words must yield to.
        named.sort(key=lambda item: "".join(w.capitalize() for w in words(item[0])) != item[0])
        wanted = schema_words([wire for wire, _ in named], self._acronyms)
        for wire, key in named:
            given = words(wire, self._acronyms) if settings.compat.stainless else wanted[wire]
            self._ids[key] = self.names.take(given, self.pinned_at(key))
            self.wires[self._ids[key]] = wire
        self._order = [key for key, wire in wires.items() if wire]

    def pinned_at(self, key: str) -> str:
        """The place that a key of the bundle stands for, as `burnish.lock` has it."""
        return pin_of(key, self._home)

    def alias(self, key: str) -> str:
        """The component that a component is nothing but a reference to; empty if it is a schema of its own."""
        schema = self._schemas.get(key)
        ref = schema.get("$ref") if isinstance(schema, Obj) else None
        return ref.removeprefix(PREFIX) if isinstance(ref, str) else ""

    def hoist_components(self) -> Obj | None:
        """Hoist what stands inside named components, in the description's order."""
        for key in self._order:
            if not self.alias(key):
                self.component(key, self.names.words[self._ids[key]])
        return None

    def table(self, at: Obj) -> Obj:
        """All named schemas."""
        return Obj(at.at, self.done)

    def component(self, key: str, context: Words) -> str:
        """The id of a component; one without a name is named after where it is met first."""
        seen: set[str] = set()
        while (further := self.alias(key)) and key not in seen:
            seen.add(key)
            key = further
        if key not in self._ids:
            self._ids[key] = self.names.take_inner(context, self.pinned_at(key))
        name = self._ids[key]
        if name not in self.done:
            self.done[name] = True
            schema = self._schemas.get(key)
            content = self.members(schema, self.names.words[name]) if isinstance(schema, Obj) else schema
            if isinstance(content, Obj):
                content.pop("nullable", None)
            self.done[name] = True if content is None else content
        return name

    def nullable(self, key: str) -> bool:
        """Whether a component allows null: then every reference to it does."""
        schema = self._schemas.get(self.alias(key) or key)
        return isinstance(schema, Obj) and bool(schema.get("nullable"))

    def schema(self, schema: Value, context: Words) -> Value:
        """A schema as it stands where it is used: a reference if it needs a name."""
        if not isinstance(schema, Obj) or self.stays(schema):
            return schema
        ref = schema.get("$ref")
        nullable = bool(schema.get("nullable"))
        if isinstance(ref, str):
            key = ref.removeprefix(PREFIX)
            used = Obj(schema.at, {"$ref": PREFIX + self.component(key, context), **beside_ref(schema)})
            return with_null(used) if nullable or self.nullable(key) else used
        empty = self._titled and schema.get(EMPTY_OBJECT) is True
        if not needs_name(schema) and not empty and not (self._stated and schema.at.pointer in self._stated):
            made = self.members(schema, context)
            made.pop("nullable", None)
            made.pop(HINT, None)
            return with_null(made) if nullable else made
        used = self.named(schema, context)
        return with_null(used) if nullable else used

    def stays(self, schema: Value) -> bool:
        """Whether a schema stays as it is, as most do: it refers to nothing, holds nothing and needs no name."""
        return isinstance(schema, Obj) and not self._stated and CHANGED.isdisjoint(schema)

    def named(self, schema: Obj, context: Words) -> Obj:
        """A schema under a name of its own, as the reference to it."""
        name = self.names.take_inner(context, f"{self.pinned_at(key_of(schema.at))} {'-'.join(context)}")
        self.done[name] = True
        content = self.members(schema, self.names.words[name])
        content.pop("nullable", None)
        content.pop(HINT, None)
        self.done[name] = content
        return Obj(schema.at, {"$ref": PREFIX + name, **{k: v for k, v in beside_ref(schema).items() if k in USE}})

    def members(self, schema: Obj, context: Words) -> Obj:
        """A schema whose members are hoisted."""
        made = Obj(schema.at, schema)
        if REFERRING.isdisjoint(schema):
            return made
        for name in ("properties", "patternProperties"):
            if isinstance(inner := schema.get(name), Obj):
                kept = {
                    key: item if self.stays(item) else self.schema(item, (*context, *self.part(key)))
                    for key, item in inner.items()
                }
                made[name] = Obj(inner.at, kept)
        if isinstance(schema.get("items"), Obj):
            made["items"] = self.schema(schema["items"], item_words(context, "item"))
        if isinstance(schema.get("additionalProperties"), Obj):
            made["additionalProperties"] = self.schema(schema["additionalProperties"], item_words(context, "value"))
        if isinstance(inner := schema.get("prefixItems"), Arr):
            made["prefixItems"] = Arr(inner.at, [self.schema(item, (*context, "element")) for item in inner])
        merged: dict[str, str] = {}
        for name in UNIONS:
            if isinstance(inner := schema.get(name), Arr):
                variants = [self.titled(item) for item in inner]
                made[name] = Arr(inner.at, [self.schema(v, (*context, *self.variant(v))) for v in variants])
                merged |= grown(inner, made[name])
        if isinstance(schema.get("contentSchema"), Obj):
            made["contentSchema"] = self.schema(schema["contentSchema"], (*context, "content"))
        if isinstance(bases := schema.get(BASES), Arr):
            made[BASES] = self.bases(bases)
        self.mapping(made, merged)
        return made

    def bases(self, bases: Arr) -> Arr:
        """The components that a schema took whole, under their final names."""
        keys = [str(base).removeprefix(PREFIX) for base in bases]
        return Arr(bases.at, [PREFIX + self._ids[key] for key in keys if key in self._ids])

    def titled(self, variant: Value) -> Value:
        """A variant with the title that Stainless would give it."""
        stated = variant.get(VARIANT_NAME) if isinstance(variant, Obj) and self._titled else None
        if not isinstance(variant, Obj) or not isinstance(stated, str):
            return variant
        return Obj(variant.at, {**variant, "title": stated})

    def part(self, key: str) -> Words:
        """The words of a property, for names of what stands in it."""
        return words(key, self._acronyms) or ("property",)

    def variant(self, schema: Value) -> Words:
        """Words that tell a variant of a union from the others."""
        if not isinstance(schema, Obj):
            return ("value",)
        if (
            isinstance(title := schema.get("title"), str)
            and (found := words(title, self._acronyms))
            and len(found) <= 4
        ):
            return found
        if isinstance(hint := schema.get(HINT), str) and hint in self._ids:
            return self.names.words[self._ids[hint]]
        properties = schema.get("properties")
        for key, item in properties.items() if isinstance(properties, Obj) else ():
            if (value := constant(item)) and (found := words(value, self._acronyms)):
                return found if len(found) > 1 or key in ("type", "kind", "object") else (*found,)
        required = schema.get("required")
        if isinstance(required, Arr) and len(required) == 1:
            return self.part(str(required[0]))
        return (str(schema.get("type") or ("enum" if "enum" in schema else "variant")),)

    def mapping(self, schema: Obj, merged: Mapping[str, str]) -> None:
        """Rewrite the mapping of a discriminator to the final names; `merged` has the variants that grew from one."""
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, Obj) else None
        if not isinstance(discriminator, Obj) or not isinstance(mapping, Obj):
            return
        final: dict[str, Value] = {
            tag: merged.get(key := ref.removeprefix(PREFIX)) or PREFIX + self.component(key, self.part(tag))
            for tag, ref in mapping.items()
            if isinstance(ref, str) and ref.startswith(PREFIX)
        }
        schema["discriminator"] = Obj(discriminator.at, {**discriminator, "mapping": Obj(mapping.at, final)})

    def operation(self, operation: CanonicalOperation) -> None:
        """Hoist the schemas of an operation, in place."""
        node = operation.node
        context = (*(singular(word) for level in operation.resource for word in level), *operation.method)
        for parameter in items(node.get("parameters")):
            where = (*context, *self.part(str(parameter.get("name"))))
            self.holder(parameter, where)
            self.contents(parameter.get("content"), where)
        body = node.get("requestBody")
        if isinstance(body, Obj):
            self.contents(body.get("content"), (*context, "request"))
        responses = node.get("responses")
        for status, response in responses.items() if isinstance(responses, Obj) else ():
            if isinstance(response, Obj):
                self.contents(
                    response.get("content"), (*context, "response" if status.startswith(("2", "1")) else "error")
                )
        self.messages(node.get(WEBSOCKET), context)
        callbacks = node.get("callbacks")
        for name, callback in callbacks.items() if isinstance(callbacks, Obj) else ():
            for inner in request_operations(callback):
                self.requests(inner, self.part(name))

    def messages(self, websocket: Value, context: Words) -> None:
        """Hoist the schemas of the messages of a WebSocket, in place; a union has a name, however short it is."""
        for name, word in (("send", "command"), ("receive", "event")):
            schema = websocket.get(name) if isinstance(websocket, Obj) else None
            if isinstance(websocket, Obj) and isinstance(schema, Obj):
                union = any(key in schema for key in UNIONS)
                websocket[name] = (self.named if union else self.schema)(schema, (*context, word))

    def requests(self, node: Obj, context: Words) -> None:
        """Hoist the body of a request that the API sends."""
        body = node.get("requestBody")
        if isinstance(body, Obj):
            self.contents(body.get("content"), (*context, "event"))

    def contents(self, content: Value, context: Words) -> None:
        """Hoist the schemas of a content map, in place."""
        for media, holder in content.items() if isinstance(content, Obj) else ():
            if isinstance(holder, Obj):
                streaming = any(word in media for word in ("event-stream", "jsonl", "ndjson", "json-seq"))
                self.holder(holder, (*context[:-1], "event") if streaming else context)

    def holder(self, holder: Obj, context: Words) -> None:
        """Hoist the schema of a parameter or media type, in place and once: parameters of a path are shared."""
        if id(holder) in self._hoisted:
            return
        self._hoisted.add(id(holder))
        for name in ("schema", "itemSchema"):
            if name in holder:
                holder[name] = self.shared(holder[name], context)

    def shared(self, schema: Value, context: Words) -> Value:
        """A schema of a shared parameter, body or response: named after that, once for all operations that use it."""
        common = self.common(schema.at) if isinstance(schema, Obj) else ()
        if not isinstance(schema, Obj) or not common:
            return self.schema(schema, context)
        key = f"{schema.at.file.path}{schema.at.pointer}"
        if key not in self._shared:
            self._shared[key] = self.schema(schema, common)
        return self._shared[key]

    def common(self, place: Place) -> Words:
        """Words for what stands inside a reusable component that is no schema; empty elsewhere."""
        keys = place.keys[1:] if place.keys[:1] == ("components",) else place.keys
        if len(keys) < 2 or keys[0] not in COMMON:
            return ()
        found = words(str(keys[1]), self._acronyms)
        if not found or found[0].isdigit():
            return ()
        if keys[0] == "parameters":
            return found[:-1] if len(found) > 1 and found[-1] in ("param", "parameter") else found
        return found if found[-1] in KINDS_OF_BODY else (*found, COMMON[str(keys[0])])


# Annotations that belong to the use of a schema, and stay with the reference when its content is hoisted.
USE = ("description", "deprecated", "readOnly", "writeOnly", "default")


def needs_name(schema: Obj) -> bool:
    """Whether a schema is more than one can read inline."""
    if isinstance(properties := schema.get("properties"), Obj) and properties:
        return True
    if isinstance(enum := schema.get("enum"), Arr) and len(enum) > INLINE_ENUM:
        return True
    for name in UNIONS:
        if isinstance(variants := schema.get(name), Arr):
            return len(variants) > INLINE_UNION or "discriminator" in schema
    return False


def beside_ref(schema: Obj) -> dict[str, Value]:
    """What may stand beside a reference."""
    return {key: value for key, value in schema.items() if key in ANNOTATIONS and key != "nullable"}


def with_null(schema: Obj) -> Obj:
    """The schema or null."""
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema and "const" not in schema:
        return Obj(schema.at, {**schema, "type": Arr(schema.at, [kind, "null"])})
    if "$ref" not in schema and not any(key in schema for key in (*UNIONS, "type", "enum", "const")):
        return schema
    null = Obj(schema.at, {"type": "null"})
    if isinstance(variants := schema.get("anyOf"), Arr) and "discriminator" not in schema:
        return Obj(schema.at, {**schema, "anyOf": Arr(variants.at, [*variants, null])})
    inner = Obj(schema.at, {key: value for key, value in schema.items() if key not in USE})
    kept = {key: value for key, value in schema.items() if key in USE}
    return Obj(schema.at, {**kept, "anyOf": Arr(schema.at, [inner, null])})


def grown(variants: Arr, hoisted: Value) -> dict[str, str]:
    """The final references of variants that a component was merged into, by that component's key."""
    pairs = zip(variants, hoisted if isinstance(hoisted, Arr) else (), strict=True)
    return {
        str(variant[HINT]): str(final["$ref"])
        for variant, final in pairs
        if isinstance(variant, Obj) and HINT in variant and isinstance(final, Obj) and "$ref" in final
    }


def constant(schema: Value) -> str:
    """The only string a schema allows; empty if it allows more."""
    if not isinstance(schema, Obj):
        return ""
    enum = schema.get("enum")
    value = schema.get("const", enum[0] if isinstance(enum, Arr) and len(enum) == 1 else None)
    return value if isinstance(value, str) else ""


def item_words(context: Words, fallback: str) -> Words:
    """The words of an item of a collection: the singular, or a word more."""
    last = singular(context[-1])
    return (*context[:-1], last) if last != context[-1] else (*context, fallback)


def items(value: Value) -> list[Obj]:
    """The objects of an array."""
    return [item for item in value if isinstance(item, Obj)] if isinstance(value, Arr) else []


def request_operations(callback: Value) -> Iterator[Obj]:
    """The operations of a callback or webhook path item tree."""
    pending: list[Value] = [callback]
    while pending:
        node = pending.pop()
        if isinstance(node, Obj):
            if "requestBody" in node:
                yield node
            else:
                pending += [value for key, value in node.items() if not key.startswith("x-")]
