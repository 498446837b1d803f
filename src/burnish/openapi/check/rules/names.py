"""Rules of the names of components."""

from __future__ import annotations

import re

from burnish.diagnostics import Report
from burnish.source import KeyOf, Obj

from .. import codes
from ..grammar import GRAMMAR, Kind
from ..survey import Survey

__all__ = ["odd_names"]

NAME = re.compile(r"[A-Za-z0-9._-]+")


def odd_names(survey: Survey, report: Report) -> None:
    """Names of components hold letters, digits, `.`, `-` and `_` (OpenAPI, Components Object)."""
    components = survey.document.root.get("components")
    if not isinstance(components, Obj):
        return
    for kind in GRAMMAR[Kind.COMPONENTS]:
        named = components.get(kind)
        if isinstance(named, Obj):
            for name in [name for name in named if not NAME.fullmatch(name) and name != "$ref"]:
                report.add(codes.ODD_NAME, KeyOf(named.at / name), name=name)
