"""Calls: the types of arguments and answers of every method, in the modules that are named after it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from burnish.ir import (
    Alias,
    Answer,
    AnyOf,
    Anything,
    Binary,
    Body,
    Choice,
    DeclarationId,
    Discriminator,
    EmptyAnswer,
    EventStream,
    Field,
    Form,
    JsonAnswer,
    JsonBody,
    JsonLines,
    LinesBody,
    ListOf,
    Literal,
    Location,
    Multipart,
    Name,
    Nothing,
    Nullable,
    Operation,
    Optional,
    Parameter,
    Payload,
    Record,
    Ref,
    Required,
    Resource,
    Response,
    Text,
    Type,
    Variant,
)
from burnish.openapi.naming import words

from ..layout import Place
from ..positions import positional_of
from ..spelling import module_name
from .clashes import told_apart
from .expand import Expansion, Module, identity, ordered
from .names import Home
from .variants import name_of

__all__ = ["Calls"]


class Spread(Struct, frozen=True):
    """A body, the fields that it adds to the arguments, and the record of those fields where it is spread."""

    body: Body | None
    fields: tuple[Field, ...] = ()
    declared: DeclarationId | None = None
    kinds: tuple[Kind, ...] = ()


class Kind(Struct, frozen=True):
    """One of several records that a body may be: the name of its class, its fields, and a body of nothing else."""

    name: str
    fields: tuple[Field, ...]
    body: Body


class Calls(Struct):
    """Rewrites operations; what their types need is added to the expansion."""

    expansion: Expansion
    _answers: dict[tuple[str, Type], Type] = field(default_factory=dict[tuple[str, Type], Type])

    def resource(self, resource: Resource, path: tuple[str, ...]) -> Resource:
        """A resource and those below it."""
        return replace(
            resource,
            operations=tuple(self.operation(operation, path) for operation in resource.operations),
            children=tuple(self.resource(child, (*path, module_name(child.name.words))) for child in resource.children),
        )

    def operation(self, operation: Operation, path: tuple[str, ...]) -> Operation:
        """One operation."""
        words = operation.name.words
        made = self.with_arguments(operation, self.expansion.speller.method(path, words, "params"))
        home = self.expansion.speller.method(path, words, "response")
        self.hold(operation, home)
        successes = [item for item in operation.responses if item.status.first // 100 == 2]
        successes = successes or [item for item in operation.responses if item.status.last == 999]
        read = next((item.answers for item in successes if item.answers), ())
        answers = tuple(self.answer(answer, made, home) for answer in read)
        responses = tuple(
            replace(item, answers=answers) if item in successes else untyped(item) for item in operation.responses
        )
        paging = made.paging and replace(made.paging, item=self.answered(made.paging.item, home))
        return replace(made, responses=responses, paging=paging)

    def hold(self, operation: Operation, home: Home) -> None:
        """Name what a method takes out of a model after the first method that does."""
        wrapper = operation.wrapper
        if wrapper is None or wrapper not in self.expansion.homes:
            return
        key = (wrapper, operation.unwrap[-1])
        types = [
            answer.type for item in operation.responses for answer in item.answers if isinstance(answer, JsonAnswer)
        ]
        if key not in self.expansion.held and types:
            self.expansion.held[key] = self.answered(types[0], home)

    def with_arguments(self, operation: Operation, home: Home) -> Operation:
        """The operation with the types of its arguments, which stand in a module of their own."""
        module = Module(self.expansion, home, arguments=True)
        parameters = tuple(replace(p, type=module.type(p.type, p.name.words)) for p in operation.parameters)
        spread = self.body(operation.body, operation.body_name or "body", module)
        positional = positional_of(operation, last_only=True)
        free = [p for p in parameters if p.name.wire not in positional]
        if spread.fields or any(p.location is not Location.PATH for p in free):
            if spread.kinds and not operation.stream_parameter:
                declare_kinds(module, [*map(field_of, free)], spread.kinds)
            else:
                given = [field_of(p) for p in parameters if p.name.wire in positional]
                fields = told_apart([(p.location.name.lower(), field_of(p)) for p in free], spread.fields, given)
                declare(module, fields, operation.stream_parameter)
        bodies = tuple(kind.body for kind in spread.kinds)
        return replace(
            operation, parameters=parameters, body=spread.body, declared=spread.declared, alternatives=bodies
        )

    def body(self, body: Body | None, name: str, module: Module) -> Spread:
        """A body, and what it adds to the arguments: the fields of its record, or the body as one called `name`."""
        payload = body.payloads[0] if body is not None else None
        if body is None or payload is None or isinstance(payload, Binary | Text):
            return Spread(body)
        record = self.record(payload.type)
        if isinstance(payload.type, Ref) and payload.type.target in self.expansion.homes:
            self.expansion.named(payload.type.target, arguments=True)
        if record is None or not record.fields or isinstance(payload, LinesBody):
            parts = tuple(name.split("_"))
            type_ = module.type(payload.type, parts)
            presence = Required() if body.required else Optional()
            held = ListOf(type_) if isinstance(payload, LinesBody) else type_
            whole = Field(Name(name, parts), held, presence, body.origin, docs=body.docs)
            return Spread(replace(body, payloads=(replace(payload, type=type_),)), (whole,))
        kinds = tuple(self.kinds(body, payload, module))
        id_ = identity(module.home.module, "body")
        label = Name("body", ("body",))
        if kinds:
            made = Record(id_, label, one_of_each([kind.fields for kind in kinds]), record.origin, Anything())
        else:
            made = module.record(id_, label, record, ())
        self.keep_hidden(made, module)
        return Spread(replace(body, payloads=(retyped(payload, made),)), made.fields, id_, kinds)

    def keep_hidden(self, record: Record, module: Module) -> None:
        """Keep a record of arguments that no module shows."""
        self.expansion.declarations[record.id] = record
        self.expansion.arguments.add(record.id)
        self.expansion.places[record.id] = Place(module.home.module, "", "", inner=True)

    def kinds(self, body: Body, payload: JsonBody | Form | Multipart, module: Module) -> Iterator[Kind]:
        """The records that a body may be, if it may be several."""
        types = self.alternatives(payload.type)
        for index, type_ in enumerate(types if len(types) > 1 else ()):
            record = self.record(type_)
            assert record is not None, "a union is only spread over arguments if all of it are records"
            path = name_of(type_, index, self.expansion.api.declarations)
            id_, label, name = module.fresh(path)
            made = module.record(DeclarationId(f"{id_} body"), label, record, path)
            self.keep_hidden(made, module)
            yield Kind(name, made.fields, replace(body, payloads=(retyped(payload, made),)))

    def alternatives(self, type_: Type) -> tuple[Type, ...]:
        """The types of a union, by whatever name it goes; none of anything else."""
        found = self.expansion.api.declarations.get(type_.target) if isinstance(type_, Ref) else None
        match found or type_:
            case AnyOf(variants=variants):
                return variants
            case Choice(variants=variants):
                return tuple(item.type for item in variants)
            case Alias(type=inner):
                return self.alternatives(inner)
            case Nullable(inner):
                return self.alternatives(inner)
            case _:
                return ()

    def record(self, type_: Type, seen: frozenset[Type] = frozenset()) -> Record | None:
        """The record that a body is: directly, by another name, if it may be null, or all those of a union in one."""
        if type_ in seen:
            return None
        if isinstance(type_, AnyOf):
            return self.united(type_.variants, seen | {type_})
        if isinstance(type_, Nullable):
            return self.record(type_.inner, seen | {type_})
        found = self.expansion.api.declarations.get(type_.target) if isinstance(type_, Ref) else None
        match found:
            case Record():
                return found
            case Alias(type=inner):
                return self.record(inner, seen | {type_})
            case Choice(variants=variants):
                return self.united(tuple(item.type for item in variants), seen | {type_})
            case _:
                return None

    def united(self, types: tuple[Type, ...], seen: frozenset[Type]) -> Record | None:
        """The fields of several records; those that not all of them ask for may be left out."""
        records = [record for type_ in types if (record := self.record(type_, seen)) is not None and record.fields]
        if not records or len(records) < len(types):
            return None
        return replace(records[0], fields=one_of_each([record.fields for record in records]))

    def answer(self, answer: Answer, operation: Operation, home: Home) -> Answer:
        """An answer of a success; that of a page is read by the page's own class."""
        match answer:
            case JsonAnswer() if operation.paging is not None:
                return replace(answer, type=Anything())
            case JsonAnswer(described=False):
                return EmptyAnswer()
            case JsonAnswer(type=type_):
                key = (operation.wrapper, operation.unwrap[-1]) if operation.wrapper is not None else None
                held = self.expansion.held.get(key) if key is not None else None
                return replace(answer, type=held or self.answered(type_, home))
            case EventStream(type=type_):
                return replace(answer, type=self.answered(type_, home), events=())
            case JsonLines(type=type_):
                return replace(answer, type=self.answered(type_, home))
            case _:
                return answer

    def answered(self, type_: Type, home: Home) -> Type:
        """The type of an answer: a model, or the class that is named after the method."""
        match type_:
            case Anything() | Nothing():
                return type_
            case Nullable(inner):
                made = self.answered(inner, home)
                return made if isinstance(made, Nullable | Anything) else Nullable(made)
            case Ref(target) if target in self.expansion.homes:
                return Ref(self.expansion.named(target, arguments=False))
            case Ref(target) if isinstance(alias := self.expansion.api.declarations[target], Alias) and isinstance(
                alias.type, Ref | Anything
            ):
                return self.answered(alias.type, home)
            case _:
                key = (home.module, type_)
                if key not in self._answers:
                    taken = any(module == home.module for module, _ in self._answers)
                    self._answers[key] = self.made(type_, event_home(home, self.expansion) if taken else home)
                return self._answers[key]

    def event_union(self, types: list[Type], home: Home, discriminator: str) -> Ref:
        """A named union of what webhooks deliver, told apart by a property of theirs that is constant."""
        module = Module(self.expansion, home, arguments=False)
        variants = tuple(
            Variant(self.answered(type_, home), tuple(self.constants(type_, discriminator))) for type_ in types
        )
        told = bool(discriminator) and all(item.tags for item in variants)
        property_ = Discriminator(Name(discriminator, words(discriminator))) if told else None
        origin = next(iter(self.expansion.api.declarations.values())).origin
        label = Name(home.name, home.words)
        return module.keep(
            Choice(identity(home.module, home.name), label, variants, origin, property_), home.name, inner=False
        )

    def constants(self, type_: Type, wire: str) -> Iterator[str]:
        """The only text that a property of a record may have."""
        record = self.record(type_)
        for item in record.fields if record is not None else ():
            if item.name.wire == wire and isinstance(item.type, Literal) and isinstance(item.type.value, str):
                yield item.type.value

    def made(self, type_: Type, home: Home) -> Type:
        """A class of its own for an answer."""
        return Ref(Module(self.expansion, home, arguments=False).root(type_, home.name))


def one_of_each(tables: list[tuple[Field, ...]]) -> tuple[Field, ...]:
    """The fields of several records in one; those that not all of them ask for may be left out."""
    by_wire: dict[str, list[Field]] = {}
    for table in tables:
        for item in table:
            by_wire.setdefault(item.name.wire, []).append(item)
    return tuple(one_field(fields, len(tables)) for fields in by_wire.values())


def one_field(fields: list[Field], count: int) -> Field:
    """The same field of several records, `count` in all, as one."""
    types = tuple(dict.fromkeys(item.type for item in fields))
    needed = len(fields) == count and all(isinstance(item.presence, Required) for item in fields)
    type_ = types[0] if len(types) == 1 else AnyOf(types)
    return replace(fields[0], type=type_, presence=Required() if needed else Optional())


def event_home(home: Home, expansion: Expansion) -> Home:
    """The home of a second answer of one method."""
    parts = (*home.words[:-1], "event")
    folder = ".".join(home.module.split(".")[2:-1])
    return expansion.speller.home(folder, parts)


def untyped(response: Response) -> Response:
    """An error: its body is read as it comes."""
    answers = tuple(
        replace(answer, type=Anything()) if isinstance(answer, JsonAnswer) else answer for answer in response.answers
    )
    return replace(response, answers=answers)


def field_of(parameter: Parameter) -> Field:
    """A parameter as a field of the arguments."""
    return Field(parameter.name, parameter.type, parameter.presence, parameter.origin, docs=parameter.docs)


def retyped(payload: JsonBody | Form | Multipart, record: Record) -> Payload:
    """A body whose type is the record of its arguments."""
    if not isinstance(payload, Multipart):
        return replace(payload, type=Ref(record.id))
    types = {item.name.wire: item.type for item in record.fields}
    parts = tuple(replace(part, type=types.get(part.name.wire, part.type)) for part in payload.parts)
    return replace(payload, type=Ref(record.id), parts=parts)


def declare(module: Module, fields: list[Field], stream: str) -> None:
    """Declare the TypedDict of all arguments; with a stream, one for each of its two kinds, and what they share."""
    name, label = module.home.name, Name(module.home.name, module.home.words)
    by_name = {item.name.wire: item for item in fields}
    kept = ordered([*by_name.values()]) if module.expansion.sorts else tuple(by_name.values())
    origin = fields[0].origin

    def record(ending: str, of: tuple[Field, ...]) -> Ref:
        id_ = identity(module.home.module, f"{name}{ending}")
        return module.keep(Record(id_, label, of, origin, Anything()), f"{name}{ending}", inner=False)

    flag = by_name.get(stream)
    if flag is None:
        record("", kept)
        return
    shared = tuple(item for item in kept if item is not flag)
    record("Base", shared)
    off: Type = Nullable(Literal(False)) if isinstance(flag.type, Nullable) else Literal(False)
    plain = record("NonStreaming", (*shared, replace(flag, type=off, presence=Optional())))
    streaming = record("Streaming", (*shared, replace(flag, type=Literal(True), presence=Required())))
    alias = Alias(identity(module.home.module, name), label, AnyOf((plain, streaming)), origin)
    module.keep(alias, name, inner=False)


def declare_kinds(module: Module, shared: list[Field], kinds: tuple[Kind, ...]) -> None:
    """Declare a TypedDict of all arguments for each kind of body, and their union under the module's name."""
    name, label = module.home.name, Name(module.home.name, module.home.words)
    refs: list[Type] = []
    for kind in kinds:
        fields = [*{item.name.wire: item for item in (*shared, *kind.fields)}.values()]
        kept = ordered(fields) if module.expansion.sorts else tuple(fields)
        id_ = identity(module.home.module, kind.name)
        refs.append(module.keep(Record(id_, Name(kind.name, label.words), kept, kept[0].origin, Anything()), kind.name))
    alias = Alias(identity(module.home.module, name), label, AnyOf(tuple(refs)), kinds[0].fields[0].origin)
    module.keep(alias, name, inner=False)
