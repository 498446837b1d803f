"""The check stage: the structure first, then one rule per function."""

from __future__ import annotations

from collections.abc import Callable

from burnish.diagnostics import Report
from burnish.source import Document

from .rules import names, paths, references, schemas, security, wire
from .structure import check_structure
from .survey import Survey, survey

__all__ = ["RULES", "check"]

Rule = Callable[[Survey, Report], None]

RULES: tuple[Rule, ...] = (
    check_structure,
    references.dangling,
    references.inner_definitions,
    references.whole_maps,
    names.odd_names,
    paths.clashing_templates,
    paths.lone_braces,
    paths.duplicate_parameters,
    paths.two_bodies,
    paths.unused_path_parameters,
    security.unknown_schemes,
    wire.unsendable_headers,
    wire.unsendable_media,
    wire.unsendable_paths,
    wire.odd_addresses,
    schemas.empty_enums,
    schemas.defaults,
    schemas.tuple_items,
    schemas.patterns,
    schemas.crossed_limits,
    schemas.discriminators,
    schemas.mappings,
)


def check(document: Document, report: Report) -> None:
    """Report every problem of a description, in all its files; the document stays as it is."""
    found = survey(document, report)
    for rule in RULES:
        rule(found, report)
