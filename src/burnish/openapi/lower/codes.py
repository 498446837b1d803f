"""Diagnostics of lowering: what a type cannot say, and what no SDK can do."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "ABSENT_MODEL",
    "BAD_CLASS_NAME",
    "BAD_PATTERN",
    "BODY_NOT_OFFERED",
    "COMPOUND_VALUE",
    "DEFAULT_MISMATCH",
    "ENUM_TYPE",
    "MEDIA_AS_BYTES",
    "MEDIA_AS_TEXT",
    "NOT_PAGINATED",
    "NO_SUCH_FIELD",
    "NO_SUCH_SCHEME",
    "OTHER_BODIES",
    "PART_HEADERS",
    "REQUIRED_UNDECLARED",
    "SECURITY_UNUSED",
    "UNKNOWN_MODEL",
    "UNKNOWN_SECURITY",
    "UNMATCHED_ALLOW",
    "UNSUPPORTED_AUTH",
    "UNSUPPORTED_MEDIA",
    "UNSUPPORTED_PARAMETER",
    "UNSUPPORTED_VERB",
    "UNUSABLE_DISCRIMINATOR",
]

HEAD = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"
SCHEMAS = HEAD + "paths: {}\ncomponents:\n  schemas:\n"

BAD_CLASS_NAME = Code(
    slug="bad-class-name",
    severity=Severity.ERROR,
    title='`resources.{resource}.models` has the class name "{name}", which is none in Python',
    why="The key becomes the name of a public class of the SDK.",
    fix="use a name like `PetStatus`",
    elsewhere='[resources.pets.models]\n"pet status" = "PetStatus"',
)

BAD_PATTERN = Code(
    slug="bad-pattern",
    severity=Severity.WARNING,
    title='the pattern "{pattern}" is no regular expression that runs in linear time; it is left out',
    why="SDKs run patterns in linear time, so that no input can hang them: without look-around and back-references.",
    fix="write the pattern without look-around and back-references, or keep it for the server alone",
    example=SCHEMAS + "    Word: {type: string, pattern: '(a)\\1'}\n",
)

BODY_NOT_OFFERED = Code(
    slug="body-not-offered",
    severity=Severity.ERROR,
    title="the settings want the body as {wanted}, but the description offers {offered}",
    why="A method can only send what its operation takes.",
    fix="correct `body` of the method in the settings",
    elsewhere='[resources.pets.methods.create]\noperation = "createPet"\nbody = "text/csv"  # the operation takes JSON',
)

OTHER_BODIES = Code(
    slug="other-bodies",
    severity=Severity.NOTE,
    title="the body may also be {others}; the method sends {sent}",
    why="A method takes the arguments of one kind of body: the one that says most of what may stand in it.",
    fix="state the one that is wanted as `body` of the method in the settings; a second method may send another",
    example=HEAD + "paths:\n  /a:\n    post:\n      requestBody:\n        content:\n"
    "          application/json: {schema: {type: object}}\n          text/csv: {schema: {type: string}}\n"
    "      responses: {'204': {description: ok}}\n",
)

PART_HEADERS = Code(
    slug="part-headers",
    severity=Severity.NOTE,
    title="the part {part} may have headers of its own ({headers}); they are no arguments of the method",
    why="Headers of parts belong to one file of a form, not to the call.",
    fix="give them with the file, as the last of (name, content, media type, headers)",
    example=HEAD + "paths:\n  /a:\n    post:\n      requestBody:\n        content:\n          multipart/form-data:\n"
    "            schema: {type: object, properties: {file: {type: string, format: binary}}}\n"
    "            encoding: {file: {headers: {X-Checksum: {schema: {type: string}}}}}\n"
    "      responses: {'204': {description: ok}}\n",
)

COMPOUND_VALUE = Code(
    slug="compound-value",
    severity=Severity.WARNING,
    title="{keyword} holds an object or an array; it is taken as its type alone",
    why="A literal type holds strings, numbers and booleans only.",
    fix="describe the object or array by a schema of its own",
    example=SCHEMAS + "    Origin: {const: [0, 0]}\n",
)

ENUM_TYPE = Code(
    slug="enum-type",
    severity=Severity.WARNING,
    title="the enum holds {found}, but the type is {wanted}; {repair}",
    why="A value must satisfy `type` and `enum` together, so that these values are never valid. "
    "YAML reads 1 and true without quotes as a number and a boolean.",
    fix="quote the values, or correct the type",
    example=SCHEMAS + "    Size: {type: string, enum: [1, 2]}\n",
)

DEFAULT_MISMATCH = Code(
    slug="default-mismatch",
    severity=Severity.WARNING,
    title='the default {value} of "{name}" does not fit its type; it is left out',
    why="A default must be a valid value (JSON Schema validation, 9.2): an SDK that showed this one would be wrong.",
    fix="correct the default or the type",
    example=SCHEMAS + "    Pet: {type: object, properties: {age: {type: integer, default: young}}}\n",
)

REQUIRED_UNDECLARED = Code(
    slug="required-undeclared",
    severity=Severity.WARNING,
    title='"{name}" is required, but no property has that name; the requirement is left out',
    why="Nothing is known of the property, and most often the name is mistyped or the property was removed.",
    fix="{advice}",
    example=SCHEMAS + "    Pet: {type: object, required: [nane], properties: {name: {type: string}}}\n",
    advice="declare the property, or remove it from `required`",
)

UNUSABLE_DISCRIMINATOR = Code(
    slug="unusable-discriminator",
    severity=Severity.WARNING,
    title='the discriminator "{property}" cannot tell the variants apart: {reason}; they are tried in order',
    why="A discriminator selects among objects that all have the property (OpenAPI, Discriminator Object).",
    fix="make every variant an object that has the property",
    example=SCHEMAS + "    Id: {oneOf: [{type: string}, {type: integer}], discriminator: {propertyName: kind}}\n",
)

NO_SUCH_FIELD = Code(
    slug="no-such-field",
    severity=Severity.ERROR,
    title='the settings rename "{field}", which is not in the description',
    why="A setting that matches nothing is a name that silently stayed as it was.",
    fix="write it as Schema.wireName, with names as in the description",
    elsewhere='[rename_fields]\n"Pet.nane" = "name"',
)

UNKNOWN_MODEL = Code(
    slug="unknown-model",
    severity=Severity.ERROR,
    title='`resources.{resource}.models` names "{schema}", which is no schema of the description',
    why="The settings give a class name to a schema that is not there, so the name would silently do nothing.",
    fix="{advice}",
    advice="name a schema of components/schemas as the description spells it",
    elsewhere='[resources.pets.models]\nPetStatus = "Sttus"',
)

UNMATCHED_ALLOW = Code(
    slug="unmatched-allow",
    severity=Severity.ERROR,
    title='`allow` has "{entry}", which matches nothing',
    why="An allowance that is no longer needed would hide the next problem of its kind.",
    fix="remove the entry",
    elsewhere='allow = ["unsupported-media@#/paths/~1gone/post"]',
)

UNSUPPORTED_MEDIA = Code(
    slug="unsupported-media",
    severity=Severity.ERROR,
    title="{what} has no content type that an SDK can write",
    why="A multipart body other than form-data has parts without names, which no argument can stand for.",
    fix="offer multipart/form-data or application/json, or list this place in `allow`",
    example=HEAD + "paths:\n  /a:\n    post:\n      requestBody: {content: {multipart/mixed: {}}}\n"
    "      responses: {'204': {description: ok}}\n",
)

MEDIA_AS_TEXT = Code(
    slug="media-as-text",
    severity=Severity.NOTE,
    title="{media} is passed through as text; its schema is not used",
    why="Only JSON and forms are mapped to types: other formats need a library that an SDK should not force on users.",
    fix="offer application/json beside it if callers shall have types",
    example=HEAD + "paths:\n  /a:\n    get:\n      responses:\n"
    "        '200': {description: ok, content: {application/xml: {schema: {type: object}}}}\n",
)

MEDIA_AS_BYTES = Code(
    slug="media-as-bytes",
    severity=Severity.NOTE,
    title="{media} is passed through as bytes; its schema is not used",
    why="Only JSON and forms are mapped to types: other formats need a library that an SDK should not force on users.",
    fix="offer application/json beside it if callers shall have types",
    example=HEAD + "paths:\n  /a:\n    post:\n      requestBody: {content: {application/zip: {schema: {type: object, "
    "properties: {a: {type: string}}}}}}\n      responses: {'204': {description: ok}}\n",
)

UNSUPPORTED_PARAMETER = Code(
    slug="unsupported-parameter",
    severity=Severity.ERROR,
    title="{what} cannot be sent",
    why="A parameter has a name, and stands in path, query, header, cookie or querystring (Parameter Object).",
    fix="correct `name` and `in`, or list this place in `allow`",
    example=HEAD + "paths:\n  /a:\n    get:\n      parameters: [{name: '', in: query, schema: {type: string}}]\n"
    "      responses: {'204': {description: ok}}\n",
)

UNSUPPORTED_VERB = Code(
    slug="unsupported-verb",
    severity=Severity.ERROR,
    title="{what} has an HTTP method that cannot be sent",
    why="The name of a method is a token: letters, digits and a few signs (RFC 9110, sections 5.6.2 and 9.1).",
    fix="correct the name, or list this place in `allow` to leave the operation out",
    example=HEAD + "paths:\n  /a:\n    additionalOperations: {'LOCK IT': {responses: {'204': {description: ok}}}}\n",
)

UNKNOWN_SECURITY = Code(
    slug="unknown-security",
    severity=Severity.WARNING,
    title='no security scheme is called "{name}"; it is left out of the requirement',
    why="A requirement names a scheme of components/securitySchemes (OpenAPI, Security Requirement Object).",
    fix="declare the scheme, or correct the name",
    example=HEAD + "security: [{token: []}]\npaths:\n  /a: {get: {responses: {'204': {description: ok}}}}\n",
)

SECURITY_UNUSED = Code(
    slug="security-unused",
    severity=Severity.NOTE,
    title="security schemes are declared, but nothing asks for one; credentials are sent when the caller gives them",
    why="Without `security` nothing is needed, says the standard, which is seldom meant where schemes are declared.",
    fix="add `security` to the description or to its operations",
    example=HEAD + "paths:\n  /a: {get: {responses: {'204': {description: ok}}}}\n"
    "components: {securitySchemes: {token: {type: http, scheme: bearer}}}\n",
)

UNSUPPORTED_AUTH = Code(
    slug="unsupported-auth",
    severity=Severity.WARNING,
    title='the security scheme "{name}" ({found}) is not performed by the SDK; {repair}',
    why="Some schemes live below HTTP or need a dialogue that only the caller can lead.",
    fix="tell callers in the description how to get the credentials",
    example=HEAD + "paths: {}\ncomponents: {securitySchemes: {cert: {type: mutualTLS}}}\n",
)

BAD_WEBSOCKET = Code(
    slug="bad-websocket",
    severity=Severity.ERROR,
    title="x-burnish-websocket {problem}",
    why="The extension decides what a connection sends, receives and survives; a misspelled member would be lost.",
    fix="correct or remove the member",
    example=HEAD + "paths:\n  /talk:\n    get:\n      x-burnish-websocket: {sends: {type: object}}\n"
    "      responses: {'101': {description: a connection}}\n",
)

BAD_RENEWAL = Code(
    slug="bad-renewal",
    severity=Severity.ERROR,
    title='"{scheme}" cannot be renewed by "{operation}": {reason}',
    why="Access tokens end. The client can get the next one only by an operation that takes a refresh token as JSON.",
    fix="correct the tables of the scheme below [security.refresh] and [client.auth], or remove them",
    elsewhere='[client.auth.refresh_token]\nscheme = "login"\npart = "refresh_token"\n\n'
    '[security.refresh.login]\noperation = "auth.logout"  # which takes no refresh token',
)

NOT_PAGINATED = Code(
    slug="not-paginated",
    severity=Severity.ERROR,
    title='the settings want "{operation}" paginated, but {reason}',
    why="A page needs a parameter that moves it and an answer with items; a wrong guess would lose or repeat items.",
    fix="name a [pagination.<scheme>] that fits the operation, or remove the setting",
    elsewhere='[resources.pets.methods.list]\noperation = "listPets"\npaginated = true  # no parameter moves the page',
)

NO_SUCH_SCHEME = Code(
    slug="no-such-scheme",
    severity=Severity.ERROR,
    title="the settings have no [pagination.{scheme}]",
    why="A method can only use a paging scheme that is defined.",
    fix="define the scheme, or correct its name",
    elsewhere='[resources.pets.methods.list]\noperation = "listPets"\npagination = "cursr"',
)

ABSENT_MODEL = Code(
    slug="absent-model",
    severity=Severity.WARNING,
    title='the configuration names a model of "{resource}" after "{schema}", which the description does not have',
    why="Descriptions move on while configurations stay: what is not there can have no name.",
    fix="{advice}",
    advice="remove the model from the configuration, or correct its schema",
    elsewhere="resources:\n  pets:\n    models: {pet: Pett}",
)
