"""Declarations: the named schemas of the canonical document."""

from __future__ import annotations

from burnish.ir import (
    Access,
    Alias,
    Anything,
    Choice,
    Declaration,
    DeclarationId,
    Defaulted,
    Discriminator,
    Docs,
    Enumeration,
    Field,
    Member,
    Name,
    Optional,
    Presence,
    Record,
    Ref,
    Required,
    Type,
    Variant,
)
from burnish.openapi.canonical import Canonical
from burnish.source import Arr, Obj, Place, Value

from .codes import BAD_DEFAULT
from .types import Types, compact, docs_of, text_of

__all__ = ["lower_declarations", "presence_of"]

NAME_EXTENSIONS = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-keys")
DOC_EXTENSIONS = ("x-enum-descriptions", "x-enumDescriptions", "x-enum-comments")
ENTRY_EXTENSIONS = ("x-ms-enum", "x-speakeasy-enums", "x-enum")
PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (Arr,),
    "object": (Obj,),
}


def lower_declarations(canonical: Canonical, types: Types) -> dict[DeclarationId, Declaration]:
    """Lower every named schema, in the order of the document."""
    components = canonical.document["components"]
    schemas = components["schemas"] if isinstance(components, Obj) else None
    assert isinstance(schemas, Obj)
    lowering = Declarations(canonical, schemas, types)
    return {DeclarationId(key): lowering.declaration(key, schema) for key, schema in schemas.items()}


class Declarations:
    """Lowers the schemas of one document."""

    def __init__(self, canonical: Canonical, schemas: Obj, types: Types) -> None:
        """Keep what names and tags are looked up in."""
        self._canonical = canonical
        self._schemas = schemas
        self._types = types

    def declaration(self, key: str, schema: Value) -> Declaration:
        """Lower one named schema."""
        name = Name(self._canonical.wires.get(key, key), self._canonical.words[key])
        place = schema.at if isinstance(schema, Obj) else self._schemas.at / key
        id_ = DeclarationId(key)
        if not isinstance(schema, Obj):
            return Alias(id_, name, self._types.type(schema), place)
        docs = docs_of(schema)
        if isinstance(properties := schema.get("properties"), Obj) and properties:
            return self.record(id_, name, schema, docs)
        if isinstance(enum := schema.get("enum"), Arr) and (members := self.members(schema, enum)):
            return Enumeration(id_, name, members, place, self._types.settings.enums_open, docs)
        for union in ("oneOf", "anyOf"):
            if isinstance(variants := schema.get(union), Arr):
                return self.choice(id_, name, schema, variants, docs)
        if schema.get("type") == "object" and schema.get("additionalProperties") is False:
            return Record(id_, name, (), place, None, docs=docs)
        return Alias(id_, name, self._types.type(schema), place, docs)

    def record(self, id_: DeclarationId, name: Name, schema: Obj, docs: Docs) -> Record:
        """Lower an object."""
        properties, required = schema["properties"], schema.get("required")
        assert isinstance(properties, Obj)
        needed = (
            frozenset(item for item in required if isinstance(item, str))
            if isinstance(required, Arr)
            else frozenset[str]()
        )
        patterns = schema.get("patternProperties")
        extra = schema.get("additionalProperties")
        return Record(
            id_,
            name,
            fields=tuple(
                self.field(name, key, item, properties.at, required=key in needed) for key, item in properties.items()
            ),
            origin=schema.at,
            extra=None if extra is False else self._types.type(extra) if isinstance(extra, Obj) else Anything(),
            patterns=tuple((key, self._types.type(item)) for key, item in patterns.items())
            if isinstance(patterns, Obj)
            else (),
            docs=docs,
        )

    def field(self, owner: Name, key: str, schema: Value, holder: Place, *, required: bool) -> Field:
        """Lower a property; a rename of the settings gives it other words."""
        settings = self._types.settings
        renamed = settings.rename_fields.get(f"{owner.wire}.{key}") or settings.rename_fields.get(key)
        name = Name(key, self._types.name(renamed).words) if renamed else self._types.name(key, "field")
        if not isinstance(schema, Obj):
            return Field(name, self._types.type(schema), Required() if required else Optional(), holder / key)
        access = (
            Access.READ
            if schema.get("readOnly") is True
            else Access.WRITE
            if schema.get("writeOnly") is True
            else Access.BOTH
        )
        return Field(
            name,
            self._types.type(schema),
            presence_of(schema, self._types, required=required),
            schema.at,
            access,
            docs_of(schema),
        )

    def members(self, schema: Obj, enum: Arr) -> tuple[Member, ...]:
        """The values of an enumeration, with the names and docs that extensions give them."""
        names = next((schema[key] for key in NAME_EXTENSIONS if isinstance(schema.get(key), Arr | Obj)), None)
        docs = next((schema[key] for key in DOC_EXTENSIONS if isinstance(schema.get(key), Arr | Obj)), None)
        entries = entries_of(schema)
        found: list[Member] = []
        for index, value in enumerate(enum):
            if not isinstance(value, str | int | float | bool):
                continue
            entry = entries.get(str(value))
            label = nth(names, index, value) or (text_of(entry.get("name")) if entry else "") or str(value)
            about = nth(docs, index, value) or (text_of(entry.get("description")) if entry else "")
            found.append(Member(value, self._types.name(label), Docs(description=about)))
        return tuple(found)

    def choice(self, id_: DeclarationId, name: Name, schema: Obj, variants: Arr, docs: Docs) -> Declaration:
        """Lower a named union; one of scalars only, or of one type, is an alias."""
        discriminator = schema.get("discriminator")
        whole = self._types.type(schema)
        if not isinstance(discriminator, Obj):
            return Alias(id_, name, whole, schema.at, docs)
        property_ = text_of(discriminator.get("propertyName"))
        mapping = discriminator.get("mapping")
        tags: dict[str, list[str]] = {}
        for tag, ref in mapping.items() if isinstance(mapping, Obj) else ():
            tags.setdefault(str(ref), []).append(tag)
        lowered = tuple(
            Variant(self._types.type(variant), self.tags(variant, property_, tags))
            for variant in variants
            if not (isinstance(variant, Obj) and variant.get("type") == "null")
        )
        return Choice(id_, name, lowered, schema.at, Discriminator(self._types.name(property_)), docs)

    def tags(self, variant: Value, property_: str, mapped: dict[str, list[str]]) -> tuple[str, ...]:
        """The discriminator values of a variant: its constants, else those mapped to it, else its name."""
        type_: Type = self._types.type(variant)
        if not isinstance(type_, Ref):
            return ()
        schema = self._schemas.get(type_.target)
        properties = schema.get("properties") if isinstance(schema, Obj) else None
        tag = properties.get(property_) if isinstance(properties, Obj) else None
        own = constants(tag)
        return (
            own
            or tuple(mapped.get(f"#/components/schemas/{type_.target}", ()))
            or (self._canonical.wires.get(type_.target, type_.target),)
        )


def constants(schema: Value) -> tuple[str, ...]:
    """The strings that a property of a variant may be."""
    if not isinstance(schema, Obj):
        return ()
    if isinstance(const := schema.get("const"), str):
        return (const,)
    enum = schema.get("enum")
    return tuple(value for value in enum if isinstance(value, str)) if isinstance(enum, Arr) else ()


def presence_of(schema: Obj, types: Types, *, required: bool) -> Presence:
    """Whether a value must be there, and what stands for it if it is not."""
    if required:
        return Required()
    if "default" not in schema or schema["default"] is None:
        return Optional()
    value = schema["default"]
    kind = schema.get("type")
    expected = PYTHON_TYPES.get(kind) if isinstance(kind, str) else None
    wrong = expected is not None and (
        not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected)
    )
    if wrong:
        types.report.add(BAD_DEFAULT, schema.at / "default", value=compact(value)[:60], kind=kind)
        return Optional()
    return Defaulted(compact(value))


def entries_of(schema: Obj) -> dict[str, Obj]:
    """Extensions that describe an enumeration by one object a value."""
    for key in ENTRY_EXTENSIONS:
        holder = schema.get(key)
        values = holder.get("values") if isinstance(holder, Obj) else holder
        if isinstance(values, Arr):
            return {str(item.get("value")): item for item in values if isinstance(item, Obj)}
    return {}


def nth(values: Value, index: int, value: object) -> str:
    """The entry of an extension for a value: by position, or by the value itself."""
    if isinstance(values, Obj):
        return text_of(values.get(str(value)))
    return text_of(values[index]) if isinstance(values, Arr) and index < len(values) else ""
