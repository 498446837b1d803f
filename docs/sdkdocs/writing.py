"""Writes what was read as Markdown. Docstrings come from descriptions of APIs, which are CommonMark as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .reading import Argument, Class, Field, Function, Section

__all__ = ["class_page", "fields_list", "function_block", "joined", "section_lists", "signature", "type_block"]

Links = Callable[[str], str]
"""Gives a link for the name of a type; empty where it has no page."""
NAME = re.compile(r"[A-Za-z_]\w*")


def joined(parts: Iterable[str]) -> str:
    """A page of its parts."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def function_block(owner: str, function: Function, request: str, links: Links, *, level: int = 2) -> Iterator[str]:
    """A method: its call, what it asks the API, its docstring, and where its types are told."""
    yield f"{'#' * level} `{function.name}`"
    yield signature(f"{owner}.{function.name}" if owner else function.name, function)
    yield function.text
    yield from section_lists(function.sections)
    if request:
        yield f"Sends `{request}`."
    if found := linked(types_in(function), links):
        yield f"Types: {found}"


def types_in(function: Function) -> Iterator[str]:
    """The types of the answer and of the arguments."""
    yield function.answer
    for argument in function.arguments:
        yield argument.type


def linked(types: Iterable[str], links: Links) -> str:
    """Links to the types that have a page, each once."""
    names = dict.fromkeys(name for text in types for name in NAME.findall(text))
    found = dict.fromkeys(f"[`{name.removesuffix('Param')}`]({link})" for name in names if (link := links(name)))
    return ", ".join(found)


def section_lists(sections: Iterable[Section]) -> Iterator[str]:
    """Arguments, results and errors, as lists."""
    for section in sections:
        lines = [
            f"- {', '.join(f'`{part}`' for part in name.split(', '))}: {words}"
            for name, words in section.entries
            if name
        ]
        texts = [words for name, words in section.entries if not name]
        yield "\n".join([f"**{section.title}**\n", *lines, *texts])


def signature(name: str, function: Function) -> str:
    """The call, with types and defaults, as a block."""
    plain = [line(argument) for argument in function.arguments if not argument.keyword]
    named = [line(argument) for argument in function.arguments if argument.keyword]
    lines = [*plain, *(["    *,", *named] if named else [])]
    inner = "\n".join(["", *lines, ""]) if lines else ""
    answer = f" -> {function.answer}" if function.answer not in ("", "None") else ""
    return f"```{{code-block}} python\n{name}({inner}){answer}\n```"


def line(argument: Argument) -> str:
    """An argument in a call."""
    return f"    {argument.name}: {argument.type}" + (f" = {argument.default}," if argument.default else ",")


def class_page(found: Class, links: Links, owner: str, *, level: int = 2) -> Iterator[str]:
    """A class with its attributes and methods, which are shown as those of `owner`.

    The constructor is shown if its docstring tells its arguments: objects that a method gives are not made by users.
    """
    yield f"{'#' * level} `{found.name}`"
    yield found.text
    if found.init is not None and found.init.sections:
        yield signature(found.name, found.init)
        yield from section_lists(found.init.sections)
    yield fields_list(found.fields)
    yield from section_lists(found.sections)
    for function in found.functions:
        yield from function_block(owner, function, "", links, level=level + 1)


def type_block(found: Class, links: Links) -> Iterator[str]:
    """A model with its fields, or a name for a type with what it stands for."""
    yield f"## `{found.name}`"
    yield found.text
    if found.alias:
        yield f"```{{code-block}} python\n{found.name} = {found.bases[0]}\n```"
    yield fields_list(found.fields)
    if seen := linked([*(field.type for field in found.fields), *(found.bases if found.alias else ())], links):
        yield f"Types: {seen}"


def fields_list(fields: Iterable[Field]) -> str:
    """Attributes with their types."""
    return "\n".join(field_line(field) for field in fields)


def field_line(field: Field) -> str:
    """An attribute; its default is told unless it is None, which the type says."""
    default = f" = {field.default}" if field.default not in ("", "None") else ""
    words = " ".join(field.text.split())
    return f"- `{field.name}: {field.type}{default}`" + (f": {words}" if words else "")
