"""Arguments: what the parameters and body of an operation become in a method's signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import Code, Import
from burnish.ir import (
    Access,
    Anything,
    Binary,
    Defaulted,
    Docs,
    Form,
    JsonBody,
    LinesBody,
    ListOf,
    Location,
    Multipart,
    Operation,
    Parameter,
    Payload,
    Presence,
    Required,
    Scalar,
    ScalarKind,
    Text,
    Type,
    Verb,
)
from burnish.settings import BodyDefault

from .annotate import RUNTIME, Annotator, imported, union
from .earlier_names import argument_name
from .fields import field_names
from .layout import Layout
from .positions import positional_of
from .spelling import identifier, literal
from .told import default_note, example_note, told, with_notes
from .values import FILE

__all__ = [
    "Argument",
    "Target",
    "annotated",
    "arguments_of",
    "default_of",
    "described",
    "file_text",
    "idempotency_header",
    "is_key",
    "option_of",
    "path_keys",
    "takes_file",
    "wire_key",
]

# Names that every method's signature or body has already.
RESERVED = frozenset(
    (
        "self",
        "extra_headers",
        "extra_query",
        "extra_body",
        "timeout",
        "max_retries",
        "idempotency_key",
        "omit",
        "stream_",
        "path",
        "builtins",
    )
)


FILE_TYPES = Import(RUNTIME, "FileTypes", typing_only=True)


# A header that several APIs have in common, and an Internet-Draft of the IETF describes.
IDEMPOTENCY_KEY = "Idempotency-Key"
# Names of these that methods of Stainless do not have.
UNUSED = frozenset(("max_retries", "path"))


class Target(Enum):
    """Where an argument goes."""

    PATH = auto()
    QUERY = auto()
    HEADER = auto()
    COOKIE = auto()
    BODY = auto()
    WHOLE_BODY = auto()


TARGETS = {
    Location.PATH: Target.PATH,
    Location.QUERY: Target.QUERY,
    Location.HEADER: Target.HEADER,
    Location.COOKIE: Target.COOKIE,
    Location.QUERYSTRING: Target.QUERY,
}


# Parameters may have positions; fields of a body have names.
FREE = frozenset((Target.PATH, Target.QUERY, Target.HEADER, Target.COOKIE))
OPTION_PLACES = {Target.BODY: "body", Target.QUERY: "query", Target.HEADER: "header"}
"""Where a client option can fill an argument, as the settings say it."""


class Argument(Struct, frozen=True):
    """An argument of a method."""

    name: str
    wire: str
    target: Target
    type: Type
    annotation: Code
    required: bool
    presence: Presence
    docs: Docs
    positional: bool = False
    """Whether callers may leave out the name; such arguments come first."""
    async_annotation: Code | None = None
    """What the async method takes, where that is more."""


def arguments_of(operation: Operation, layout: Layout, spell: Annotator) -> tuple[Argument, ...]:
    """The arguments of an operation: those with positions first, then the others of the path, then what is required.

    Within these, they are in the order of the description, or by name where the SDK looks like one of Stainless. A
    layout keeps them, since the method, its tests and the README ask for the same.
    """
    known = layout.arguments.get(operation.id)
    if known is None:
        known = layout.arguments[operation.id] = found_arguments(operation, layout, spell)
    return known


def found_arguments(operation: Operation, layout: Layout, spell: Annotator) -> tuple[Argument, ...]:
    """The arguments of an operation, in order."""
    header = idempotency_header(operation, layout)
    taken = reserved_names(layout, keyed=bool(header))
    earlier = layout.settings.compat.stainless
    beside = parameter_arguments(operation, spell, taken, header, earlier=earlier)
    given = [*beside, *body_arguments(operation, layout, spell, taken)]
    found = [filled(a, layout, given) for a in given]
    names = apart(found) if earlier else settle(found)
    chosen = positional_of(operation, last_only=earlier)
    places = {wire: index for index, wire in enumerate(chosen)}
    named = [replace(a, name=names[a.target, a.wire], positional=a.wire in places and a.target in FREE) for a in found]
    wanted = {(argument.target, argument.wire): argument.name for argument in found}
    sorts = earlier and not layout.settings.compat.keep_order

    def rank(argument: Argument) -> tuple[int, bool, bool, str]:
        if argument.positional:
            return places[argument.wire], False, False, ""
        if argument.target is Target.PATH:
            return len(places), False, False, ""
        late = sorts and argument.target in (Target.HEADER, Target.COOKIE)
        named_by_option = argument.target in FREE and not sorts and option_of(argument, layout) is not None
        return (
            len(places) + 1,
            not argument.required,
            late or named_by_option,
            wanted[argument.target, argument.wire] if sorts else "",
        )

    return tuple(sorted(named, key=rank))


def path_keys(given: Iterable[Argument], *, spelled: bool) -> dict[str, str]:
    """What the path of a request calls its arguments, by their wire names.

    With `spelled` it is the Python name, which is what Stainless tells of an argument that is empty.
    """
    return {a.wire: a.name if spelled else a.wire for a in given if a.target is Target.PATH}


def reserved_names(layout: Layout, *, keyed: bool) -> frozenset[str]:
    """Names that methods of this SDK have already; `keyed` ones have one more."""
    unused = UNUSED if layout.settings.compat.stainless else frozenset[str]()
    return RESERVED - unused - (frozenset[str]() if keyed else frozenset(("idempotency_key",)))


def idempotency_header(operation: Operation, layout: Layout) -> str:
    """The header of an operation's idempotency key: that of the settings, else the one it declares.

    Empty for an operation without one, and for those that change nothing.
    """
    settings = layout.settings
    if operation.verb in (Verb.GET, Verb.HEAD, Verb.OPTIONS):
        return ""
    if settings.client.idempotency_header or settings.compat.stainless:
        return settings.client.idempotency_header
    return next((p.name.wire for p in operation.parameters if is_key(p, IDEMPOTENCY_KEY)), "")


def is_key(parameter: Parameter, header: str) -> bool:
    """Whether a parameter is the idempotency key, which callers give as `idempotency_key` or leave to the runtime."""
    return bool(header) and parameter.location is Location.HEADER and parameter.name.wire.lower() == header.lower()


def filled(argument: Argument, layout: Layout, others: Sequence[Argument]) -> Argument:
    """An argument as a client option leaves it: never required; a parameter is called as the option if it can be.

    SDKs that look like one of Stainless keep their names.
    """
    option = option_of(argument, layout)
    if option is None:
        return argument
    fixed = argument.target not in FREE or layout.settings.compat.stainless
    taken = any(other.name == option.argument and other is not argument for other in others)
    return replace(argument, required=False, name=argument.name if fixed or taken else option.argument)


def option_of(argument: Argument, layout: Layout) -> BodyDefault | None:
    """The client option that fills an argument which a call leaves out."""
    place = OPTION_PLACES.get(argument.target)
    options = layout.settings.client.options
    return next((o for o in options if o.field == argument.wire and place and o.location in (place, "any")), None)


def apart(found: list[Argument]) -> dict[tuple[Target, str], str]:
    """A name for each argument; of those that want the same, each says where it goes, as SDKs of Stainless have it."""
    wanted = Counter(name for name, _ in {(argument.name, argument.target) for argument in found})
    placed = [replace(a, name=f"{place_of(a)}_{a.name}") if wanted[a.name] > 1 else a for a in found]
    return settle(placed)


def place_of(argument: Argument) -> str:
    """Where an argument goes, as names tell it."""
    return argument.target.name.lower().removeprefix("whole_")


def settle(found: list[Argument]) -> dict[tuple[Target, str], str]:
    """A name for each argument; one that two want goes to the path's, the other says where it goes."""
    taken: set[str] = set()
    names: dict[tuple[Target, str], str] = {}
    for argument in found:
        name = argument.name
        if name in taken:
            name = f"{place_of(argument)}_{name}".rstrip("_")
        while name in taken:
            name += "_"
        taken.add(name)
        names[argument.target, argument.wire] = name
    return names


def parameter_arguments(
    operation: Operation, spell: Annotator, taken: frozenset[str], header: str, *, earlier: bool
) -> Iterator[Argument]:
    """Parameters; one that can have a single value only is still asked for, because it may gain others.

    The idempotency key in `header` is an argument of every method that has one, and not told again. `earlier`: whether
    names are those of an SDK of Stainless.
    """
    for parameter in operation.parameters:
        if is_key(parameter, header):
            continue
        required = isinstance(parameter.presence, Required)
        name = argument_name(parameter.name, taken) if earlier else identifier(parameter.name.words, taken)
        yield Argument(
            name,
            parameter.name.wire,
            TARGETS[parameter.location],
            parameter.type,
            annotation_of(parameter, spell),
            required,
            parameter.presence,
            parameter.docs,
        )


def annotation_of(parameter: Parameter, spell: Annotator) -> Code:
    """The annotation of a parameter; bytes travel as text there."""
    if isinstance(parameter.type, Scalar) and parameter.type.kind in (ScalarKind.BINARY, ScalarKind.BASE64):
        return Code("str | bytes")
    if isinstance(parameter.type, Anything):
        return Code("object")
    return spell(parameter.type)


def body_arguments(operation: Operation, layout: Layout, spell: Annotator, taken: frozenset[str]) -> Iterator[Argument]:
    """The body: the properties of its record, or one argument for the whole."""
    if operation.body is None:
        return
    payload = operation.body.payloads[0]
    record = layout.spread(payload)
    if record is None:
        yield whole_body(payload, spell, operation.body_name, required=operation.body.required)
        return
    names = field_names(record, layout)
    files = (
        {part.name.wire: part.repeated for part in payload.parts if part.file} if isinstance(payload, Multipart) else {}
    )
    for field in record.fields:
        if field.access is Access.READ:
            continue
        annotation = file_annotation(repeated=files[field.name.wire]) if field.name.wire in files else spell(field.type)
        name = names[field.name.wire]
        name = (
            identifier(field.name.words, taken) if name.rstrip("_") in taken else plain(name, field.name.words, taken)
        )
        yield Argument(
            name,
            field.name.wire,
            Target.BODY,
            field.type,
            annotation,
            isinstance(field.presence, Required),
            field.presence,
            field.docs,
        )


def plain(name: str, words: tuple[str, ...], taken: frozenset[str]) -> str:
    """A field's name without the underscore that only a model's field needs."""
    free = identifier(words, taken)
    return free if name.strip("_") == free.strip("_") and not name.startswith("_") else name


def takes_file(argument: Argument) -> bool:
    """Whether an argument is a file, or a list of them, as a part of a body."""
    return FILE_TYPES in argument.annotation.imports and argument.target is Target.BODY


def file_text(argument: Argument) -> str:
    """A value for such an argument."""
    return f"[{FILE}]" if isinstance(argument.type, ListOf) else FILE


def file_annotation(*, repeated: bool) -> Code:
    """The annotation of a file part."""
    file = imported("._runtime", "FileTypes", typing_only=True)
    if not repeated:
        return file
    outer = imported("collections.abc", "Sequence", typing_only=True)
    return Code(f"{outer}[{file}]", outer.imports | file.imports)


def whole_body(payload: Payload, spell: Annotator, body_name: str, *, required: bool) -> Argument:
    """The argument for a body that is not spread."""
    presence: Presence = Required() if required else Defaulted("null")
    in_async: Code | None = None
    match payload:
        case Binary():
            annotation, name = imported("._runtime", "BinaryTypes", typing_only=True), "content"
            in_async = imported("._runtime", "AsyncBinaryTypes", typing_only=True)
        case Text():
            annotation, name = Code("str"), "content"
        case LinesBody(type=type_):
            outer, item = imported("collections.abc", "Iterable", typing_only=True), spell(type_)
            annotation, name = Code(f"{outer}[{item}]", outer.imports | item.imports), body_name or "items"
        case JsonBody(type=type_) | Form(type=type_) | Multipart(type=type_):
            annotation, name = spell(type_), body_name or "body"
    type_ = getattr(payload, "type", Anything())
    given = ListOf(type_, min_items=1) if isinstance(payload, LinesBody) else type_
    return Argument(
        name, "", Target.WHOLE_BODY, given, annotation, required, presence, Docs(), async_annotation=in_async
    )


def described(argument: Argument) -> str:
    """What the docstring says about an argument: the description, its default, an example, whether it is deprecated."""
    docs = argument.docs if argument.docs.summary != argument.wire else replace(argument.docs, summary="")
    notes = default_note(argument.presence, docs.description) + example_note(docs, argument.type)
    if docs.deprecated is not None:
        notes.append(f"Deprecated. {docs.deprecated.message}".strip())
    return with_notes(told(docs), notes)


def default_of(argument: Argument) -> Code:
    """The default in the signature."""
    return Code("") if argument.required else imported("._runtime", "omit")


def annotated(argument: Argument, *, asynchronous: bool = False) -> Code:
    """The annotation in the signature: what may be left out may be `omit`."""
    annotation = argument.async_annotation if asynchronous and argument.async_annotation else argument.annotation
    if argument.required:
        return annotation
    return union((annotation, imported("._runtime", "Omit", typing_only=True)))


def wire_key(argument: Argument) -> Code:
    """The argument's name on the wire, as a literal."""
    return literal(argument.wire)
