"""Type modules: models for answers, TypedDicts for arguments, aliases for everything else with a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import Code, Import, RenderJob, Surface, exported_key, member_key, module_key
from burnish.ir import (
    Access,
    Alias,
    Anything,
    Choice,
    Declaration,
    DeclarationId,
    Docs,
    Enumeration,
    Field,
    ListOf,
    Nullable,
    Record,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    Type,
)

from .annotate import Annotator, imported, optional, told_apart, union
from .fields import HIDING, field_names
from .graph import components
from .layout import Layout, Place
from .local import relative
from .spelling import docstring, literal
from .told import default_note, example_note, told, with_notes
from .type_packages import PackageView, folders_of, index_job

__all__ = [
    "AliasView",
    "FieldView",
    "ModelView",
    "TypedDictView",
    "TypesModule",
    "plan_types",
]

SURFACE = Surface(
    bases=frozenset(("BaseModel", "TypedDict")),
    calls=frozenset(("Field", "FieldInfo", "PropertyInfo", "Tagged", "TypeAliasType")),
    decorators=frozenset(),
)


class FieldView(Struct, frozen=True):
    """A field: `name: annotation = default`, and its docstring; it may override one of another type."""

    name: Code
    annotation: Code
    default: Code
    doc: Code
    overrides: bool = False


class ModelView(Struct, frozen=True):
    """A Pydantic model; `extra` types the fields that are not listed."""

    name: Code
    base: Code
    doc: Code
    fields: tuple[FieldView, ...]
    extra: Code


class TypedDictView(Struct, frozen=True):
    """A TypedDict for arguments."""

    name: Code
    doc: Code
    fields: tuple[FieldView, ...]


class AliasView(Struct, frozen=True):
    """A type alias; `recursive` ones are evaluated late."""

    name: Code
    value: Code
    doc: Code
    recursive: bool


class BlockView(Struct, frozen=True):
    """One declaration: any of its parts may be missing."""

    alias: tuple[AliasView, ...] = ()
    model: tuple[ModelView, ...] = ()
    params: tuple[TypedDictView, ...] = ()
    param_alias: tuple[AliasView, ...] = ()


class TypesModule(Struct, frozen=True):
    """A module of types; `late` are imports of modules that import this one too."""

    doc: Code
    names: tuple[Code, ...]
    blocks: tuple[BlockView, ...]
    late: tuple[Code, ...]


def plan_types(layout: Layout) -> Iterator[RenderJob]:
    """Plan every type module and the index."""
    graph = {module: module_links(layout, members) for module, members in layout.modules.items()}
    cycles = {module: frozenset(group) for group in components(graph) for module in group}
    root = PurePosixPath("src", layout.package, "types")
    for module, members in layout.modules.items():
        builder = Module(layout, module, cycles[module])
        view = builder.view(members)
        surface = replace(SURFACE, imports=builder.late_names, bases=SURFACE.bases | base_names(layout, members))
        path = root / (module.replace(".", "/") + ".py")
        yield RenderJob("types/module.py.jinja", path, view, surface, ordered=True)
    for folder in folders_of(layout):
        path = root / folder.replace(".", "/") / "__init__.py"
        if folder in layout.indexes:
            yield index_job(path, folder, layout.indexes[folder])
        else:
            doc = docstring(f"Types of {folder.replace('_', ' ')}, by the first word of their names.", indent=0)
            yield RenderJob("package.py.jinja", path, PackageView(doc), ordered=True)


def module_links(layout: Layout, members: Iterable[DeclarationId]) -> set[str]:
    """The type modules that a module's models refer to."""
    return {layout.places[ref].module.removeprefix(".types.") for id_ in members for ref in layout.links[id_]}


def base_names(layout: Layout, members: Iterable[DeclarationId]) -> frozenset[str]:
    """The classes that those of a module extend."""
    records = [item for id_ in members if isinstance(item := layout.api.declarations[id_], Record)]
    return frozenset(layout.places[item.bases[0]].name for item in records if extends(item, layout))


def has_param(layout: Layout, id_: DeclarationId) -> bool:
    """Whether a declaration has a second type for arguments."""
    return id_ in layout.params and not isinstance(layout.api.declarations[id_], Enumeration)


class Module:
    """Builds the view of one module of types."""

    def __init__(self, layout: Layout, module: str, cycle: frozenset[str]) -> None:
        """Keep what is looked up; `cycle` are the modules that import each other, this one among them."""
        self._layout = layout
        self._own = f".types.{module}"
        self._cycle = {f".types.{name}" for name in cycle} - {self._own}
        self._defined: set[str] = set()
        self._names: set[str] = set()
        self._late: set[Import] = set()
        self._answers = Annotator(layout, arguments=False, inside=self._own)
        self._arguments = Annotator(layout, arguments=True, inside=self._own)

    def view(self, members: list[DeclarationId]) -> TypesModule:
        """Build the view: declarations after what they need, as far as that is possible."""
        inside = set(members)
        graph = {id_: [ref for ref in self._layout.links[id_] if ref in inside] for id_ in members}
        ids = (id_ for group in components(graph) for id_ in sorted(group, key=self.renames))
        blocks = tuple(self.block(id_) for id_ in ids)
        late: defaultdict[str, list[str]] = defaultdict(list)
        for item in self._late:
            late[relative(item.module, self._own)].append(item.name)
        title = self._own.removeprefix(".types.").replace(".", " ").replace("_", " ")
        names = sorted(self._defined | self._names, key=exported_key)
        return TypesModule(
            docstring(f"Types of {title}." if title != "shared" else "Types that several resources share.", indent=0),
            tuple(literal(name) for name in names),
            blocks,
            tuple(
                Code(f"from {module} import {', '.join(sorted(late[module], key=member_key))}")
                for module in sorted(late, key=module_key)
            ),
        )

    def renames(self, id_: DeclarationId) -> bool:
        """Whether a declaration is only another name of one: Pydantic asks for the first before the second then."""
        match self._layout.api.declarations[id_]:
            case Alias(type=Ref()):
                return True
            case Choice(variants=(only,)):
                return isinstance(only.type, Ref)
            case _:
                return False

    @property
    def late_names(self) -> frozenset[str]:
        """The names that are imported at the bottom."""
        return frozenset(item.name for item in self._late)

    def block(self, id_: DeclarationId) -> BlockView:
        """Build everything that one declaration becomes."""
        declaration = self._layout.api.declarations[id_]
        place = self._layout.places[id_]
        param = has_param(self._layout, id_)
        if isinstance(declaration, Record):
            model = (self.model(declaration, place),) if self._layout.has_model(id_) else ()
            self._defined.add(place.name)
            params = (self.typed_dict(declaration, place),) if param else ()
            return BlockView(model=model, params=params)
        alias = (self.alias(declaration, place),) if self._layout.has_model(id_) else ()
        if alias:
            self._defined.add(place.name)
        return BlockView(alias=alias, param_alias=(self.param_alias(declaration, place),) if param else ())

    def model(self, record: Record, place: Place) -> ModelView:
        """Build the model of a record; what only travels to the server is left out of a model that answers use."""
        names = field_names(record, self._layout)
        spell = self.beside(names.values(), self._answers)
        fields = tuple(self.field(field, names[field.name.wire], spell) for field in record.fields)
        fields = tuple(self.overriding(record, fields))
        extra = self.settled(self.extra(record, spell))
        base = self._answers(Ref(record.bases[0])) if extends(record, self._layout) else imported_base()
        return ModelView(Code(place.name), base, self.doc(record.docs), fields, extra)

    def extra(self, record: Record, spell: Annotator) -> Code:
        """The type of the values that are not listed, whatever their keys; empty where they may be anything."""
        others = [type_ for _, type_ in record.patterns] + ([record.extra] if record.extra is not None else [])
        return Code("") if any(isinstance(type_, Anything) for type_ in others) else union(map(spell, others))

    def overriding(self, record: Record, fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
        """Fields, those marked that the class a record extends has too, where type checkers want another."""
        base = self._layout.api.declarations.get(record.bases[0]) if extends(record, self._layout) else None
        inherited = field_names(base, self._layout).values() if isinstance(base, Record) else ()
        for item in fields:
            yield replace(item, overrides=True) if item.name.text in inherited else item

    def field(self, field: Field, name: str, spell: Annotator) -> FieldView:
        """Build a field of a model: aliased where the wire says something else, None where it may be missing."""
        annotation = spell(field.type)
        required = isinstance(field.presence, Required) and field.access is not Access.WRITE
        if self._layout.settings.compat.stainless and isinstance(field.type, Nullable):
            required = False
        if not required:
            annotation = optional(annotation)
        annotation = self.settled(annotation)
        if name != field.name.wire:
            annotation = self.aliased(annotation, field.name.wire)
        return FieldView(Code(name), annotation, Code("") if required else Code("None"), self.field_doc(field))

    def aliased(self, annotation: Code, wire: str) -> Code:
        """The type of a field whose name on the wire is another; drop-in SDKs may have a class `Field` themselves."""
        name = "FieldInfo" if self._layout.settings.compat.stainless else "Field"
        wrap = {Import("typing", "Annotated"), Import("pydantic", "Field", alias=name if name != "Field" else "")}
        text = f"Annotated[{annotation}, {name}(alias={literal(wire)})]"
        return Code(text, annotation.imports | wrap)

    def typed_dict(self, record: Record, place: Place) -> TypedDictView:
        """Build the TypedDict of a record; what only comes from the server is left out."""
        names = field_names(record, self._layout)
        fields: list[FieldView] = []
        spell = self.beside(names.values(), self._arguments)
        for field in record.fields:
            if field.access is Access.READ:
                continue
            annotation = self.settled(spell(field.type))
            if self._layout.settings.compat.stainless:
                annotation = described(annotation, field, names[field.name.wire])
            marker = "Required" if isinstance(field.presence, Required) else ""
            if marker:
                annotation = Code(f"Required[{annotation}]", annotation.imports | imported("typing", marker).imports)
            doc = self.field_doc(field, default_note(field.presence, field.docs.description))
            fields.append(FieldView(Code(names[field.name.wire]), annotation, Code(""), doc))
        self._defined.add(place.param)
        typed_dict = imported("typing_extensions", "TypedDict")
        return TypedDictView(Code(place.param, typed_dict.imports), self.doc(record.docs), tuple(fields))

    def alias(self, declaration: Declaration, place: Place) -> AliasView:
        """Build the alias of an enumeration, a union, or anything else that is no record."""
        match declaration:
            case Enumeration(members=members):
                value = self._answers.literals(member.value for member in members)
            case Choice():
                value = self.choice(declaration)
            case Alias(type=type_):
                value = self._answers(type_)
            case Record():
                raise AssertionError("records are models")
        settled = self.settled(value)
        recursive = settled.text != value.text
        needed = imported("typing_extensions", "TypeAliasType") if recursive else imported("typing", "TypeAlias")
        return AliasView(
            Code(place.name),
            Code(settled.text, settled.imports | needed.imports),
            self.doc(declaration.docs, 0),
            recursive,
        )

    def choice(self, choice: Choice) -> Code:
        """A union, told apart by its discriminator where every variant is a record with known tags."""
        kinds = [self._layout.record(variant.type) for variant in choice.variants]
        pieces = [self._answers(variant.type) for variant in choice.variants]
        whole = union(pieces)
        distinct = len({piece.text for piece in pieces}) == len(pieces) > 1
        if choice.discriminator is None or not all(kinds) or not all(v.tags for v in choice.variants) or not distinct:
            return whole
        return told_apart(whole, choice.discriminator.property.wire, (variant.tags for variant in choice.variants))

    def param_alias(self, declaration: Declaration, place: Place) -> AliasView:
        """Build the alias for arguments."""
        match declaration:
            case Choice(variants=variants):
                value = union(self._arguments(variant.type) for variant in variants)
            case Alias(type=type_):
                value = self._arguments(type_)
            case _:
                raise AssertionError("only unions and aliases have one")
        self._names.add(place.param)
        settled = self.settled(value)
        if settled.text == value.text:
            # A quoted alias is a string at run time: annotations that are evaluated must quote it too.
            self._defined.add(place.param)
        imports = settled.imports | imported("typing", "TypeAlias").imports
        return AliasView(Code(place.param), Code(settled.text, imports), Code(""), recursive=False)

    def beside(self, names: Iterable[str], usual: Annotator) -> Annotator:
        """The spelling of annotations beside fields of these names, which hide builtins of the same name."""
        hidden = HIDING.intersection(names)
        if not hidden:
            return usual
        return Annotator(self._layout, arguments=usual is self._arguments, hidden=hidden, inside=self._own)

    def settled(self, code: Code) -> Code:
        """An annotation as it can stand here: quoted where a name is not there yet, cyclic imports put off."""
        if not code.imports:
            return code
        own = {item.name for item in code.imports if item.module == self._own}
        late = {item for item in code.imports if item.module in self._cycle and not item.typing_only}
        kept = {item for item in code.imports if item.module != self._own and item not in late}
        self._late |= late
        waits = late or not own <= self._defined or any(item.typing_only for item in kept)
        return Code(literal(code.text).text if waits else code.text, frozenset(kept))

    def field_doc(self, field: Field, notes: Sequence[str] = ()) -> Code:
        """The docstring of a field, with an example and these notes."""
        return self.doc(field.docs, notes=[*notes, *example_note(field.docs, field.type)])

    def doc(self, docs: Docs, indent: int = 4, notes: Sequence[str] = ()) -> Code:
        """A docstring from title, description and these notes."""
        notes = [*notes]
        if docs.deprecated is not None:
            notes.append(f"Deprecated. {docs.deprecated.message}".strip())
        return docstring(with_notes(told(docs), notes), indent=indent)


def described(annotation: Code, field: Field, name: str) -> Code:
    """The type of an argument with what `maybe_transform` of hand-written code needs: its wire name and its format."""
    facts = {"alias": field.name.wire if name != field.name.wire else "", "format": format_of(field.type)}
    given = ", ".join(f"{key}={literal(value)}" for key, value in facts.items() if value)
    if not given:
        return annotation
    wrap = {Import("typing", "Annotated"), Import("._utils", "PropertyInfo")}
    return Code(f"Annotated[{annotation}, PropertyInfo({given})]", annotation.imports | wrap)


def format_of(type_: Type) -> str:
    """How a value, or each item of a list, is written where its type has another form in Python."""
    match type_:
        case Scalar(kind=ScalarKind.DATE | ScalarKind.DATE_TIME):
            return "iso8601"
        case Scalar(kind=ScalarKind.BASE64):
            return "base64"
        case Nullable(inner) | ListOf(inner):
            return format_of(inner)
        case _:
            return ""


def imported_base() -> Code:
    """The base of models."""
    return Code("BaseModel", imported("._runtime", "BaseModel").imports)


def extends(record: Record, layout: Layout) -> bool:
    """Whether the class of a record is made of that of its base; else it has all fields itself."""
    return layout.settings.compat.stainless and bool(record.bases)
