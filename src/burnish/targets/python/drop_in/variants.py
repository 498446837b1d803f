"""Names of the variants of a union, as Stainless calls them."""

from __future__ import annotations

from collections.abc import Mapping

from burnish.ir import Choice, Declaration, DeclarationId, ListOf, Literal, Record, Ref, Required, Type, Variant
from burnish.openapi.naming import words

__all__ = ["COMPONENTS", "called", "name_of"]

COMPONENTS = "#/components/schemas/"
Words = tuple[str, ...]
Declarations = Mapping[DeclarationId, Declaration]


def called(variants: tuple[Variant, ...], source: Choice | None, declarations: Declarations) -> list[Words]:
    """What the variants are called: after the constants that tell them apart, unless the description maps those."""
    types = [item.type for item in variants]
    discriminator = source.discriminator if source is not None else None
    if discriminator is None:
        tags = tags_of(types, declarations)
    elif discriminator.mapped:
        tags = []
    else:
        tags = [constants_of(item, declarations).get(discriminator.property.wire, "") for item in types]
    named = [words(tag) for tag in tags] or [()] * len(types)
    return [name or name_of(types[index], index, declarations) for index, name in enumerate(named)]


def constants_of(type_: Type, declarations: Declarations) -> dict[str, str]:
    """The fields of a variant that must be there, and can have one text only; none if it is no record."""
    found = declarations[type_.target] if isinstance(type_, Ref) else None
    return required_constants(found) if isinstance(found, Record) else {}


def tags_of(types: list[Type], declarations: Declarations) -> list[str]:
    """The constants of the first required field that has another in every variant; none without such a field."""
    constants = [constants_of(item, declarations) for item in types]
    for name in constants[0] if constants else ():
        tags = [item.get(name, "") for item in constants]
        if all(tags) and len(set(tags)) == len(tags):
            return tags
    return []


def name_of(type_: Type, index: int, declarations: Declarations) -> Words:
    """What a variant is called: after its component, its title, or its only field, else by its number."""
    found = declarations[type_.target] if isinstance(type_, Ref) else None
    wire = type_.title if isinstance(type_, ListOf) else ""
    if found is not None:
        wire = found.name.wire if found.origin.pointer == f"{COMPONENTS}{found.name.wire}" else found.docs.summary
    if not words(wire) and isinstance(found, Record) and len(found.fields) == 1:
        wire = found.fields[0].name.wire
    return words(wire) or ("union", f"member{index}")


def required_constants(record: Record) -> dict[str, str]:
    """The fields of a record that must be there, and can have one text only."""
    return {
        item.name.wire: item.type.value
        for item in record.fields
        if isinstance(item.presence, Required) and isinstance(item.type, Literal) and isinstance(item.type.value, str)
    }
