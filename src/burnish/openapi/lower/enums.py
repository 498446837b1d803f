"""Enumerations: values that round-trip exactly, their names, and whether others may come."""

from __future__ import annotations

import re
from collections import Counter

from msgspec.structs import replace

from burnish.ir import Docs, LiteralValue, Member, Name
from burnish.settings import Settings
from burnish.source import Arr, Obj, Value

from ..naming import words
from .codes import COMPOUND_VALUE, ENUM_TYPE
from .names import name_of, spelled
from .reading import elements, entries, strings, text
from .scope import Scope

__all__ = ["TOLD", "is_open", "members_of", "told_values", "values_of"]

VARNAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enumnames")
DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions", "x-enum-description")
TOLD = frozenset((*VARNAMES, *DESCRIPTIONS, "x-ms-enum"))
"""Extensions that say what values mean."""
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")


def values_of(schema: Obj, scope: Scope) -> list[LiteralValue | None] | None:
    """The values of `const` or `enum`, told apart by kind (1, 1.0, "1" and true are four); None if any is compound."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    values: list[LiteralValue | None] = []
    for value in listed if isinstance(listed, list) else ():
        if isinstance(value, Obj | Arr):
            keyword = "const" if "const" in schema else "enum"
            scope.warn(COMPOUND_VALUE, schema.at / keyword, keyword=f"`{keyword}`")
            return None
        values.append(value)
    return list({repr(value): value for value in repaired(schema, values, scope)}.values())


def repaired(schema: Obj, values: list[LiteralValue | None], scope: Scope) -> list[LiteralValue | None]:
    """The values in the kind that `type` asks for: YAML makes numbers of text, and people quote numbers."""
    kind = schema.get("type")
    if isinstance(kind, Arr):
        kind = next((item for item in strings(kind) if item != "null"), None)
    wrong = [value for value in values if value is not None and not fits(value, kind)]
    if not wrong:
        return values
    made = [value if value is None or fits(value, kind) else converted(value, kind) for value in values]
    repair = "they are taken as written" if made == values else f"they are taken as {kind}"
    scope.warn(ENUM_TYPE, schema.at / "enum", found=compact_list(wrong), wanted=str(kind), repair=repair)
    return made


def fits(value: LiteralValue, kind: Value) -> bool:
    """Whether a value is of the kind that `type` names."""
    match kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return True


def converted(value: LiteralValue, kind: Value) -> LiteralValue:
    """The value as another kind, where only one is meant; otherwise as it is."""
    if kind == "string":
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind in ("integer", "number") and isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def compact_list(values: list[LiteralValue]) -> str:
    """The first values, for a message."""
    shown = ", ".join(str(value)[:20] for value in values[:3])
    return f"{shown}, ..." if len(values) > 3 else shown


def is_open(schema: Obj, settings: Settings) -> bool:
    """Whether values that the description does not know may come: as `x-ms-enum` says, else as the settings do."""
    flag = entries(schema, "x-ms-enum").get("modelAsString")
    return flag if isinstance(flag, bool) else settings.enums_open


def members_of(schema: Obj, values: list[LiteralValue], scope: Scope) -> tuple[Member, ...]:
    """The members of a named enumeration, named and described by extensions where those fit."""
    names = varnames(schema, values)
    told = descriptions(schema, values)
    made = [
        Member(value, member_name(value, given, scope), Docs(description=words_) if words_ else Docs())
        for value, given, words_ in zip(values, names, told, strict=True)
    ]
    uses = Counter(item.name.words for item in made)
    return tuple(
        item if uses[item.name.words] == 1 else replace(item, name=told_apart(item.name, scope)) for item in made
    )


def told_apart(name: Name, scope: Scope) -> Name:
    """A name that spells its signs, for values that differ in them alone (`-created`, `created`)."""
    return Name(name.wire, spelled(name.wire, scope.settings.acronyms))


def member_name(value: LiteralValue, given: str, scope: Scope) -> Name:
    """The name of a value: the one that was given, or its words."""
    wire = value if isinstance(value, str) else str(value).lower()
    found = words(given, scope.settings.acronyms) if given else ()
    return Name(wire, found) if found else name_of(wire, scope.settings.acronyms)


def varnames(schema: Obj, values: list[LiteralValue]) -> list[str]:
    """The names that an extension gives, one for each value; empty strings where none does."""
    for key in VARNAMES:
        given = schema.get(key)
        if isinstance(given, Arr) and len(given) == len(values):
            return [item if isinstance(item, str) else "" for item in given]
        if isinstance(given, Obj):
            return [text(given, str(value)) for value in values]
    return microsoft(schema, values, "name")


def descriptions(schema: Obj, values: list[LiteralValue]) -> list[str]:
    """What an extension says about each value."""
    for key in DESCRIPTIONS:
        given = schema.get(key)
        if isinstance(given, Arr) and len(given) == len(values):
            return [item if isinstance(item, str) else "" for item in given]
        if isinstance(given, Obj):
            return [text(given, str(value)) for value in values]
    return microsoft(schema, values, "description")


def told_values(schema: Obj) -> str:
    """A list of what extensions say about values: the names of those that do not speak for themselves, and texts."""
    enum = schema.get("enum")
    values = [value for value in enum if isinstance(value, str | int | float)] if isinstance(enum, Arr) else []
    lines: list[str] = []
    for value, name, words_ in zip(values, varnames(schema, values), descriptions(schema, values), strict=True):
        named = name if words(name) != words(str(value)) else ""
        if told := ": ".join(filter(None, (named, " ".join(words_.split())))):
            lines.append(f"- `{value}`: {told}")
    return "\n".join(("Values:", "", *lines)) if lines else ""


def microsoft(schema: Obj, values: list[LiteralValue], key: str) -> list[str]:
    """The member `key` of the entry that `x-ms-enum` has for each value."""
    listed = elements(entries(schema, "x-ms-enum").get("values"))
    told = {repr(entry.get("value")): text(entry, key) for entry in listed}
    return [told.get(repr(value), "") for value in values]
