"""For code scanning: SARIF 2.1.0 (OASIS)."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from ..report import Code, Diagnostic, Located, Related, Report
from .order import in_file_order

__all__ = ["render_sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(report: Report) -> str:
    """Give a log of one run; columns count Unicode code points."""
    ordered = in_file_order(report)
    codes = {item.code.slug: item.code for item in ordered}
    slugs = sorted(codes)
    run = {
        "tool": {"driver": {"name": "Burnish", "rules": [rule(codes[slug]) for slug in slugs]}},
        "columnKind": "unicodeCodePoints",
        "results": [result(item, slugs.index(item.code.slug)) for item in ordered],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def rule(code: Code) -> dict[str, object]:
    """A reporting descriptor."""
    return {
        "id": code.slug,
        "fullDescription": {"text": code.why},
        "defaultConfiguration": {"level": code.severity.value},
    }


def result(item: Diagnostic, index: int) -> dict[str, object]:
    """A result, with the place in the file and the pointer."""
    found: dict[str, object] = {
        "ruleId": item.code.slug,
        "ruleIndex": index,
        "level": item.severity.value,
        "message": {"text": f"{item.message}. Fix: {item.fix}" if item.fix else item.message},
        "locations": [
            {**location(item.at), "logicalLocations": [{"fullyQualifiedName": item.at.pointer, "kind": "member"}]}
        ],
    }
    if item.related:
        found["relatedLocations"] = [related(one) for one in item.related]
    return found


def related(one: Related) -> dict[str, object]:
    """A related location."""
    return {**location(one.at), "message": {"text": one.message}}


def location(at: Located) -> dict[str, object]:
    """A physical location; a file as a whole has no region."""
    span = at.span
    path = Path(span.path)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if span.line:
        region = {"startLine": span.line, "startColumn": span.column}
        physical["region"] = {**region, "endLine": span.end_line, "endColumn": span.end_column}
    return {"physicalLocation": physical}
