"""Media types: what a content type means for the encoding of a body."""

from __future__ import annotations

from enum import Enum, auto

__all__ = ["Media", "concrete", "essence", "media_of"]


class Media(Enum):
    """The encodings that are told apart, best first."""

    JSON = auto()
    EVENTS = auto()
    LINES = auto()
    MULTIPART = auto()
    MIXED = auto()
    """Multipart other than form-data: its parts have no names."""
    FORM = auto()
    BINARY = auto()
    TEXT = auto()


RANGES = frozenset(("*/*", "application/*", "*"))
JSON = frozenset(("application/json", "text/json", "application/x-json", "text/x-json", *RANGES))
LINES = frozenset(
    (
        "application/json-lines",
        "application/json-seq",
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/stream+json",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
        "text/jsonl",
        "text/ndjson",
    )
)
TEXT = frozenset(
    (
        "application/csv",
        "application/ecmascript",
        "application/graphql",
        "application/html",
        "application/javascript",
        "application/jose",
        "application/jwt",
        "application/openmetrics-text",
        "application/rtf",
        "application/sql",
        "application/text",
        "application/toml",
        "application/x-pem-file",
        "application/x-yaml",
        "application/xml",
        "application/yaml",
    )
)
TEXT_SUFFIXES = ("+xml", "+yaml", "+jwt")


def essence(media: str) -> str:
    """The type and subtype of a content type, without its parameters, in lower case."""
    return media.partition(";")[0].strip().lower()


def concrete(content_type: str, kind: Media) -> str:
    """A content type that can stand in a header: what a range of everything means for the kind of body."""
    if essence(content_type) not in RANGES:
        return content_type
    return "application/json" if kind is Media.JSON else "application/octet-stream"


def media_of(content_type: str) -> Media:
    """What a content type means."""
    media = essence(content_type)
    if media in LINES or media.endswith("+json-seq"):
        return Media.LINES
    if media in JSON or media.endswith("+json"):
        return Media.JSON
    if media == "text/event-stream":
        return Media.EVENTS
    if media == "application/x-www-form-urlencoded":
        return Media.FORM
    if media in ("multipart/form-data", "multipart/*"):
        return Media.MULTIPART
    if media.startswith("multipart/"):
        return Media.MIXED
    if media in TEXT or media.startswith("text/") or media.endswith(TEXT_SUFFIXES):
        return Media.TEXT
    return Media.BINARY
