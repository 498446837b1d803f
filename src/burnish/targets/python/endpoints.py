"""Endpoints: what tells the runtime everything about an operation that is decided when generating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from burnish.code import Code, Import, join
from burnish.ir import (
    Binary as BinaryPayload,
    Encoding,
    EventStream,
    Form,
    JsonAnswer,
    JsonBody,
    JsonLines,
    LinesBody,
    Location,
    Multipart,
    Operation,
    Parameter,
    Payload,
    Scalar,
    Style,
    Text as TextPayload,
    Type,
    Verb,
    WebSocket,
)

from .annotate import RUNTIME, Annotator
from .answers import (
    Binary,
    Connected,
    Data,
    Nothing,
    Page,
    Returned,
    Streamed,
    Switched,
    Text,
    error_types,
    json_media,
    returned,
)
from .arguments import idempotency_header
from .layout import Layout
from .shapes import Shapes
from .spelling import literal

__all__ = ["Shared", "endpoint_of", "endpoints_of", "error_table", "result_of", "security_code", "shared_security"]

JSON = "application/json"
"""What the runtime accepts unless an endpoint says otherwise."""
STYLES = {
    Style.MATRIX: "matrix",
    Style.LABEL: "label",
    Style.SIMPLE: "simple",
    Style.FORM: "form",
    Style.SPACE_DELIMITED: "spaceDelimited",
    Style.PIPE_DELIMITED: "pipeDelimited",
    Style.TAB_DELIMITED: "tabDelimited",
    Style.DEEP_OBJECT: "deepObject",
    Style.JSON: "json",
}
Security: TypeAlias = tuple[tuple[str, ...], ...]
SAFE_TO_REPEAT = frozenset((Verb.GET, Verb.HEAD, Verb.OPTIONS, Verb.PUT, Verb.DELETE, Verb.TRACE, Verb.QUERY))
DEFAULT = {Location.PATH: (Style.SIMPLE, False), Location.HEADER: (Style.SIMPLE, False)}


class Shared(Struct, frozen=True):
    """What the endpoints of a module name rather than repeat."""

    errors: Code
    """What gives its table of error bodies; empty where it has none."""
    security: Mapping[Security, Code] = field(default_factory=dict[Security, Code])
    """The names of alternatives of credentials that several operations want."""


def use(*names: str) -> frozenset[Import]:
    """Imports of the runtime."""
    return frozenset(Import(RUNTIME, name) for name in names)


def call(name: str, arguments: Iterable[Code]) -> Code:
    """A call of something of the runtime."""
    inner = join(", ", arguments)
    return Code(f"{name}({inner})", inner.imports | use(name.partition("[")[0]))


def keyword(name: str, value: Code) -> Code:
    """A keyword argument."""
    return Code(f"{name}={value}", value.imports)


def endpoints_of(operation: Operation) -> tuple[tuple[str, Returned], ...]:
    """What each endpoint of an operation answers, by the end of its name: two for one that may stream."""
    match returned(operation):
        case Switched(type=type_, answer=answer):
            return ("", Data(type_)), ("stream", Streamed(answer))
        case answer:
            return (("", answer),)


def endpoint_of(
    operation: Operation,
    answer: Returned,
    layout: Layout,
    spell: Annotator,
    shapes: Shapes,
    *,
    server: str,
    shared: Shared,
) -> Code:
    """An endpoint of an operation."""
    result, accept = result_of(answer, spell)
    if isinstance(answer, Data | Switched | Page):
        accept = json_media(operation)
    if layout.settings.compat.stainless and isinstance(answer, Streamed) and may_be_json(operation):
        accept = JSON
    arguments = [literal(operation.verb), literal(operation.path), keyword("answer", result)]
    if accept not in ("", JSON):
        arguments.append(keyword("accept", literal(accept)))
    if operation.body is not None:
        arguments.append(keyword("body", body_of(operation.body.payloads[0], shapes)))
    elif isinstance(answer, Connected):
        arguments.append(keyword("body", body_of(JsonBody("application/json", answer.send), shapes)))
    arguments += style_arguments(operation, shapes)
    if server:
        arguments.append(keyword("server", literal(server)))
    arguments += [keyword(name, value) for name, value in extras(operation, answer, layout, spell, shared)]
    return call("Endpoint", arguments)


def may_be_json(operation: Operation) -> bool:
    """Whether the answer of a success may be JSON."""
    successes = (item for item in operation.responses if item.status.first // 100 == 2)
    return any(isinstance(answer, JsonAnswer) for item in successes for answer in item.answers)


def result_of(returned_: Returned, spell: Annotator) -> tuple[Code, str]:
    """What the runtime parses the body into, and the media type to accept where it is not JSON."""
    match returned_:
        case Data(type=type_) | Switched(type=type_) | Page(type=type_):
            spelled = spell(type_)
            return (Code("object"), "") if spelled.text == "Any" else (spelled, "")
        case Text(media=media):
            return Code("str"), media
        case Binary(media=media):
            return Code("bytes"), media
        case Streamed(answer=answer):
            spelled = spell(answer.type)
            return (Code("object") if spelled.text == "Any" else spelled), answer.media
        case Connected(messages=messages):
            spelled = spell(messages.receive)
            return (Code("object") if spelled.text == "Any" else spelled), ""
        case Nothing():
            return Code("None"), "*/*"


def body_of(payload: Payload, shapes: Shapes) -> Code:
    """How the body is encoded."""
    match payload:
        case JsonBody(media=media, type=type_):
            arguments = [shape_of(type_, shapes)]
            if arguments[0] and shapes.map_of(type_) is not None:
                arguments.append(Code("each=True"))
            if media != "application/json":
                arguments.append(keyword("media", literal(media)))
            return call("JsonBody", [a for a in arguments if a])
        case LinesBody(media=media, type=type_):
            return call("LinesBody", filter(None, [shape_of(type_, shapes), keyword("media", literal(media))]))
        case Form(type=type_, encodings=encodings):
            return call("FormBody", filter(None, [shape_of(type_, shapes), form_styles(encodings)]))
        case Multipart(media=media, type=type_, parts=parts):
            styles = [
                Code(f"{literal(part.name.wire)}: {part_style}", part_style.imports)
                for part in parts
                if (part_style := part_code(part.file, part.repeated, part.content_type, part.type)).text
                != "PartStyle()"
            ]
            inner = join(", ", styles)
            table = keyword("parts", Code(f"{{{inner}}}", inner.imports))
            media_code = keyword("media", literal(media)) if media != "multipart/form-data" else Code("")
            return call(
                "MultipartBody", filter(None, [shape_of(type_, shapes), table if styles else Code(""), media_code])
            )
        case BinaryPayload(media=media):
            return call("BinaryBody", [literal("application/octet-stream" if "*" in media else media)])
        case TextPayload(media=media):
            return call("TextBody", [literal(media)])


def part_code(file: bool, repeated: bool, content_type: str, type_: Type) -> Code:  # facts of a part
    """How one part is written; objects are JSON."""
    flags = [Code("file=True")] if file else []
    if repeated:
        flags.append(Code("repeated=True"))
    if content_type:
        flags.append(keyword("content_type", literal(content_type)))
    if not file and not isinstance(type_, Scalar) and "json" in content_type:
        flags.append(Code("json=True"))
    return call("PartStyle", flags)


def shape_of(type_: Type, shapes: Shapes) -> Code:
    """The name of the shape that a body, or what it holds, is encoded by; empty if Python and the wire agree."""
    name = shapes.name_of(type_)
    return literal(name) if name else Code("")


def form_styles(encodings: Iterable[Encoding]) -> Code:
    """The table of fields that a form writes in another way than usual; empty if there are none."""
    styles = [(item.property, encoding_code(item)) for item in encodings]
    inner = join(", ", [Code(f"{literal(name)}: {style}", style.imports) for name, style in styles if style])
    return keyword("styles", Code(f"{{{inner}}}", inner.imports)) if inner else Code("")


def encoding_code(encoding: Encoding) -> Code:
    """The style of a form's field; empty for the usual one. A style that is stated wins over a content type."""
    if encoding.style is None and "json" in encoding.content_type:
        return call("ParamStyle", [literal(STYLES[Style.JSON])])
    return style_call(encoding.style or Style.FORM, encoding.explode, [], (Style.FORM, True))


def style_arguments(operation: Operation, shapes: Shapes) -> list[Code]:
    """Tables of parameters that are not written in the default style of their place."""
    found: list[Code] = []
    for keyword_name, location in (
        ("path_styles", Location.PATH),
        ("query", Location.QUERY),
        ("headers", Location.HEADER),
        ("cookies", Location.COOKIE),
    ):
        entries = [
            Code(f"{literal(p.name.wire)}: {style}", style.imports)
            for p in operation.parameters
            if p.location is location and (style := style_code(p, shapes))
        ]
        if entries:
            inner = join(", ", entries)
            found.append(keyword(keyword_name, Code(f"{{{inner}}}", inner.imports)))
    return found


def style_code(parameter: Parameter, shapes: Shapes) -> Code:
    """The style of a parameter, and the names inside it; empty for the default of its place."""
    more = [Code("allow_reserved=True")] if parameter.allow_reserved else []
    if shape := shape_of(parameter.type, shapes):
        more.append(keyword("shape", shape))
    default = DEFAULT.get(parameter.location, (Style.FORM, True))
    return style_call(parameter.style, parameter.explode, more, default)


def style_call(style: Style, explode: bool, more: list[Code], default: tuple[Style, bool]) -> Code:  # a fact
    """A `ParamStyle`; empty where it would say no `more` than the default."""
    if (style, explode) == default and not more:
        return Code("")
    arguments = [literal(STYLES[style])]
    if explode != (style in (Style.FORM, Style.DEEP_OBJECT)):
        arguments.append(keyword("explode", literal(explode)))
    return call("ParamStyle", [*arguments, *more])


def error_table(operations: Iterable[Operation], spell: Annotator) -> Code:
    """Statuses and the types of their bodies; empty where operations give one status two types."""
    found: dict[str, Code] = {}
    for operation in operations:
        for status, type_ in error_types(operation):
            code = spell(type_)
            if found.setdefault(status.text, code) != code:
                return Code("")
    ordered = sorted(found.items(), key=lambda item: (not item[0].isdigit(), item[0].startswith('"'), item[0]))
    inner = join(", ", [Code(f"{status}: {code}", code.imports) for status, code in ordered])
    return Code(f"{{{inner}}}", inner.imports)


def extras(
    operation: Operation, answer: Returned, layout: Layout, spell: Annotator, shared: Shared
) -> Iterable[tuple[str, Code]]:
    """What only some operations need."""
    if error_types(operation):
        yield "errors", shared.errors or error_table([operation], spell)
    if operation.security != layout.api.security:
        yield "security", shared.security.get(operation.security) or security_code(operation.security)
    if operation.timeout_s is not None:
        yield "timeout", literal(operation.timeout_s)
    if operation.idempotent != (operation.verb in SAFE_TO_REPEAT):
        yield "idempotent", literal(operation.idempotent)
    header = idempotency_header(operation, layout)
    if header and not layout.settings.client.idempotency_header:
        yield "idempotency_header", literal(header)
    if operation.unwrap and isinstance(answer, Data):
        yield "unwrap", Code(tuple_of(operation.unwrap))
    if isinstance(answer, Data | Page) and layout.has_decimal(answer.type):
        yield "exact", Code("True")
    if operation.answer_statuses:
        yield "statuses", Code("(" + "".join(f"{status}, " for status in operation.answer_statuses).strip() + ")")
    if isinstance(answer, Connected) and (style := socket_code(answer.messages)):
        yield "socket", style
    if isinstance(answer, Streamed):
        yield "stream", stream_code(answer.answer, spell, resume=layout.settings.streaming.resume)


def shared_security(operations: Iterable[Operation], layout: Layout) -> dict[Security, Code]:
    """The alternatives of credentials that several operations of a module want, beside those of the whole API."""
    counted = Counter(operation.security for operation in operations)
    several = [wanted for wanted, count in counted.items() if count > 1 and wanted and wanted != layout.api.security]
    return {wanted: Code(f"_SECURITY_{index}" if index else "_SECURITY") for index, wanted in enumerate(several)}


def security_code(alternatives: Security) -> Code:
    """The alternatives as a tuple of tuples."""
    return Code("(" + "".join(f"{tuple_of(names)}, " for names in alternatives).strip() + ")")


def tuple_of(names: tuple[str, ...]) -> str:
    """A tuple of strings."""
    return "(" + "".join(f"{literal(name)}, " for name in names).strip() + ")"


def socket_code(messages: WebSocket) -> Code:
    """How a connection for messages goes on and fails; empty if nothing is said of that."""
    said: list[Code] = []
    if messages.closing:
        said.append(Code("statuses={" + ", ".join(f"{code}: {status}" for code, status in messages.closing) + "}"))
    if messages.resume:
        said += [keyword("resume", literal(messages.resume)), keyword("position", Code(tuple_of(messages.position)))]
    if messages.replies:
        said.append(keyword("replies", literal(dict(messages.replies))))
    return call("SocketStyle", said) if said else Code("")


def stream_code(answer: EventStream | JsonLines, spell: Annotator, *, resume: bool) -> Code:
    """How a stream is read."""
    if isinstance(answer, JsonLines):
        item = spell(answer.type)
        return call("StreamStyle", [Code('"jsonl"'), keyword("item", item)])
    arguments = [Code('"sse"'), keyword("item", spell(answer.type))]
    if answer.events:
        inner = join(", ", [Code(f"{literal(name)}: {spell(t)}", spell(t).imports) for name, t in answer.events])
        arguments.append(keyword("events", Code(f"{{{inner}}}", inner.imports)))
    if answer.terminator:
        arguments.append(keyword("terminator", literal(answer.terminator)))
        arguments += [Code("may_just_end=True")] if answer.assumed else []
    if answer.error_event:
        arguments.append(keyword("error_event", literal(answer.error_event)))
    if resume:
        arguments.append(Code("resume=True"))
    return call("StreamStyle", arguments)
