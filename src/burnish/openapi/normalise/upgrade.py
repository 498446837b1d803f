"""Upgrade: Swagger 2.0 operations in the form of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1, Migration)."""

from __future__ import annotations

from collections.abc import Iterable

from burnish.source import Arr, Obj, Value

from .bundle import Bundle
from .grammar import operations_in

__all__ = ["is_swagger", "upgrade_bodies", "upgrade_operations", "upgrade_servers"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
BODIES = ("body", "formData")
STYLES = {"csv": "form", "ssv": "spaceDelimited", "tsv": "tabDelimited", "pipes": "pipeDelimited", "multi": "form"}
PARAMETER_KEYS = frozenset(
    ("name", "in", "required", "description", "allowEmptyValue", "collectionFormat", "deprecated")
)


def is_swagger(document: Obj) -> bool:
    """Whether the document is Swagger 2.0."""
    return "swagger" in document


def upgrade_operations(bundle: Bundle) -> None:
    """Rewrite the operations of a Swagger 2.0 description in place."""
    produces = strings(bundle.document.get("produces")) or (JSON,)
    upgrade_bodies(bundle)
    for item in path_items(bundle):
        for operation in operations(item):
            upgrade_operation(operation, produces)
        upgrade_parameters(item)


def upgrade_bodies(bundle: Bundle) -> None:
    """Turn the parameters that are bodies and fields of forms into request bodies, in place.

    Only Swagger 2.0 has such parameters, but some generators write them into OpenAPI 3 too.
    """
    consumes = strings(bundle.document.get("consumes")) or (JSON,)
    for item in path_items(bundle):
        shared = [p for p in objects(item.get("parameters")) if p.get("in") in BODIES]
        if shared:
            item["parameters"] = Arr(item.at, [p for p in objects(item.get("parameters")) if p not in shared])
        for operation in operations(item):
            upgrade_body(operation, shared, consumes)


def upgrade_body(operation: Obj, shared: list[Obj], consumes: tuple[str, ...]) -> None:
    """Give one operation its body; one that is described already stays as it is."""
    parameters = [*objects(operation.get("parameters"))]
    own = {(p.get("name"), p.get("in")) for p in parameters}
    parameters += [p for p in shared if (p.get("name"), p.get("in")) not in own]
    body = next((p for p in parameters if p.get("in") == "body"), None)
    fields = [p for p in parameters if p.get("in") == "formData"]
    media = strings(operation.get("consumes")) or consumes
    if "requestBody" not in operation and body is not None:
        operation["requestBody"] = body_of(body, media)
    elif "requestBody" not in operation and fields:
        operation["requestBody"] = form_of(operation, fields, media)
    if "parameters" in operation or shared:
        operation["parameters"] = Arr(operation.at, [p for p in parameters if p.get("in") not in BODIES])


def path_items(bundle: Bundle) -> list[Obj]:
    """The path items of a description."""
    return [item for item in bundle.paths.values() if isinstance(item, Obj)]


def operations(item: Obj) -> list[Obj]:
    """The operations of a path item."""
    return [operation for _, operation in operations_in(item)]


def upgrade_operation(operation: Obj, produces: tuple[str, ...]) -> None:
    """Rewrite one operation: its parameters and its responses."""
    upgrade_parameters(operation)
    responses = operation.get("responses")
    for response in responses.values() if isinstance(responses, Obj) else ():
        if isinstance(response, Obj):
            upgrade_response(response, strings(operation.get("produces")) or produces)


def body_of(parameter: Obj, media: tuple[str, ...]) -> Obj:
    """The request body that a body parameter describes."""
    schema = parameter.get("schema", Obj(parameter.at))
    body = Obj(parameter.at, {"content": contents(parameter, media, schema)})
    body["required"] = bool(parameter.get("required"))
    if "description" in parameter:
        body["description"] = parameter["description"]
    return body


def form_of(operation: Obj, fields: list[Obj], media: tuple[str, ...]) -> Obj:
    """The form that form parameters describe; a file makes it multipart."""
    at = operation.at
    schemas = {str(field.get("name")): parameter_schema(field) for field in fields}
    multipart = MULTIPART in media or any(map(is_file, schemas.values()))
    schema = Obj(at, {"type": "object"})
    schema["properties"] = Obj(at, schemas)
    schema["required"] = Arr(at, [str(field.get("name")) for field in fields if field.get("required")])
    content = Obj(at, {MULTIPART if multipart else FORM: Obj(at, {"schema": schema})})
    form = Obj(at, {"content": content})
    form["required"] = any(field.get("required") for field in fields)
    return form


def upgrade_parameters(holder: Obj) -> None:
    """Move the type of each parameter into a schema, and its collectionFormat into a style."""
    for parameter in objects(holder.get("parameters")):
        if "schema" in parameter or "content" in parameter:
            continue
        schema = parameter_schema(parameter)
        collection = parameter.get("collectionFormat", "csv")
        if schema.get("type") == "array":
            in_query = parameter.get("in") in ("query", "cookie")
            parameter["style"] = STYLES.get(str(collection), "form") if in_query else "simple"
            parameter["explode"] = collection == "multi"
        for key in [
            key for key in parameter if key not in PARAMETER_KEYS and not key.startswith(("x-", "style", "explode"))
        ]:
            del parameter[key]
        parameter["schema"] = schema


def is_file(schema: Obj) -> bool:
    """Whether a field of a form is a file: as Swagger 2.0 says it, or as OpenAPI 3 does."""
    return schema.get("type") == "file" or schema.get("format") == "binary"


def parameter_schema(parameter: Obj) -> Obj:
    """The schema that the members of a Swagger 2.0 parameter spell out, beside its `schema` if it has one."""
    given = parameter.get("schema")
    own = {key: value for key, value in parameter.items() if key not in PARAMETER_KEYS and key != "schema"}
    schema = Obj(parameter.at, {**given, **own} if isinstance(given, Obj) else own)
    if "description" in parameter:
        schema["description"] = parameter["description"]
    return schema


def upgrade_response(response: Obj, produces: tuple[str, ...]) -> None:
    """Move the schema of a response below its media types."""
    schema = response.pop("schema", None)
    if schema is None:
        return
    if isinstance(schema, Obj) and schema.get("type") == "file":
        produces = tuple(media for media in produces if "json" not in media) or ("application/octet-stream",)
    response["content"] = contents(response, produces, schema)


def contents(holder: Obj, media: Iterable[str], schema: Value) -> Obj:
    """A content map with the same schema under every media type."""
    return Obj(holder.at, {name: Obj(holder.at, {"schema": schema}) for name in media})


def upgrade_servers(document: Obj) -> Arr:
    """The servers that `schemes`, `host` and `basePath` spell out."""
    at = document.at
    host, base = document.get("host"), str(document.get("basePath") or "/").rstrip("/")
    if not isinstance(host, str) or not host:
        return Arr(at, [Obj(at, {"url": base})] if base else [])
    schemes = strings(document.get("schemes")) or ("https",)
    scheme = "https" if "https" in schemes else schemes[0]
    return Arr(at, [Obj(at, {"url": f"{scheme}://{host}{base}"})])


def objects(value: Value) -> list[Obj]:
    """The objects of an array."""
    return [item for item in value if isinstance(item, Obj)] if isinstance(value, Arr) else []


def strings(value: Value) -> tuple[str, ...]:
    """The strings of an array."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, Arr) else ()
