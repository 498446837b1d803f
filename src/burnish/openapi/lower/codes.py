"""Diagnostics of lowering."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = ["BAD_DEFAULT", "NO_SCHEMA", "PATTERN_DROPPED", "SCHEME_UNSUPPORTED", "UNKNOWN_ALLOW", "UNKNOWN_PAGINATION"]

BAD_DEFAULT = Code(
    slug="bad-default",
    severity=Severity.WARNING,
    title="the default {value} is not of the type {kind}; it is left out",
    why="A default that its own schema refuses cannot be what the server takes.",
    fix="correct the default or the type",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {type: object, properties: {n: {type: integer, default: many}}}\n",
)

PATTERN_DROPPED = Code(
    slug="pattern-dropped",
    severity=Severity.WARNING,
    title="the pattern {pattern} is not a regular expression that can be checked everywhere; it is left out",
    why="Look-around and back-references need an engine whose time is not bounded, and differ between languages.",
    fix="write the pattern without look-around and back-references, or remove it",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {type: object, properties: {n: {type: string, pattern: '(?=a)b'}}}\n",
)

NO_SCHEMA = Code(
    slug="no-schema",
    severity=Severity.WARNING,
    title='the parameter "{name}" has no schema; any value is accepted',
    why="A parameter needs `schema` or `content` (OpenAPI, Parameter Object).",
    fix="add a schema",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n"
    "  /a: {get: {parameters: [{name: q, in: query}], responses: {'204': {description: ok}}}}\n",
)

SCHEME_UNSUPPORTED = Code(
    slug="scheme-unsupported",
    severity=Severity.WARNING,
    title='the security scheme "{name}" is of a kind ({kind}) that the SDK takes as a bearer token',
    why="Only API keys, HTTP bearer and basic, and OAuth 2.0 client credentials can be acted out by a library alone; for "
    "others the caller obtains a token.",
    fix="nothing, if callers bring a token; else describe the scheme as one of those",
)

UNKNOWN_PAGINATION = Code(
    slug="unknown-pagination",
    severity=Severity.ERROR,
    title='no pagination scheme is named "{name}"',
    why="A setting that matches nothing is a list that silently does not page.",
    fix="add `[pagination.{name}]`, or correct the name",
)

UNKNOWN_ALLOW = Code(
    slug="unknown-allow",
    severity=Severity.ERROR,
    title='`allow` lists "{entry}", and nothing was left out because of it',
    why="An exception that is no longer needed hides the next one.",
    fix="remove the entry",
)
