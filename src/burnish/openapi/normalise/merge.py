"""Merge: every `allOf` folded into one schema, every union settled.

After this pass a schema is a reference with annotations, a union of schemas, or a plain schema; never two of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from burnish.diagnostics import Report
from burnish.source import Arr, Obj, Value

from ..canonical import BASES
from .bundle import PREFIX
from .codes import ALLOF_CONTRADICTION, ALLOF_CYCLE, ALLOF_ITSELF
from .dialect import ANNOTATIONS
from .grammar import NESTING
from .pins import BOTH

__all__ = ["HINT", "Merger"]

# The name of the component that a merged inline schema grew from, for the pass that names it.
HINT = "x-burnish-hint"
UNIONS = ("oneOf", "anyOf")
FOLDED = frozenset(("allOf", "$ref"))
MOST_VARIANTS = 64
# Of a base schema only what constrains the value is inherited.
NOT_INHERITED = frozenset(
    ("title", "examples", "example", "discriminator", "externalDocs", "xml", "deprecated", HINT, BASES)
)
UNTYPED = frozenset(
    ("required", "description", "title", "minProperties", "maxProperties", "examples", "nullable", "deprecated", "type")
)


class Merger:
    """Merges the components of one description; a component is merged once, when it is first needed."""

    def __init__(self, schemas: dict[str, Value], report: Report) -> None:
        """Keep the components; `schemas` is replaced by the merged ones as they are asked for."""
        self._raw = schemas
        self._report = report
        self._done: dict[str, Value] = {}
        self._open: list[str] = []
        self._children = children_of(schemas)

    def merged(self) -> dict[str, Value]:
        """Merge all components; those that merging made follow the others."""
        done = {key: self.component(key) for key in list(self._raw)}
        return {**done, **{key: self._done[key] for key in self._done if key not in done}}

    def component(self, key: str) -> Value:
        """The merged component."""
        if key not in self._done:
            self._open.append(key)
            schema = self._raw.get(key)
            family = self._children.get(key)
            if isinstance(schema, Obj) and family:
                self._done[key] = family_union(schema, family)
            else:
                self._done[key] = self.settle(schema)
            self._open.pop()
        return self._done[key]

    def settle(self, schema: Value) -> Value:
        """Merge an inline schema and everything inside it."""
        if not isinstance(schema, Obj):
            return schema
        if FOLDED.isdisjoint(schema):
            if NESTING.isdisjoint(schema):
                return schema
            return self.settle_union(self.settle_members(Obj(schema.at, schema)))
        members = [item for item in all_of(schema) if item is not True]
        outer = Obj(schema.at, {key: value for key, value in schema.items() if key not in FOLDED})
        if "$ref" in schema:
            if not members and all(annotation(key) for key in outer):
                return schema
            members.insert(0, Obj(schema.at, {"$ref": schema["$ref"]}))
        if not members:
            return self.settle_union(self.settle_members(outer))
        only = len(members) == 1 and all(annotation(key) or key == "type" for key in outer)
        if only and not self.extends_parent(members[0]):
            return annotated(self.settle(members[0]), outer)
        folded = Obj(schema.at, self.fold([*members, outer], outer))
        if bases := [item["$ref"] for item in members if isinstance(item, Obj) and "$ref" in item]:
            folded[BASES] = Arr(schema.at, bases)
        return self.settle_union(folded)

    def extends_parent(self, member: Value) -> bool:
        """Whether the component being merged is a child of the family that `member` is the parent of."""
        ref = member.get("$ref") if isinstance(member, Obj) else None
        children = self._children.get(ref.removeprefix(PREFIX), ()) if isinstance(ref, str) else ()
        return bool(self._open) and self._open[-1] in children

    def settle_members(self, schema: Obj) -> Obj:
        """Merge the schemas directly inside a schema."""
        if NESTING.isdisjoint(schema):
            return schema
        for name in ("properties", "patternProperties"):
            if isinstance(inner := schema.get(name), Obj):
                schema[name] = Obj(inner.at, {key: self.settle(item) for key, item in inner.items()})
        for name in ("items", "additionalProperties", "contentSchema"):
            if name in schema:
                schema[name] = self.settle(schema[name])
        for name in (*UNIONS, "prefixItems"):
            if isinstance(inner := schema.get(name), Arr):
                schema[name] = Arr(inner.at, [self.settle(item) for item in inner])
        return schema

    def fold(self, parts: Sequence[Value], outer: Obj) -> Obj:
        """Fold several schemas into one that satisfies all; annotations of `outer` win."""
        result = Obj(outer.at)
        for part in parts:
            expanded = self.expand(part)
            if expanded is not None:
                result = self.combine(result, expanded)
        result.update({key: value for key, value in outer.items() if key in ANNOTATIONS or key == "discriminator"})
        return result

    def expand(self, part: Value) -> Obj | None:
        """A member of allOf as a plain schema or union: references followed, its own allOf folded."""
        if not isinstance(part, Obj):
            return None
        ref = part.get("$ref")
        if not isinstance(ref, str) or "allOf" in part:
            settled = self.settle(part)
            return self.expand(settled) if isinstance(settled, Obj) and "$ref" in settled else as_obj(settled)
        key = ref.removeprefix(PREFIX)
        base = self.own_content(key, part) if key in self._open and key not in self._done else self.base(key)
        if base is None:
            return None
        inherited = Obj(base.at, {name: value for name, value in base.items() if name not in NOT_INHERITED})
        if any(name in inherited for name in UNIONS) and "discriminator" in base:
            inherited["discriminator"] = base["discriminator"]
        return inherited

    def own_content(self, key: str, part: Obj) -> Obj | None:
        """What a component that is being merged gives to a variant of its own: properties, without its union."""
        schema = as_obj(self._raw.get(key))
        if schema is None or not any(name in schema for name in UNIONS):
            self._report.add(ALLOF_ITSELF if key == self._open[-1] else ALLOF_CYCLE, part.at)
            return None
        left_out = (*UNIONS, "allOf", "$ref", "discriminator")
        return self.settle_members(
            Obj(schema.at, {name: item for name, item in schema.items() if name not in left_out})
        )

    def base(self, key: str) -> Obj | None:
        """The content of a component as a base: of a family, the parent's own properties."""
        if key in self._children:
            schema = as_obj(self._raw.get(key))
            return (
                as_obj(self.settle(Obj(schema.at, {k: v for k, v in schema.items() if k != "discriminator"})))
                if schema
                else None
            )
        content = as_obj(self.component(key))
        return self.expand(content) if content is not None and "$ref" in content else content

    def combine(self, one: Obj, other: Obj) -> Obj:
        """Both schemas at once."""
        result = Obj(one.at if one else other.at, one)
        for key, value in other.items():
            if key not in result:
                result[key] = value
            elif result[key] != value:
                result[key] = self.both(key, result[key], value, result)
        differ = one and other and ("additionalProperties" in one) != ("additionalProperties" in other)
        if differ and result.get("additionalProperties") is False:
            # A base that is closed would forbid what its extension adds: closed means nothing in a composition.
            del result["additionalProperties"]
        return result

    def both(self, key: str, one: Value, other: Value, holder: Obj) -> Value:
        """The value of a keyword that both schemas have."""
        match key, one, other:
            case "properties" | "patternProperties", Obj(), Obj():
                return self.both_properties(one, other)
            case "required", Arr(), Arr():
                return Arr(one.at, dict.fromkeys([*one, *other]))
            case "enum", Arr(), Arr():
                common = [value for value in one if value in other]
                return Arr(one.at, common) if common else self.contradict(holder, "no value is in both enums", one)
            case "type", str(), str():
                if {one, other} == {"integer", "number"}:
                    return "integer"
                return self.contradict(holder, f"{one} and {other}", one)
            case "minimum" | "exclusiveMinimum" | "minLength" | "minItems", int() | float(), int() | float():
                return max(one, other)
            case "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems", int() | float(), int() | float():
                return min(one, other)
            case "additionalProperties" | "items", _, _:
                return other if one in (False, True) else one if other in (False, True) else self.intersect(one, other)
            case "nullable", _, _:
                return bool(one) or bool(other)
            case "oneOf" | "anyOf", Arr(), Arr():
                return self.product(one, other)
            case _:
                return one

    def contradict(self, holder: Obj, what: str, kept: Value) -> Value:
        """Report a contradiction and keep the first."""
        self._report.add(ALLOF_CONTRADICTION, holder.at, what=what)
        return kept

    def both_properties(self, one: Obj, other: Obj) -> Obj:
        """The properties of both; those of the same name must satisfy both."""
        result = Obj(one.at, one)
        for name, value in other.items():
            result[name] = self.intersect(result[name], value) if name in result else value
        return result

    def intersect(self, one: Value, other: Value) -> Value:
        """A schema that satisfies two; where one only annotates, the other with those annotations."""
        first, second = as_obj(one), as_obj(other)
        if first is None or second is None or first == second:
            return one if second is None else other
        for narrow, wide in ((second, first), (first, second)):
            if all(key in ANNOTATIONS or wide.get(key) == value for key, value in narrow.items()):
                return annotated(wide, narrow if narrow is second else Obj(narrow.at))
        refs = sorted({str(item["$ref"]) for item in (first, second) if "$ref" in item})
        if len(refs) == 2:
            return annotated(self.made_of(refs, first), second)
        return self.settle(Obj(first.at, {"allOf": Arr(first.at, [first, second])}))

    def made_of(self, refs: list[str], at: Obj) -> Obj:
        """A component that satisfies two others, made once: their properties may meet again inside."""
        key = BOTH.join(ref.removeprefix(PREFIX) for ref in refs)
        if key not in self._raw:
            self._raw[key] = Obj(at.at, {"allOf": Arr(at.at, [Obj(at.at, {"$ref": ref}) for ref in refs])})
            if key not in self._open:
                self.component(key)
        return Obj(at.at, {"$ref": PREFIX + key})

    def product(self, one: Arr, other: Arr) -> Arr:
        """Every pair of variants of two unions."""
        if len(one) * len(other) > MOST_VARIANTS:
            return one
        return Arr(one.at, [self.merge_variant(as_obj(a) or Obj(one.at), b) for a in one for b in other])

    def settle_union(self, schema: Obj) -> Value:
        """Settle a union: unwrap, flatten, and spread what stands beside it over its variants."""
        name = "oneOf" if "oneOf" in schema else "anyOf"
        if not isinstance(schema.get(name), Arr):
            return schema
        second = next((other for other in UNIONS if other != name and isinstance(schema.get(other), Arr)), None)
        beside = {key: value for key, value in schema.items() if key not in UNIONS}
        variants = self.variants(schema, name)
        if second is not None and not untyped(self.variants(schema, second)):
            variants = [*self.product(Arr(schema.at, variants), Arr(schema.at, self.variants(schema, second)))]
        if not variants or untyped(variants):
            return Obj(schema.at, beside)
        typed = {
            key: value for key, value in beside.items() if not annotation(key) and key not in ("type", "discriminator")
        }
        if typed and len(variants) <= MOST_VARIANTS:
            base = Obj(schema.at, {**typed, **({"type": beside["type"]} if "type" in beside else {})})
            variants = unique([self.merge_variant(base, variant) for variant in variants])
        rest = Obj(
            schema.at, {key: value for key, value in beside.items() if annotation(key) or key == "discriminator"}
        )
        if len(variants) == 1:
            rest.pop("discriminator", None)
            return annotated(variants[0], rest)
        return Obj(schema.at, {**rest, name: Arr(schema.at, variants)})

    def variants(self, schema: Obj, name: str) -> list[Value]:
        """The variants of a union: inline unions without a discriminator flattened, repetitions removed."""
        found = schema[name]
        flat: list[Value] = []
        for variant in found if isinstance(found, Arr) else ():
            inner = next(
                (variant[n] for n in UNIONS if isinstance(variant, Obj) and isinstance(variant.get(n), Arr)), None
            )
            if isinstance(variant, Obj) and isinstance(inner, Arr) and "discriminator" not in variant:
                flat += inner
                if variant.get("nullable"):
                    schema["nullable"] = True
            else:
                flat.append(variant)
        return unique(flat)

    def merge_variant(self, base: Obj, variant: Value) -> Value:
        """A variant with the keywords that stand beside its union."""
        if not isinstance(variant, Obj):
            return base
        if str(variant.get("$ref", "")).removeprefix(PREFIX) in self._open:
            # It extends this union by allOf, and so has what stands beside the union already.
            return variant
        if "type" in base and "$ref" not in variant and variant.get("type") not in (None, base["type"]):
            return variant
        merged = self.fold([base, variant], Obj(variant.at, {k: v for k, v in variant.items() if k in ANNOTATIONS}))
        if isinstance(ref := variant.get("$ref"), str):
            merged[HINT] = ref.removeprefix(PREFIX)
            content = as_obj(self.component(ref.removeprefix(PREFIX)))
            if content is not None and all(merged.get(key) == value for key, value in base.items() if key != "type"):
                same = all(
                    content.get(key) == value for key, value in merged.items() if key != HINT and not annotation(key)
                )
                return variant if same else merged
        return merged


def annotation(key: str) -> bool:
    """Whether a keyword says nothing about which values are valid."""
    return key in ANNOTATIONS or key.startswith("x-")


def untyped(variants: Sequence[Value]) -> bool:
    """Whether no variant of a union says anything that a type could express (`anyOf: [{required: [a]}, ...]`)."""
    return all(
        not isinstance(variant, Obj)
        or (
            all(key in UNTYPED or key.startswith("x-") for key in variant)
            and variant.get("type", "object") == "object"
            and ("required" in variant or "type" not in variant)
        )
        for variant in variants
    )


def unique(variants: Sequence[Value]) -> list[Value]:
    """The variants without repetitions; null is not one of them."""
    kept: list[Value] = []
    for variant in variants:
        if variant not in kept:
            kept.append(variant)
    return kept


def annotated(schema: Value, over: Obj) -> Value:
    """A schema with other annotations laid over its own."""
    if not isinstance(schema, Obj):
        return Obj(over.at, {key: value for key, value in over.items() if annotation(key)})
    return Obj(schema.at, {**schema, **{key: value for key, value in over.items() if annotation(key)}})


def all_of(schema: Obj) -> list[Value]:
    """The members of `allOf`."""
    members = schema.get("allOf")
    return [*members] if isinstance(members, Arr) else []


def as_obj(value: Value) -> Obj | None:
    """The value if it is an object."""
    return value if isinstance(value, Obj) else None


def children_of(schemas: dict[str, Value]) -> dict[str, list[str]]:
    """Families by inheritance: a parent with a discriminator and no union of its own, and who extends it by allOf."""
    parents = {
        key
        for key, schema in schemas.items()
        if isinstance(schema, Obj) and "discriminator" in schema and not any(name in schema for name in UNIONS)
    }
    families: dict[str, list[str]] = {}
    for key, schema in schemas.items():
        for base in all_of(schema) if isinstance(schema, Obj) else ():
            ref = str(base.get("$ref", "")).removeprefix(PREFIX) if isinstance(base, Obj) else ""
            if ref in parents and ref != key:
                families.setdefault(ref, []).append(key)
    return families


def family_union(parent: Obj, children: list[str]) -> Obj:
    """The parent of a family as a type: any of its children, told apart by the discriminator.

    Nobody said that the children exclude each other as schemas: most fit each other's values, apart from the tag.
    """
    variants = Arr(parent.at, [Obj(parent.at, {"$ref": PREFIX + child}) for child in children])
    kept = {key: value for key, value in parent.items() if key in ANNOTATIONS or key == "discriminator"}
    return Obj(parent.at, {**kept, "anyOf": variants})
