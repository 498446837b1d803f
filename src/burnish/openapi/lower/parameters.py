"""Parameters: where they travel and how they are written (OpenAPI, Parameter Object)."""

from __future__ import annotations

from burnish.ir import Location, Parameter, Required, Style
from burnish.source import Obj, Value

from .codes import UNSUPPORTED_PARAMETER
from .declarations import presence_of
from .docs import docs_of
from .extensions import is_skipped, stated_name
from .media import Media, media_of
from .reading import elements, members, text
from .scope import Scope
from .types import lower_type, without_files

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
    "tabDelimited": Style.TAB_DELIMITED,
    "deepObject": Style.DEEP_OBJECT,
    "cookie": Style.FORM,
}
POSSIBLE = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.TAB_DELIMITED, Style.DEEP_OBJECT),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM,),
    Location.QUERYSTRING: (Style.FORM,),
}
# The standard says that definitions of these headers are ignored: body, answers and security describe them.
RESERVED_HEADERS = frozenset(("accept", "content-type", "authorization"))


def lower_parameters(node: Obj, scope: Scope) -> tuple[Parameter, ...]:
    """The parameters of an operation, each name once per location; the last one wins."""
    found: dict[tuple[str, Location], Parameter] = {}
    for item in elements(node.get("parameters")):
        name, location = text(item, "name"), LOCATIONS.get(text(item, "in"))
        if is_skipped(item, scope):
            continue
        if not name or location is None:
            scope.unsupported(UNSUPPORTED_PARAMETER, item.at, f'the parameter "{name}" in "{text(item, "in")}"')
        elif not (location is Location.HEADER and name.lower() in RESERVED_HEADERS):
            key = name.lower() if location is Location.HEADER else name
            found[key, location] = lower_parameter(item, name, location, scope)
    return tuple(found.values())


def lower_parameter(node: Obj, name: str, location: Location, scope: Scope) -> Parameter:
    """One parameter, with a schema and a style, or with content."""
    style, explode = style_of(node, location)
    schema = node.get("schema", True)
    content = next(members(node, "content"), None)
    if content is not None:
        schema = content[1].get("schema", True)
        if media_of(content[0]) is Media.JSON:
            style, explode = Style.JSON, False
    type_ = without_files(lower_type(schema, scope))
    presence = (
        Required()
        if node.get("required") is True or location is Location.PATH
        else presence_of(name, schema_with_default(node, schema), type_, scope)
    )
    return Parameter(
        name=stated_name(name, node, scope),
        location=location,
        type=type_,
        presence=presence,
        origin=node.at,
        style=style,
        explode=explode,
        allow_reserved=node.get("allowReserved") is True,
        docs=docs_of(documented(node, schema)),
    )


def style_of(node: Obj, location: Location) -> tuple[Style, bool]:
    """Style and explode, with the defaults of the standard; a style that its location cannot have is the default."""
    style = STYLES.get(text(node, "style"), DEFAULT_STYLES[location])
    if style not in POSSIBLE[location]:
        style = DEFAULT_STYLES[location]
    explode = node.get("explode")
    if style is Style.DEEP_OBJECT:
        return style, True
    return style, explode if isinstance(explode, bool) else style is Style.FORM


def schema_with_default(node: Obj, schema: Value) -> Obj | None:
    """What holds the default: the schema, or (as Swagger had it) the parameter."""
    if isinstance(schema, Obj) and "default" in schema:
        return schema
    return node if "default" in node else None


def documented(node: Obj, schema: Value) -> Obj:
    """The parameter with what only its schema tells: description, examples, deprecation."""
    if not isinstance(schema, Obj):
        return node
    told: dict[str, Value] = {
        key: schema[key] for key in ("description", "examples", "deprecated") if key in schema and key not in node
    }
    if "example" in node:
        told.pop("examples", None)
    return Obj(node.at, {**node, **told}) if told else node
