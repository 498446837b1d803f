"""Expansion: types as their modules have them.

A schema that the settings name has a module of its own, and one more for arguments. Any other schema has no name but
where it is used: every module that needs it has a class of its own for it, named after the path that leads there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from burnish.ir import (
    Access,
    Alias,
    AnyOf,
    Anything,
    Api,
    Choice,
    Declaration,
    DeclarationId,
    Discriminator,
    Docs,
    Enumeration,
    Field,
    ListOf,
    Literal,
    Literals,
    MapOf,
    Name,
    Nullable,
    Presence,
    Record,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
    Variant,
    declared_types,
    walk,
)

from ..layout import Place
from .names import Home, Speller
from .variants import called

__all__ = ["Expansion", "Module", "identity", "ordered"]

# Formats that are plain text there; only dates are more.
TEXTS = (ScalarKind.UUID, ScalarKind.TIME, ScalarKind.DURATION, ScalarKind.DECIMAL, ScalarKind.BASE64)

Words = tuple[str, ...]
NULL = Scalar(ScalarKind.NULL)
TEXT = frozenset((ScalarKind.UUID, ScalarKind.TIME, ScalarKind.DURATION, ScalarKind.DECIMAL))
# One module repeats a schema so often, and has so many classes; then a schema is taken for the first of its classes,
# lest modules grow beyond measure.
MOST_COPIES = 20
MOST_CLASSES = 500


class Expansion(Struct):
    """The declarations of all modules; models are made when something asks for them.

    `homes` has the two homes of every schema that the settings name: for answers, and for arguments.
    """

    api: Api
    speller: Speller
    homes: Mapping[DeclarationId, tuple[Home, Home]]
    sorts: bool = True
    declarations: dict[DeclarationId, Declaration] = field(default_factory=dict[DeclarationId, Declaration])
    places: dict[DeclarationId, Place] = field(default_factory=dict[DeclarationId, Place])
    arguments: set[DeclarationId] = field(default_factory=set[DeclarationId])
    modules: dict[str, list[DeclarationId]] = field(default_factory=dict[str, list[DeclarationId]])
    held: dict[tuple[DeclarationId, str], Type] = field(default_factory=dict[tuple[DeclarationId, str], Type])
    """Fields of models that a method returns by itself, and the types that are named after that method."""
    _waiting: list[tuple[DeclarationId, Home, bool]] = field(default_factory=list[tuple[DeclarationId, Home, bool]])
    _asked: set[str] = field(default_factory=set[str])

    def named(self, target: DeclarationId, *, arguments: bool) -> DeclarationId:
        """The declaration of a schema that has a name, on one of its sides."""
        answer, argument = self.homes[target]
        shared = answer.module != argument.module and answer.name == argument.name
        arguments = arguments and (shared or self.has_two_sides(target))
        home = argument if arguments else answer
        id_ = identity(home.module, home.name)
        if id_ not in self._asked:
            self._asked.add(id_)
            self._waiting.append((target, home, arguments))
        return id_

    def has_two_sides(self, target: DeclarationId) -> bool:
        """Whether arguments and answers differ: in whatever leads to an object."""
        found = (self.api.declarations[id_] for id_ in (target, *self.reached(target)))
        return any(isinstance(declaration, Record) for declaration in found)

    def leads(self, start: DeclarationId, goal: DeclarationId) -> bool:
        """Whether references lead from one declaration to another."""
        return start == goal or goal in self.reached(start)

    def reached(self, start: DeclarationId) -> set[DeclarationId]:
        """All declarations that references lead to."""
        seen: set[DeclarationId] = set()
        pending = [start]
        while pending:
            for inner in references(self.api.declarations[pending.pop()]):
                if inner not in seen:
                    seen.add(inner)
                    pending.append(inner)
        return seen

    def settle(self) -> None:
        """Make every model that was asked for, and for answers those that nothing asks for, or that are shared."""
        self.make_waiting()
        for target, (answer, argument) in self.homes.items():
            sides = [answer] if answer.name == argument.name else [answer, argument]
            if not {identity(home.module, home.name) for home in sides} & self._asked:
                self.named(target, arguments=False)
        self.make_waiting()

    def make_waiting(self) -> None:
        """Make the models that were asked for; they may ask for others."""
        while self._waiting:
            target, home, arguments = self._waiting.pop()
            Module(self, home, arguments=arguments).root(Ref(target), home.name)

    def add(self, declaration: Declaration, module: str, name: str, *, inner: bool, arguments: bool) -> None:
        """Keep a declaration that is finished."""
        id_ = declaration.id
        self.declarations[id_] = declaration
        self.places[id_] = Place(module, name, name, inner)
        self.modules.setdefault(module.removeprefix(".types."), []).append(id_)
        if arguments and not isinstance(declaration, Enumeration):
            self.arguments.add(id_)


def identity(module: str, name: str) -> DeclarationId:
    """The id of a class: where it is, and what it is called."""
    return DeclarationId(f"{module.removeprefix('.types.')}:{name}")


def references(declaration: Declaration) -> Iterator[DeclarationId]:
    """What a declaration refers to."""
    for type_ in declared_types(declaration):
        for inner in walk(type_):
            if isinstance(inner, Ref):
                yield inner.target


class Module(Struct):
    """One module, while its classes are made."""

    expansion: Expansion
    home: Home
    arguments: bool
    _names: set[str] = field(default_factory=set[str])
    _open: dict[DeclarationId, DeclarationId] = field(default_factory=dict[DeclarationId, DeclarationId])
    _copies: Counter[DeclarationId] = field(default_factory=Counter[DeclarationId])
    _first: dict[DeclarationId, DeclarationId] = field(default_factory=dict[DeclarationId, DeclarationId])

    def __post_init__(self) -> None:
        """No class inside takes the name of the module's own."""
        self._names.add(self.home.name)

    def root(self, type_: Type, name: str) -> DeclarationId:
        """Declare a type under a name that others import."""
        id_ = identity(self.home.module, name)
        declaration = self.declared(id_, type_, name)
        self.keep(declaration, name, inner=False)
        return id_

    def declared(self, id_: DeclarationId, type_: Type, name: str) -> Declaration:
        """The declaration of the module's own class."""
        label = Name(name, self.home.words)
        if isinstance(type_, Ref):
            found = self.expansion.api.declarations[type_.target]
            self._open[type_.target] = id_
            match found:
                case Record():
                    return self.record(id_, label, found, self.home.words if self.base_of(found) else ())
                case Choice():
                    return self.choice(id_, label, found.variants, (), found)
                case Enumeration():
                    return replace(found, id=id_, name=label)
                case Alias(type=inner):
                    return replace(self.declared(id_, inner, name), docs=found.docs)
        origin = next(iter(self.expansion.api.declarations.values())).origin
        if isinstance(type_, AnyOf) and any(map(self.is_object, type_.variants)):
            return self.choice(id_, label, tuple(Variant(item) for item in type_.variants), (), None)
        if isinstance(type_, ListOf):
            item = self.type(type_.item, (*self.home.words, "item"))
            return Alias(id_, label, replace(type_, item=item), origin)
        return Alias(id_, label, self.type(type_, self.home.words), origin)

    def keep(self, declaration: Declaration, name: str, *, inner: bool = True) -> Ref:
        """Hand a finished declaration to the expansion."""
        self.expansion.add(declaration, self.home.module, name, inner=inner, arguments=self.arguments)
        return Ref(declaration.id)

    def fresh(self, path: Words) -> tuple[DeclarationId, Name, str]:
        """Id and name of a class inside the module; a name that is taken gets a number."""
        wanted = self.expansion.speller.name(path)
        name, count = wanted, 2
        while name in self._names:
            name, count = f"{wanted}{count}", count + 1
        self._names.add(name)
        return identity(self.home.module, name), Name(name, path), name

    def type(self, type_: Type, path: Words) -> Type:
        """A type as this module has it; `path` are the words that lead to it from the module's own class."""
        match type_:
            case Ref(target):
                return self.reference(target, path)
            case ListOf(item):
                return replace(type_, item=self.type(item, self.expansion.speller.singular(path) if path else path))
            case MapOf(value):
                return MapOf(self.type(value, path))
            case Nullable(inner):
                made = self.type(inner, path)
                return made if isinstance(made, Nullable | Anything) else Nullable(made)
            case Scalar(kind) if kind in TEXTS and not (self.arguments and kind is ScalarKind.BASE64):
                return Scalar(ScalarKind.STRING)
            case TupleOf(items, rest):
                return TupleOf(tuple(self.type(item, path) for item in items), rest and self.type(rest, path))
            case AnyOf(variants):
                return self.union(tuple(Variant(item) for item in variants), path, None)
            case Scalar():
                return self.scalar(type_)
            case _:
                return type_

    def scalar(self, type_: Scalar) -> Scalar:
        """A single value: Stainless knows dates and times of day on a date, and leaves other formats as text."""
        if type_.kind in TEXT or (type_.kind is ScalarKind.BASE64 and not self.arguments):
            number = type_.kind is ScalarKind.DECIMAL and type_.format == "number"
            return replace(type_, kind=ScalarKind.NUMBER if number else ScalarKind.STRING)
        return type_

    def reference(self, target: DeclarationId, path: Words) -> Type:
        """A schema: by its name if it has one, else as a class of this module."""
        if target in self.expansion.homes:
            return Ref(self.expansion.named(target, arguments=self.arguments))
        found = self.expansion.api.declarations[target]
        if isinstance(found, Enumeration):
            return literals(found)
        if target in self._open:
            return Ref(self._open[target])
        if isinstance(found, Alias):
            self._open[target] = identity(self.home.module, self.home.name)
            made = self.type(found.type, path)
            del self._open[target]
            return made
        full = self._copies[target] >= MOST_COPIES or len(self._names) >= MOST_CLASSES
        if full and target in self._first:
            return Ref(self._first[target])
        if isinstance(found, Choice):
            return self.union(found.variants, path, found)
        self._copies[target] += 1
        id_, label, name = self.fresh(path)
        self._first.setdefault(target, id_)
        self._open[target] = id_
        made_record = self.record(id_, label, found, path)
        del self._open[target]
        return self.keep(made_record, name)

    def union(self, variants: tuple[Variant, ...], path: Words, source: Choice | None) -> Type:
        """A union: with a name of its own where a variant is an object, else written where it is used."""
        variants = self.flat(variants)
        if not any(self.is_object(variant.type) for variant in variants):
            kept = [
                self.type(item.type, (*path, *name))
                for item, name in zip(variants, called(variants, source, self.expansion.api.declarations), strict=True)
            ]
            return AnyOf(tuple(kept)) if len(kept) > 1 else kept[0]
        id_, label, name = self.fresh(path)
        if source is not None:
            self._copies[source.id] += 1
            self._first.setdefault(source.id, id_)
            self._open[source.id] = id_
        made = self.choice(id_, label, variants, path, source)
        if source is not None:
            del self._open[source.id]
        return self.keep(made, name)

    def choice(
        self, id_: DeclarationId, label: Name, variants: tuple[Variant, ...], path: Words, source: Choice | None
    ) -> Choice:
        """A named union, its variants named after their schemas."""
        variants = self.flat(variants)
        kept = tuple(
            replace(item, type=self.type(item.type, (*path, *name)))
            for item, name in zip(variants, called(variants, source, self.expansion.api.declarations), strict=True)
        )
        origin = source.origin if source else next(iter(self.expansion.api.declarations.values())).origin
        discriminator: Discriminator | None = source.discriminator if source else None
        return Choice(id_, label, kept, origin, discriminator, source.docs if source else Docs())

    def flat(self, variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
        """Variants with those of unions among them, by whatever name those go; each type once."""
        found: dict[Type, Variant] = {}
        for variant in variants:
            for item in self.opened(variant, frozenset()):
                found.setdefault(item.type, item)
        return tuple(found.values())

    def opened(self, variant: Variant, seen: frozenset[DeclarationId]) -> Iterator[Variant]:
        """A variant, or those of the union that it is."""
        match variant.type:
            case Nullable(inner):
                yield from self.opened(Variant(inner), seen)
                yield Variant(NULL)
            case AnyOf(types):
                for type_ in types:
                    yield from self.opened(Variant(type_), seen)
            case Ref(target) if target not in seen:
                found = self.expansion.api.declarations[target]
                if isinstance(found, Choice):
                    for item in found.variants:
                        yield from self.opened(item, seen | {target})
                elif isinstance(found, Alias) and isinstance(found.type, Ref | AnyOf | Nullable):
                    yield from self.opened(Variant(found.type), seen | {target})
                else:
                    yield variant
            case _:
                yield variant

    def is_object(self, type_: Type) -> bool:
        """Whether a type is an object, or a union that has a name because of one."""
        match type_:
            case Nullable(inner):
                return self.is_object(inner)
            case Ref(target):
                found = self.expansion.api.declarations[target]
                match found:
                    case Record():
                        return True
                    case Choice(variants=variants):
                        return any(self.is_object(item.type) for item in variants if item.type != type_)
                    case Alias(type=inner):
                        return self.is_object(inner) if inner != type_ else False
                    case _:
                        return False
            case _:
                return False

    def field(self, item: Field, source: Record, path: Words) -> Type:
        """The type of a field."""
        held = self.expansion.held.get((source.id, item.name.wire))
        return held if held is not None and not self.arguments else self.type(item.type, (*path, *item.name.words))

    def base_of(self, source: Record) -> Record | None:
        """The model whose class a record extends: the only one that `allOf` names, unless that leads back here."""
        named = [base for base in source.bases if base in self.expansion.homes]
        found = self.expansion.api.declarations[named[0]] if len(named) == 1 else None
        if not isinstance(found, Record) or found.extra is None or self.expansion.leads(found.id, source.id):
            return None
        return found

    def record(self, id_: DeclarationId, label: Name, source: Record, path: Words) -> Record:
        """An object, with the types of its fields as classes of this module."""
        hidden = Access.READ if self.arguments else Access.WRITE
        base = None if self.arguments else self.base_of(source)
        inherited = frozenset[tuple[str, Type, Presence]]() if base is None else fields_of(base)
        fields = [
            replace(item, type=self.field(item, source, path))
            for item in source.fields
            if item.access is not hidden and (item.name.wire, item.type, item.presence) not in inherited
        ]
        bases = () if base is None else (self.expansion.named(base.id, arguments=False),)
        extra = source.extra if source.extra is None else self.type(source.extra, (*path, "item"))
        kept = ordered(fields) if self.expansion.sorts else tuple(fields)
        return Record(id_, label, kept, source.origin, extra, (), source.docs, bases)


def fields_of(base: Record) -> frozenset[tuple[str, Type, Presence]]:
    """The fields that whoever extends a record has as they are."""
    return frozenset((item.name.wire, item.type, item.presence) for item in base.fields)


def ordered(fields: list[Field]) -> tuple[Field, ...]:
    """Fields as Stainless orders them: what is required, then the rest; `id` first, else by name."""

    def rank(item: Field) -> tuple[bool, bool, str]:
        return not isinstance(item.presence, Required), item.name.wire != "id", item.name.wire

    return tuple(sorted(fields, key=rank))


def literals(enumeration: Enumeration) -> Type:
    """The values of an enumeration, written where it is used."""
    values = tuple(member.value for member in enumeration.members)
    return Literal(values[0]) if len(values) == 1 and not enumeration.open else Literals(values, enumeration.open)
