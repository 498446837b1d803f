"""Rules of paths and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from burnish.diagnostics import Related, Report
from burnish.source import Arr, KeyOf, Obj, Place

from .. import codes
from ..grammar import Kind
from ..survey import Survey

__all__ = ["clashing_templates", "duplicate_parameters", "lone_braces", "two_bodies", "unused_path_parameters"]

VARIABLE = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")


def clashing_templates(survey: Survey, report: Report) -> None:
    """Paths that differ in the names of their variables only are the same path (OpenAPI, Paths Object)."""
    paths = survey.document.root.get("paths")
    seen: dict[str, Place] = {}
    if not isinstance(paths, Obj):
        return
    for path in paths:
        place = paths.at / path
        first = seen.setdefault(VARIABLE.sub("{}", path), place)
        if first is not place:
            report.add(
                codes.CLASHING_PATHS, KeyOf(place), path=path, related=(Related(KeyOf(first), "the other path"),)
            )


def lone_braces(survey: Survey, report: Report) -> None:
    """A brace in a path begins or ends a variable (OpenAPI, Paths Object: templated paths)."""
    paths = survey.document.root.get("paths")
    if not isinstance(paths, Obj):
        return
    for path in paths:
        if path.startswith("/") and BRACE.search(VARIABLE.sub("", path)):
            report.add(codes.LONE_BRACE, KeyOf(paths.at / path), path=path)


def duplicate_parameters(survey: Survey, report: Report) -> None:
    """A list of parameters holds a name once for each location (OpenAPI, Operation Object)."""
    for holder in (*survey.nodes[Kind.PATH_ITEM], *survey.nodes[Kind.OPERATION]):
        seen: dict[tuple[str, str], Place] = {}
        for parameter, place in parameters(holder, survey):
            key = (str(parameter.get("in")), str(parameter.get("name")))
            first = seen.setdefault(key, place)
            if first is not place and "name" in parameter:
                related = (Related(first, "the first one"),)
                report.add(codes.DUPLICATE_PARAMETER, place, location=key[0], name=key[1], related=related)


def two_bodies(survey: Survey, report: Report) -> None:
    """A request has one body: `requestBody`, a parameter that is the body, or fields of a form."""
    for operation in survey.operations:
        told = ["requestBody"] if "requestBody" in operation.node else []
        inside = (str(parameter.get("in")) for parameter, _ in parameters(operation.node, survey))
        told += [f"in: {where}" for where in dict.fromkeys(inside) if where in ("body", "formData")]
        if len(told) > 1:
            fields = " and ".join(f'"{name}"' for name in told)
            report.add(codes.CLASHING_FIELDS, operation.node.at, object="an Operation Object", fields=fields)


def unused_path_parameters(survey: Survey, report: Report) -> None:
    """A path parameter needs a variable of its name in the path (OpenAPI, Parameter Object: name)."""
    told: set[str] = set()
    for operation in survey.operations:
        if not operation.path:
            continue
        variables = VARIABLE.findall(operation.path)
        for holder in (operation.item, operation.node):
            for parameter, place in parameters(holder, survey):
                name = parameter.get("name")
                wrong = parameter.get("in") == "path" and isinstance(name, str) and name not in variables
                # The parameters of a path item are met with each of its operations.
                if wrong and f"{operation.path} {place.pointer}" not in told:
                    told.add(f"{operation.path} {place.pointer}")
                    close = get_close_matches(str(name), variables, 1)
                    advice = f'did you mean "{close[0]}"?' if close else "remove the parameter, or add the variable"
                    report.add(codes.UNUSED_PATH_PARAMETER, place, path=operation.path, name=name, advice=advice)


def parameters(holder: Obj, survey: Survey) -> Iterator[tuple[Obj, Place]]:
    """The parameters of a path item or operation, references followed, each with its place in the list."""
    listed = holder.get("parameters")
    for index, item in enumerate(listed if isinstance(listed, Arr) else ()):
        found = survey.target(item)
        if isinstance(found, Obj) and isinstance(listed, Arr):
            yield found, listed.at / index
