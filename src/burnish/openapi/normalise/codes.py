"""Diagnostics of normalising: what is repaired, and what cannot be."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "ABSENT_OPERATION",
    "ALLOF_CONTRADICTION",
    "ALLOF_CYCLE",
    "ALLOF_ITSELF",
    "AUTHORIZATION_PARAMETER",
    "DUPLICATE_OPERATION_ID",
    "NOT_AN_OBJECT",
    "NO_SUCH_OPERATION",
    "REF_CYCLE",
    "UNDECLARED_PATH_PARAMETER",
    "UNKNOWN_VERSION",
]

UNKNOWN_VERSION = Code(
    slug="unknown-version",
    severity=Severity.ERROR,
    title="the document does not say that it is OpenAPI: {found}",
    why="Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 differ in what the same words mean, so the version must be known.",
    fix='begin the document with `openapi: 3.1.0` (or `swagger: "2.0"`)',
    example="info: {title: Pets, version: '1'}\npaths: {}\n",
)

REF_CYCLE = Code(
    slug="ref-cycle",
    severity=Severity.ERROR,
    title='the reference "{ref}" leads back to itself',
    why="A parameter, response or path item that is defined as itself has no content.",
    fix="replace one of the references by the definition",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n",
)

NOT_AN_OBJECT = Code(
    slug="not-an-object",
    severity=Severity.WARNING,
    title="{what} is {found}, where an object belongs; it is taken as empty",
    why="The standard wants an object here, and nothing can be read from anything else.",
    fix="write an object, or remove the member",
    elsewhere="openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "webhooks:  # which 3.0 does not have\n  added: {post: [200]}",
)

UNDECLARED_PATH_PARAMETER = Code(
    slug="undeclared-path-parameter",
    severity=Severity.WARNING,
    title='the path has "{{{name}}}", and no parameter declares it; it is taken as a required string',
    why="Every variable of a path template must be declared as a path parameter (OpenAPI, Paths Object).",
    fix="declare the parameter with `in: path` and `required: true`",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n"
    "  /pets/{id}: {get: {responses: {'204': {description: ok}}}}\n",
)

DUPLICATE_OPERATION_ID = Code(
    slug="duplicate-operation-id",
    severity=Severity.WARNING,
    title='the operationId "{id}" is used before; this operation is told apart by its path',
    why="operationIds must be unique (OpenAPI, Operation Object); settings and links refer to operations by them.",
    fix="give this operation an operationId of its own",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n"
    "  /a: {get: {operationId: x, responses: {'204': {description: ok}}}}\n"
    "  /b: {get: {operationId: x, responses: {'204': {description: ok}}}}\n",
)

AUTHORIZATION_PARAMETER = Code(
    slug="authorization-parameter",
    severity=Severity.NOTE,
    title='the header parameter "{header}" is taken for a credential of the client',
    why="OpenAPI ignores parameters called Authorization (Parameter Object: name), since security schemes describe the "
    "header, and a key that most operations take, such as X-API-Key, is nothing that callers pass each time. "
    "The operation has no requirement of its own, so the parameter tells how to authenticate.",
    fix="describe the scheme below components/securitySchemes, and require it with `security`",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n"
    "      parameters: [{name: Authorization, in: header, required: true, schema: {type: string}}]\n"
    "      responses: {'204': {description: done}}\n",
)

ALLOF_CYCLE = Code(
    slug="allof-cycle",
    severity=Severity.ERROR,
    title="the schema contains itself through allOf",
    why="A schema that is part of its own definition has no content (JSON Schema core, 9.4.1).",
    fix="remove the reference that closes the circle",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object}]}\n"
    "    B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}\n",
)

ALLOF_ITSELF = Code(
    slug="allof-itself",
    severity=Severity.WARNING,
    title="the schema names itself in its own allOf; that reference is left out",
    why="A value is always what it is, so the reference says nothing. Mostly another schema was meant.",
    fix="remove the reference, or name the schema that was meant",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}\n",
)

ALLOF_CONTRADICTION = Code(
    slug="allof-contradiction",
    severity=Severity.WARNING,
    title="members of allOf contradict each other: {what}; the first is kept",
    why="A value must satisfy every member of allOf (JSON Schema core, 10.2.1.1), and none can satisfy these.",
    fix="make the members agree, or use oneOf if one of them is meant",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    A: {allOf: [{type: string}, {type: integer}]}\n",
)

NO_SUCH_OPERATION = Code(
    slug="no-such-operation",
    severity=Severity.ERROR,
    title='the settings give a method to "{operation}", which is not in the description',
    why="A setting that matches nothing is a method that silently went missing.",
    fix="{advice}",
    advice="use an operationId of the description, or a verb and a path: `get /pets`",
    elsewhere='[resources.pets.methods.list]\noperation = "listPts"',
)

ABSENT_OPERATION = Code(
    slug="absent-operation",
    severity=Severity.WARNING,
    title='the description has no operation "{operation}"; the method "{method}" is left out',
    why="Descriptions move on while configurations stay: Stainless left such methods out, and so does Burnish.",
    fix="{advice}",
    advice="remove the method from the configuration, or correct its endpoint",
    elsewhere="resources:\n  pets:\n    methods: {list: get /petz}",
)
