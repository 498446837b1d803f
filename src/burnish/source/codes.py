"""Diagnostics of reading files and following references."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "ALIAS_LIMIT",
    "DANGLING_REF",
    "DEPTH_LIMIT",
    "DUPLICATE_KEY",
    "NOT_A_MAPPING",
    "NOT_QUITE_JSON",
    "REF_OUTSIDE",
    "REMOTE_REF",
    "SYNTAX",
    "UNKNOWN_TAG",
    "UNREADABLE",
    "UNREADABLE_REF",
]

SYNTAX = Code(
    slug="syntax",
    severity=Severity.ERROR,
    title="the file is not valid {language}: {problem}",
    why="Nothing can be read from a file that breaks the syntax of its own format.",
    fix="mend the syntax at this place",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'\npaths: {}\n",
)

NOT_QUITE_JSON = Code(
    slug="not-quite-json",
    severity=Severity.WARNING,
    title="the file is not valid JSON ({problem}); it was read as YAML",
    why="YAML accepts what people write by mistake in JSON, such as a comma after the last member; others refuse it.",
    fix="mend the syntax at this place, or name the file .yaml",
)

DUPLICATE_KEY = Code(
    slug="duplicate-key",
    severity=Severity.ERROR,
    title='the key "{key}" stands twice in this mapping',
    why="YAML 1.2 (section 3.2.1.3) and JSON (RFC 8259, section 4) want unique keys; tools disagree on which one wins, "
    "so that two readers of this file see two different APIs.",
    fix="delete one of the two",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\npaths: {}\n",
)

UNKNOWN_TAG = Code(
    slug="unknown-tag",
    severity=Severity.ERROR,
    title='the tag "{tag}" is not one of JSON\'s types',
    why="An OpenAPI description is JSON data; a YAML tag that makes anything else cannot be represented in it.",
    fix="remove the tag",
    example="openapi: 3.1.0\ninfo: {title: !secret Pets, version: '1'}\npaths: {}\n",
)

ALIAS_LIMIT = Code(
    slug="alias-limit",
    severity=Severity.ERROR,
    title="{problem}",
    why="An alias that contains itself has no end, and aliases of aliases can grow without bound (a billion laughs).",
    fix="write the value out, or use $ref",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: &x\n  /a: *x\n",
)

DEPTH_LIMIT = Code(
    slug="depth-limit",
    severity=Severity.ERROR,
    title="the value is nested more than {limit} levels deep",
    why="No description needs that depth; hostile ones use it to exhaust the stack.",
    fix="move inner schemas to components and refer to them",
)

NOT_A_MAPPING = Code(
    slug="not-a-mapping",
    severity=Severity.ERROR,
    title="the document is {what}, not an object",
    why="An OpenAPI description is an object (OpenAPI, Format).",
    fix="check that this is the right file",
    example="- openapi\n",
)

UNREADABLE = Code(
    slug="unreadable",
    severity=Severity.ERROR,
    title="the file cannot be read: {problem}",
    why="The description, or a file it refers to, could not be opened or decoded.",
    fix="check the path, the permissions and that the file is UTF-8 text",
)

UNREADABLE_REF = Code(
    slug="unreadable-ref",
    severity=Severity.ERROR,
    title='the file "{path}" that this refers to cannot be read: {problem}',
    why="A reference to a file that is missing leaves a hole in the API.",
    fix="check the path; it is relative to the file with the reference",
)

REF_OUTSIDE = Code(
    slug="ref-outside",
    severity=Severity.ERROR,
    title='the reference leads out of the description\'s folder: "{ref}"',
    why="A description from elsewhere must not be able to read any file of this machine.",
    fix="move the file below the description's folder, or list its folder in `source.allow_ref_dirs`",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /a: {$ref: ../../../etc/passwd}\n",
)

REMOTE_REF = Code(
    slug="remote-ref",
    severity=Severity.ERROR,
    title='the reference leads to the network: "{ref}"',
    why="Generating must give the same result tomorrow and offline, and no description may make a machine call others.",
    fix="download the document beside the description and refer to the copy",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /a: {$ref: 'http://example.com/a.yaml'}\n",
)

DANGLING_REF = Code(
    slug="dangling-ref",
    severity=Severity.ERROR,
    title="{problem}",
    why="A reference that leads nowhere leaves a hole in the API that no type can fill.",
    fix="{advice}",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    Pet: {type: object}\n"
    "    Pets: {type: array, items: {$ref: '#/components/schemas/Pett'}}\n",
)
