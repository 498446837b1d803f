"""Bodies: what an operation sends, best content type first."""

from __future__ import annotations

from msgspec.structs import replace

from burnish.ir import (
    AnyOf,
    Anything,
    Binary,
    Body,
    DeclarationId,
    Encoding,
    Form,
    JsonBody,
    LinesBody,
    ListOf,
    MapOf,
    Multipart,
    Nullable,
    Part,
    Payload,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    Style,
    Text,
    Type,
)
from burnish.source import Arr, Obj, Value

from .codes import BODY_NOT_OFFERED, MEDIA_AS_BYTES, MEDIA_AS_TEXT, OTHER_BODIES, PART_HEADERS, UNSUPPORTED_MEDIA
from .declarations import presence_of
from .docs import docs_of, examples_of
from .media import Media, concrete, essence, media_of
from .parameters import STYLES
from .reading import entries, member, members, strings, text
from .scope import Scope
from .sequences import item_schema
from .types import lower_type, without_files

__all__ = ["lower_body", "multipart_declarations", "structured"]

ORDER = (Media.JSON, Media.MULTIPART, Media.FORM, Media.LINES, Media.BINARY, Media.TEXT)
BYTES = Scalar(ScalarKind.BINARY)


def lower_body(node: Obj, wanted: str, scope: Scope) -> Body | None:
    """The request body of an operation; None if it has none. `wanted` is the content type that the settings choose."""
    body = member(node, "requestBody")
    contents = list(members(body, "content"))
    if body is None or not contents:
        return None
    ranked = sorted(contents, key=lambda item: ORDER.index(kind_of(item[0], item[1], scope)))
    if wanted:
        ranked = chosen_of(ranked, wanted, body, scope)
    else:
        tell_others(ranked, body, scope)
    payloads: list[Payload] = []
    for content_type, media in ranked:
        payload = lower_payload(content_type, media, scope)
        if payload is not None and not repeats(payload, payloads):
            payloads.append(payload)
    if not payloads:
        scope.unsupported(UNSUPPORTED_MEDIA, body.at, "the request body")
        return None
    docs = replace(docs_of(body), examples=tuple(item for _, media in ranked[:1] for item in examples_of(media)))
    return Body(tuple(payloads), body.get("required") is True, body.at, docs)


def chosen_of(contents: list[tuple[str, Obj]], wanted: str, body: Obj, scope: Scope) -> list[tuple[str, Obj]]:
    """The content that the settings want; all of it, and an error, where there is none."""
    found = [item for item in contents if essence(item[0]) == essence(wanted)]
    if not found:
        offered = ", ".join(content_type for content_type, _ in contents)
        scope.warn(BODY_NOT_OFFERED, body.at, wanted=wanted, offered=offered)
    return found or contents


def tell_others(ranked: list[tuple[str, Obj]], body: Obj, scope: Scope) -> None:
    """Note the contents that a method cannot take; the same schema in another encoding is no loss."""
    (sent, first), *rest = ranked
    others = [content_type for content_type, media in rest if media.get("schema") != first.get("schema")]
    if others:
        scope.warn(OTHER_BODIES, body.at, others=", ".join(others), sent=sent)


def kind_of(content_type: str, media: Obj, scope: Scope) -> Media:
    """How a body is written; a JSON type whose schema is raw bytes is bytes."""
    kind = media_of(content_type)
    schema = scope.followed(media.get("schema"))
    if kind is Media.JSON and schema is not None and schema.get("format") == "binary":
        return Media.BINARY
    if kind is Media.TEXT and essence(content_type) == "text/plain" and structured(schema):
        return Media.JSON
    if kind is Media.EVENTS or (kind is Media.LINES and not told(scope.followed(item_schema(media, scope)))):
        return Media.TEXT
    return Media.MULTIPART if kind is Media.MIXED else kind


def structured(schema: Obj | None) -> bool:
    """Whether a schema is an object or array, which as text can only be JSON."""
    return schema is not None and (schema.get("type") in ("object", "array") or "properties" in schema)


def told(item: Obj | None) -> bool:
    """Whether a schema tells what the items of a sequence are; of one that is all text it only says that it is text."""
    return item is not None and len(item) > 0 and item.get("type") != "string"


def lower_payload(content_type: str, media: Obj, scope: Scope) -> Payload | None:
    """One content type of a body; None if an SDK cannot write it."""
    if media_of(content_type) is Media.MIXED and not has_parts(media, scope):
        return None
    kind = kind_of(content_type, media, scope)
    content_type = concrete(content_type, kind)
    if kind in (Media.TEXT, Media.BINARY):
        return opaque(content_type, media, kind, scope)
    if kind is Media.LINES:
        return LinesBody(content_type, without_files(lower_type(item_schema(media, scope), scope)))
    type_ = lower_type(media.get("schema", True), scope)
    if kind is Media.JSON:
        return JsonBody(content_type, without_files(type_))
    if kind is Media.FORM:
        return Form(content_type, without_files(type_), encodings(media))
    return Multipart(content_type, type_, parts(media, scope))


def opaque(content_type: str, media: Obj, kind: Media, scope: Scope) -> Payload:
    """A body that is passed through; a note where a schema goes unused."""
    if structured(scope.followed(media.get("schema"))):
        code = MEDIA_AS_TEXT if kind is Media.TEXT else MEDIA_AS_BYTES
        scope.warn(code, media.at, media=content_type)
    return Text(content_type) if kind is Media.TEXT else Binary(content_type)


def repeats(payload: Payload, payloads: list[Payload]) -> bool:
    """Whether a typed body says nothing new: the same type under another content type."""
    if isinstance(payload, Binary | Text):
        return payload in payloads
    return any(type(other) is type(payload) and replace(other, media=payload.media) == payload for other in payloads)


def encodings(media: Obj) -> tuple[Encoding, ...]:
    """How properties of a form differ from the default (form, explode)."""
    found: list[Encoding] = []
    for name, node in members(media, "encoding"):
        style, explode = STYLES.get(text(node, "style")), node.get("explode")
        spread = explode if isinstance(explode, bool) else style in (None, Style.FORM)
        found.append(Encoding(name, text(node, "contentType"), style, spread))
    return tuple(found)


def has_parts(media: Obj, scope: Scope) -> bool:
    """Whether the parts of a multipart body have names."""
    return bool(part_schemas(media.get("schema"), scope))


def parts(media: Obj, scope: Scope) -> tuple[Part, ...]:
    """The parts of a multipart body."""
    encoding = member(media, "encoding")
    found: list[Part] = []
    for name, (schema, required) in part_schemas(media.get("schema"), scope).items():
        stated = member(encoding, name)
        tell_headers(name, stated, scope)
        content_type = text(stated, "contentType")
        type_ = part_type(schema, content_type, scope)
        inner = type_.inner if isinstance(type_, Nullable) else type_
        node = schema if isinstance(schema, Obj) else None
        found.append(
            Part(
                name=scope.name(name),
                type=type_,
                presence=Required() if required else presence_of(name, node, type_, scope),
                file=is_file(inner) or (isinstance(inner, ListOf) and is_file(inner.item)),
                repeated=isinstance(inner, ListOf),
                content_type=content_type or ("application/json" if is_object(inner, scope) else ""),
            )
        )
    return tuple(found)


def tell_headers(part: str, encoding: Obj | None, scope: Scope) -> None:
    """Note the headers of a part; `Content-Type` among them says nothing (OpenAPI 3.1, Encoding Object)."""
    names = [name for name in entries(encoding, "headers") if name.lower() != "content-type"]
    if encoding is not None and names:
        scope.warn(PART_HEADERS, encoding.at, part=part, headers=", ".join(names))


def part_type(schema: Value, content_type: str, scope: Scope) -> Type:
    """The type of a part; what has a content type of its own that is neither text nor JSON is a file."""
    type_ = lower_type(schema, scope)
    if content_type and media_of(content_type.partition(",")[0]) is Media.BINARY:
        if isinstance(type_, Anything) or type_ == Scalar(ScalarKind.STRING):
            return BYTES
        if isinstance(type_, ListOf) and type_.item in (Anything(), Scalar(ScalarKind.STRING)):
            return replace(type_, item=BYTES)
    return type_


def is_file(type_: Type) -> bool:
    """Whether a type is raw bytes, or may be (a URL beside a file)."""
    if isinstance(type_, AnyOf):
        return any(map(is_file, type_.variants))
    return isinstance(type_, Scalar) and type_.kind is ScalarKind.BINARY


def is_object(type_: Type, scope: Scope) -> bool:
    """Whether a part is an object, whose default encoding is JSON (OpenAPI, Encoding Object)."""
    if isinstance(type_, ListOf):
        return is_object(type_.item, scope)
    if isinstance(type_, Ref):
        schema = scope.followed(scope.schemas[type_.target])
        return schema is not None and (schema.get("type") == "object" or "properties" in schema)
    return isinstance(type_, MapOf)


def part_schemas(schema: Value, scope: Scope) -> dict[str, tuple[Value, bool]]:
    """The properties of a multipart body, and which are required; of a union, those of its variants, none required."""
    node = scope.followed(schema)
    variants = node.get("oneOf", node.get("anyOf")) if node is not None else None
    if not isinstance(variants, Arr):
        required = frozenset(strings(node.get("required"))) if node is not None else frozenset[str]()
        return {name: (item, name in required) for name, item in entries(node, "properties").items()}
    merged: dict[str, tuple[Value, bool]] = {}
    for variant in variants:
        merged |= {name: (item, False) for name, item in entries(scope.followed(variant), "properties").items()}
    return merged


def multipart_declarations(scope: Scope) -> frozenset[DeclarationId]:
    """The declarations that multipart bodies are made of: only there raw bytes may stand among other fields."""
    pending: list[Value] = []
    for operation in scope.canonical.operations:
        for content_type, media in members(member(operation.node, "requestBody"), "content"):
            if media_of(content_type) in (Media.MULTIPART, Media.MIXED):
                pending.append(media.get("schema"))
    found: set[DeclarationId] = set()
    while pending:
        node = pending.pop()
        if isinstance(node, Arr):
            pending += node
        elif isinstance(node, Obj):
            target = scope.target(node.get("$ref"))
            if target is None:
                pending += [*entries(node, "properties").values()]
                pending += [node.get(key) for key in ("items", "oneOf", "anyOf", "additionalProperties")]
            elif target not in found:
                found.add(target)
                pending.append(scope.schemas[target])
    return frozenset(found)
