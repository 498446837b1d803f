"""Rules of security requirements."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from burnish.diagnostics import Report
from burnish.source import Arr, KeyOf, Obj

from .. import codes
from ..grammar import Kind
from ..survey import Survey

__all__ = ["unknown_schemes"]


def unknown_schemes(survey: Survey, report: Report) -> None:
    """A requirement names schemes of the document (OpenAPI, Security Requirement Object)."""
    root = survey.document.root
    known = schemes(root)
    for holder in (root, *survey.nodes[Kind.OPERATION]):
        for requirement in requirements(holder):
            # OpenAPI 3.2 lets a requirement name a scheme by URI.
            for name in [name for name in requirement if name not in known and "/" not in name and name[:2] != "x-"]:
                close = get_close_matches(name, known, 1)
                listed = ", ".join(f'"{one}"' for one in known[:5])
                advice = f'did you mean "{close[0]}"?' if close else "describe the scheme"
                if listed and not close:
                    advice += f", or use one of {listed}"
                report.add(codes.UNKNOWN_SCHEME, KeyOf(requirement.at / name), name=name, advice=advice)


def schemes(root: Obj) -> list[str]:
    """The names of the security schemes that a document describes."""
    components = root.get("components")
    holders = (
        root.get("securityDefinitions"),
        components.get("securitySchemes") if isinstance(components, Obj) else None,
    )
    return [name for holder in holders if isinstance(holder, Obj) for name in holder]


def requirements(holder: Obj) -> Iterator[Obj]:
    """The security requirements of the document or an operation."""
    listed = holder.get("security")
    yield from (item for item in (listed if isinstance(listed, Arr) else ()) if isinstance(item, Obj))
