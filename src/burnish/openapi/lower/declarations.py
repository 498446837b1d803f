"""Declarations: the schemas that have a name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from burnish.ir import (
    Access,
    Alias,
    Declaration,
    DeclarationId,
    Defaulted,
    Enumeration,
    Field,
    Literals,
    LiteralValue,
    Name,
    Optional,
    Presence,
    Record,
    Required,
    Type,
)
from burnish.source import Arr, Obj, Place, Value

from ..canonical import BASES
from ..naming import words
from .choices import lower_choice
from .codes import BAD_PATTERN, DEFAULT_MISMATCH, NO_SUCH_FIELD, REQUIRED_UNDECLARED
from .defaults import suits
from .docs import docs_of
from .enums import is_open, members_of
from .extensions import is_empty_object, is_skipped, stated_name
from .reading import compact, strings
from .scope import Scope, SettingsPlace
from .types import declared_values, declared_without_files, is_linear, lower_type

__all__ = ["lower_declarations", "presence_of"]

Renames = dict[tuple[str, str], str]
DIRECTIONS = frozenset(("readOnly", "writeOnly"))


def lower_declarations(scope: Scope, multipart: frozenset[DeclarationId]) -> dict[DeclarationId, Declaration]:
    """Every named schema; raw bytes stay only in those that multipart bodies are made of."""
    renames = renamed_fields(scope)
    declarations: dict[DeclarationId, Declaration] = {}
    for key, schema in scope.schemas.items():
        id_ = DeclarationId(key)
        made = lower_declaration(id_, schema, scope, renames)
        declarations[id_] = made if id_ in multipart else declared_without_files(made)
    return declarations


def lower_declaration(id_: DeclarationId, schema: Value, scope: Scope, renames: Renames) -> Declaration:
    """The declaration of a schema, by what the schema is."""
    name = declared_name(id_, scope)
    if not isinstance(schema, Obj):
        return Alias(id_, name, lower_type(schema, scope), scope.schemas.at / id_)
    if is_record(schema) or is_empty_object(schema, scope):
        return lower_record(id_, name, schema, scope, renames)
    if "enum" in schema and (values := declared_values(schema, scope)) is not None:
        return enumeration(id_, name, schema, values, scope, is_open(schema, scope.settings))
    if isinstance(schema.get("oneOf", schema.get("anyOf")), Arr):
        return lower_union(id_, name, schema, scope)
    return Alias(id_, name, lower_type(schema, scope), schema.at, docs_of(schema, name))


def declared_name(id_: DeclarationId, scope: Scope) -> Name:
    """The name of a declaration; its wire name is the component's, where it was one."""
    return Name(scope.canonical.wires.get(id_, id_), scope.canonical.words.get(id_) or words(id_) or ("schema",))


def enumeration(
    id_: DeclarationId, name: Name, schema: Obj, values: tuple[LiteralValue, ...], scope: Scope, open_: bool
) -> Enumeration:
    """A named set of values."""
    members = members_of(schema, [*values], scope)
    return Enumeration(id_, name, members, schema.at, open_, docs_of(schema, name))


def lower_union(id_: DeclarationId, name: Name, schema: Obj, scope: Scope) -> Declaration:
    """A named union; one of strings and known strings is an open enumeration."""
    type_ = lower_type(schema, scope)
    if isinstance(type_, Literals):
        return enumeration(id_, name, schema, type_.values, scope, type_.open)
    choice = lower_choice(id_, name, schema, type_, scope)
    return choice or Alias(id_, name, type_, schema.at, docs_of(schema, name))


def is_record(schema: Obj) -> bool:
    """Whether a schema is an object whose members are listed, be it that there are none."""
    if isinstance(schema.get("properties"), Obj) and schema.get("properties"):
        return True
    return schema.get("type") == "object" and schema.get("additionalProperties") is False and not patterned(schema)


def patterned(schema: Obj) -> bool:
    """Whether keys are typed by patterns."""
    return bool(schema.get("patternProperties"))


def lower_record(id_: DeclarationId, name: Name, schema: Obj, scope: Scope, renames: Renames) -> Record:
    """An object with known properties."""
    properties = schema.get("properties")
    known = properties if isinstance(properties, Obj) else Obj(schema.at)
    required = frozenset(strings(schema.get("required")))
    for missing in (item for item in dict.fromkeys(strings(schema.get("required"))) if item not in known):
        scope.warn(REQUIRED_UNDECLARED, schema.at / "required", name=missing, advice=declared_instead(missing, known))
    fields = tuple(
        lower_field(key, value, known.at / key, key in required, scope, renames.get((id_, key), ""))
        for key, value in known.items()
        if not is_skipped(value, scope)
    )
    extra = schema.get("additionalProperties", True)
    return Record(
        id=id_,
        name=name,
        fields=fields,
        origin=schema.at,
        extra=None if extra is False else lower_type(extra, scope),
        patterns=lower_patterns(schema, scope),
        docs=docs_of(schema, name),
        bases=tuple(DeclarationId(ref.rpartition("/")[2]) for ref in strings(schema.get(BASES))),
    )


def declared_instead(missing: str, known: Iterable[str]) -> str:
    """What to do about a required property that is not declared."""
    close = get_close_matches(missing, known, 1, 0.75)
    return f'did you mean "{close[0]}"?' if close else "declare the property, or remove it from `required`"


def lower_patterns(schema: Obj, scope: Scope) -> tuple[tuple[str, Type], ...]:
    """The types of properties by pattern; a pattern that nothing can run stands for every key."""
    found = schema.get("patternProperties")
    result: list[tuple[str, Type]] = []
    for expression, value in found.items() if isinstance(found, Obj) else ():
        if not is_linear(expression):
            scope.warn(BAD_PATTERN, schema.at / "patternProperties", pattern=expression[:80])
        result.append((expression if is_linear(expression) else "", lower_type(value, scope)))
    return tuple(result)


def lower_field(wire: str, schema: Value, origin: Place, required: bool, scope: Scope, rename: str) -> Field:
    """A property of a record."""
    node = schema if isinstance(schema, Obj) else None
    type_ = lower_type(schema, scope)
    name = Name(wire, words(rename, scope.settings.acronyms)) if rename else stated_name(wire, schema, scope)
    presence = Required() if required else presence_of(wire, node, type_, scope)
    return Field(name, type_, presence, origin, access_of(node, scope), docs_of(node, name))


def presence_of(wire: str, schema: Obj | None, type_: Type, scope: Scope) -> Presence:
    """Optional or defaulted: a default counts only if it is a valid value."""
    if schema is None or "default" not in schema:
        return Optional()
    default = schema["default"]
    if suits(default, type_, scope):
        return Defaulted(compact(default))
    if default is not None:
        scope.warn(DEFAULT_MISMATCH, schema.at / "default", value=compact(default)[:60], name=wire)
    return Optional()


def access_of(schema: Obj | None, scope: Scope) -> Access:
    """Which way a property travels: as it says itself, or as the component it refers to does."""
    refers = schema is not None and "$ref" in schema
    for node in (schema, scope.followed(schema)) if refers else (schema,):
        if node is None or node.keys().isdisjoint(DIRECTIONS):
            continue
        if node.get("readOnly") is True and node.get("writeOnly") is not True:
            return Access.READ
        if node.get("writeOnly") is True and node.get("readOnly") is not True:
            return Access.WRITE
    return Access.BOTH


def renamed_fields(scope: Scope) -> Renames:
    """The settings' field renames, by declaration id and wire name; one that matches nothing is an error."""
    by_wire = {wire: key for key, wire in scope.canonical.wires.items()}
    renames: Renames = {}
    for path, name in scope.settings.rename_fields.items():
        schema, _, wire = path.partition(".")
        id_ = schema if schema in scope.schemas else by_wire.get(schema, "")
        node = scope.schemas.get(id_)
        properties = node.get("properties") if isinstance(node, Obj) else None
        if isinstance(properties, Obj) and wire in properties:
            renames[id_, wire] = name
        else:
            scope.warn(NO_SUCH_FIELD, SettingsPlace(), field=path)
    return renames
