"""Every Python snippet of the guides runs as it stands there: against the reference server of its API where there is
one, else against one of its description; the pages about testing run under pytest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from burnish.diagnostics import Report
from burnish.mock import MockServer
from burnish.pipeline import Given, canonical_of, settings_of
from burnish.workspace import find_workspace
from docs.sdkdocs.guides import guide_names, write_guides
from docs.sdkdocs.sdk import Sdk
from tests.servers.artificer import ROOT_SECRET, ArtificerServer
from tests.servers.huggingplace import HuggingPlaceServer
from tests.servers.running import running

from .files import write_files

WORKSPACE = find_workspace(Path(__file__))
assert WORKSPACE is not None
GUIDES = Path(__file__).parents[3] / "docs" / "guides"
SDKS = {name: Sdk.at(WORKSPACE.sdk(name).out, GUIDES) for name in WORKSPACE.names}
PAGES = [(sdk, page) for sdk in SDKS for page in guide_names(SDKS[sdk], GUIDES)]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@contextmanager
def serving(name: str) -> Generator[Mapping[str, str]]:
    """The environment of a program that talks to a server of the API."""
    assert WORKSPACE is not None
    match name:
        case "artificer":
            with running(ArtificerServer()) as server:
                yield {"ARTIFICER_API_KEY": ROOT_SECRET, "ARTIFICER_BASE_URL": server.url}
        case "huggingplace":
            with closing(HuggingPlaceServer()) as made, running(made) as server:
                keys = {"HUGGINGPLACE_API_KEY": "key-lakes", "HUGGINGPLACE_ORG_ID": "org_lakes"}
                yield {**keys, "HUGGINGPLACE_BASE_URL": f"{server.url}/v2"}
        case _:
            sdk, report = WORKSPACE.sdk(name), Report()
            settings = settings_of(sdk, Given(), report)
            made = {option.env: "test" for option in (*settings.client.auth, *settings.client.options)}
            with MockServer(canonical_of(sdk.description, report), terminator=settings.streaming.terminator) as server:
                yield {**made, f"{settings.client.env_prefix}_BASE_URL": server.url}


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_the_snippets_run(name: str, page: str, tmp_path: Path) -> None:
    write_guides(SDKS[name], GUIDES, tmp_path)
    snippets = BLOCK.findall((tmp_path / f"{page}.md").read_text(encoding="utf-8"))
    assert snippets
    write_files(tmp_path)
    program = tmp_path / f"test_{page}.py"
    program.write_text("\n".join(snippets), encoding="utf-8")
    command = [sys.executable, "-W", "error", program.name]
    if page == "testing":
        package = SDKS[name].package.name
        # Where the package is installed, pytest knows its plugin by the entry point, and would refuse it a second time.
        plugin = [] if entry_points(group="pytest11", name=package) else ["-p", f"{package}.testing.pytest_plugin"]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, program.name]
    with serving(name) as environment:
        environment = {**os.environ, **environment, "PYTHONPATH": os.fspath(SDKS[name].package.parent)}
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert done.stdout
