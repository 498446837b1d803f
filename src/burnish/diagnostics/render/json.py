"""For machines: one JSON object."""

from __future__ import annotations

import json
from collections import Counter

from ..report import Located, Report, Severity
from .order import in_file_order

__all__ = ["render_json"]

VERSION = 1


def render_json(report: Report) -> str:
    """Give `{"version", "diagnostics": [...], "summary": {...}}`.

    Lines and columns count from 1; line 0 stands for the whole file.
    """
    ordered = in_file_order(report)
    counts = Counter(item.severity for item in ordered)
    content = {
        "version": VERSION,
        "diagnostics": [
            {
                "code": item.code.slug,
                "severity": item.severity.value,
                "message": item.message,
                "fix": item.fix,
                **place(item.at),
                "related": [{"message": one.message, **place(one.at)} for one in item.related],
            }
            for item in ordered
        ],
        "summary": {f"{severity.value}s": counts[severity] for severity in Severity},
    }
    return json.dumps(content, indent=2) + "\n"


def place(at: Located) -> dict[str, object]:
    """The fields of a place."""
    span = at.span
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "pointer": at.pointer,
    }
