"""Operations: what can be called, what it takes and what it answers."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import TypeAlias

from msgspec import Struct, field

from burnish.diagnostics import Located

from .declarations import Presence
from .docs import Docs
from .names import DeclarationId, Name
from .types import Type

__all__ = [
    "Answer",
    "Binary",
    "BinaryAnswer",
    "Body",
    "CursorPaging",
    "EmptyAnswer",
    "Encoding",
    "EventStream",
    "FieldPath",
    "Form",
    "JsonAnswer",
    "JsonBody",
    "JsonLines",
    "LinesBody",
    "LinkPaging",
    "Location",
    "Multipart",
    "OffsetPaging",
    "Operation",
    "PageNumberPaging",
    "Paging",
    "Parameter",
    "Part",
    "Payload",
    "Response",
    "StatusRange",
    "Style",
    "Text",
    "TextAnswer",
    "UrlPaging",
    "Verb",
    "WebSocket",
]

FieldPath: TypeAlias = tuple[str, ...]
"""Wire names that lead from the root of a JSON answer to a value; empty is the root itself."""


class Verb(StrEnum):
    """HTTP methods that have a meaning (RFC 9110, section 9; QUERY as in OpenAPI 3.2)."""

    GET = "GET"
    HEAD = "HEAD"
    OPTIONS = "OPTIONS"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    TRACE = "TRACE"
    QUERY = "QUERY"


class Location(Enum):
    """Where a parameter travels; `QUERYSTRING` is the whole query (OpenAPI 3.2)."""

    PATH = auto()
    QUERY = auto()
    HEADER = auto()
    COOKIE = auto()
    QUERYSTRING = auto()


class Style(Enum):
    """Serialisation of arrays and objects in parameters (OpenAPI 3.2, Style Values).

    `JSON` is `content: application/json`.
    """

    MATRIX = auto()
    LABEL = auto()
    SIMPLE = auto()
    FORM = auto()
    SPACE_DELIMITED = auto()
    PIPE_DELIMITED = auto()
    DEEP_OBJECT = auto()
    TAB_DELIMITED = auto()
    JSON = auto()


class Parameter(Struct, frozen=True):
    """A parameter of an operation."""

    name: Name
    location: Location
    type: Type
    presence: Presence
    origin: Located
    style: Style
    explode: bool
    allow_reserved: bool = False
    docs: Docs = field(default_factory=Docs)


class Encoding(Struct, frozen=True):
    """How one property of a form is written: as a parameter style, or as a media type of its own."""

    property: str
    content_type: str = ""
    style: Style | None = None
    explode: bool = True


class JsonBody(Struct, frozen=True):
    """A JSON body; a `Ref` to a record is spread over keyword arguments."""

    media: str
    type: Type


class Form(Struct, frozen=True):
    """`application/x-www-form-urlencoded`."""

    media: str
    type: Type
    encodings: tuple[Encoding, ...] = ()


class Part(Struct, frozen=True):
    """A part of a multipart body; `file` parts take file inputs, `repeated` ones a list of them."""

    name: Name
    type: Type
    presence: Presence
    file: bool = False
    repeated: bool = False
    content_type: str = ""


class Multipart(Struct, frozen=True):
    """`multipart/form-data` and its kin; `type` is the record whose properties are the parts."""

    media: str
    type: Type
    parts: tuple[Part, ...]


class LinesBody(Struct, frozen=True):
    """JSON Lines, NDJSON or JSON text sequences; `type` is the type of one line."""

    media: str
    type: Type


class Binary(Struct, frozen=True):
    """Raw bytes; `media` may be a range (`image/*`)."""

    media: str


class Text(Struct, frozen=True):
    """Text, sent as UTF-8."""

    media: str


Payload: TypeAlias = JsonBody | Form | Multipart | LinesBody | Binary | Text


class Body(Struct, frozen=True):
    """A request body: the payloads the server accepts, best first (JSON, multipart, form, lines, binary, text)."""

    payloads: tuple[Payload, ...]
    required: bool
    origin: Located
    docs: Docs = field(default_factory=Docs)


class StatusRange(Struct, frozen=True, order=True):
    """Statuses from `first` to `last`, both included; `default` is 0 to 999."""

    first: int
    last: int


class JsonAnswer(Struct, frozen=True):
    """A JSON body; `described` is false where the description has no schema for it."""

    media: str
    type: Type
    described: bool = True


class EventStream(Struct, frozen=True):
    """`text/event-stream` (WHATWG HTML, section 9.2): `type` is the type of the decoded `data`.

    `events` types the data by event name where names differ in type. `terminator` is the data that ends the stream
    (`[DONE]`); one that is only `assumed` may be missing. `error_event` is the name of the event that carries an error
    body.
    """

    media: str
    type: Type
    events: tuple[tuple[str, Type], ...] = ()
    terminator: str = ""
    error_event: str = ""
    assumed: bool = False


class JsonLines(Struct, frozen=True):
    """JSON Lines, NDJSON or JSON text sequences; `type` is the type of one line."""

    media: str
    type: Type


class BinaryAnswer(Struct, frozen=True):
    """Bytes for a file or a stream."""

    media: str


class TextAnswer(Struct, frozen=True):
    """Text that is not JSON."""

    media: str


class EmptyAnswer(Struct, frozen=True):
    """No body."""


Answer: TypeAlias = JsonAnswer | EventStream | JsonLines | BinaryAnswer | TextAnswer | EmptyAnswer


class WebSocket(Struct, frozen=True):
    """A connection for messages both ways (RFC 6455), each a JSON text: what the client sends, and receives.

    `closing` gives the statuses that closing codes stand for. A connection that is made again tells in the query
    parameter `resume` where the last one was: the value at `position` of the last message that has one. `replies` are
    JSON texts that answer messages, by their `type`.
    """

    send: Type
    receive: Type
    closing: tuple[tuple[int, int], ...] = ()
    resume: str = ""
    position: FieldPath = ()
    replies: tuple[tuple[str, str], ...] = ()


class Response(Struct, frozen=True):
    """What comes back for a range of statuses: its answers, best first."""

    status: StatusRange
    answers: tuple[Answer, ...]
    origin: Located
    docs: Docs = field(default_factory=Docs)


class CursorPaging(Struct, frozen=True):
    """The answer names the cursor (or token) of the next page; `more` is a boolean that says whether there is one.

    It stands at `next` or in the header `next_header`; with both empty the cursor is `item_key` of the last item.
    `before_parameter` takes the cursor of the page before, which is at `previous`, or `item_key` of the first item.
    """

    scheme: str
    item: Type
    items: FieldPath
    cursor_parameter: str
    next: FieldPath = ()
    more: FieldPath = ()
    item_key: str = ""
    limit_parameter: str = ""
    next_header: str = ""
    before_parameter: str = ""
    previous: FieldPath = ()


class OffsetPaging(Struct, frozen=True):
    """The caller counts items; `total` is a field of the answer or a header that says how many there are."""

    scheme: str
    item: Type
    items: FieldPath
    offset_parameter: str
    limit_parameter: str = ""
    total: FieldPath = ()
    total_header: str = ""


class PageNumberPaging(Struct, frozen=True):
    """The caller counts pages, from `first`."""

    scheme: str
    item: Type
    items: FieldPath
    page_parameter: str
    first: int = 1
    limit_parameter: str = ""
    total_pages: FieldPath = ()


class LinkPaging(Struct, frozen=True):
    """The header `Link` (RFC 8288) names the next page with `rel="next"`."""

    scheme: str
    item: Type
    items: FieldPath


class UrlPaging(Struct, frozen=True):
    """A field of the answer holds the URL of the next page, and `previous` that of the page before."""

    scheme: str
    item: Type
    items: FieldPath
    next: FieldPath
    previous: FieldPath = ()


Paging: TypeAlias = CursorPaging | OffsetPaging | PageNumberPaging | LinkPaging | UrlPaging
"""`scheme` is the snake-case name of the page class (`cursor_page`); operations with equal schemes share a class."""


class Operation(Struct, frozen=True):
    """One operation.

    `verb` is the HTTP method as it is sent, one of `Verb` or the API's own. `security` lists alternatives, each a tuple
    of scheme names that are needed together; an empty alternative is anonymous access. `stream_parameter` is the body
    property that, when true, makes the server answer with its event stream instead of JSON. `server` routes the call to
    one of `Api.servers` by its name (empty: the default).
    """

    name: Name
    id: str
    verb: str
    path: str
    origin: Located
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    paging: Paging | None = None
    stream_parameter: str = ""
    idempotent: bool = False
    timeout_s: float | None = None
    server: str = ""
    docs: Docs = field(default_factory=Docs)
    declared: DeclarationId | None = None
    """The record whose properties are the operation's body arguments, when the body is one."""
    body_name: str = ""
    """The argument that takes the whole body, where the settings want one."""
    answer_statuses: tuple[int, ...] = ()
    """Error statuses that are answers and not errors (the 503 of a health check)."""
    positional: tuple[str, ...] | None = None
    """Wire names of the parameters that may be given by position, in order; None: the target chooses."""
    unwrap: FieldPath = ()
    """Where the value stands that is returned instead of the whole answer; the types of answers are those of it."""
    wrapper: DeclarationId | None = None
    """The record that holds that value."""
    websocket: WebSocket | None = None
    """The messages of a connection that the operation opens instead of answering."""
    alternatives: tuple[Body, ...] = ()
    """The bodies that `body` may be, where it is a union whose records are spread over arguments together."""
