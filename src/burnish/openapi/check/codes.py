"""Diagnostics of checking. What can be repaired without a guess is a warning that tells the repair."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "CLASHING_FIELDS",
    "CLASHING_PATHS",
    "DANGLING_RESPONSE",
    "DEFAULT_MISMATCH",
    "DISCRIMINATOR_WITHOUT_PROPERTY",
    "DUPLICATE_ENTRY",
    "DUPLICATE_PARAMETER",
    "EARLIER_WORD",
    "EMPTY_ENUM",
    "IGNORED_VALUE",
    "INNER_DEFINITION",
    "LATER_FIELD",
    "LIMITS_CROSSED",
    "LONE_BRACE",
    "MAP_REF",
    "MISSING_DETAIL",
    "MISSING_FIELD",
    "OBJECT_PARAMETER",
    "ODD_ADDRESS",
    "ODD_NAME",
    "PATTERN",
    "REF_SIBLING",
    "STATUS_KEY",
    "STATUS_UNKNOWN",
    "TUPLE_ITEMS",
    "TYPE_WORD",
    "UNKNOWN_FIELD",
    "UNKNOWN_MAPPING",
    "UNKNOWN_SCHEME",
    "UNQUOTED_NULL",
    "UNSENDABLE",
    "UNUSED_PATH_PARAMETER",
    "WRONG_TYPE",
    "WRONG_VALUE",
]

HEAD = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\n"
EMPTY = HEAD + "paths: {}\n"


def operation(members: str, path: str = "/pets") -> str:
    """An example with one operation that has `members`."""
    return HEAD + f"paths:\n  {path}:\n    get:\n{members}      responses: {{'204': {{description: done}}}}\n"


def schema(text: str) -> str:
    """An example with one schema."""
    return EMPTY + f"components:\n  schemas:\n    Pet: {text}\n"


UNKNOWN_FIELD = Code(
    slug="unknown-field",
    severity=Severity.WARNING,
    title='{object} has no field "{field}"; it is ignored',
    why="The standard gives this object a fixed set of fields, and extensions that begin with `x-`. A field that is "
    "written wrongly or stands in the wrong place has no effect, and nobody notices.",
    fix="{advice}",
    example=operation("      sumary: List the pets\n"),
    advice="correct the spelling, move the field to the object it belongs to, or begin its name with `x-`",
)

LATER_FIELD = Code(
    slug="later-field",
    severity=Severity.NOTE,
    title="{what} came with OpenAPI {since}; it is understood all the same",
    why="The document names an older version of OpenAPI, and other tools may refuse or ignore what came later.",
    fix="{advice}",
    example=schema("{type: string, const: cat}"),
    advice="say the later version in `openapi`, or write it as the older version does",
)

EARLIER_WORD = Code(
    slug="earlier-word",
    severity=Severity.WARNING,
    title="{what} is how Swagger 2.0 said it; {meaning}",
    why="OpenAPI 3 describes bodies in `requestBody` and files as binary strings. Generators of descriptions that know "
    "both versions mix their words; what is meant is clear, but other tools refuse it.",
    fix="{advice}",
    example=operation("      parameters: [{name: photo, in: formData, schema: {type: file}}]\n"),
    advice="describe fields of forms below `requestBody`, and files as `type: string, format: binary`",
)

TYPE_WORD = Code(
    slug="type-word",
    severity=Severity.WARNING,
    title="{what}; it is taken for `type: {type}`",
    why="JSON Schema has seven types, and describes the rest with `format`. What other languages call them is "
    "understood here, but other tools refuse it or take the value for anything.",
    fix="write `type: {type}`",
    example=schema("{type: object, properties: {age: {type: int}}}"),
    advice="write one of the types of JSON Schema",
)

OBJECT_PARAMETER = Code(
    slug="object-parameter",
    severity=Severity.WARNING,
    title="a parameter holds an object, which Swagger 2.0 cannot describe; it is sent as OpenAPI 3 does by default",
    why="Parameters of Swagger 2.0 are scalars or lists of them. In OpenAPI 3 the fields of an object in the query are "
    "sent as parameters of their own, unless the description says otherwise.",
    fix="describe each field as a parameter, or the API in OpenAPI 3",
    example="swagger: '2.0'\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n"
    "      parameters: [{name: filter, in: query, type: object}]\n"
    "      responses: {'204': {description: done}}\n",
)

UNQUOTED_NULL = Code(
    slug="unquoted-null",
    severity=Severity.WARNING,
    title='the type is null itself, not the word "null"; it is taken for the word',
    why="Types are words, and YAML reads a null without quotes as no value at all.",
    fix='write "null", with quotes',
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
    "components:\n  schemas:\n    Pet: {type: [string, null]}\n",
)

MISSING_FIELD = Code(
    slug="missing-field",
    severity=Severity.ERROR,
    title='{object} lacks "{field}"',
    why="Without this field the object has no meaning, and no default would be more than a guess.",
    fix='add "{field}"',
    example=operation("      parameters: [{name: limit, schema: {type: integer}}]\n"),
    advice="add the field that the message names",
)

MISSING_DETAIL = Code(
    slug="missing-detail",
    severity=Severity.WARNING,
    title='{object} lacks "{field}"; {repair}',
    why="The standard requires this field. The SDK is complete without it, but other tools may refuse the description.",
    fix='add "{field}"',
    example=HEAD + "paths:\n  /pets:\n    get: {responses: {'204': {}}}\n",
    advice="add the field that the message names",
)

WRONG_TYPE = Code(
    slug="wrong-type",
    severity=Severity.ERROR,
    title='"{field}" is {found}, where {wanted} belongs',
    why="The value cannot be read as what the standard wants here, so what it means is unknown.",
    fix="write {wanted}",
    example=operation("      parameters: {limit: 1}\n"),
    advice="write a value of the type that the message names",
)

IGNORED_VALUE = Code(
    slug="ignored-value",
    severity=Severity.WARNING,
    title='"{field}" is {found}, where {wanted} belongs; it is ignored',
    why="The value does not have the type that the standard wants. It only documents or limits, so the SDK is "
    "complete without it.",
    fix="write {wanted}, or remove it",
    example=operation("      description: null\n"),
    advice="write a value of the type that the message names, or remove it",
)

WRONG_VALUE = Code(
    slug="wrong-value",
    severity=Severity.ERROR,
    title='"{field}" is {found}, which is not {wanted}',
    why="The standard allows only certain values here, and each has its own meaning.",
    fix="{advice}",
    example=schema("{type: strin}"),
    advice="write one of the values that the message lists",
)

ODD_NAME = Code(
    slug="odd-name",
    severity=Severity.WARNING,
    title='the component name "{name}" has characters that the standard does not allow',
    why="Names of components may hold letters, digits, `.`, `-` and `_` (OpenAPI, Components Object). The SDK's names "
    "are made of the words in it.",
    fix="rename the component",
    example=EMPTY + "components:\n  schemas:\n    Pet@v1: {type: string}\n",
)

DANGLING_RESPONSE = Code(
    slug="dangling-response",
    severity=Severity.WARNING,
    title="{problem}; the body of this answer is not typed",
    why="A reference that leads nowhere leaves a hole in the API. For an answer, only the type of its body is lost.",
    fix="{advice}",
    example=HEAD + "paths:\n  /pets:\n    get: {responses: {'200': {$ref: '#/components/responses/Pets'}}}\n",
    advice="correct the reference, or define the response below components/responses",
)

DUPLICATE_ENTRY = Code(
    slug="duplicate-entry",
    severity=Severity.WARNING,
    title='"{field}" has {entry} more than once; it counts once',
    why="The list is a set: repeating an entry means nothing.",
    fix="remove the repeated entry",
    example=schema("{type: object, required: [name, name], properties: {name: {type: string}}}"),
)

CLASHING_FIELDS = Code(
    slug="clashing-fields",
    severity=Severity.WARNING,
    title="{object} has {fields}, which exclude each other",
    why="Each of the fields says the same thing in its own way; the standard allows one of them.",
    fix="remove one of them",
    example=operation(
        "      parameters: [{name: limit, in: query, schema: {type: string}, example: a, examples: {b: {value: b}}}]\n"
    ),
)

INNER_DEFINITION = Code(
    slug="inner-definition",
    severity=Severity.WARNING,
    title='"{ref}" is taken for "{pointer}"',
    why="A reference that begins with # starts at the root of the description (JSON Schema core, 8.2). Nothing is "
    "there, but the schema around it has the definition: exporters of JSON Schema write it from what they export.",
    fix="refer to the place, or move the definition to components/schemas and refer to it there",
    example=EMPTY
    + "components:\n  schemas:\n    Pet:\n      properties: {name: {$ref: '#/$defs/Name'}}\n"
    + "      $defs: {Name: {type: string}}\n",
)

MAP_REF = Code(
    slug="map-ref",
    severity=Severity.WARNING,
    title='"{field}" is a reference as a whole; the standard allows references only inside it',
    why="A map of components cannot be a reference (OpenAPI, Components Object). Some tools follow it all the same, "
    "and so does Burnish.",
    fix="write the members out, each as a reference",
    example=EMPTY + "components:\n  schemas: {$ref: '#/x-schemas'}\nx-schemas:\n  Pet: {type: string}\n",
)

TUPLE_ITEMS = Code(
    slug="tuple-items",
    severity=Severity.WARNING,
    title='"items" is a list of schemas; each entry is taken for one position',
    why="A list was the way to describe a tuple before JSON Schema 2020-12, which calls it `prefixItems`. OpenAPI 2.0 "
    "and 3.0 never allowed it.",
    fix="write one schema, or `prefixItems`; for alternatives, `items: {{anyOf: [...]}}`",
    example=schema("{type: array, items: [{type: string}, {type: integer}]}"),
)

REF_SIBLING = Code(
    slug="ref-sibling",
    severity=Severity.WARNING,
    title='"{field}" stands beside a reference; it is laid over what the reference leads to',
    why="The standard allows only `summary` and `description` beside a reference (OpenAPI, Reference Object). Other "
    "tools ignore the rest, though it was surely meant.",
    fix="move it to what the reference leads to, or write the object out",
    example="openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n"
    "      parameters: [{$ref: '#/components/parameters/Limit', required: true}]\n"
    "      responses: {'204': {description: done}}\n"
    "components:\n  parameters:\n    Limit: {name: limit, in: query, schema: {type: integer}}\n",
)

STATUS_KEY = Code(
    slug="status-key",
    severity=Severity.WARNING,
    title='the status "{key}" is written in small letters; it is taken as "{wanted}"',
    why="Ranges of status codes are written with capitals (OpenAPI, Responses Object).",
    fix='write "{wanted}"',
    example=HEAD + "paths:\n  /pets:\n    get: {responses: {'2xx': {description: done}}}\n",
    advice="write statuses as text, and ranges with capital letters: `2XX`",
)

STATUS_UNKNOWN = Code(
    slug="status-unknown",
    severity=Severity.WARNING,
    title='"{key}" is not a status code; the response is left out',
    why="A response is chosen by its status: three digits, a range such as `4XX`, or `default`.",
    fix="write a status code, a range or `default`",
    example=HEAD + "paths:\n  /pets:\n    get: {responses: {ok: {description: done}}}\n",
)

CLASHING_PATHS = Code(
    slug="clashing-paths",
    severity=Severity.WARNING,
    title='the path "{path}" differs from another only in the names of its variables',
    why="A server cannot tell the two apart (OpenAPI, Paths Object: templated paths). Both are generated.",
    fix="join the two, or change one of the paths",
    example=HEAD
    + "paths:\n  '/pets/{id}': {parameters: &p [{name: id, in: path, required: true, schema: {type: string}}]}\n"
    "  '/pets/{name}': {parameters: [{name: name, in: path, required: true, schema: {type: string}}]}\n",
)

LONE_BRACE = Code(
    slug="lone-brace",
    severity=Severity.WARNING,
    title='the path "{path}" has a brace without its partner; it is sent as it stands',
    why="Only `{name}` is a variable (OpenAPI, Paths Object: templated paths). A lone brace is most often a slip.",
    fix="give it its partner and describe the parameter, or remove it",
    example=operation("", path="'/pets/{id'"),
)

DUPLICATE_PARAMETER = Code(
    slug="duplicate-parameter",
    severity=Severity.WARNING,
    title='the {location} parameter "{name}" stands twice; the first counts',
    why="A parameter is identified by its name and place, and a list may hold it once (OpenAPI, Operation Object).",
    fix="remove one of the two",
    example=operation(
        "      parameters:\n        - {name: limit, in: query, schema: {type: integer}}\n"
        "        - {name: limit, in: query, schema: {type: string}}\n"
    ),
)

UNUSED_PATH_PARAMETER = Code(
    slug="unused-path-parameter",
    severity=Severity.WARNING,
    title='the path "{path}" has no variable "{name}"; the parameter is left out',
    why="A path parameter is sent in the place of its variable; without one there is nowhere to send it.",
    fix="{advice}",
    example=operation("      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"),
    advice="give the parameter the name of a variable of the path, or remove it",
)

UNKNOWN_SCHEME = Code(
    slug="unknown-scheme",
    severity=Severity.WARNING,
    title='no security scheme is named "{name}"; the client has no credentials for it',
    why="How to authenticate is described by the scheme, and a client cannot guess it. Callers have to set the header "
    "themselves.",
    fix="{advice}",
    example=operation("      security: [{token: []}]\n"),
    advice="describe the scheme below components/securitySchemes, or correct the name",
)

EMPTY_ENUM = Code(
    slug="empty-enum",
    severity=Severity.WARNING,
    title="the enumeration has no values; any value is accepted",
    why="No value at all satisfies an empty enumeration, which cannot be meant.",
    fix="list the values, or remove `enum`",
    example=schema("{type: string, enum: []}"),
)

DEFAULT_MISMATCH = Code(
    slug="default-mismatch",
    severity=Severity.WARNING,
    title="the default {value} is not {wanted}; it is shown in the documentation only",
    why="A default must be a value of its schema (JSON Schema validation, 9.2).",
    fix="correct the default or the schema",
    example=schema("{type: integer, default: ten}"),
)

PATTERN = Code(
    slug="pattern",
    severity=Severity.WARNING,
    title="the pattern does not compile: {problem}; it is not enforced",
    why="Patterns are regular expressions of ECMA-262 (JSON Schema core, 6.4).",
    fix="correct the pattern",
    example=schema("{type: string, pattern: '['}"),
)

DISCRIMINATOR_WITHOUT_PROPERTY = Code(
    slug="discriminator-without-property",
    severity=Severity.WARNING,
    title='the discriminator "{name}" is not a property of {variant}',
    why="The discriminator's value tells the variants apart, so each must have that property (OpenAPI, Discriminator "
    "Object). Without it the value is told from the shape.",
    fix='add the property "{name}" to it, with a constant value',
    example=schema("{oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}")
    + "    Cat: {type: object, properties: {name: {type: string}}}\n",
    advice="add the property to the variant, with a constant value",
)

UNKNOWN_MAPPING = Code(
    slug="unknown-mapping",
    severity=Severity.WARNING,
    title='the mapping of "{key}" leads nowhere: "{ref}"',
    why="A mapping names a schema by its name or by a reference (OpenAPI, Discriminator Object).",
    fix="{advice}",
    example=schema(
        "{oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind, mapping: {c: Cta}}}"
    )
    + "    Cat: {type: object, properties: {kind: {type: string}}}\n",
    advice="name a schema of components/schemas, or refer to it by `#/components/schemas/NAME`",
)

LIMITS_CROSSED = Code(
    slug="limits-crossed",
    severity=Severity.WARNING,
    title='"{low}" is {minimum} and "{high}" is {maximum}: no value satisfies both; neither is enforced',
    why="A lower limit above the upper one refuses every value, which cannot be meant.",
    fix="exchange the two, or correct one",
    example=schema("{type: integer, minimum: 10, maximum: 1}"),
)

UNSENDABLE = Code(
    slug="unsendable",
    severity=Severity.ERROR,
    title='the {what} "{text}" cannot stand in a request',
    why="Control characters, and header names with other characters than RFC 9110 allows, are refused by every HTTP "
    "client, because they could start a header or a request of their own. A path with `..` means another path.",
    fix="{advice}",
    example=operation("      parameters: [{name: 'X Trace', in: header, schema: {type: string}}]\n"),
    advice="use letters, digits and `-` in header names; remove control characters, `.` and `..` from paths",
)

ODD_ADDRESS = Code(
    slug="odd-address",
    severity=Severity.WARNING,
    title='the server address "{url}" is none of HTTP; callers must give another',
    why="SDKs speak HTTP: a request to this address can only fail.",
    fix="write an address that begins with `https://`, or a path that begins with `/`",
    example=EMPTY + "servers: [{url: 'ftp://pets.example'}]\n",
)
