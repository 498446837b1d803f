"""Parameters: what travels in the path, the query, headers and cookies."""

from __future__ import annotations

from burnish.ir import Anything, Location, Parameter, Style, Type
from burnish.source import Arr, Obj, Value

from .codes import NO_SCHEMA
from .declarations import presence_of
from .types import Types, docs_of, text_of

__all__ = ["lower_parameters"]

LOCATIONS = {
    "path": Location.PATH,
    "query": Location.QUERY,
    "header": Location.HEADER,
    "cookie": Location.COOKIE,
    "querystring": Location.QUERYSTRING,
}
DEFAULT_STYLES = {
    Location.PATH: Style.SIMPLE,
    Location.QUERY: Style.FORM,
    Location.HEADER: Style.SIMPLE,
    Location.COOKIE: Style.FORM,
    Location.QUERYSTRING: Style.FORM,
}
STYLES = {
    "matrix": Style.MATRIX,
    "label": Style.LABEL,
    "simple": Style.SIMPLE,
    "form": Style.FORM,
    "spaceDelimited": Style.SPACE_DELIMITED,
    "pipeDelimited": Style.PIPE_DELIMITED,
    "deepObject": Style.DEEP_OBJECT,
    "tabDelimited": Style.TAB_DELIMITED,
}
# Set by the client itself; a parameter of this name is ignored (OpenAPI, Parameter Object, `name`).
OWN_HEADERS = frozenset(("accept", "content-type", "authorization"))


def lower_parameters(node: Obj, types: Types) -> tuple[Parameter, ...]:
    """Lower the parameters of an operation; the idempotency header is the client's affair."""
    found: list[Parameter] = []
    own = OWN_HEADERS | {types.settings.client.idempotency_header.lower()}
    listed = node.get("parameters")
    for parameter in listed if isinstance(listed, Arr) else ():
        if not isinstance(parameter, Obj):
            continue
        location = LOCATIONS.get(text_of(parameter.get("in")))
        name = text_of(parameter.get("name"))
        if location is None or not name or (location is Location.HEADER and name.lower() in own):
            continue
        found.append(lower_parameter(parameter, name, location, types))
    return tuple(found)


def lower_parameter(node: Obj, name: str, location: Location, types: Types) -> Parameter:
    """Lower one parameter."""
    schema, style = schema_and_style(node, name, location, types)
    type_: Type = types.type(schema) if schema is not None else Anything()
    required = location is Location.PATH or node.get("required") is True
    explode = node.get("explode")
    presence = presence_of(schema, types, required=required) if isinstance(schema, Obj) else None
    docs = docs_of(node)
    if not docs.description and isinstance(schema, Obj):
        docs = docs_of(Obj(node.at, {**schema, **{k: v for k, v in node.items() if k in ("deprecated", "examples")}}))
    return Parameter(
        name=types.name(name, "parameter"),
        location=location,
        type=type_,
        presence=presence or presence_of(Obj(node.at), types, required=required),
        origin=node.at,
        style=style,
        explode=explode if isinstance(explode, bool) else style in (Style.FORM, Style.DEEP_OBJECT),
        allow_reserved=node.get("allowReserved") is True,
        docs=docs,
    )


def schema_and_style(node: Obj, name: str, location: Location, types: Types) -> tuple[Value, Style]:
    """The schema of a parameter and how it is written; one with `content` is JSON text."""
    default = DEFAULT_STYLES[location]
    content = node.get("content")
    if isinstance(content, Obj) and content:
        media, holder = next(iter(content.items()))
        style = Style.JSON if "json" in media else default
        return (holder.get("schema") if isinstance(holder, Obj) else None), style
    if "schema" not in node:
        types.report.add(NO_SCHEMA, node.at, name=name)
        return None, default
    return node["schema"], STYLES.get(text_of(node.get("style")), default)
