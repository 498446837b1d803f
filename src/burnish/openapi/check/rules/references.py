"""Rules of references."""

from __future__ import annotations

from difflib import get_close_matches
from urllib.parse import unquote

from burnish.diagnostics import Report
from burnish.source import Document, Obj, Place, decode_pointer
from burnish.source.codes import DANGLING_REF

from ..codes import DANGLING_RESPONSE, INNER_DEFINITION, MAP_REF
from ..grammar import Kind
from ..survey import Reference, Survey

__all__ = ["dangling", "inner_definitions", "whole_maps"]

# Comparing a name with all others takes its time, and nobody reads more suggestions than these.
SUGGESTED = 50
COMPONENTS = {
    "schemas": "schema",
    "definitions": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
}


def dangling(survey: Survey, report: Report) -> None:
    """Every reference must lead somewhere (OpenAPI, Reference Object)."""
    missing = [one for one in survey.references if one.target is None and unreported(one, survey)]
    for index, reference in enumerate(missing):
        near = nearest(reference, survey.document) if index < SUGGESTED else None
        code = DANGLING_RESPONSE if reference.kind is Kind.RESPONSE else DANGLING_REF
        advice = "define it, or remove the reference"
        if near:
            advice = f'did you mean "{near.key}"? (defined at {near.span})'
        report.add(code, reference.place, problem=problem(reference), advice=advice)


def inner_definitions(survey: Survey, report: Report) -> None:
    """A reference from the root that is meant from the schema around it (JSON Schema core 8.2: from the resource)."""
    for one in survey.references:
        base, _, fragment = one.text.partition("#")
        keys = decode_pointer(unquote(fragment))
        if one.target is None or base or keys[:1] not in (("$defs",), ("definitions",)):
            continue
        found = tuple(map(str, one.target.place.keys))
        if found != keys and found[-len(keys) :] == keys and not survey.document.has_resources(one.target.place):
            report.add(INNER_DEFINITION, one.place, ref=one.text, pointer=one.target.place.pointer)


def whole_maps(survey: Survey, report: Report) -> None:
    """References stand inside of maps, not in their place (OpenAPI, Components Object and others)."""
    for place in survey.map_references:
        report.add(MAP_REF, place, field=place.keys[-2])


def problem(reference: Reference) -> str:
    """Say what is missing: by name, where the reference leads to a component."""
    base, _, fragment = reference.text.partition("#")
    keys = decode_pointer(unquote(fragment))
    if keys[:1] == ("components",) and len(keys) == 3:
        keys = keys[1:]
    what = COMPONENTS.get(keys[0]) if len(keys) == 2 else None
    if what is None:
        return f'nothing is at "{reference.text}"'
    return f'no {what} is named "{keys[1]}"' + (f' in "{base}"' if base else "")


def unreported(reference: Reference, survey: Survey) -> bool:
    """Whether the file of a reference was read; otherwise reading has reported the reference already."""
    base = reference.text.partition("#")[0]
    return not base or survey.document.reached(base, reference.place) is not None


def nearest(reference: Reference, document: Document) -> Place | None:
    """The sibling of the missing target whose name is most like it."""
    base, _, fragment = reference.text.partition("#")
    *parents, name = decode_pointer(unquote(fragment)) or ("",)
    file = document.reached(base, reference.place)
    node = file.root if file else None
    for key in parents:
        node = node.get(key) if isinstance(node, Obj) else None
    if not isinstance(node, Obj):
        return None
    close = get_close_matches(name, node, 1, 0.6) or [key for key in node if key.lower() == name.lower()]
    return node.at / close[0] if close else None
