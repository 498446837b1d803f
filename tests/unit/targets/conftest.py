"""SDKs made of a few lines of a description: generated into a folder, then read, imported or called."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from msgspec.structs import replace

from burnish.diagnostics import Report
from burnish.emit import assets, render
from burnish.emit.format import format_files
from burnish.openapi.lower import lower
from burnish.openapi.normalise import normalise
from burnish.overlays.lay import lay_face, lay_runtime
from burnish.settings import ClientSettings, Settings
from burnish.source import read
from burnish.targets.python import face_of, layout_of, plan

HEAD = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.test}]
"""
# A second resource, so that the one under test is not alone and becomes the client itself.
TAIL = "  /health: {get: {operationId: health.check, responses: {'204': {description: well}}}}\n"
NUMBERS = count(1)


@dataclass
class Sdk:
    """A generated project. `seen` are the requests that its client sent, `answers` what they are answered with."""

    folder: Path
    package: str
    seen: list[httpx2.Request] = field(default_factory=list[httpx2.Request])
    answers: list[httpx2.Response] = field(default_factory=list[httpx2.Response])

    def text(self, path: str) -> str:
        """A file of the package, by its path inside it; of the project, with a leading slash."""
        base = self.folder if path.startswith("/") else self.folder / "src" / self.package
        return (base / path.lstrip("/")).read_text(encoding="utf-8")

    def load(self, module: str = "") -> Any:
        """Import a module of the package."""
        return import_module(f".{module}" if module else self.package, self.package if module else None)

    def client(self, *answers: object, **options: Any) -> Any:
        """A client whose requests are answered with these JSON values, in turn."""
        self.answers += [answer if isinstance(answer, httpx2.Response) else reply(answer) for answer in answers]
        if (self.folder / "src" / self.package / "_base_client.py").exists():
            http = httpx.Client(transport=httpx.MockTransport(self.respond_httpx))
            return self.load().Client(http_client=http, max_retries=0, **options)
        transport = httpx2.MockTransport(self.respond)
        return self.load().Client(http_client=httpx2.Client(transport=transport), max_retries=0, **options)

    def respond(self, request: httpx2.Request) -> httpx2.Response:
        """Note a request, and give the next answer."""
        request.read()
        self.seen.append(request)
        return self.answers.pop(0) if self.answers else httpx2.Response(200, json={})

    def respond_httpx(self, request: httpx.Request) -> httpx.Response:
        """The same for SDKs with the compatibility face, which stand on httpx."""
        headers = request.headers.multi_items()
        answer = self.respond(httpx2.Request(request.method, str(request.url), headers=headers, content=request.read()))
        told = {"content-type": "application/json", **answer.headers}
        return httpx.Response(answer.status_code, headers=told, content=answer.read())

    @property
    def body(self) -> Any:
        """The JSON body of the last request."""
        return json.loads(self.seen[-1].content)


def reply(value: object) -> httpx2.Response:
    """A JSON answer, in pieces as from a network."""
    return httpx2.Response(200, content=iter([json.dumps(value).encode()]))


Make = Callable[..., Sdk]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Generate an SDK from the text of a description, which starts after `servers`."""
    made: list[Sdk] = []

    def generate(text: str, settings: Settings | None = None, client: ClientSettings | None = None) -> Sdk:
        package = f"pets_{next(NUMBERS)}"
        used = settings or Settings(client=client or ClientSettings(name="Zoo"))
        used = replace(used, package=replace(used.package, name=package))
        folder = tmp_path / package
        head = HEAD.partition("servers:")[0] if "\nservers:" in text else HEAD
        write_sdk(head + text.replace("paths:\n", "paths:\n" + TAIL), used, folder)
        sys.path.insert(0, str(folder / "src"))
        made.append(Sdk(folder, package))
        return made[-1]

    yield generate
    for sdk in made:
        sys.path.remove(str(sdk.folder / "src"))
        for name in [name for name in sys.modules if name.partition(".")[0] == sdk.package]:
            del sys.modules[name]


def write_sdk(text: str, settings: Settings, folder: Path) -> None:
    """Run every stage, and write the files without the care that `emit` takes of existing folders."""
    folder.mkdir()
    (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    report = Report()
    document = read(folder / "openapi.yaml", report)
    layout = layout_of(lower(normalise(document, settings, report), settings, report), settings)
    report.or_stop()
    shipped = assets()
    face, templates = face_of(settings), shipped.templates / "python"
    files = format_files(render(plan(layout, settings), layout.package, templates, face=face))
    files = lay_runtime(files, shipped.runtime, layout.package)
    for file in lay_face(files, shipped.compat, layout.package) if face else files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
