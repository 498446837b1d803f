"""For GitHub: workflow commands, which become annotations of a pull request."""

from __future__ import annotations

from ..report import Diagnostic, Report, Severity
from ..text import neutral
from .order import in_file_order

__all__ = ["render_github"]

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(report: Report) -> str:
    """Give one workflow command for each diagnostic."""
    return "".join(command(item) for item in in_file_order(report))


def command(item: Diagnostic) -> str:
    """One command; text of the description can neither end it nor begin another."""
    span = item.at.span
    properties = {"title": f"{item.code.slug}", "file": span.path}
    if span.line:
        properties |= {"line": str(span.line), "col": str(span.column)}
        properties |= {"endLine": str(span.end_line), "endColumn": str(span.end_column)}
    listed = ",".join(f"{name}={escaped_property(value)}" for name, value in properties.items())
    text = f"{neutral(item.message)}\n{neutral(item.at.pointer)}\nfix: {neutral(item.fix)}"
    return f"::{COMMANDS[item.severity]} {listed}::{escaped(text)}\n"


def escaped(text: str) -> str:
    """Escape the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """Escape the value of a property."""
    return escaped(neutral(text)).replace(":", "%3A").replace(",", "%2C")
