"""Renderers: a report as text for people, machines, GitHub's log and code scanning (SARIF)."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from ..report import Report
from .github import render_github
from .human import Look, render_human
from .json import render_json
from .listing import Lines, read_lines
from .sarif import render_sarif

__all__ = [
    "Lines",
    "Look",
    "Style",
    "read_lines",
    "render",
    "render_github",
    "render_human",
    "render_json",
    "render_sarif",
]


class Style(StrEnum):
    """The ways to show a report."""

    HUMAN = "human"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def render(report: Report, style: Style, look: Look | None = None) -> str:
    """Show a report, in file order; the text ends with a line break. `look` is for people only."""
    match style:
        case Style.HUMAN:
            return render_human(report, look or Look())
        case Style.JSON:
            return render_json(report)
        case Style.GITHUB:
            return render_github(report)
        case Style.SARIF:
            return render_sarif(report)
        case _:
            assert_never(style)
