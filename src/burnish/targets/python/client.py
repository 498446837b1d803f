"""The client module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface, join
from burnish.settings import BodyDefault, Settings

from .annotate import RUNTIME, Annotator, optional, union
from .arguments import Argument, arguments_of, option_of
from .client_config import config, table
from .constructor import constructor_doc
from .credentials import Credential, credentials
from .layout import Layout, PlacedResource
from .methods import MethodView
from .resources import OPERATION_CALLS, ChildView, EndpointView, resource_view, root_item
from .servers import ServerOption, addresses, server_options, server_url
from .shapes import Shapes
from .spelling import docstring, literal
from .values import example_of
from .webhooks import event_name, receiver_name

__all__ = ["ClientModule", "option_examples", "plan_client"]


class OptionView(Struct, frozen=True):
    """A constructor argument: its name, annotation, and what its documentation says."""

    name: Code
    annotation: Code
    default: Code
    held: Code
    """The type of the attribute that shows it, where there is one."""


class ClientModule(Struct, frozen=True):
    """`_client.py`."""

    doc: Code
    class_doc: Code
    sync_doc: Code
    async_doc: Code
    sync_name: Code
    async_name: Code
    config: Code
    credentials: tuple[OptionView, ...]
    async_credentials: tuple[OptionView, ...]
    """The same for the async client, which also takes coroutine functions."""
    credential_table: Code
    required: Code
    """Credentials without which there is no client, and their environment variables; empty if there are none."""
    options: tuple[OptionView, ...]
    option_table: Code
    environments: Code
    environment_table: Code
    alias: Code
    children: tuple[ChildView, ...]
    security: tuple[tuple[Code, Code], ...]
    endpoints: tuple[EndpointView, ...]
    methods: tuple[MethodView, ...]
    raw: Code
    receiver: Code
    event: Code
    twins: bool
    suffix: Code
    query: Code
    quiet: bool
    """Whether a client that looks like one of Stainless keeps the headers `X-Stainless-*` to itself."""
    streamed: Code
    """The end of the names of the classes whose methods read bodies on demand."""


CLIENT_IMPORTS = frozenset(
    (
        Import(RUNTIME, "SyncClient"),
        Import(RUNTIME, "AsyncClient"),
        Import(RUNTIME, "NOT_GIVEN"),
        Import("functools", "cached_property"),
        *(Import(RUNTIME, name, typing_only=True) for name in ("Drift", "Middleware", "NotGiven", "Timeout")),
        *(Import("collections.abc", name, typing_only=True) for name in ("Mapping", "Sequence")),
    )
)
COMPAT_IMPORTS = frozenset(
    (
        Import("._base_client", "SyncAPIClient"),
        Import("._base_client", "AsyncAPIClient"),
        Import("._constants", "DEFAULT_MAX_RETRIES"),
        *(Import("._types", name) for name in ("ProxiesTypes", "RequestOptions", "Timeout", "Transport", "not_given")),
        Import("functools", "cached_property"),
        Import("httpx", typing_only=True),
        *(Import("typing", name, typing_only=True) for name in ("Any", "Self")),
        Import("._types", "NotGiven", typing_only=True),
        Import("collections.abc", "Mapping", typing_only=True),
    )
)
NO_IMPORTS = frozenset[Import]()
TWIN_IMPORTS = frozenset((Import("typing", "Self", typing_only=True),))
SECRET_TYPE = Code("str | Sequence[str] | None", frozenset((Import("collections.abc", "Sequence", typing_only=True),)))
WEBHOOK_SECRET = OptionView(Code("webhook_secret"), SECRET_TYPE, Code("None"), SECRET_TYPE)
RECEIVER_IMPORTS = frozenset((Import(RUNTIME, "WebhookReceiver", typing_only=True),))
CLIENT_CALLS = OPERATION_CALLS | frozenset(
    (
        "ClientConfig",
        "ApiKeyAuth",
        "BearerAuth",
        "BasicAuth",
        "ClientCredentialsAuth",
        "TokenRefresh",
        "QueryFormat",
        "Route",
        "ServerVariable",
        "CallDefault",
        "super",
        "super().__init__",
        "super().copy",
        "self.copy",
        "_[a-z]*",
        "self.twin",
        "self._receiver",
        "self.close",
        "self.async_client.close",
        "self.aclose",
        "self.request*",
        "[A-Z]*",
        "self._credential",
        "self._set_credential",
        "self._option_value",
        "self._set_option_value",
        "self._copied",
    )
)


def plan_client(layout: Layout, settings: Settings, shapes: Shapes) -> Iterator[RenderJob]:
    """Plan the client."""
    root = PurePosixPath("src", layout.package)
    surface = Surface(
        bases=frozenset(("SyncClient", "AsyncClient", "SyncAPIClient", "AsyncAPIClient")),
        decorators=frozenset(("cache", "cached_property", "overload", "deprecated", "property", "*.setter")),
        calls=CLIENT_CALLS,
        imports=frozenset(child.class_name for child in layout.resources)
        | frozenset(f"Async{child.class_name}" for child in layout.resources)
        | frozenset(("version", "__version__")),
    )
    template = "compat/client.py.jinja" if settings.compat.stainless else "client.py.jinja"
    yield RenderJob(template, root / "_client.py", client_view(layout, settings, shapes), surface)


def client_view(layout: Layout, settings: Settings, shapes: Shapes) -> ClientModule:
    """The view of the client module."""
    given = credentials(layout, settings)
    item: PlacedResource = root_item(layout)
    own = resource_view(item, layout, settings, shapes)
    receiver = receiver_name(layout)
    event = event_name(layout) if receiver else ""
    stated = option_views(layout, settings)
    taken = [*(credential.argument for credential in given), *(option.name.text for option in stated)]
    variables = server_options(layout, taken)
    options = (*stated, *map(variable_view, variables), *([WEBHOOK_SECRET] if receiver else []))
    named = addresses(layout) if len(addresses(layout)) > 1 else ()
    environments = join(", ", [literal(server.name) for server in named])
    return ClientModule(
        doc=docstring(f"The clients of {layout.api.info.title}.", indent=0),
        class_doc=class_doc(layout),
        sync_doc=constructor_doc(layout, settings, given, variables, receiver=bool(receiver), asynchronous=False),
        async_doc=constructor_doc(layout, settings, given, variables, receiver=bool(receiver), asynchronous=True),
        sync_name=Code(layout.client, client_imports(settings)),
        async_name=Code(f"Async{layout.client}"),
        config=config(layout, settings, given, variables),
        credentials=tuple(credential_view(credential, asynchronous=False) for credential in given),
        async_credentials=tuple(credential_view(credential, asynchronous=True) for credential in given),
        credential_table=table({credential.argument: Code(credential.argument) for credential in given}),
        required=required_table(given),
        options=options,
        option_table=table({option.name.text: option.name for option in options}),
        environments=Code(f"Literal[{environments}]", frozenset((Import("typing", "Literal"),)))
        if environments
        else Code(""),
        environment_table=table({server.name: literal(server_url(server)) for server in named}),
        alias=Code(settings.client.base_url_alias),
        children=own.children,
        security=own.security,
        endpoints=own.endpoints,
        methods=own.methods,
        raw=own.raw,
        receiver=Code(receiver, RECEIVER_IMPORTS) if receiver else Code(""),
        event=Code(event, frozenset((Import(".webhooks", event, typing_only=True),))) if receiver else Code(""),
        twins=bool(settings.client.async_suffix),
        suffix=Code(settings.client.async_suffix),
        query=query_code(settings),
        quiet=not settings.compat.vendor_headers,
        streamed=Code("WithStreamedResponse" if settings.compat.stainless else "WithStreamingResponse"),
    )


def client_imports(settings: Settings) -> frozenset[Import]:
    """What the module of clients needs in any case."""
    if settings.compat.stainless:
        return COMPAT_IMPORTS
    return CLIENT_IMPORTS | (TWIN_IMPORTS if settings.client.async_suffix else NO_IMPORTS)


def query_code(settings: Settings) -> Code:
    """How requests made by hand write arrays and objects in queries; empty for the usual way."""
    given = {"array_format": settings.query.arrays, "nested_format": settings.query.nested}
    text = ", ".join(f"{name}={literal(value)}" for name, value in given.items() if value)
    return Code(text, frozenset((Import("._qs", "Querystring"),))) if text else Code("")


def class_doc(layout: Layout) -> Code:
    """The docstring of the client."""
    text = layout.api.info.docs.description or layout.api.info.docs.summary or f"Client of {layout.api.info.title}."
    first = text.strip().split("\n\n")[0]
    return docstring(first, indent=4)


def required_table(given: tuple[Credential, ...]) -> Code:
    """The credentials that a client cannot do without, with their environment variables; empty if there are none."""
    needed = {item.argument: literal(item.env) for item in given if item.required}
    return table(needed) if needed else Code("")


def credential_view(credential: Credential, *, asynchronous: bool) -> OptionView:
    """A credential as an argument; one that is asked for again and again may be a function, if async a coroutine's."""
    held = Code("str" if credential.required else "str | None")
    if not credential.callable:
        return OptionView(Code(credential.argument), Code("str | None"), Code("None"), held)
    given, names = ("str | Awaitable[str]", ("Callable", "Awaitable")) if asynchronous else ("str", ("Callable",))
    imports = frozenset(Import("collections.abc", name, typing_only=True) for name in names)
    annotation = Code(f"str | Callable[[], {given}] | None", imports)
    return OptionView(Code(credential.argument), annotation, Code("None"), held)


def option_views(layout: Layout, settings: Settings) -> tuple[OptionView, ...]:
    """Options of the settings: values for a field of every call, base URLs of routes."""
    found = [
        OptionView(Code(option.argument), annotation, Code("None"), annotation)
        for option in settings.client.options
        for annotation in (optional(option_type(option, layout)),)
    ]
    for route in settings.client.routing:
        found.append(OptionView(Code(route.argument), Code("str | None"), Code("None"), Code("str | None")))
        if route.resources_argument:
            imports = frozenset((Import("collections.abc", "Sequence", typing_only=True),))
            default = "(" + "".join(f"{literal(name)}, " for name in route.resources).strip() + ")"
            annotation = Code("Sequence[str]", imports)
            found.append(OptionView(Code(route.resources_argument), annotation, Code(default), annotation))
    return tuple(found)


def variable_view(option: ServerOption) -> OptionView:
    """A variable of base URLs as an argument; values that the description does not know are taken too."""
    annotation = Code("str | None")
    if option.choices:
        known = join(", ", [literal(choice) for choice in option.choices])
        annotation = Code(f"Literal[{known}] | str | None", frozenset((Import("typing", "Literal"),)))
    return OptionView(Code(option.argument), annotation, Code("None"), annotation)


OPTION_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def option_type(option: BodyDefault, layout: Layout) -> Code:
    """The type of a client option: as stated, else that of the arguments it fills."""
    if option.type in OPTION_TYPES:
        return Code(OPTION_TYPES[option.type])
    found = [argument.annotation for argument in filled_by(option, layout)]
    return union(found) if found else Code("object")


def filled_by(option: BodyDefault, layout: Layout) -> Iterator[Argument]:
    """The arguments of all methods that a client option fills."""
    spell = Annotator(layout, arguments=True)
    operations = (operation for _, operations in layout.operations_by_head() for operation in operations)
    arguments = (argument for operation in operations for argument in arguments_of(operation, layout, spell))
    return (argument for argument in arguments if option_of(argument, layout) == option)


def option_examples(layout: Layout, settings: Settings) -> Iterator[tuple[Code, Code]]:
    """Values to make a client with in tests, for the options that fill something."""
    for option in settings.client.options:
        argument = next(filled_by(option, layout), None)
        if argument is not None:
            yield Code(option.argument), example_of(argument.type, layout, argument.docs)
