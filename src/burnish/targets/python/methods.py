"""Methods: signature, docstring and call of one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import Code, Import, join
from burnish.ir import Nullable, Operation
from burnish.settings import Settings

from .annotate import RUNTIME, Annotator, imported
from .answers import Binary, Connected, Data, Nothing, Page, Streamed, Switched, Text, returned
from .arguments import (
    Argument,
    Target,
    annotated,
    arguments_of,
    default_of,
    described,
    idempotency_header,
    is_key,
    path_keys,
    wire_key,
)
from .layout import Layout
from .local import hints_only, local_imports
from .spelling import docstring, literal
from .told import told

__all__ = ["ArgumentView", "MethodView", "kinds_of", "method_of"]


REQUEST, EMPTY = Code("request"), Code("")


class ArgumentView(Struct, frozen=True):
    """An argument in a signature."""

    name: Code
    annotation: Code
    async_annotation: Code
    default: Code


class ResultView(Struct, frozen=True):
    """What a method returns: what the caller gets after awaiting, and how the client is called for it.

    `coroutine` says whether the async method is awaited; `call` names the client's method, `first` its arguments before
    the tables, for which the lines `imports` come first; `streamed` is what comes back instead when the stream argument
    is true.
    """

    returns: Code
    async_returns: Code
    first: Code
    async_first: Code
    call: Code = REQUEST
    coroutine: bool = True
    streamed: Code = EMPTY
    streamed_first: Code = EMPTY
    async_streamed: Code = EMPTY
    imports: tuple[Code, ...] = ()
    async_imports: tuple[Code, ...] = ()


class MethodView(Struct, frozen=True):
    """A method, sync and async; with `stream_name` it is overloaded by that argument.

    `stream_null` says whether it may be None, and `answered` whether there is an answer that callers may have whole; a
    connection has none. `overloads` are the arguments by name for each kind of body. `idempotency` and `retries` say
    whether callers may give a key, and a number of repetitions, with a call.
    """

    name: Code
    doc: Code
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    result: ResultView
    tables: tuple[tuple[Code, Code], ...]
    idempotency: bool
    retries: bool
    deprecated: Code
    stream_name: Code
    stream_wire: Code
    stream_null: bool
    answered: bool
    overloads: tuple[tuple[ArgumentView, ...], ...] = ()


OVERLOAD = frozenset((Import("typing", "overload"),))
OPTIONS = frozenset(
    Import(RUNTIME, name, typing_only)
    for name, typing_only in (
        ("Body", True),
        ("Headers", True),
        ("Query", True),
        ("Timeout", True),
        ("NotGiven", True),
        ("NOT_GIVEN", False),
        ("call_options", False),
    )
)


OVERLOADED = frozenset(
    (Import("typing", "overload"), Import("typing", "Literal"), Import(RUNTIME, "omit"), Import(RUNTIME, "Omit", True))
)


def method_of(
    operation: Operation,
    name: str,
    endpoints: tuple[Code, ...],
    module: str,
    layout: Layout,
    settings: Settings,
    answers: Annotator,
    arguments: Annotator,
    pages: Mapping[str, tuple[str, str]],
) -> MethodView:
    """The view of one method; `endpoints` are the calls that describe its operation, the one that streams last."""
    given = arguments_of(operation, layout, arguments)
    shown = [a for a in given if not (operation.stream_parameter and a.wire == operation.stream_parameter)]
    stream = next((a for a in given if a not in shown), None)
    deprecated = operation.docs.deprecated
    message = (deprecated.message or f"`{name}` is deprecated") if deprecated else ""
    return MethodView(
        name=Code(name, OPTIONS | OVERLOAD if operation.alternatives else OPTIONS),
        doc=method_doc(operation, given, key_doc(operation, layout)),
        positional=tuple(argument_view(a) for a in shown if a.positional),
        keywords=tuple(argument_view(a) for a in shown if not a.positional),
        tables=tables_of(given, path_keys(given, spelled=settings.compat.stainless)),
        idempotency=bool(idempotency_header(operation, layout)),
        retries=not settings.compat.stainless,
        deprecated=deprecation(message),
        stream_name=Code(stream.name) if stream else Code(""),
        stream_wire=wire_key(stream) if stream else Code(""),
        stream_null=not settings.compat.stainless or (stream is not None and isinstance(stream.type, Nullable)),
        answered=operation.websocket is None,
        overloads=tuple(overloads(operation, layout, arguments)),
        result=lazily(returning(operation, endpoints, answers, arguments, pages), module),
    )


def kinds_of(operation: Operation) -> tuple[Operation, ...]:
    """The operation with each kind of body that it may have; none where there is only one."""
    return tuple(
        replace(operation, id=f"{operation.id} {index}", body=body, alternatives=())
        for index, body in enumerate(operation.alternatives)
    )


def overloads(operation: Operation, layout: Layout, spell: Annotator) -> Iterator[tuple[ArgumentView, ...]]:
    """The arguments by name of each kind of body, where there are several."""
    for kind in kinds_of(operation):
        given = arguments_of(kind, layout, spell)
        yield tuple(argument_view(argument) for argument in given if not argument.positional)


def returning(
    operation: Operation,
    endpoints: tuple[Code, ...],
    answers: Annotator,
    arguments: Annotator,
    pages: Mapping[str, tuple[str, str]],
) -> ResultView:
    """What comes back, sync and async."""
    endpoint = endpoints[0]
    match returned(operation):
        case Nothing():
            return ResultView(Code("None"), Code("None"), endpoint, endpoint)
        case Text():
            return ResultView(Code("str"), Code("str"), endpoint, endpoint)
        case Data(type=type_):
            spelled = known(answers(type_))
            return ResultView(spelled, spelled, endpoint, endpoint)
        case Binary():
            sync = imported(RUNTIME, "BinaryAPIResponse", typing_only=True)
            asynchronous = imported(RUNTIME, "AsyncBinaryAPIResponse", typing_only=True)
            return ResultView(sync, asynchronous, endpoint, endpoint, Code("request_binary"))
        case Streamed(answer=answer):
            item = known(answers(answer.type))
            sync, asynchronous = generic("Stream", item), generic("AsyncStream", item)
            return ResultView(sync, asynchronous, endpoint, endpoint, Code("request_stream"))
        case Switched(type=type_, answer=answer):
            spelled, item = known(answers(type_)), known(answers(answer.type))
            sync = Code(spelled.text, spelled.imports | OVERLOADED)
            streams = generic("Stream", item), generic("AsyncStream", item)
            return ResultView(
                sync,
                spelled,
                endpoint,
                endpoint,
                streamed=streams[0],
                async_streamed=streams[1],
                streamed_first=endpoints[-1],
            )
        case Connected(messages=messages):
            sync, asynchronous = (
                connection(name, known(arguments(messages.send)), known(answers(messages.receive)))
                for name in ("WebSocketConnection", "AsyncWebSocketConnection")
            )
            call = Code("request_websocket")
            return ResultView(sync, asynchronous, endpoint, endpoint, call, coroutine=False)
        case Page(paging=paging):
            item = known(answers(paging.item))
            sync, asynchronous = (page_code(name, item) for name in pages[paging.scheme])
            paginator = imported(RUNTIME, "AsyncPaginator", typing_only=True)
            walked = Code(f"{paginator}[{item}, {asynchronous}]", paginator.imports | asynchronous.imports)
            first = join(", ", (endpoint, sync)), join(", ", (endpoint, asynchronous))
            return ResultView(sync, walked, *first, Code("request_page"), coroutine=False)


def lazily(result: ResultView, module: str) -> ResultView:
    """A result whose types are loaded when the method is called, in the module where it stands."""
    (first,), imports = local_imports([result.first], module)
    (async_first,), async_imports = local_imports([result.async_first], module)
    return replace(
        result,
        returns=hints_only(result.returns),
        async_returns=hints_only(result.async_returns),
        streamed=hints_only(result.streamed),
        async_streamed=hints_only(result.async_streamed),
        first=first,
        async_first=async_first,
        imports=imports,
        async_imports=async_imports,
    )


def known(code: Code) -> Code:
    """`object` where nothing is known: the caller has to look."""
    return Code("object") if code.text == "Any" else code


def connection(name: str, send: Code, receive: Code) -> Code:
    """A connection of the runtime, by what it sends and receives."""
    outer = imported(RUNTIME, name, typing_only=True)
    return Code(f"{name}[{send}, {receive}]", outer.imports | send.imports | receive.imports)


def generic(name: str, item: Code) -> Code:
    """A generic class of the runtime."""
    outer = imported(RUNTIME, name, typing_only=True)
    return Code(f"{name}[{item}]", outer.imports | item.imports)


def page_code(name: str, item: Code) -> Code:
    """A page class of its items; it is used at run time too."""
    return Code(f"{name}[{item}]", imported(".pagination", name).imports | item.imports)


def argument_view(argument: Argument) -> ArgumentView:
    """An argument in the signature."""
    in_async = annotated(argument, asynchronous=True)
    return ArgumentView(Code(argument.name), annotated(argument), in_async, default_of(argument))


def tables_of(given: tuple[Argument, ...], keys: Mapping[str, str]) -> tuple[tuple[Code, Code], ...]:
    """The tables from wire names to arguments that are handed to the client; `keys` are those of the path."""
    found: list[tuple[Code, Code]] = []
    for keyword, target in (
        ("path", Target.PATH),
        ("query", Target.QUERY),
        ("headers", Target.HEADER),
        ("cookies", Target.COOKIE),
        ("body", Target.BODY),
    ):
        known: Mapping[str, str] = keys if target is Target.PATH else {}
        entries = [Code(f"{literal(known.get(a.wire, a.wire))}: {a.name}") for a in given if a.target is target]
        if entries:
            found.append((Code(keyword), Code(f"{{{join(', ', entries)}}}")))
    whole = next((a for a in given if a.target is Target.WHOLE_BODY), None)
    if whole is not None:
        found.append((Code("body"), Code(whole.name)))
    return tuple(found)


def key_doc(operation: Operation, layout: Layout) -> tuple[tuple[str, str], ...]:
    """What the description says of an operation's idempotency key."""
    header = idempotency_header(operation, layout)
    declared = next((p for p in operation.parameters if is_key(p, header)), None)
    return (("idempotency_key", declared.docs.description),) if declared is not None else ()


def method_doc(operation: Operation, given: tuple[Argument, ...], more: tuple[tuple[str, str], ...]) -> Code:
    """Summary, description and arguments; `more` are those that have no place in the request's tables."""
    head = told(operation.docs)
    if head[-1:].isalnum() and "\n" not in head:
        head += "."
    text = head or f"Call `{operation.verb} {operation.path}`."
    return docstring(text, indent=8, sections=(*((a.name, described(a)) for a in given), *more))


def deprecation(message: str) -> Code:
    """The message of the decorator; empty for methods that are not deprecated."""
    if not message:
        return Code("")
    text = literal(message)
    return Code(text.text, imported("typing_extensions", "deprecated").imports)
