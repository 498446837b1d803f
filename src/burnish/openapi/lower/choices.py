"""Choices: named unions, and how their variants are told apart."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from burnish.ir import (
    AnyOf,
    Choice,
    DeclarationId,
    Discriminator,
    Name,
    Nullable,
    Ref,
    Type,
    Variant,
)
from burnish.source import Arr, Obj, Value

from .codes import UNUSABLE_DISCRIMINATOR
from .docs import docs_of
from .reading import entries, member, strings, text
from .scope import Scope
from .types import NULL

__all__ = ["constants", "implied", "lower_choice"]

DEEPEST = 2  # unions inside unions that are looked into for tags; each level multiplies the work


class Selector(Struct, frozen=True):
    """The discriminator of a union: its property, and the tags that its mapping gives to each target."""

    property: str
    mapping: dict[DeclarationId, tuple[str, ...]]


def lower_choice(id_: DeclarationId, name: Name, schema: Obj, type_: Type, scope: Scope) -> Choice | None:
    """The union as a choice; None where it came down to a single type."""
    inner = type_.inner if isinstance(type_, Nullable) else type_
    selector = selector_of(schema, scope)
    if isinstance(inner, AnyOf):
        types = inner.variants
    elif isinstance(inner, Ref) and selector is not None:
        types = (inner,)
    else:
        return None
    variants = tagged(types, selector, schema, scope) if selector else None
    discriminator = (
        Discriminator(scope.name(selector.property), bool(selector.mapping)) if selector and variants else None
    )
    if selector is None and (found := implied(types, scope)):
        property_, variants = found
        discriminator = Discriminator(scope.name(property_))
    kept = variants or tuple(Variant(item) for item in types)
    if isinstance(type_, Nullable):
        kept = (*kept, Variant(NULL))
    return Choice(id_, name, kept, schema.at, discriminator, docs_of(schema, name))


def selector_of(schema: Obj, scope: Scope) -> Selector | None:
    """The discriminator that the description states."""
    discriminator = member(schema, "discriminator")
    property_ = text(discriminator, "propertyName")
    if not property_:
        return None
    mapping: dict[DeclarationId, tuple[str, ...]] = {}
    for tag, ref in entries(discriminator, "mapping").items():
        target = scope.target(ref) or component_named(str(ref), scope)
        if target is not None:
            mapping[target] = (*mapping.get(target, ()), tag)
    return Selector(property_, mapping)


def component_named(wire: str, scope: Scope) -> DeclarationId | None:
    """The component that the description calls so: a mapping may give names instead of references."""
    return next((scope.target(key) for key, name in scope.canonical.wires.items() if name == wire), None)


def tagged(types: tuple[Type, ...], selector: Selector, schema: Obj, scope: Scope) -> tuple[Variant, ...] | None:
    """The variants with their tags; None, and a warning, if the discriminator cannot select."""
    refs = [type_ for type_ in types if isinstance(type_, Ref)]
    variants = tuple(Variant(ref, tags_of(ref, selector, scope)) for ref in refs)
    reason = ambiguity(variants) if len(refs) == len(types) else "a variant is no object"
    if reason:
        scope.warn(UNUSABLE_DISCRIMINATOR, schema.at / "discriminator", property=selector.property, reason=reason)
        return None
    return variants


def ambiguity(variants: tuple[Variant, ...]) -> str:
    """Why the tags of variants cannot select one; empty if they can."""
    seen: set[str] = set()
    for tag in (tag for variant in variants for tag in variant.tags):
        if tag in seen:
            return f'two variants have the value "{tag}"'
        seen.add(tag)
    return "" if all(variant.tags for variant in variants) else "a variant has no value for it"


def tags_of(ref: Ref, selector: Selector, scope: Scope) -> tuple[str, ...]:
    """The tags of a variant: by the mapping, by an extension, by the constant its property has, else its own name.

    The name is what the standard falls back to (OpenAPI 3.1, Discriminator Object); a constant tells more. An enum
    that all variants inherit tells nothing but which names are tags.
    """
    schema = scope.schemas[ref.target]
    if stated := selector.mapping.get(ref.target):
        return stated
    if own := text(scope.followed(schema), "x-ms-discriminator-value", "x-discriminator-value"):
        return (own,)
    taken = frozenset(tag for tags in selector.mapping.values() for tag in tags)
    limits = constants(schema, selector.property, scope)
    wire = scope.canonical.wires.get(ref.target)
    if wire and (wire in limits or not limits) and selector.property in all_properties(schema, scope):
        return (wire,)
    return tuple(tag for tag in limits if tag not in taken)


def constants(schema: Value, property_: str, scope: Scope, depth: int = 0) -> tuple[str, ...]:
    """The strings a property is limited to; of a union, those of all its variants."""
    node = scope.followed(schema)
    if node is None or depth > DEEPEST:
        return ()
    variants = node.get("oneOf", node.get("anyOf"))
    if isinstance(variants, Arr):
        found = [constants(variant, property_, scope, depth + 1) for variant in variants]
        return tuple(dict.fromkeys(tag for tags in found for tag in tags)) if all(found) else ()
    limited = scope.followed(entries(node, "properties").get(property_))
    if limited is None:
        return ()
    constant = limited.get("const")
    if isinstance(constant, str):
        return (constant,)
    enum = limited.get("enum")
    return strings(enum) if isinstance(enum, Arr) and len(strings(enum)) == len(enum) else ()


def all_properties(schema: Value, scope: Scope, depth: int = 0) -> frozenset[str]:
    """The names of an object's properties; of a union, those that every variant has."""
    node = scope.followed(schema)
    if node is None or depth > DEEPEST:
        return frozenset()
    variants = node.get("oneOf", node.get("anyOf"))
    if isinstance(variants, Arr) and variants:
        first, *others = (all_properties(variant, scope, depth + 1) for variant in variants)
        return first.intersection(*others)
    return frozenset(entries(node, "properties"))


def implied(
    types: tuple[Type, ...], scope: Scope, tags_of: Callable[[Value, str, Scope], tuple[str, ...]] | None = None
) -> tuple[str, tuple[Variant, ...]] | None:
    """The discriminator that nobody stated: a property with other constants in every variant, as `tags_of` gives them.

    By default it must be required of each of them.
    """
    refs = [type_ for type_ in types if isinstance(type_, Ref)]
    if len(refs) != len(types) or len(refs) < 2:
        return None
    first = scope.followed(scope.schemas[refs[0].target])
    required = strings(first.get("required")) if first is not None else ()
    for property_ in dict.fromkeys((*required, *sorted(all_properties(scope.schemas[refs[0].target], scope)))):
        tags = [(tags_of or required_constants)(scope.schemas[ref.target], property_, scope) for ref in refs]
        every = [tag for found in tags for tag in found]
        if all(tags) and len(set(every)) == len(every):
            return property_, tuple(Variant(ref, found) for ref, found in zip(refs, tags, strict=True))
    return None


def required_constants(schema: Value, property_: str, scope: Scope) -> tuple[str, ...]:
    """The constants of a property that must be present."""
    node = scope.followed(schema)
    if node is None:
        return ()
    if "properties" in node and property_ not in strings(node.get("required")):
        return ()
    return constants(node, property_, scope)
