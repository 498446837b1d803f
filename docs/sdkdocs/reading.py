"""Reads modules of an SDK: classes, methods, arguments and fields, with what their docstrings tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from inspect import cleandoc
from itertools import zip_longest
from pathlib import Path

__all__ = [
    "Argument",
    "Class",
    "Field",
    "Function",
    "Section",
    "function_of",
    "module_classes",
    "module_text",
    "parsed",
]

CALL_OPTIONS = frozenset(("extra_headers", "extra_query", "extra_body", "timeout", "max_retries", "idempotency_key"))
"""Arguments of every method that sends a request; the guide tells them once."""
SECTION = re.compile(r"^(Args|Returns|Yields|Raises)[^:\n]*:$", re.MULTILINE)
PRIVATE = re.compile(r"\b_(?=[A-Z])")
"""What stands before a class that a module imports for its annotations only."""
TITLES = {"Args": "Arguments", "Returns": "Returns", "Yields": "Yields", "Raises": "Raises"}


@dataclass(frozen=True)
class Argument:
    """An argument; `default` is empty where it must be given."""

    name: str
    type: str
    default: str
    keyword: bool


@dataclass(frozen=True)
class Section:
    """A part of a docstring: names with what is told of each, or just a text (under an empty name)."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Function:
    """A method or function."""

    name: str
    arguments: tuple[Argument, ...]
    answer: str
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Field:
    """An attribute with a type; `default` is empty where there is always a value."""

    name: str
    type: str
    default: str
    text: str


@dataclass(frozen=True)
class Class:
    """A class, or a name for a type (then `bases` is what it stands for)."""

    name: str
    bases: tuple[str, ...]
    text: str
    init: Function | None
    functions: tuple[Function, ...]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()
    alias: bool = False

    def over(self, generated: Class) -> Class:
        """This class, which is written by hand, with what it inherits from the generated one of its name."""
        own = {field.name for field in self.fields}
        return replace(self, fields=(*(field for field in generated.fields if field.name not in own), *self.fields))


@cache
def parsed(path: Path) -> ast.Module:
    """A module; none where there is no file."""
    return ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])


def module_text(path: Path) -> str:
    """What a module says of itself."""
    return ast.get_docstring(parsed(path)) or ""


def module_classes(path: Path) -> Iterator[Class]:
    """The public classes of a module, and its names for types, as they stand there."""
    for node, following in with_next(parsed(path).body):
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield class_of(node)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=value) if value:
                yield Class(name, (shown(value),), words_after(following), None, (), (), alias=True)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute() as value) if name[
                0
            ].isupper():
                yield Class(name, (ast.unparse(value),), words_after(following), None, (), (), alias=True)
            case _:
                pass


def with_next(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, ast.stmt | None]]:
    """Statements, each with the one after it."""
    return zip_longest(body, body[1:])


def class_of(node: ast.ClassDef) -> Class:
    """A class with its public methods; of overloads, the one that takes them all."""
    functions = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
    init = functions.get("__init__")
    text, sections = docstring_of(node)
    return Class(
        node.name,
        tuple(ast.unparse(base) for base in node.bases),
        text,
        function_of(init) if init is not None else None,
        (
            *(function_of(item) for name, item in functions.items() if not name.startswith("_") and not derived(item)),
            *other_names(node, functions),
        ),
        (*fields_of(node), *(property_of(item) for item in functions.values() if "property" in decorators(item))),
        sections,
    )


def other_names(
    node: ast.ClassDef, functions: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef]
) -> Iterator[Function]:
    """Methods under another name: `with_options = copy`."""
    for item in node.body:
        match item:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=first)) if first in functions:
                yield replace(function_of(functions[first]), name=name)
            case _:
                pass


def docstring_of(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, tuple[Section, ...]]:
    """The text of a docstring, and its sections."""
    text, *rest = SECTION.split(ast.get_docstring(node) or "")
    titled = zip(rest[::2], rest[1::2], strict=True)
    return text.strip(), tuple(Section(TITLES[title], tuple(entries(body))) for title, body in titled)


def decorators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The decorators of a function."""
    return {ast.unparse(decorator) for decorator in function.decorator_list}


def derived(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is no method: a property, or the setter of one."""
    return any(name.endswith(("property", ".setter")) for name in decorators(function))


def property_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Field:
    """A property, as an attribute."""
    answer = shown(function.returns) if function.returns is not None else ""
    return Field(function.name, answer, "", ast.get_docstring(function) or "")


def fields_of(node: ast.ClassDef) -> Iterator[Field]:
    """The public attributes that a class states with their types."""
    for item, following in zip(node.body, [*node.body[1:], None], strict=True):
        match item:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value) if not name.startswith(
                "_"
            ):
                default = "" if value is None or "Field(" in ast.unparse(value) else ast.unparse(value)
                yield Field(name, shown(annotation), default, words_after(following))
            case _:
                pass


def words_after(node: ast.stmt | None) -> str:
    """The text that stands after an attribute."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return cleandoc(text)
        case _:
            return ""


def function_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    """A function with the arguments of its own, and its docstring in parts."""
    found = tuple(arguments_of(node.args))
    names = {argument.name for argument in found}
    hidden = CALL_OPTIONS if "extra_headers" in names or node.args.kwarg is not None else frozenset[str]()
    text, sections = docstring_of(node)
    return Function(
        node.name,
        tuple(argument for argument in found if argument.name not in hidden),
        shown(node.returns) if node.returns is not None else "",
        text,
        tuple(Section(part.title, kept) for part in sections if (kept := without(part.entries, hidden | {"call"}))),
    )


def without(found: tuple[tuple[str, str], ...], hidden: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Entries that are not hidden."""
    return tuple(entry for entry in found if entry[0] not in hidden)


def arguments_of(given: ast.arguments) -> Iterator[Argument]:
    """The arguments but `self`, with their defaults."""
    plain = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
    for arg, default in zip(plain, defaults, strict=True):
        if arg.arg not in ("self", "cls"):
            yield argument(arg, default, keyword=False)
    for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield argument(arg, default, keyword=True)


def argument(arg: ast.arg, default: ast.expr | None, *, keyword: bool) -> Argument:
    """An argument; what says only that it was left out is no part of its type."""
    annotation = shown(arg.annotation) if arg.annotation is not None else "object"
    for marker in (" | Omit", " | NotGiven"):
        annotation = annotation.removesuffix(marker)
    return Argument(arg.arg, annotation, ast.unparse(default) if default is not None else "", keyword)


def shown(annotation: ast.expr) -> str:
    """A type as people read it: without its wire name, and without quotes around it."""
    match annotation:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
            return shown(first)
        case ast.Subscript(value=ast.Name(id="Required"), slice=inner):
            return shown(inner)
        case ast.Constant(value=str(text)):
            return text
        case _:
            return PRIVATE.sub("", ast.unparse(annotation))


def entries(section: str) -> Iterator[tuple[str, str]]:
    """Names and what is told of each; a section without names is one text under an empty name."""
    name, words = "", list[str]()
    for line in section.split("\n"):
        head, colon, rest = line.strip().partition(": ")
        if colon and re.fullmatch(r" {4}\S.*", line) and re.fullmatch(r"[\w, ]+", head):
            if words:
                yield name, " ".join(words)
            name, words = head, [rest.strip()]
        elif line.strip():
            words.append(line.strip())
    if words:
        yield name, " ".join(words)
