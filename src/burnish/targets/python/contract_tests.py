"""Contract tests of the SDK: every operation is called with little and with everything, against a server of the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, RenderJob, Surface
from burnish.ir import Anything, Binary, ClientCredentials, Operation, Text
from burnish.settings import Settings

from .annotate import Annotator, imported
from .arguments import Argument, Target, arguments_of, file_text, takes_file
from .client import option_examples
from .credentials import credentials
from .layout import Layout, PlacedResource
from .methods import kinds_of
from .resources import methods_of, root_item
from .spelling import docstring, literal, settle_names
from .values import FILE, Values

__all__ = ["CallView", "Conftest", "ContractTests", "plan_contract_tests"]

ROOT = PurePosixPath("tests")
CONFTEST = Surface(
    decorators=frozenset(("pytest.fixture",)),
    imports=frozenset(("asyncio", "os", "pytest", "AsyncIterator", "Callable", "Coroutine", "Iterator", "Any", "cast")),
    calls=frozenset(
        (
            "os.environ.get",
            "pytest.fixture",
            "pytest.skip",
            "isinstance",
            "asyncio.run",
            "call",
            "read",
            "read_async",
            "*.parse",
            "*.read",
            "ASYNC",
            "cast",
        )
    ),
)


class CallView(Struct, frozen=True):
    """A test: its name, and the call that it makes."""

    name: Code
    call: Code


class ContractTests(Struct, frozen=True):
    """The tests of one resource; `runner` is the type of the fixture that makes a call in all its forms."""

    doc: Code
    runner: Code
    calls: tuple[CallView, ...]


class Conftest(Struct, frozen=True):
    """The fixture that all tests use; `arguments` are those of the client beside its base URL."""

    sync_name: Code
    async_name: Code
    binary: Code
    async_binary: Code
    arguments: tuple[tuple[Code, Code], ...]


def plan_contract_tests(layout: Layout, settings: Settings) -> Iterator[RenderJob]:
    """Plan the fixture and a module of tests for every resource that has operations."""
    clients = frozenset((layout.client, f"Async{layout.client}"))
    surface = Surface(CONFTEST.imports, CONFTEST.bases, CONFTEST.decorators, CONFTEST.calls | clients)
    yield RenderJob("tests/conftest.py.jinja", ROOT / "conftest.py", conftest(layout, settings), surface)
    writer = CallWriter(layout)
    calls = Surface(calls=frozenset(("run", "client.*")))
    for item in (root_item(layout), *layout.every_resource):
        if any(operation.websocket is None for operation in item.resource.operations):
            view = ContractTests(
                docstring(f"Contract tests of `{'.'.join(('client', *item.path))}`: see conftest.py.", indent=0),
                imported("tests.conftest", "Run", typing_only=True),
                tuple(writer.tests(item)),
            )
            yield RenderJob("tests/module.py.jinja", module_path(item), view, calls, ordered=True)


def module_path(item: PlacedResource) -> PurePosixPath:
    """Where the tests of a resource stand: folders as the resources have them."""
    if not item.path:
        return ROOT / "test_client.py"
    return ROOT.joinpath("api_resources", *item.path[:-1], f"test_{item.path[-1]}.py")


def conftest(layout: Layout, settings: Settings) -> Conftest:
    """The view of the fixture; instead of a token that must be fetched somewhere else, a made-up one is sent."""
    fetched = {scheme.id for scheme in layout.api.auth if isinstance(scheme, ClientCredentials)}
    given = [credential for credential in credentials(layout, settings) if credential.scheme not in fetched]
    arguments = [(Code(credential.argument), Code('"test"')) for credential in given]
    if fetched:
        arguments.append((Code("default_headers"), literal({"Authorization": "Bearer test"})))
    arguments += [(Code(route.argument), Code("BASE_URL")) for route in settings.client.routing]
    arguments += option_examples(layout, settings)
    return Conftest(
        imported(layout.package, layout.client),
        imported(layout.package, f"Async{layout.client}"),
        imported(layout.package, "BinaryAPIResponse"),
        imported(layout.package, "AsyncBinaryAPIResponse"),
        tuple(arguments),
    )


class CallWriter:
    """Writes the calls of operations."""

    def __init__(self, layout: Layout) -> None:
        """Prepare what all calls share."""
        self._layout = layout
        self._spell = Annotator(layout, arguments=True)
        self._values = Values(layout)

    def tests(self, item: PlacedResource) -> list[CallView]:
        """The tests of a resource: each operation with what it must have, with everything, and as a stream."""
        found: list[tuple[str, Code]] = []
        methods = methods_of(item)
        for operation in item.resource.operations:
            if operation.websocket is not None:
                continue
            name = methods[operation.id]
            found += self.forms(operation, name.strip("_"), ".".join(("client", *item.path, name)))
        names = settle_names((str(index), name) for index, (name, _) in enumerate(found))
        return [CallView(Code(names[str(index)]), call) for index, (_, call) in enumerate(found)]

    def forms(self, operation: Operation, name: str, method: str) -> Iterator[tuple[str, Code]]:
        """The calls of one operation; of several kinds of body, the first is sent."""
        operation = next(iter(kinds_of(operation)), operation)
        given = arguments_of(operation, self._layout, self._spell)
        switch = next((a for a in given if operation.stream_parameter and a.wire == operation.stream_parameter), None)
        shown = [argument for argument in given if argument is not switch]
        required = [self.passed(argument, operation, full=False) for argument in shown if argument.required]
        yield f"test_{name}", call(method, required)
        if len(required) < len(shown):
            every = [self.passed(argument, operation, full=True) for argument in shown]
            yield f"test_{name}_with_all_params", call(method, every)
        if switch is not None:
            yield f"test_{name}_as_stream", call(method, [*required, f"{switch.name}=True"])

    def passed(self, argument: Argument, operation: Operation, *, full: bool) -> str:
        """An argument as it is passed: by position in the path, else by name."""
        value = self.value(argument, operation, full=full)
        return value if argument.positional else f"{argument.name}={value}"

    def value(self, argument: Argument, operation: Operation, *, full: bool) -> str:
        """The value of an argument; parameters are never empty, for an empty one is the same as none."""
        if takes_file(argument):
            return file_text(argument)
        if argument.target is Target.WHOLE_BODY and operation.body is not None:
            match operation.body.payloads[0]:
                case Binary():
                    return FILE
                case Text():
                    return '"text"'
                case _:
                    return self.written(argument, full=full)
        if argument.target is Target.BODY:
            return self.written(argument, full=full)
        if isinstance(argument.type, Anything):
            return '"text"'
        return self._values.full(argument.type).text

    def written(self, argument: Argument, *, full: bool) -> str:
        """The value of a part of a JSON body."""
        return (self._values.full if full else self._values.minimal)(argument.type).text


def call(method: str, arguments: list[str]) -> Code:
    """A call; its text is made of names of ours and of literals."""
    return Code(f"{method}({', '.join(arguments)})")
