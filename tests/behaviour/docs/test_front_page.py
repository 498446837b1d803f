"""The README of the repository, and the pages on overlays and descriptions: what they show works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.servers.artificer import ROOT_SECRET, ArtificerServer
from tests.servers.running import running

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
AWAITED = """
import ast, asyncio, inspect, sys
code = compile(sys.stdin.read(), "README", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
made = eval(code, {})
if inspect.isawaitable(made):
    asyncio.run(made)
"""
DESCRIPTION = """
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: http://127.0.0.1:9}]
paths:
  /jobs/{jobId}:
    get:
      operationId: jobs.retrieve
      parameters: [{name: jobId, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}}
components:
  schemas:
    Job:
      type: object
      required: [status, done_items, total_items]
      properties: {status: {type: string}, done_items: {type: integer}, total_items: {type: integer}}
"""
USE = """
from acme.testing import FakeAcme
fake = FakeAcme()
fake.on_call(fake.client.jobs.retrieve).reply({"status": "done", "done_items": 1, "total_items": 4})
print(fake.client.jobs.is_done("a"), fake.client.jobs.retrieve("a").share)
"""


FLEET = """
import inspect
from harbour import Harbour
client = Harbour(base_url="http://127.0.0.1:9")
print("Newest first." in inspect.getdoc(client.fleet.list), hasattr(client, "ships"))
"""


def run(command: list[str], folder: Path, program: str = "", **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        input=program,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_the_document_that_the_page_on_descriptions_shows_works(tmp_path: Path) -> None:
    burnish = [sys.executable, "-m", "burnish"]
    yaml = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
    (tmp_path / "harbour.yaml").write_text(yaml.findall(page("getting-started"))[0], encoding="utf-8")
    run([*burnish, "init", ".", "--spec", "harbour.yaml"], tmp_path)
    (tmp_path / "spec" / "harbour" / "overlay.yaml").write_text(yaml.findall(page("descriptions"))[0], encoding="utf-8")
    run([*burnish, "generate"], tmp_path)
    source = tmp_path / "generated" / "python" / "harbour" / "src"
    assert run([sys.executable, "-c", FLEET], tmp_path, PYTHONPATH=os.fspath(source)) == "True False\n"


def test_the_snippet_at_the_top_runs(tmp_path: Path) -> None:
    (snippet,) = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    source = ROOT / "generated" / "python" / "artificer" / "src"
    with running(ArtificerServer()) as server:
        own = {"ARTIFICER_API_KEY": ROOT_SECRET, "ARTIFICER_BASE_URL": server.url, "PYTHONPATH": os.fspath(source)}
        assert "harbour" in run([sys.executable, "-c", AWAITED], tmp_path, snippet, **own)


def test_the_overlays_that_the_page_shows_work(tmp_path: Path) -> None:
    burnish = [sys.executable, "-m", "burnish"]
    (tmp_path / "acme.yaml").write_text(DESCRIPTION, encoding="utf-8")
    run([*burnish, "init", ".", "--spec", "acme.yaml"], tmp_path)
    for block in BLOCK.findall(page("overlays")):
        place = tmp_path / block.partition("\n")[0].removeprefix("# ")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block, encoding="utf-8")
    run([*burnish, "generate"], tmp_path)
    source = tmp_path / "generated" / "python" / "acme" / "src"
    assert run([sys.executable, "-c", USE], tmp_path, PYTHONPATH=os.fspath(source)) == "True 0.25\n"
