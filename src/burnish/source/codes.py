"""Diagnostics of reading files and following references."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "ALIAS_LIMIT",
    "DANGLING_REF",
    "DEPTH_LIMIT",
    "DUPLICATE_KEY",
    "NOT_AN_OVERLAY",
    "NOT_A_MAPPING",
    "NOT_QUITE_JSON",
    "OVERLAY_ACTION",
    "OVERLAY_CONFLICT",
    "OVERLAY_PATH",
    "OVERLAY_UNMATCHED",
    "REF_OUTSIDE",
    "REMOTE_CHANGED",
    "REMOTE_REF",
    "REMOTE_REFUSED",
    "SYNTAX",
    "TRANSFORM",
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
    elsewhere='{"openapi": "3.1.0", "paths": {},}',
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
    elsewhere="items: {items: {items: {items: ...}}}  # and so on, 200 times",
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
    elsewhere="info: {title: Café}  # saved as Latin-1",
)

UNREADABLE_REF = Code(
    slug="unreadable-ref",
    severity=Severity.ERROR,
    title='the file "{path}" that this refers to cannot be read: {problem}',
    why="A reference to a file that is missing leaves a hole in the API.",
    fix="check the path; it is relative to the file with the reference",
    elsewhere="paths:\n  /a: {$ref: ./gone.yaml}",
)

REF_OUTSIDE = Code(
    slug="ref-outside",
    severity=Severity.ERROR,
    title='the reference leads out of the description\'s folder: "{ref}"',
    why="A description from elsewhere must not be able to read any file of this machine.",
    fix="move the file below the description's folder, or allow its folder: `--allow-ref-dir DIR`, or `allow_ref_dirs` "
    "below `[source]` in burnish.toml",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /a: {$ref: ../../../etc/passwd}\n",
)

REMOTE_REF = Code(
    slug="remote-ref",
    severity=Severity.ERROR,
    title='the reference leads to the network: "{ref}"',
    why="Generating must give the same result tomorrow and offline, and no description may make a machine call others.",
    fix="download the document beside the description and refer to the copy, or allow its origin in "
    "`source.allow_remote`",
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
    advice="correct the spelling, or define what the reference names",
)

REMOTE_REFUSED = Code(
    slug="remote-refused",
    severity=Severity.ERROR,
    title='the document "{ref}" was not fetched: {problem}',
    why="Documents from the network are taken from allowed origins and public addresses only, within limits of size, "
    "number and time, so that no description can use this machine to reach others.",
    fix="download the document beside the description and refer to the copy",
    elsewhere="paths:\n  /a: {$ref: 'https://192.168.0.1/a.yaml'}  # not a public address",
)

REMOTE_CHANGED = Code(
    slug="remote-changed",
    severity=Severity.ERROR,
    title='the document "{ref}" is not the one that was locked',
    why="`burnish.lock` holds the SHA-256 of each remote document, so that what is generated changes only when you "
    "say so.",
    fix="review the change, then remove its line from burnish.lock",
    elsewhere='"remote": {"https://example.com/a.yaml": "<SHA-256 of what was there before>"}',
)

NOT_AN_OVERLAY = Code(
    slug="not-an-overlay",
    severity=Severity.ERROR,
    title="the file is not an overlay",
    why='An overlay says `overlay: 1.0.0` or `overlay: 1.1.0` and has a list "actions" (OAI Overlay Specification).',
    fix="check that this is the right file",
    elsewhere="openapi: 3.1.0  # overlay.yaml begins with `overlay: 1.1.0`",
)

OVERLAY_ACTION = Code(
    slug="overlay-action",
    severity=Severity.ERROR,
    title="the action {problem}",
    why="An action has a target, and says one thing to do with it: update, copy or remove.",
    fix="correct the action",
    elsewhere="actions:\n  - {target: $.info}  # neither update, copy nor remove",
)

OVERLAY_PATH = Code(
    slug="overlay-path",
    severity=Severity.ERROR,
    title='"{path}" is not a JSONPath: {problem}',
    why="Targets are JSONPath queries as RFC 9535 defines them; older dialects differ.",
    fix="correct the path",
    elsewhere="actions:\n  - {target: '$.paths[', remove: true}",
)

OVERLAY_UNMATCHED = Code(
    slug="overlay-unmatched",
    severity=Severity.ERROR,
    title='the action matches nothing: "{path}"',
    why="An action that does nothing was meant to do something: the description has changed, or the path is wrong.",
    fix="correct the path, or remove the action",
    elsewhere="actions:\n  - {target: '$.paths[\"/gone\"]', remove: true}",
)

OVERLAY_CONFLICT = Code(
    slug="overlay-conflict",
    severity=Severity.ERROR,
    title="the update cannot be merged into {target}: they are of different types",
    why="Objects merge with objects, lists with lists, and scalars replace scalars (Overlay 1.1, Action Object).",
    fix="remove the target with an action of its own first",
    elsewhere="actions:\n  - {target: $.info, update: [title]}  # a list into an object",
)

TRANSFORM = Code(
    slug="transform",
    severity=Severity.ERROR,
    title='the transform "{command}" of "{target}" cannot be done: {problem}',
    why="A change of the description that does not happen leaves an SDK that was not meant.",
    fix="correct the transform, or remove it if the description no longer needs it",
    elsewhere='[[source.transforms]]\ncommand = "remove"\ntarget = "$.paths./petz"',
)
