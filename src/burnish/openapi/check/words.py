"""Words of the standard: what a missing or wrong field means, and how objects and types are called."""

from __future__ import annotations

__all__ = ["ESSENTIAL", "FIELDS", "IGNORABLE", "LATER", "LATEST", "OBJECTS", "REPAIRS", "TYPES"]


def words(text: str) -> frozenset[str]:
    """Split a table of words."""
    return frozenset(text.split())


IGNORABLE = words("""
    description summary title example examples externalDocs contact license termsOfService tags url email xml version
    deprecated readOnly writeOnly nullable default required format pattern minimum maximum exclusiveMinimum
    exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems minProperties maxProperties
    minContains maxContains operationId consumes produces schemes host basePath contentMediaType contentEncoding
    $comment $anchor $recursiveAnchor $id $schema dependentRequired allowEmptyValue
""")
"""Fields that document or limit, in any object: a value of the wrong type there is ignored, elsewhere an error."""

LATER = words("""
    const examples patternProperties propertyNames prefixItems if then else contains minContains maxContains
    dependentSchemas dependentRequired unevaluatedProperties unevaluatedItems contentEncoding contentMediaType
    contentSchema $defs $id $anchor $dynamicAnchor $dynamicRef $comment $schema webhooks pathItems
""")
"""What OpenAPI 3.1 brought, mostly with JSON Schema 2020-12."""

LATEST = words("additionalOperations itemEncoding itemSchema mediaTypes prefixEncoding query")
"""What OpenAPI 3.2 brought."""

FIELDS = sorted(
    words("""
    additionalProperties allOf anyOf callbacks content contentType default deprecated description discriminator encoding
    enum example examples exclusiveMaximum exclusiveMinimum explode externalDocs format headers in items links mapping
    maxItems maxLength maximum minItems minLength minimum name nullable oneOf operationId parameters pattern properties
    propertyName readOnly requestBody required responses schema security servers style summary tags title type
    uniqueItems variables writeOnly
""")
)
"""Fields that people write wrongly, for "did you mean"."""

ESSENTIAL = {
    ("Parameter", "name"),
    ("Parameter", "in"),
    ("Security Scheme", "type"),
    ("Security Scheme", "name"),
    ("Security Scheme", "in"),
    ("Security Scheme", "scheme"),
    ("Discriminator", "propertyName"),
    ("document", "paths"),
}
"""Fields without which an object means nothing; everything else that the standard requires only documents."""

REPAIRS = {
    ("Parameter", "required"): "a path parameter is always required",
    ("Parameter", "schema"): "it is taken as a string",
    ("Parameter", "type"): "it is taken as a string",
    ("Schema", "items"): "the items are of any type",
    ("Operation", "responses"): "any answer is accepted",
}
"""What is done without a field."""

OBJECTS = {
    **dict.fromkeys(words("stringArray anchorString schemaArray simpleTypes positiveInteger"), "Schema"),
    **dict.fromkeys(
        words("nonNegativeInteger nonNegativeIntegerDefault0 uriReferenceString primitivesItems"), "Schema"
    ),
    **dict.fromkeys(words("fileSchema schemaOrReference"), "Schema"),
    **dict.fromkeys(words("ParameterLocation SchemaXORContent parametersList"), "Parameter"),
    **dict.fromkeys(words("ExampleXORExamples examples"), "Parameter"),
    "responseValue": "Response",
    "reference": "Reference",
    "jsonReference": "Reference",
}
"""Definitions of the meta-schemas that are parts or twins of an object of the standard."""

TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
"""What the types of JSON are called in messages."""
