"""Structure: what the official meta-schemas have against a description, told in its own terms."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, cast

from msgspec import Struct

from burnish.diagnostics import Located, Report
from burnish.source import Arr, KeyOf, Obj, Place, Value

from ..type_words import type_meant
from . import codes
from .grammar import GRAMMAR, Kind
from .metaschemas import complaints, version_of
from .survey import Survey
from .words import ESSENTIAL, FIELDS, IGNORABLE, LATER, LATEST, OBJECTS, REPAIRS, TYPES

__all__ = ["check_structure", "described"]

PATH_ITEM_FIELDS = frozenset((*GRAMMAR[Kind.PATH_ITEM], "servers"))
EARLIER = {
    ("in", "formData"): (
        '"in: formData"',
        "it is taken for a field of a form",
        "describe the field in the schema of `requestBody`",
    ),
    ("in", "body"): ('"in: body"', "it is taken for the request body", "describe the body in `requestBody`"),
    ("type", "file"): (
        '"type: file"',
        "it is taken for a binary string",
        "write `type: string, format: binary`",
    ),
}
"""What OpenAPI 3 has no word for and Swagger 2.0 had, by field and value: its name, its meaning, what to write."""
STATUS_RANGE = re.compile(r"[1-5]xx", re.IGNORECASE)


class Finding(Struct, frozen=True):
    """One complaint: its kind and facts, the object it is about, and where."""

    kind: Any
    object: str
    place: Place
    value: Value

    @property
    def field(self) -> str:
        """The last key of the place."""
        return str(self.place.key)


def check_structure(survey: Survey, report: Report) -> None:
    """Hold the root document, and what it reaches in other files, against the meta-schema of its version."""
    root = survey.document.root
    version = version_of(root)
    if not version:
        return
    seen: set[tuple[int, str, str]] = set()
    for kind, value, place in ((Kind.DOCUMENT, root, root.at), *survey.foreign):
        if kind is not Kind.DOCUMENT and isinstance(value, Obj) and "$ref" in value:
            continue
        for finding in findings(complaints(version, kind, value), value, place):
            key = (id(finding.place.file), finding.place.pointer, finding.kind.name)
            if key not in seen:
                seen.add(key)
                if no_component(finding, survey):
                    found = described(finding.value)
                    report.add(codes.IGNORED_VALUE, finding.place, field=finding.field, found=found, wanted="an object")
                else:
                    tell(finding, version, report)


def no_component(finding: Finding, survey: Survey) -> bool:
    """Whether a value is none of the components among which it stands, and nothing refers to it."""
    keys = finding.place.keys
    if finding.kind.name != "type" or len(keys) != 3 or keys[0] != "components":
        return False
    return all(one.target is None or one.target.place.keys != keys for one in survey.references)


def findings(errors: Iterable[Any], value: Value, place: Place) -> Iterator[Finding]:
    """Turn errors into findings about the deepest cause, without those that only follow from another."""
    found = [finding_of(cause, value, place) for error in errors for cause in causes(error)]
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in found:
        kinds[one.place.pointer].add(one.kind.name)
    return (one for one in found if not follows(one, kinds))


def follows(finding: Finding, kinds: Mapping[str, set[str]]) -> bool:
    """Whether a finding follows from another, by the kinds of all findings at each pointer."""
    place = finding.place
    if finding.kind.name != "unevaluatedProperties":
        return finding.kind.name != "type" and "type" in kinds[place.pointer]
    # A failing subschema evaluates nothing, so that the fields it knows seem unknown.
    names: list[str] = finding.kind.unexpected
    near = [place, *(place / name for name in names)]
    broken = any(kinds.get(one.pointer, set()) - {"unevaluatedProperties"} for one in near)
    return broken and all(name in FIELDS for name in names)


def causes(error: Any) -> Iterator[Any]:
    """Go down into alternatives: the branch that was meant tells more than "none of them fits"."""
    context = getattr(error.kind, "context", None)
    if not context:
        yield error
        return
    branches = [branch for branch in context if branch]
    if len(branches) < len(context):
        # Two alternatives fit at once. Nothing a reader could mend follows from that.
        return
    for cause in min(branches, key=lambda branch: unlikeliness(branch, error)):
        yield from causes(cause)


def unlikeliness(branch: list[Any], error: Any) -> tuple[bool, bool, bool, int]:
    """How unlikely an alternative is: the wrong sort of object, the wrong `in` or `type`, many errors."""
    depth = len(error.instance_path)
    instance = error.instance
    has_ref = isinstance(instance, dict) and "$ref" in instance
    wants_ref = any(one.kind.name == "required" and one.kind.property == "$ref" for one in branch)
    tags = [
        one for one in branch if one.kind.name in ("enum", "const") and one.instance_path[depth:] in (["in"], ["type"])
    ]
    whole = [one.kind.name for one in branch if len(one.instance_path) == depth]
    other_type = "type" in whole or ("enum" in whole and isinstance(instance, dict | list))
    return (wants_ref and not has_ref, other_type, bool(tags), len(branch))


def finding_of(error: Any, value: Value, place: Place) -> Finding:
    """Find the place of an error; the validator gives numeric keys of objects as numbers."""
    node = value
    for key in error.instance_path:
        if isinstance(node, Obj):
            place, node = node.at / str(key), node.get(str(key))
        elif isinstance(node, Arr):
            index = int(key)
            place, node = node.at / index, node[index]
    return Finding(error.kind, object_of(error), node.at if isinstance(node, Obj | Arr) else place, node)


def object_of(error: Any) -> str:
    """Name the object of the standard that an error is about, from the definition that raised it."""
    steps = [str(step) for step in error.schema_path]
    marks = [index for index, step in enumerate(steps[:-1]) if step in ("$defs", "definitions")]
    if not marks:
        return "document" if len(error.instance_path) < 2 and steps[:1] != ["type"] else "Schema"
    name = steps[marks[0] + 1]
    if name in OBJECTS:
        return OBJECTS[name]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", " ", name.removesuffix("-or-reference").removesuffix("SubSchema"))
    if words.lower().endswith("security scheme") or words.lower().endswith("security"):
        return "Security Scheme"
    return "Parameter" if words.lower().endswith("parameter") else words.title()


def tell(finding: Finding, version: str, report: Report) -> None:
    """Report a finding in the terms of the description."""
    kind = finding.kind
    match kind.name:
        case "additionalProperties" | "unevaluatedProperties":
            for name in kind.unexpected:
                tell_unknown(finding, name, version, report)
        case "required":
            tell_missing(finding, kind.property, report)
        case "type":
            tell_type(finding, kind.types, report)
        case "enum" | "const":
            tell_value(finding, kind.options if kind.name == "enum" else [kind.expected_value], report)
        case "uniqueItems":
            tell_repeated(finding, report)
        case "not":
            tell_clash(finding, kind.schema, report)
        case "minProperties" | "minItems":
            tell_empty(finding, report)
        case _:
            wanted = "allowed here"
            report.add(
                codes.IGNORED_VALUE, finding.place, field=finding.field, found=described(finding.value), wanted=wanted
            )


def tell_unknown(finding: Finding, name: str, version: str, report: Report) -> None:
    """A field that its object does not have."""
    if name == "$ref":
        return  # A map written as a reference is told by a rule.
    place = KeyOf(finding.place / name)
    if finding.object == "Responses":
        tell_status(place, name, report)
    elif name in LATER and version in ("2.0", "3.0"):
        tell_later(place, f'"{name}"', "3.1", report)
    elif name in LATEST:
        tell_later(place, f'"{name}"', "3.2", report)
    elif finding.object == "Reference":
        # A path item may have fields of its own beside its reference (OpenAPI, Path Item Object).
        if name not in PATH_ITEM_FIELDS:
            report.add(codes.REF_SIBLING, place, field=name)
    elif finding.object == "Paths":
        report.add(
            codes.WRONG_VALUE, place, field="path", found=f'"{name}"', wanted="a path", advice='begin it with "/"'
        )
    else:
        close = get_close_matches(name, FIELDS, 1, 0.75)
        advice = f'did you mean "{close[0]}"?' if close else "remove it, or begin its name with `x-`"
        if name in close:
            advice = "move it to an object that has this field, or remove it"
        report.add(codes.UNKNOWN_FIELD, place, object=with_article(finding.object), field=name, advice=advice)


def tell_later(place: Located, what: str, since: str, report: Report) -> None:
    """What a later version than the description's brought."""
    advice = f"say `openapi: {since}.0`, or write it as the older version does"
    report.add(codes.LATER_FIELD, place, what=what, since=since, advice=advice)


def tell_status(place: KeyOf, key: str, report: Report) -> None:
    """A key of a Responses Object that is not a status."""
    if STATUS_RANGE.fullmatch(key):
        report.add(codes.STATUS_KEY, place, key=key, wanted=key.upper())
    else:
        report.add(codes.STATUS_UNKNOWN, place, key=key)


def tell_missing(finding: Finding, name: str, report: Report) -> None:
    """A field that its object must have."""
    if finding.object == "Responses":
        return  # Asked for where there is no status at all, which is told as an empty or a misspelt object.
    subject = with_article(finding.object)
    if (finding.object, name) in ESSENTIAL:
        report.add(codes.MISSING_FIELD, finding.place, object=subject, field=name)
    else:
        repair = REPAIRS.get((finding.object, name), "the SDK goes without")
        report.add(codes.MISSING_DETAIL, finding.place, object=subject, field=name, repair=repair)


def tell_type(finding: Finding, types: list[str], report: Report) -> None:
    """A value of another JSON type than the standard wants."""
    value, name = finding.value, finding.field
    if isinstance(value, Arr) and name == "items":
        return  # A list of schemas is told by a rule, since Swagger 2.0's meta-schema lets it pass.
    if isinstance(value, Arr) and name == "type":
        tell_later(finding.place, "a list of types", "3.1", report)
    elif name != "$ref" or not isinstance(value, str):
        if "object" in types and isinstance(value, str) and type_meant(value)[0]:
            report.add(
                codes.TYPE_WORD, finding.place, what=f'the schema is the word "{value}"', type=type_meant(value)[0]
            )
            return
        # Programs without types (PHP, say) write an empty object as an empty list, and the other way round.
        empty = value in ({}, []) and len(finding.place.keys) > 1
        ignorable = value is None or empty or name in IGNORABLE or finding.place.parent is None
        code = codes.IGNORED_VALUE if ignorable else codes.WRONG_TYPE
        wanted = " or ".join(TYPES[one] for one in types if one in TYPES)
        report.add(code, finding.place, field=name, found=described(value), wanted=wanted)


def tell_value(finding: Finding, options: list[Any], report: Report) -> None:
    """A value that is not one of those the standard lists."""
    value, name = finding.value, finding.field
    if name == "type" and value == "null":
        tell_later(finding.place, 'the type "null"', "3.1", report)
        return
    if value is None and "type" in finding.place.keys[-2:]:
        report.add(codes.UNQUOTED_NULL, finding.place)
        return
    if isinstance(value, str) and (name, value) in EARLIER:
        what, meaning, advice = EARLIER[name, value]
        report.add(codes.EARLIER_WORD, finding.place, what=what, meaning=meaning, advice=advice)
        return
    if (
        isinstance(value, str)
        and "string" in options
        and "type" in finding.place.keys[-2:]
        and told_word(finding, report)
    ):
        return
    if name == "required" and options == [True]:
        report.add(
            codes.MISSING_DETAIL,
            finding.place,
            object="a path parameter",
            field="required: true",
            repair=REPAIRS["Parameter", "required"],
        )
        return
    known = [one for one in options if isinstance(one, str)]
    close = get_close_matches(str(value), known, 1, 0.5)
    listed = ("one of " if len(options) > 1 else "") + ", ".join(described(one) for one in options)
    advice = f'did you mean "{close[0]}"?' if close else f"write {listed}"
    code = codes.IGNORED_VALUE if name in IGNORABLE else codes.WRONG_VALUE
    report.add(code, finding.place, field=name, found=described(value), wanted=listed, advice=advice)


def told_word(finding: Finding, report: Report) -> bool:
    """Whether a type that the standard does not list here is understood all the same; then that is told."""
    word = str(finding.value)
    meant = type_meant(word)[0]
    if meant and meant != word:
        report.add(codes.TYPE_WORD, finding.place, what=f'"type" is "{word}"', type=meant)
    elif word == "object":
        report.add(codes.OBJECT_PARAMETER, finding.place)
    else:
        return False
    return True


def tell_repeated(finding: Finding, report: Report) -> None:
    """A list of unique entries that repeats some."""
    seen: list[Value] = []
    for index, entry in enumerate(cast("Arr", finding.value)):
        if entry in seen and not isinstance(entry, Obj | Arr):
            entry_text = described(entry)
            report.add(codes.DUPLICATE_ENTRY, finding.place / index, field=finding.field, entry=entry_text)
        seen.append(entry)


def tell_clash(finding: Finding, schema: Any, report: Report) -> None:
    """Fields that exclude each other."""
    if fields := schema.get("required"):
        named = " and ".join(f'"{name}"' for name in fields)
        report.add(codes.CLASHING_FIELDS, finding.place, object=with_article(finding.object), fields=named)


def tell_empty(finding: Finding, report: Report) -> None:
    """A list or map that must have a member."""
    if finding.field == "responses":
        repair = REPAIRS["Operation", "responses"]
        report.add(codes.MISSING_DETAIL, finding.place, object='"responses"', field="default", repair=repair)


def with_article(name: str) -> str:
    """The name of an object in a sentence."""
    if name == "document":
        return "the document"
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name} Object"


def described(value: object) -> str:
    """Tell a value: scalars as JSON, containers by type."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= 60 else text[:57] + '..."'
