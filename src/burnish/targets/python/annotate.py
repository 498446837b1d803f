"""Annotations: a type of the model as a Python annotation, for answers and for arguments."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from typing import assert_never

from burnish.code import Code, Import, join
from burnish.ir import (
    AnyOf,
    Anything,
    Choice,
    Declaration,
    DeclarationId,
    Enumeration,
    ListOf,
    Literal,
    Literals,
    LiteralValue,
    MapOf,
    Nothing,
    Nullable,
    Record,
    Ref,
    Scalar,
    ScalarKind,
    TupleOf,
    Type,
)

from .layout import Layout
from .spelling import literal

__all__ = ["Annotator", "imported", "open_base", "optional", "told_apart", "union"]


@cache
def imported(module: str, name: str, *, typing_only: bool = False) -> Code:
    """A name and the import that brings it."""
    return Code(name, frozenset((Import(module, name, typing_only),)))


NONE = Code("None")
BUILTINS = frozenset((Import("builtins"),))
ANY = imported("typing", "Any")
DATETIME = frozenset((Import("datetime"),))
RUNTIME = "._runtime"

ANSWERS = {
    ScalarKind.STRING: Code("str"),
    ScalarKind.INTEGER: Code("int"),
    ScalarKind.NUMBER: Code("float"),
    ScalarKind.BOOLEAN: Code("bool"),
    ScalarKind.DATE_TIME: Code("datetime.datetime", DATETIME),
    ScalarKind.DATE: Code("datetime.date", DATETIME),
    ScalarKind.TIME: Code("datetime.time", DATETIME),
    ScalarKind.DURATION: Code("datetime.timedelta", DATETIME),
    ScalarKind.UUID: imported("uuid", "UUID"),
    ScalarKind.DECIMAL: imported("decimal", "Decimal"),
    ScalarKind.BASE64: imported("pydantic", "Base64Bytes"),
    ScalarKind.BINARY: Code("bytes"),
    ScalarKind.NULL: NONE,
}
ARGUMENTS = {
    **ANSWERS,
    ScalarKind.DATE_TIME: Code("str | datetime.datetime", DATETIME),
    ScalarKind.DATE: Code("str | datetime.date", DATETIME),
    ScalarKind.TIME: Code("str | datetime.time", DATETIME),
    ScalarKind.DURATION: Code("str | datetime.timedelta", DATETIME),
    ScalarKind.UUID: Code("str | UUID", frozenset((Import("uuid", "UUID"),))),
    ScalarKind.DECIMAL: Code("str | float | Decimal", frozenset((Import("decimal", "Decimal"),))),
    ScalarKind.BASE64: Code("str | bytes"),
    ScalarKind.BINARY: imported(RUNTIME, "FileTypes", typing_only=True),
}


# Every `|` is one level deeper for a type checker; pyright gives up at 256, unions that hold this one included.
MOST_BARS = 64


def union(pieces: Iterable[Code]) -> Code:
    """Alternatives without repetitions; None last. Very many are written as `Union[...]`, which nests no deeper."""
    found: dict[str, Code] = {}
    for piece in pieces:
        for text in top_level(piece.text):
            found.setdefault(text, Code(text, piece.imports))
    ordered = [code for text, code in found.items() if text != "None"] + [
        code for text, code in found.items() if text == "None"
    ]
    if len(ordered) > MOST_BARS:
        every = join(", ", ordered)
        return Code(f"Union[{every}]", every.imports | {Import("typing", "Union")})
    return join(" | ", ordered)


def told_apart(whole: Code, wire: str, tags: Iterable[tuple[str, ...]]) -> Code:
    """A union whose alternatives are told apart by a property; `tags` are its values for each, in their order."""
    imports = whole.imports | imported("typing", "Annotated").imports | imported(RUNTIME, "Tagged").imports
    every = "".join(f"{tag_tuple(values)}, " for values in tags)
    return Code(f"Annotated[{whole}, Tagged({literal(wire)}, ({every}))]", imports)


def tag_tuple(tags: tuple[str, ...]) -> str:
    """Tags as a tuple literal."""
    return "(" + "".join(f"{literal(tag)}, " for tag in tags).strip() + ")"


def top_level(text: str) -> list[str]:
    """The alternatives of an annotation that is ours: split at `|` outside brackets and quotes."""
    if "|" not in text:
        return [text]
    parts: list[str] = [""]
    depth = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == "|" and not depth:
            parts.append("")
            continue
        parts[-1] += character
    return [part.strip() for part in parts]


def optional(piece: Code) -> Code:
    """The annotation or None."""
    if "|" not in piece.text and piece.text != NONE.text:
        return Code(f"{piece.text} | None", piece.imports)
    return union((piece, NONE))


def open_base(values: Iterable[LiteralValue]) -> Code:
    """The types that unknown values of an open enumeration have."""
    names = dict.fromkeys("bool" if isinstance(v, bool) else type(v).__name__ for v in values)
    return union(Code(name) for name in names)


class Annotator:
    """Spells types for answers, or for arguments.

    `list_name` is how `list` must be written where a method of that name hides it; `hidden` names the builtins that
    fields of the same name hide; `inside` is the module the annotations stand in.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        arguments: bool,
        list_name: str = "list",
        hidden: Container[str] = frozenset(),
        inside: str = "",
    ) -> None:
        """Prepare; annotations are kept, since many places share them."""
        self._drop_in = layout.settings.compat.stainless
        self._layout = layout
        self._inside = inside
        self._arguments = arguments
        self._hidden = hidden
        free = "object" in hidden if arguments else True
        self._anything = ANY if free and not self._drop_in else self.builtin("object")
        self._scalars = ARGUMENTS if arguments else ANSWERS
        self._list = Code(list_name, BUILTINS) if list_name != "list" else self.builtin("list")
        self._known: dict[Type, Code] = {}

    def __call__(self, type_: Type) -> Code:
        """The annotation of a type."""
        known = self._known.get(type_)
        if known is None:
            known = self._known[type_] = self.spelled(type_)
        return known

    def builtin(self, name: str) -> Code:
        """A builtin, or several (`str | bytes`); one that is hidden is taken from its module."""
        if "|" in name:
            return union(self.builtin(part.strip()) for part in name.split("|"))
        return Code(f"builtins.{name}", BUILTINS) if name in self._hidden else Code(name)

    def spelled(self, type_: Type) -> Code:
        """The annotation, uncached."""
        match type_:
            case Scalar(ScalarKind.DECIMAL, format="number") if self._arguments:
                return self.builtin("float")  # A `Decimal` is written as text, which is no number to the server.
            case Scalar(kind):
                code = self._scalars[kind]
                return code if code.imports else self.builtin(code.text)
            case Literal(value):
                return self.literals((value,))
            case Literals(values, open_):
                known = self.literals(values)
                shown = open_ and (self._drop_in or not self._arguments)
                return union((known, self.builtin(open_base(values).text))) if shown else known
            case ListOf(item):
                return self.drop_in_sequence(item) if self._drop_in and self._arguments else self.sequence(self(item))
            case MapOf(value):
                free = self._arguments and not self._drop_in
                outer = imported("collections.abc", "Mapping", typing_only=True) if free else self.builtin("dict")
                key = self.builtin("str")
                return Code(f"{outer}[{key}, {self(value)}]", outer.imports | key.imports | self(value).imports)
            case TupleOf(items, rest):
                return self.tuple(items, rest)
            case Nullable(inner):
                return optional(self(inner))
            case Ref(target):
                return self.reference(target)
            case AnyOf(variants):
                return union(self(variant) for variant in variants)
            case Anything():
                return self._anything
            case Nothing():
                return NONE
            case _:
                assert_never(type_)

    def literals(self, values: Iterable[LiteralValue]) -> Code:
        """`Literal[...]`; a float, which it does not take, is its type."""
        values = tuple(values)
        if any(isinstance(value, float) for value in values):
            return self.builtin("float")
        outer = imported("typing", "Literal")
        return Code(f"Literal[{', '.join(literal(value).text for value in values)}]", outer.imports)

    def sequence(self, item: Code) -> Code:
        """A list in answers; anything ordered in arguments."""
        outer = imported("collections.abc", "Sequence", typing_only=True) if self._arguments else self._list
        return Code(f"{outer}[{item}]", outer.imports | item.imports)

    def drop_in_sequence(self, item: Type) -> Code:
        """A list in arguments, as Stainless has it: any iterable, but a sequence of text, and a list of constants."""
        if isinstance(item, Literal | Literals):
            outer = self._list
        else:
            name = "Sequence" if self.may_be_text(item) else "Iterable"
            outer = imported("collections.abc", name, typing_only=True)
        inner = self(item)
        return Code(f"{outer}[{inner}]", outer.imports | inner.imports)

    def may_be_text(self, type_: Type) -> bool:
        """Whether a value may be text, which is an iterable of text itself."""
        match type_:
            case Scalar(ScalarKind.STRING):
                return True
            case Nullable(inner):
                return self.may_be_text(inner)
            case AnyOf(variants):
                return any(map(self.may_be_text, variants))
            case Ref(target) if isinstance(choice := self._layout.api.declarations[target], Choice):
                return any(
                    isinstance(variant.type, Scalar) and self.may_be_text(variant.type) for variant in choice.variants
                )
            case _:
                return False

    def tuple(self, items: tuple[Type, ...], rest: Type | None) -> Code:
        """A tuple of known length; one with a tail is a list of all its types."""
        if rest is not None:
            types = [self(item) for item in items]
            every = union(types if isinstance(rest, Anything) else [*types, self(rest)])
            return self.sequence(ANY if isinstance(rest, Anything) else every)
        inner, outer = join(", ", [self(item) for item in items]), self.builtin("tuple")
        return Code(f"{outer}[{inner}]", outer.imports | inner.imports)

    def reference(self, target: DeclarationId) -> Code:
        """A class, or the alias of an enumeration or union; arguments take TypedDict or model alike."""
        place = self._layout.places[target]
        declaration: Declaration = self._layout.api.declarations[target]
        if isinstance(declaration, Enumeration):
            if self._arguments or not declaration.open:
                return self.hinted(place.code(self._inside))
            known = self.builtin(open_base(member.value for member in declaration.members).text)
            return union((place.code(self._inside), known))
        if not self._arguments:
            return place.code(self._inside)
        if isinstance(declaration, Record):
            param = place.param_code(self._inside)
            return union((param, self.hinted(place.code(self._inside)))) if self._layout.has_model(target) else param
        return self.hinted(place.reference(place.param, self._inside))

    def hinted(self, code: Code) -> Code:
        """In arguments names are only for type checkers."""
        if not self._arguments:
            return code
        return Code(code.text, frozenset(Import(item.module, item.name, typing_only=True) for item in code.imports))
