"""Dialect: every schema in the words of JSON Schema 2020-12, whatever version it was written in.

Null is kept apart as the flag `nullable: true` until the last pass, so that the passes between need not look for it in
four places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from burnish.source import Arr, Obj, Value

from ..type_words import TYPE_NAMES, type_meant
from .grammar import NESTING, SCHEMA_LISTS, SCHEMA_MAPS, SCHEMA_SINGLES

__all__ = ["in_one_dialect", "inner_schemas"]

# Assertions that no type of the SDK can express; the server holds callers to them.
ASSERTIONS = (
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "minProperties",
    "maxProperties",
)
PYDANTIC_DECIMAL = "^(?!^[-+.]*$)[+-]?0*"
"""How the patterns begin that Pydantic writes for `Decimal`, whatever its digits and places."""
IDENTITIES = ("$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema", "$comment", "$vocabulary", "id")
DROPPED = frozenset((*ASSERTIONS, *IDENTITIES))


def inner_schemas(schema: Obj) -> Iterator[Obj]:
    """The schemas directly inside a schema."""
    if NESTING.isdisjoint(schema):
        return
    for name, inner in schema.items():
        if isinstance(inner, Obj):
            if name in SCHEMA_SINGLES:
                yield inner
            elif name in SCHEMA_MAPS:
                yield from (item for item in inner.values() if isinstance(item, Obj))
        elif isinstance(inner, Arr) and name in SCHEMA_LISTS:
            yield from (item for item in inner if isinstance(item, Obj))


def in_one_dialect(schema: Value) -> None:
    """Rewrite a schema and everything inside it, in place."""
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, Obj):
            for concerned, step in STEPS:
                if not concerned.isdisjoint(node):
                    step(node)
            # Last: it may take the schema apart into one for each type, with the keywords as the others settled them.
            types(node)
            pending.extend(inner_schemas(node))


def drop_assertions(schema: Obj) -> None:
    """Remove what says nothing about types, and identities, which bundling has used up."""
    for name in DROPPED.intersection(schema):
        if name != "id" or isinstance(schema["id"], str):
            del schema[name]


def arrays(schema: Obj) -> None:
    """Write tuples as `prefixItems`, and drop list keywords that are not lists."""
    items = schema.get("items")
    if isinstance(items, Arr):
        schema["prefixItems"] = schema.pop("items")
        if "additionalItems" in schema:
            schema["items"] = schema.pop("additionalItems")
    schema.pop("additionalItems", None)
    for name in SCHEMA_LISTS:
        if name in schema and not (isinstance(schema[name], Arr) and schema[name]):
            del schema[name]
    for name in ("properties", "patternProperties"):
        if name in schema and not isinstance(schema[name], Obj):
            del schema[name]


def bare_words(schema: Obj) -> None:
    """Write a schema that is only the word for a type as one that has this type."""
    for name in SCHEMA_MAPS:
        inner = schema.get(name)
        if isinstance(inner, Obj) and any(isinstance(item, str) for item in inner.values()):
            schema[name] = Obj(inner.at, {key: unfolded(item, schema) for key, item in inner.items()})
    for name in SCHEMA_SINGLES:
        if isinstance(schema.get(name), str):
            schema[name] = unfolded(schema[name], schema)


def unfolded(item: Value, holder: Obj) -> Value:
    """A schema, where it is written as one word."""
    kind = type_meant(item)[0] if isinstance(item, str) else ""
    return Obj(holder.at, {"type": item}) if kind else item


def types(schema: Obj) -> None:
    """Settle `type`: a single known word; several become a union, null becomes the flag."""
    kinds = schema.get("type")
    if isinstance(kinds, str) and kinds in TYPE_NAMES:
        return
    several = ["null" if kind is None else str(kind) for kind in kinds] if isinstance(kinds, Arr) else [str(kinds)]
    listed = [settle_word(schema, kind) for kind in several]
    if "file" in listed:
        schema["format"] = "binary"
    known = [
        kind for kind in dict.fromkeys("string" if kind == "file" else kind for kind in listed) if kind in TYPE_NAMES
    ]
    if "null" in known and len(known) > 1:
        known.remove("null")
        schema["nullable"] = True
    if len(known) > 1 and "anyOf" not in schema and "oneOf" not in schema:
        split_types(schema, known)
    elif known:
        schema["type"] = known[0]
    else:
        schema.pop("type", None)
        infer_type(schema)


def settle_word(schema: Obj, word: str) -> str:
    """The type that a word stands for; what else it says becomes the format, where there is none."""
    if word in TYPE_NAMES:
        return word
    kind, format_ = type_meant(word)
    if format_:
        schema.setdefault("format", format_)
    return kind or word


def split_types(schema: Obj, kinds: list[str]) -> None:
    """Turn several types into a union, each with the keywords that apply to it."""
    shared = {key: schema.pop(key) for key in list(schema) if key not in ANNOTATIONS}
    shared.pop("type")
    variants = Arr(schema.at)
    for kind in kinds:
        wanted = KEYWORDS.get(kind, ())
        own = {key: value for key, value in shared.items() if key in wanted}
        variants.append(Obj(schema.at, {"type": kind, **own}))
    if "enum" in shared or "const" in shared:
        schema.update({key: shared[key] for key in ("enum", "const") if key in shared})
    else:
        schema["anyOf"] = variants


def infer_type(schema: Obj) -> None:
    """Tell a missing type by the keywords that only one type has."""
    if any(key in schema for key in ("$ref", "allOf", "anyOf", "oneOf", "enum", "const")):
        return
    if "properties" in schema or "patternProperties" in schema or isinstance(schema.get("additionalProperties"), Obj):
        schema["type"] = "object"
    elif "items" in schema or "prefixItems" in schema:
        schema["type"] = "array"


def bounds(schema: Obj) -> None:
    """Exclusive bounds as numbers (3.0 had booleans)."""
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and inclusive in schema:
                schema[exclusive] = schema.pop(inclusive)


def examples(schema: Obj) -> None:
    """Examples as a list."""
    found = schema.pop("examples", None)
    values = [*found.values()] if isinstance(found, Obj) else [*found] if isinstance(found, Arr) else []
    for name in ("example", "x-example"):
        if name in schema:
            values.insert(0, schema.pop(name))
    if values:
        schema["examples"] = Arr(schema.at, values)


def nulls(schema: Obj) -> None:
    """Gather every way of allowing null in the flag `nullable`."""
    flag = schema.pop("x-nullable", None)
    nullable = schema.pop("nullable", None) is True or flag is True
    enum = schema.get("enum")
    if isinstance(enum, Arr) and None in enum and len(enum) > 1:
        schema["enum"] = Arr(enum.at, [value for value in enum if value is not None])
        nullable = True
    for name in ("oneOf", "anyOf"):
        variants = schema.get(name)
        if isinstance(variants, Arr):
            kept = [variant for variant in variants if not is_null(variant)]
            if len(kept) < len(variants) and kept:
                schema[name] = Arr(variants.at, kept)
                nullable = True
    if nullable:
        schema["nullable"] = True


def constants(schema: Obj) -> None:
    """A union of constants, which may tell what each means, as an enumeration whose values have names."""
    for name in ("oneOf", "anyOf"):
        variants = schema.get(name)
        if not isinstance(variants, Arr) or len(variants) < 2 or "enum" in schema or "$ref" in schema:
            continue
        known = [variant for variant in variants if isinstance(variant, Obj) and is_constant(variant)]
        if len(known) < len(variants):
            continue
        del schema[name]
        schema["enum"] = Arr(variants.at, [variant["const"] for variant in known])
        for key, word in (("x-enum-varnames", "title"), ("x-enum-descriptions", "description")):
            if any(word in variant for variant in known):
                schema[key] = Arr(variants.at, [variant.get(word, "") for variant in known])
        kinds = {str(variant["type"]) for variant in known if "type" in variant}
        if len(kinds) == 1 and all("type" in variant for variant in known):
            schema["type"] = kinds.pop()


def is_constant(schema: Obj) -> bool:
    """Whether a schema is one value, and what it means."""
    told = all(key in ("const", "type", "title", "description") or key.startswith("x-") for key in schema)
    return told and "const" in schema and not isinstance(schema["const"], Obj | Arr)


def is_null(schema: Value) -> bool:
    """Whether a schema allows nothing but null.

    Strictly, `{nullable: true}` without a type allows anything; as a variant it can only be meant as null.
    """
    if not isinstance(schema, Obj) or "properties" in schema:
        return False
    return (
        (schema.get("nullable") is True and all(key in ANNOTATIONS or key.startswith("x-") for key in schema))
        or schema.get("type") == "null"
        or schema.get("enum") == [None]
        or ("const" in schema and schema["const"] is None)
    )


def lists(schema: Obj) -> None:
    """`required` and `enum` as lists without repetitions; anything else in their place is dropped."""
    required = schema.get("required")
    if isinstance(required, Arr):
        schema["required"] = Arr(required.at, list(dict.fromkeys(name for name in required if isinstance(name, str))))
    else:
        schema.pop("required", None)
    # Zalando's guidelines (rule 112) have values that others may join in an extension of their own.
    enum = schema.get("enum", schema.get("x-extensible-enum"))
    if isinstance(enum, Arr) and enum:
        # Told apart by their text, because 1, 1.0 and true are equal in Python.
        schema["enum"] = Arr(enum.at, {repr(value): value for value in enum}.values())
    else:
        schema.pop("enum", None)


def texts(schema: Obj) -> None:
    """Titles and descriptions as text."""
    for name in ("title", "description", "format", "pattern"):
        if name in schema and not isinstance(schema[name], str):
            del schema[name]
    discriminator = schema.get("discriminator")
    if isinstance(discriminator, str):
        schema["discriminator"] = Obj(schema.at, {"propertyName": discriminator})
    elif discriminator is not None and not (
        isinstance(discriminator, Obj) and isinstance(discriminator.get("propertyName"), str)
    ):
        del schema["discriminator"]


def decimals(schema: Obj) -> None:
    """Exact numbers as Pydantic describes them: text with a pattern, whose look-ahead says no more than the format."""
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and pattern.startswith(PYDANTIC_DECIMAL) and schema.get("type") == "string":
        del schema["pattern"]
        schema.setdefault("format", "decimal")


def encodings(schema: Obj) -> None:
    """Content keywords of 3.1 as the formats of 3.0, which say the same in one word."""
    if schema.get("contentEncoding") in ("base64", "base64url"):
        schema["format"] = "byte"
    elif schema.get("contentMediaType") == "application/octet-stream" and "format" not in schema:
        schema["format"] = "binary"


# Each with the keywords it is about: most schemas have few, and every description has thousands of schemas.
STEPS: tuple[tuple[frozenset[str], Callable[[Obj], None]], ...] = (
    (DROPPED, drop_assertions),
    (frozenset((*SCHEMA_MAPS, *SCHEMA_SINGLES)), bare_words),
    (frozenset((*SCHEMA_LISTS, "items", "additionalItems", "properties", "patternProperties")), arrays),
    (frozenset(("x-nullable", "nullable", "enum", "oneOf", "anyOf")), nulls),
    (frozenset(("oneOf", "anyOf")), constants),
    (frozenset(("required", "enum", "x-extensible-enum")), lists),
    (frozenset(("title", "description", "format", "pattern", "discriminator")), texts),
    (frozenset(("pattern",)), decimals),
    (frozenset(("exclusiveMinimum", "exclusiveMaximum")), bounds),
    (frozenset(("examples", "example", "x-example")), examples),
    (frozenset(("contentEncoding", "contentMediaType")), encodings),
)
ANNOTATIONS = frozenset(
    (
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "nullable",
        "externalDocs",
        "xml",
    )
)
KEYWORDS = {
    "string": ("minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "object": ("properties", "patternProperties", "additionalProperties", "required"),
}
