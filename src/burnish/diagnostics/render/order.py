"""What all renderers share: the order, and plurals."""

from __future__ import annotations

from ..report import Diagnostic, Report

__all__ = ["in_file_order", "plural"]


def in_file_order(report: Report) -> list[Diagnostic]:
    """Sort by file, in the order in which files first came up, then by place; equal diagnostics are shown once."""
    files: dict[str, int] = {}
    placed = [(files.setdefault(item.at.span.path, len(files)), item.at.span, item) for item in report]
    placed.sort(key=lambda one: (one[0], one[1]))
    unique: dict[tuple[object, ...], Diagnostic] = {}
    for _, span, item in placed:
        unique.setdefault((item.code.slug, span, item.at.pointer, item.message), item)
    return list(unique.values())


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
