"""Rules of texts that travel in requests: what no HTTP message can carry is told before anybody sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from burnish.diagnostics import Report
from burnish.source import Arr, KeyOf, Obj, Place, Value

from .. import codes
from ..grammar import Kind
from ..survey import Survey

__all__ = ["odd_addresses", "unsendable_headers", "unsendable_media", "unsendable_paths"]

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ADDRESS = re.compile(r"(?:https?|wss?)://|[^:]*(?:/|$)|\{", re.IGNORECASE)
DOTS = frozenset((".", ".."))


def unsendable_headers(survey: Survey, report: Report) -> None:
    """Names of headers are tokens (RFC 9110, 5.1), those of parameters and of API keys alike."""
    for node in (*survey.nodes[Kind.PARAMETER], *survey.nodes[Kind.SECURITY_SCHEME]):
        name = node.get("name")
        if node.get("in") == "header" and isinstance(name, str) and name and not TOKEN.fullmatch(name):
            tell(report, node.at / "name", "header name", name, "use letters, digits and `-` only")


def unsendable_media(survey: Survey, report: Report) -> None:
    """A media type is the value of a header, which no control character may stand in (RFC 9110, 5.5)."""
    for node in (*survey.nodes[Kind.REQUEST_BODY], *survey.nodes[Kind.RESPONSE]):
        for name, place in keys(node.get("content")):
            if CONTROL.search(name):
                tell(report, place, "media type", name, "remove the control characters")


def unsendable_paths(survey: Survey, report: Report) -> None:
    """A path has no control characters, and no segment that climbs: clients would call another path than described."""
    for path, place in keys(survey.document.root.get("paths")):
        if CONTROL.search(path):
            tell(report, place, "path", path, "remove the control characters")
        elif DOTS.intersection(path.partition("?")[0].split("/")):
            tell(report, place, "path", path, "write the path without `.` and `..`")


def odd_addresses(survey: Survey, report: Report) -> None:
    """The address of a server is one of HTTP, absolute or relative to the description (OpenAPI, Server Object)."""
    for url, place in addresses(survey):
        if CONTROL.search(url) or not ADDRESS.match(url):
            report.add(codes.ODD_ADDRESS, place, url=url)


def addresses(survey: Survey) -> Iterator[tuple[str, Place]]:
    """The addresses of all servers: of the document, its path items and its operations."""
    for holder in (survey.document.root, *survey.nodes[Kind.PATH_ITEM], *survey.nodes[Kind.OPERATION]):
        for server in listed(holder.get("servers")):
            if isinstance(url := server.get("url"), str):
                yield url, server.at / "url"


def keys(value: Value) -> Iterator[tuple[str, KeyOf]]:
    """The keys of an object, each with its place."""
    if isinstance(value, Obj):
        yield from ((name, KeyOf(value.at / name)) for name in value)


def listed(value: Value) -> Iterator[Obj]:
    """The objects of a list."""
    yield from (item for item in (value if isinstance(value, Arr) else ()) if isinstance(item, Obj))


def tell(report: Report, place: Place | KeyOf, what: str, text: str, advice: str) -> None:
    """Report a text that no request can carry."""
    report.add(codes.UNSENDABLE, place, what=what, text=text, advice=advice)
