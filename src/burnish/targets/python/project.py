"""The project around the package: metadata, README, the index of methods."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from textwrap import indent
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import Code, RenderJob, Surface
from burnish.ir import EventStream, Example, JsonLines, Literal, Literals, Operation, Scalar, ScalarKind, Type
from burnish.openapi.naming import singular
from burnish.settings import Engine, Settings

from .annotate import Annotator
from .answers import Connected, Data, Page, Streamed, returned
from .arguments import Argument, Target, arguments_of, file_text, takes_file
from .credentials import credentials
from .layout import Layout, PlacedResource
from .methods import returning
from .pages import page_names
from .resources import methods_of, root_item
from .spelling import identifier, literal, markdown, toml_string
from .values import example_of
from .webhooks import event_name, reads_events, receiver_name

__all__ = ["ApiIndex", "ApiResource", "Project", "plan_project"]


class Project(Struct, frozen=True):
    """Everything that the files around the package print."""

    title: Code
    name: Code
    package: Code
    client: Code
    error: Code
    summary: Code
    version: Code
    distribution: Code
    description: Code
    license: Code
    python: Code
    authors: tuple[Code, ...]
    dependencies: tuple[Code, ...]
    extras: tuple[tuple[Code, tuple[Code, ...]], ...]
    scripts: tuple[tuple[Code, Code], ...]
    repository: Code
    plugin: Code
    version_path: Code
    package_path: Code
    retries: Code
    first_call: Code
    first_call_async: Code
    credentials: Code
    guarded_call: Code
    fake_call: Code
    list_call: Code
    stream_call: Code
    drop_in: bool
    """Whether the SDK takes the place of one of Stainless, whose signatures are no subtypes of the runtime's."""
    upload_call: Code
    receiver: Code
    webhook_secret: Code
    event: Code


class ApiResource(Struct, frozen=True):
    """The methods of one resource: call, request, answer."""

    title: Code
    methods: tuple[tuple[Code, Code, Code], ...]


class ApiIndex(Struct, frozen=True):
    """`api.md`."""

    title: Code
    resources: tuple[ApiResource, ...]


DEPENDENCIES = ("httpx2>=2.15", "pydantic>=2.12", "typing-extensions>=4.14")
# What the raw client of the classic engine imports.
CLASSIC_DEPENDENCIES = ("attrs>=22.2", "httpx>=0.28.1", "python-dateutil>=2.8")
EXTRAS = {
    "aiohttp": ("aiohttp>=3.11",),
    "fast": ("pyreqwest>=0.11",),
    "http2": ("httpx2[http2]>=2.15",),
    "httpx": ("httpx>=0.28.1",),
    "otel": ("opentelemetry-api>=1.30",),
    "websockets": ("websockets>=14",),
}
# What the compatibility face stands on, in place of httpx2.
COMPAT_DEPENDENCIES = ("httpx>=0.25,<1", "pydantic>=2.12", "typing-extensions>=4.14")
COMPAT_EXTRAS = {"aiohttp": ("aiohttp>=3.11", "httpx_aiohttp>=0.1.9")}
WEBHOOK_EXTRAS = {"webhooks": ("standardwebhooks>=1.0.1,<2",)}
# Verbs that methods which list things begin with.
LISTING = frozenset(("fetch", "find", "get", "list", "query", "read", "retrieve", "search"))
HEADING = re.compile(r"^ {0,3}#{1,6}\s.*$|^(?:=+|-+)\s*$", re.MULTILINE)
IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
SPDX = re.compile(r"[A-Za-z0-9.+() -]+")


def plan_project(layout: Layout, settings: Settings) -> Iterator[RenderJob]:
    """Plan the files around the package."""
    view = project_view(layout, settings)
    package = PurePosixPath("src", layout.package)
    for template, path in (
        ("pyproject.toml.jinja", PurePosixPath("pyproject.toml")),
        ("README.md.jinja", PurePosixPath("README.md")),
        ("gitignore.jinja", PurePosixPath(".gitignore")),
        ("compat/version.py.jinja" if settings.compat.stainless else "version.py.jinja", package / "_version.py"),
        ("empty.jinja", package / "py.typed"),
    ):
        yield RenderJob(template, path, view, Surface())
    yield RenderJob("api.md.jinja", PurePosixPath("api.md"), api_index(layout))


def project_view(layout: Layout, settings: Settings) -> Project:
    """The view of all of them."""
    package = settings.package
    info = layout.api.info
    told = (package.description, first_sentence(info.docs.summary), first_sentence(info.docs.description))
    news = (text for text in told if text.strip(" .").lower() not in ("", info.title.strip().lower()))
    about = next(news, f"Python SDK of {info.title}")
    compat = settings.compat.stainless
    required = COMPAT_DEPENDENCIES if compat else DEPENDENCIES
    verifying = WEBHOOK_EXTRAS if reads_events(layout) else {}
    extras = {**(COMPAT_EXTRAS if compat else EXTRAS), **verifying, **package.extras}
    engines = CLASSIC_DEPENDENCIES if settings.engine is Engine.CLASSIC else ()
    receiver = receiver_name(layout)
    stated, first = settings.readme_call, None if settings.readme_call else first_operation(layout, settings)
    return Project(
        title=markdown(info.title),
        name=Code(layout.distribution),
        package=Code(layout.package),
        client=Code(layout.client),
        error=Code(f"{layout.client}Error"),
        summary=markdown(about),
        version=literal(package.version),
        distribution=toml_string(layout.distribution),
        description=toml_string(" ".join(about.split())[:200]),
        license=toml_string(package.license) if SPDX.fullmatch(package.license) else Code(""),
        python=toml_string(f">={package.python}"),
        authors=tuple(toml_string(author) for author in package.authors),
        dependencies=tuple(toml_string(item) for item in (*required, *engines, *package.dependencies)),
        extras=tuple(
            (Code(name), tuple(toml_string(item) for item in items)) for name, items in sorted(extras.items())
        ),
        scripts=tuple((toml_string(name), toml_string(target)) for name, target in sorted(package.scripts.items())),
        repository=toml_string(package.repository) if package.repository else Code(""),
        plugin=toml_string(f"{layout.package}.testing.pytest_plugin"),
        version_path=toml_string(f"src/{layout.package}/_version.py"),
        package_path=toml_string(f"src/{layout.package}"),
        retries=Code(times(settings.client.retries.max)),
        first_call=sample_program(layout, first, stated, asynchronous=False),
        first_call_async=sample_program(layout, first, stated, asynchronous=True),
        credentials=told_credentials(layout, settings),
        guarded_call=Code(indent(showing(layout, first, asynchronous=False), " " * 4)) if first else Code(""),
        fake_call=fake_program(layout),
        list_call=sample_of(layout, Page, first),
        stream_call=sample_of(layout, Streamed, first),
        drop_in=settings.compat.stainless,
        upload_call=upload_of(layout),
        receiver=Code(f"client.{receiver}.unwrap") if receiver else Code(""),
        webhook_secret=Code(f"{layout.env_prefix}_WEBHOOK_SECRET"),
        event=Code(event_name(layout)) if receiver else Code(""),
    )


def told_credentials(layout: Layout, settings: Settings) -> Code:
    """A sentence on where a client gets its credentials; empty where it needs none."""
    given = credentials(layout, settings)
    match given:
        case ():
            return Code("")
        case (only,):
            return Code(
                f"The credential comes from the environment variable `{only.env}`, or from "
                f"`{layout.client}({only.argument}=...)`."
            )
        case _:
            pairs = [f"`{item.argument}` (`{item.env}`)" for item in given]
            return Code(f"Credentials are arguments of the client, or environment variables: {', '.join(pairs)}.")


def times(number: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line, without headings and images; of links the text stays."""
    prose = LINK.sub(r"\1", IMAGE.sub("", HEADING.sub("", text))).strip()
    line = " ".join(prose.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", line)[0] if line else ""


def every_operation(layout: Layout) -> Iterator[tuple[PlacedResource, Operation]]:
    """Operations with the resource they stand in."""
    for item in (root_item(layout), *layout.every_resource):
        for operation in item.resource.operations:
            yield item, operation


def first_operation(layout: Layout, settings: Settings) -> tuple[PlacedResource, Operation] | None:
    """The operation that the README shows: that of the settings, else one that takes little and answers."""
    found = list(every_operation(layout))
    chosen = next((pair for pair in found if pair[1].id == settings.readme_operation), None)
    return chosen or min(found, key=lambda pair: effort(pair, layout), default=None)


def effort(found: tuple[PlacedResource, Operation], layout: Layout) -> tuple[int, int, int]:
    """How little an operation shows, how deep it stands, and how much must be given for it."""
    item, operation = found
    given = arguments_of(operation, layout, Annotator(layout, arguments=True))
    required = [with_example(argument, operation) for argument in given if argument.required]
    dull = isinstance(returned(operation), Streamed | Connected) or operation.docs.deprecated is not None
    tells = 1 <= len(required) <= 3 and all(map(tells_itself, required))
    named = operation.name.words == ("create",) and not any(map(takes_file, given))
    creates = named and tells and any(argument.target is not Target.PATH for argument in required)
    lists = isinstance(returned(operation), Page) or (operation.name.words == ("list",) and not required)
    return (3 if dull else 0 if creates else 1 if lists or tells else 2), len(item.path), len(required)


def tells_itself(argument: Argument) -> bool:
    """Whether an example of an argument says more than its type: one of the description, or one of a few words."""
    return isinstance(argument.type, Literal | Literals) or bool(
        argument.docs.examples and isinstance(argument.type, Scalar)
    )


def call_text(layout: Layout, found: tuple[PlacedResource, Operation]) -> Code:
    """A call with its required arguments; without any, with those that an example of the body gives."""
    item, operation = found
    known = arguments_of(operation, layout, Annotator(layout, arguments=True))
    shown = body_examples(operation)
    given = [a for a in known if a.required] or [
        a for a in known if a.target is Target.BODY and any(a.wire in body for body in shown[:1])
    ]
    inner = ", ".join(argument_text(with_example(argument, operation), layout) for argument in given)
    path = ".".join(("client", *item.path, methods_of(item)[operation.id]))
    return Code(f"{path}({inner})")


def with_example(argument: Argument, operation: Operation) -> Argument:
    """An argument of the body with the value that an example of the whole body gives it."""
    found = next((body[argument.wire] for body in body_examples(operation) if argument.wire in body), None)
    if argument.target is not Target.BODY or argument.docs.examples or found is None:
        return argument
    return replace(argument, docs=replace(argument.docs, examples=(Example(json=json.dumps(found)),)))


def body_examples(operation: Operation) -> list[dict[str, Any]]:
    """The examples of a whole body that are objects."""
    examples = operation.body.docs.examples if operation.body is not None else ()
    return [json.loads(example.json) for example in examples if example.json.startswith("{")]


def argument_text(argument: Argument, layout: Layout) -> str:
    """An argument in a call."""
    if takes_file(argument):
        value = file_text(argument)
    elif takes_any_text(argument.type, len(argument.name)) and not argument.docs.examples:
        value = literal(argument.name).text  # tells more than any text
    else:
        value = example_of(argument.type, layout, argument.docs).text
    return value if argument.positional else f"{argument.name}={value}"


def takes_any_text(type_: Type, size: int) -> bool:
    """Whether a type takes any text of a size, in characters."""
    if not isinstance(type_, Scalar) or type_.kind is not ScalarKind.STRING or type_.format or type_.bounds.pattern:
        return False
    shortest, longest = type_.bounds.min_length, type_.bounds.max_length
    return (shortest is None or shortest <= size) and (longest is None or size <= longest)


def sample_program(
    layout: Layout, found: tuple[PlacedResource, Operation] | None, stated: str, *, asynchronous: bool
) -> Code:
    """The shortest program that does something: with the call that the settings state, else with an operation."""
    client = f"Async{layout.client}" if asynchronous else layout.client
    if found is None and not stated:
        return Code(f"from {layout.package} import {client}\n\nclient = {client}()")
    if stated or found is None:
        shown = f"print(await {stated})" if asynchronous else f"print({stated})"
    else:
        shown = showing(layout, found, asynchronous=asynchronous)
    if not asynchronous:
        return Code(f"from {layout.package} import {client}\n\nclient = {client}()\n{shown}")
    return Code(
        f"import asyncio\n\nfrom {layout.package} import {client}\n\n\nasync def main() -> None:\n"
        f"    async with {client}() as client:\n{indent(shown, ' ' * 8)}\n\n\nasyncio.run(main())"
    )


def fake_program(layout: Layout) -> Code:
    """A program that makes its call to a fake of the API; empty where no operation simply answers with data."""
    plain = [found for found in every_operation(layout) if isinstance(returned(found[1]), Data)]
    if not plain:
        return Code("")
    found = item, operation = min(plain, key=lambda pair: effort(pair, layout))
    path = ".".join(("api.client", *item.path, methods_of(item)[operation.id]))
    call = showing(layout, found, asynchronous=False).replace("client.", "api.client.", 1)
    fake = f"Fake{layout.client}"
    return Code(f"from {layout.package}.testing import {fake}\n\napi = {fake}()\napi.on_call({path}).reply()\n{call}")


def showing(layout: Layout, found: tuple[PlacedResource, Operation], *, asynchronous: bool) -> str:
    """Statements that call an operation and print what it gives: lists and streams piece by piece."""
    call = call_text(layout, found).text
    loop, wait = ("async for", "await ") if asynchronous else ("for", "")
    match returned(found[1]):
        case Page():
            name = element_name(*found)
            return f"{loop} {name} in {call}:\n    print({name})"
        case Streamed(EventStream()):
            return f"{loop} event in {wait}{call}:\n    print(event)"
        case Streamed(JsonLines()):
            return f"{loop} item in {wait}{call}:\n    print(item)"
        case _:
            return f"print({wait}{call})"


def element_name(item: PlacedResource, operation: Operation) -> str:
    """What to call one element of a list: the singular of what the method lists, else of the resource, else "item"."""
    method = operation.name.words
    *before, last = (method[1:] if method[0] in LISTING else method) or item.resource.name.words or ("item",)
    words = (*before, singular(last)) if singular(last) != last else ("item",)
    return identifier(words, (*dir(builtins), "client"))


def sample_of(layout: Layout, kind: type[Page | Streamed], first: tuple[PlacedResource, Operation] | None) -> Code:
    """Statements that show the first operation of a kind; nothing where the first call shows it already."""
    operations = [found for found in every_operation(layout) if isinstance(returned(found[1]), kind)]
    if not operations or (first is not None and isinstance(returned(first[1]), kind)):
        return Code("")
    found = min(operations, key=lambda pair: pair[1].docs.deprecated is not None)
    return Code(showing(layout, found, asynchronous=False))


def upload_of(layout: Layout) -> Code:
    """A call that must be given a file; nothing where no operation of the usual server asks for one."""
    spell = Annotator(layout, arguments=True)
    elsewhere = {name for route in layout.settings.client.routing for name in route.required}
    for found in every_operation(layout):
        if elsewhere.isdisjoint(found[0].path) and any(
            takes_file(a) and a.required for a in arguments_of(found[1], layout, spell)
        ):
            return Code(showing(layout, found, asynchronous=False))
    return Code("")


def api_index(layout: Layout) -> ApiIndex:
    """All methods by resource."""
    pages = page_names(layout)
    answers, arguments = Annotator(layout, arguments=False), Annotator(layout, arguments=True)
    sections: list[ApiResource] = []
    for item in (root_item(layout), *layout.every_resource):
        names = methods_of(item)
        rows = tuple(
            (
                Code(".".join(("client", *item.path, names[op.id]))),
                Code(f"{op.verb} {json.dumps(op.path)[1:-1]}".replace("`", "'").replace("|", "\\|")),
                Code(returning(op, (Code("_"),), answers, arguments, pages).returns.text.replace("|", "\\|")),
            )
            for op in item.resource.operations
        )
        if rows:
            sections.append(ApiResource(markdown(".".join(item.path) or layout.client), rows))
    return ApiIndex(markdown(layout.api.info.title), tuple(sections))
