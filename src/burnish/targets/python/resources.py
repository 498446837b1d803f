"""Resource modules: one class for each resource, sync and async, with a method for each operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.ir import Docs, Operation
from burnish.settings import Settings

from .annotate import RUNTIME, Annotator, imported
from .arguments import arguments_of, path_keys
from .endpoints import Shared, endpoint_of, endpoints_of, error_table, result_of, security_code, shared_security
from .layout import Layout, PlacedResource
from .local import hints_only, local_imports
from .methods import MethodView, method_of
from .pages import page_names
from .positions import keyed
from .shapes import Shapes
from .spelling import docstring, identifier, literal, settle_names

__all__ = [
    "OPERATION_CALLS",
    "ChildView",
    "EndpointView",
    "ResourceModule",
    "ResourcesIndex",
    "methods_of",
    "plan_resources",
    "resource_view",
    "root_item",
]

OPERATION_CALLS = frozenset(
    (
        "Endpoint",
        "JsonBody",
        "LinesBody",
        "FormBody",
        "MultipartBody",
        "PartStyle",
        "BinaryBody",
        "TextBody",
        "ParamStyle",
        "SocketStyle",
        "StreamStyle",
        "call_options",
        "raw",
        "streamed",
        "async_raw",
        "async_streamed",
        "async_twin",
        "deprecated",
    )
)
"""What modules with operations call of the runtime."""
SURFACE = Surface(
    bases=frozenset(("SyncResource", "AsyncResource")),
    decorators=frozenset(("cache", "cached_property", "overload", "deprecated", "property")),
    calls=frozenset(
        (
            "self._client.request*",
            "read_event",
            "verify",
        )
    )
    | OPERATION_CALLS
    | frozenset(("*WithRawResponse", "*WithStreamingResponse", "self.*", "[A-Z]*", "_[a-z]*")),
)
ERRORS = "the table of error bodies"
CACHE = frozenset((Import("functools", "cache"),))
ERROR_TABLE = frozenset(
    (Import("collections.abc", "Mapping", typing_only=True), Import("typing", "Any", typing_only=True))
)


class EndpointView(Struct, frozen=True):
    """A function that describes an operation to the runtime when it is first called; `imports` are its own."""

    name: Code
    type: Code
    imports: tuple[Code, ...]
    value: Code


class ChildView(Struct, frozen=True):
    """A resource below this one."""

    attribute: Code
    sync_name: Code
    async_name: Code
    module: Code
    doc: Code


class UnwrapView(Struct, frozen=True):
    """A method that reads a delivery of a webhook; `key` names the client option with the secret, if it verifies.

    `imports` are lines of its body that bring the class of the event.
    """

    name: Code
    event: Code
    key: Code
    imports: tuple[Code, ...]


class ResourceModule(Struct, frozen=True):
    """The module of one resource; `wrapped` is what the classes of raw responses call it."""

    doc: Code
    class_doc: Code
    sync_name: Code
    async_name: Code
    attribute: Code
    wrapped: Code
    names: tuple[Code, ...]
    security: tuple[tuple[Code, Code], ...]
    endpoints: tuple[EndpointView, ...]
    methods: tuple[MethodView, ...]
    children: tuple[ChildView, ...]
    twins: bool
    suffix: Code
    raw: Code
    unwraps: tuple[UnwrapView, ...] = ()


class ResourcesIndex(Struct, frozen=True):
    """A package of resources: its classes are loaded when they are asked for."""

    doc: Code
    runtime: Code
    entries: tuple[tuple[Code, Code, Code], ...]


def plan_resources(layout: Layout, settings: Settings, shapes: Shapes) -> Iterator[RenderJob]:
    """Plan the module of every resource, and the packages they stand in."""
    root = PurePosixPath("src", layout.package, "resources")
    endings = ("", "WithRawResponse", "WithStreamingResponse") if settings.compat.stainless else ("",)
    title = "Resources of the API; each is loaded when the client is first asked for it."
    yield index_job(root, title, layout.resources, "", endings)
    for item in layout.every_resource:
        path = PurePosixPath("src", layout.package, *item.module.strip(".").split(".")).with_suffix(".py")
        yield RenderJob(
            "resources/module.py.jinja", path, resource_view(item, layout, settings, shapes), SURFACE, ordered=True
        )
        if item.module != f".resources.{'.'.join(item.path)}":
            package = ".".join(item.path)
            title = f"The resource {package} and those below it."
            yield index_job(path.parent, title, (item, *item.children), package, endings)


def index_job(
    folder: PurePosixPath, doc: str, items: tuple[PlacedResource, ...], package: str, endings: tuple[str, ...]
) -> RenderJob:
    """The `__init__.py` of a package of resources; `endings` tell its classes apart from those that wrap them."""
    prefix = f".resources.{package}" if package else ".resources"
    entries = [
        (Code(name), literal(item.module.removeprefix(prefix)), Code(item.module.removeprefix(prefix)))
        for item in items
        for ending in endings
        for name in (f"{item.class_name}{ending}", f"Async{item.class_name}{ending}")
    ]
    entries.sort(key=lambda entry: entry[0].text)
    depth = len(folder.parts) - 1
    view = ResourcesIndex(docstring(doc, indent=0), Code(f"{'.' * depth}_runtime"), tuple(entries))
    names = frozenset(("lazy_module", *(entry[0].text for entry in entries)))
    surface = Surface(imports=names, calls=frozenset(("lazy_module",)))
    return RenderJob("resources/index.py.jinja", folder / "__init__.py", view, surface)


def methods_of(item: PlacedResource) -> dict[str, str]:
    """The Python name of every method of a resource, by operation id."""
    reserved = item.members
    wanted = ((operation.id, identifier(operation.name.words, reserved)) for operation in item.resource.operations)
    return settle_names(wanted, reserved)


def resource_view(item: PlacedResource, layout: Layout, settings: Settings, shapes: Shapes) -> ResourceModule:
    """The view of one resource."""
    names = methods_of(item)
    list_name = "builtins.list" if "list" in names.values() else "list"
    answers = Annotator(layout, arguments=False, list_name=list_name)
    plain = Annotator(layout, arguments=False)
    arguments = Annotator(layout, arguments=True)
    pages = page_names(layout)
    described = endpoint_names(item.resource.operations, names)
    errors = error_table(item.resource.operations, plain) if len(item.resource.operations) > 1 else Code("")
    errors = Code("") if errors.text == "{}" else errors
    server = item.path[0] if item.path and settings.client.routing else ""
    endpoints: list[EndpointView] = [errors_view(described[ERRORS], errors, item.module)] if errors else []
    shared = Shared(errors and Code(f"{described[ERRORS]}()"), shared_security(item.resource.operations, layout))
    methods: list[MethodView] = []
    for operation in item.resource.operations:
        keys = path_keys(arguments_of(operation, layout, arguments), spelled=settings.compat.stainless)
        sent = keyed(operation, keys)
        for ending, answer in endpoints_of(operation):
            made = endpoint_of(sent, answer, layout, plain, shapes, server=server, shared=shared)
            result = result_of(answer, plain)[0]
            endpoints.append(endpoint_view(described[f"{operation.id} {ending}"], result, made, item.module))
        called = tuple(Code(f"{described[f'{operation.id} {ending}']}()") for ending, _ in endpoints_of(operation))
        method = method_of(
            operation, names[operation.id], called, item.module, layout, settings, answers, arguments, pages
        )
        methods.append(method)
    title = ".".join(item.path)
    suffix = settings.client.async_suffix
    classes = [item.class_name, f"Async{item.class_name}"]
    return ResourceModule(
        doc=docstring(f"The resource `{title}`.", indent=0),
        class_doc=class_doc(item.resource.docs, title),
        sync_name=runtime(item.class_name, "SyncResource"),
        async_name=runtime(f"Async{item.class_name}", "AsyncResource"),
        attribute=Code(item.attribute),
        wrapped=Code(item.attribute if settings.compat.stainless and item.attribute else "resource"),
        names=tuple(literal(name) for name in sorted(classes)),
        security=tuple((name, security_code(wanted)) for wanted, name in shared.security.items()),
        endpoints=tuple(endpoints),
        methods=tuple(methods),
        children=tuple(child_view(child, item) for child in item.children),
        twins=bool(suffix),
        suffix=Code(suffix),
        raw=raw_imports(any(method.answered for method in methods), bool(suffix and methods)),
        unwraps=tuple(unwrap_views(item, layout, answers)),
    )


def endpoint_names(operations: Iterable[Operation], methods: Mapping[str, str]) -> dict[str, str]:
    """What the functions of a module are called, by operation and ending; the table of error bodies is one of them."""
    wanted = [(ERRORS, "_errors")]
    for operation in operations:
        for ending, _ in endpoints_of(operation):
            wanted.append((f"{operation.id} {ending}", f"_{methods[operation.id]}_{ending}".rstrip("_")))
    return settle_names(wanted)


def endpoint_view(name: str, result: Code, made: Code, module: str) -> EndpointView:
    """The function that describes an operation."""
    type_ = hints_only(result)
    (value,), imports = local_imports([made], module)
    return EndpointView(Code(name), Code(f"Endpoint[{type_}]", type_.imports | CACHE), imports, value)


def errors_view(name: str, table: Code, module: str) -> EndpointView:
    """The function that gives the table of error bodies that operations share."""
    (value,), imports = local_imports([table], module)
    return EndpointView(Code(name), Code("Mapping[Any, Any]", ERROR_TABLE | CACHE), imports, value)


def unwrap_views(item: PlacedResource, layout: Layout, answers: Annotator) -> Iterator[UnwrapView]:
    """The methods that read deliveries of webhooks."""
    for method, union in layout.events_of(item.path):
        event = answers(union)
        names = ("read_event", "verify") if method.key else ("read_event",)
        imports = frozenset(Import("._webhooks", name) for name in names)
        headers = frozenset((Import("collections.abc", "Mapping", typing_only=True),) if method.key else ())
        key = literal(method.key) if method.key else Code("")
        hint, (_, lines) = hints_only(event), local_imports([event], item.module)
        yield UnwrapView(Code(method.name), Code(event.text, hint.imports | imports | headers), key, lines)


def runtime(name: str, base: str) -> Code:
    """A class name that brings the import of its base."""
    return Code(name, imported(RUNTIME, base).imports | imported("functools", "cached_property").imports)


def raw_imports(answered: bool, twins: bool) -> Code:  # two facts of the resource
    """The wrappers that the classes of raw responses need, as an empty piece that brings them."""
    names = ["raw", "streamed", "async_raw", "async_streamed"] if answered else []
    return Code("", frozenset(Import(RUNTIME, name) for name in [*names, *(["async_twin"] if twins else [])]))


def class_doc(docs: Docs, title: str) -> Code:
    """The docstring of a resource's class."""
    return docstring(docs.description or f"Operations of `{title}`.", indent=4)


def child_view(child: PlacedResource, parent: PlacedResource) -> ChildView:
    """A resource below another, as its attribute."""
    prefix = ".".join(("", "resources", *parent.path))
    module = child.module if not parent.path else child.module.removeprefix(prefix)
    doc = docstring(child.resource.docs.description or f"Operations of `{'.'.join(child.path)}`.", indent=8)
    ends = ("", "WithRawResponse", "WithStreamingResponse")
    names = [f"{kind}{child.class_name}{end}" for kind in ("", "Async") for end in ends]
    hints = frozenset(Import(child.module, name, typing_only=True) for name in names)
    return ChildView(
        Code(child.attribute), Code(child.class_name, hints), Code(f"Async{child.class_name}"), Code(module), doc
    )


def root_item(layout: Layout) -> PlacedResource:
    """The client as the resource at the root of the tree."""
    return PlacedResource(layout.api.root, "", layout.client, "._client", (), layout.resources)
