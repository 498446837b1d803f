"""`<package>.testing`: what users of the SDK test their own code with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.ir import ClientCredentials
from burnish.settings import Settings

from .annotate import imported
from .client import option_examples
from .credentials import credentials
from .layout import Layout
from .spelling import literal

__all__ = ["TestingModule", "made_up", "plan_testing"]

NAMES = (
    "ASGITransport",
    "AsyncASGITransport",
    "Call",
    "Cassette",
    "CassetteError",
    "ConnectionRefused",
    "CutStream",
    "Fault",
    "RateLimited",
    "Route",
    "ServerError",
    "SilentServer",
    "SlowBody",
    "UnexpectedCallError",
    "build",
    "cassettes_beside",
    "example",
    "sign_webhook",
)


class TestingModule(Struct, frozen=True):
    """The package `testing`: `arguments` are what a client of the fake API is made with beside its base URL."""

    package: Code
    env_prefix: Code
    fake: Code
    service: Code
    sync_name: Code
    async_name: Code
    names: tuple[Code, ...]
    arguments: tuple[tuple[Code, Code], ...]
    token_paths: Code


def plan_testing(layout: Layout, settings: Settings) -> Iterator[RenderJob]:
    """Plan the package, its fake, and the plugin for pytest."""
    root = PurePosixPath("src", layout.package, "testing")
    fake = f"Fake{layout.client}"
    view = TestingModule(
        package=Code(layout.package),
        env_prefix=Code(layout.env_prefix),
        fake=Code(fake),
        service=imported("._runtime.testing", "FakeService"),
        sync_name=imported("._client", layout.client),
        async_name=imported("._client", f"Async{layout.client}"),
        names=tuple(Code(name) for name in NAMES),
        arguments=made_up(layout, settings, imported("._runtime.testing", "BASE_URL")),
        token_paths=token_paths(layout),
    )
    door = Surface(imports=frozenset((*NAMES, fake, "lazy_module")), calls=frozenset(("lazy_module",)))
    yield RenderJob("testing/init.py.jinja", root / "__init__.py", view, door)
    inner = Surface(
        imports=frozenset(("Any",)), bases=frozenset(("FakeService*",)), calls=frozenset(("super", "super().__init__"))
    )
    yield RenderJob("testing/fake.py.jinja", root / "_fake.py", view, inner)
    plugin = Surface(
        imports=frozenset(("pytest", "Callable", "Cassette", "cassettes_beside", fake)),
        decorators=frozenset(("pytest.fixture",)),
        calls=frozenset((fake, "cassettes_beside")),
    )
    yield RenderJob("testing/pytest_plugin.py.jinja", root / "pytest_plugin.py", view, plugin)


def made_up(layout: Layout, settings: Settings, base_url: Code) -> tuple[tuple[Code, Code], ...]:
    """Credentials and second base URLs that lead nowhere."""
    arguments = [(Code(given.argument), Code('"test"')) for given in credentials(layout, settings)]
    routes = ((Code(route.argument), base_url) for route in settings.client.routing)
    return (*arguments, *routes, *option_examples(layout, settings))


def token_paths(layout: Layout) -> Code:
    """The paths at which tokens are asked for, as a tuple."""
    urls = [scheme.token_url for scheme in layout.api.auth if isinstance(scheme, ClientCredentials)]
    paths = dict.fromkeys("/" + url.split("://", 1)[-1].partition("/")[2] if "://" in url else url for url in urls)
    return Code("(" + "".join(f"{literal(path)}, " for path in paths).strip() + ")", frozenset[Import]())
