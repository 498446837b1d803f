"""Docs: what the description says in words about a node."""

from __future__ import annotations

import re
from textwrap import dedent

from burnish.ir import Deprecation, Docs, Example, Name
from burnish.source import Arr, Obj

from ..naming import words
from .enums import TOLD, told_values
from .html import as_markdown
from .reading import compact, member, members, text

__all__ = ["docs_of"]

NO_DOCS = Docs()
DEPRECATIONS = (
    "x-deprecated-message",
    "x-deprecation-message",
    "x-deprecated",
    "x-deprecation-reason",
    "x-stainless-deprecation-message",
)
TELLING = frozenset(
    ("summary", "title", "description", "example", "examples", "externalDocs", "deprecated", *DEPRECATIONS, *TOLD)
)
MARKS = frozenset(("deprecated", *DEPRECATIONS))
EXAMPLES = frozenset(("example", "examples"))
PROSE = re.compile(r"[-*+] |[0-9]+[.)] |\*\*|#{1,6} |[A-Z][a-z]* [A-Za-z]|[A-Z][A-Za-z]+:$")
MOST_EXAMPLES = 8
LONGEST_EXAMPLE = 20_000  # characters of JSON: what is longer explains nothing


def docs_of(node: Obj | None, name: Name | None = None) -> Docs:
    """Title or summary, description, examples and deprecation of any object of the standard.

    A title that only repeats the `name` of the node says nothing: exporters write one for everything.
    """
    if node is None or node.keys().isdisjoint(TELLING):
        return NO_DOCS
    summary, description = as_markdown(text(node, "summary", "title")), aligned(as_markdown(text(node, "description")))
    values = told_values(node) if "enum" in node and not node.keys().isdisjoint(TOLD) else ""
    docs = Docs(
        summary="" if name is not None and repeats(summary, name) else summary,
        description="\n\n".join(filter(None, (description, values, external(node)))),
        examples=examples_of(node),
        deprecated=deprecation_of(node),
    )
    return NO_DOCS if docs == NO_DOCS else docs


def aligned(description: str) -> str:
    """A description whose further lines stand as far left as the first.

    Exporters that take it from a docstring leave all lines but the first indented. What could be an indented block of
    code, since nothing in it looks like prose or a list, stays as it is.
    """
    first, _, rest = description.partition("\n")
    lines = [line for line in rest.split("\n") if line.strip()]
    depth = min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)
    if depth < 2 or first.startswith(" ") or not any(PROSE.match(line, depth) for line in lines):
        return description
    return f"{first}\n{dedent(rest)}"


def repeats(title: str, name: Name) -> bool:
    """Whether a title has the last words of a name and no other."""
    said = tuple(word.lower() for word in words(title))
    return bool(said) and said == tuple(word.lower() for word in name.words[-len(said) :])


def external(node: Obj) -> str:
    """The link of `externalDocs` as a sentence."""
    outside = member(node, "externalDocs")
    if not (url := text(outside, "url")):
        return ""
    label = text(outside, "description").strip().rstrip(".:")
    return f"{label}: {url}" if label else f"See {url}"


def examples_of(node: Obj) -> tuple[Example, ...]:
    """The examples of a schema (a list), or of a parameter or media type (a map, or `example`)."""
    if node.keys().isdisjoint(EXAMPLES):
        return ()
    listed = node.get("examples")
    if isinstance(listed, Arr):
        found = [Example(compact(value)) for value in listed[:MOST_EXAMPLES]]
    else:
        found = [Example(compact(node["example"]))] if "example" in node else []
        for name, example in members(node, "examples"):
            value = example.get("dataValue", example.get("value"))
            if value is not None:
                found.append(Example(compact(value), text(example, "summary") or name))
    return tuple(item for item in found[:MOST_EXAMPLES] if len(item.json) <= LONGEST_EXAMPLE)


def deprecation_of(node: Obj) -> Deprecation | None:
    """Whether the node is deprecated, and what to use instead."""
    if node.keys().isdisjoint(MARKS):
        return None
    message = text(node, *DEPRECATIONS)
    if node.get("deprecated") is True or node.get("x-deprecated") is True or message:
        return Deprecation(as_markdown(message))
    return None
