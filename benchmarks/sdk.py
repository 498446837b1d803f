"""The SDK that is measured, and programs that run beside it in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(__file__).parent / "programs"
DESCRIPTION = """
openapi: 3.1.0
info: {title: Bench, version: '1'}
paths:
  /answers:
    post:
      operationId: answers.create
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [model], properties: {model: {type: string}, input: {type: string}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}
  /models:
    get:
      operationId: models.list
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Models'}}}}
  /chat/completions:
    post:
      operationId: chat.stream
      requestBody: {content: {application/json: {schema: {type: object, properties: {model: {type: string}}}}}}
      responses:
        '200': {description: ok, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Chunk'}}}}
components:
  schemas:
    Answer:
      type: object
      required: [id, text]
      properties: {id: {type: string}, object: {type: string}, text: {type: string}, created: {type: integer}}
    Models:
      type: object
      required: [data]
      properties: {object: {type: string}, data: {type: array, items: {$ref: '#/components/schemas/Model'}}}
    Model:
      type: object
      required: [id, created]
      properties: {id: {type: string}, object: {type: string}, created: {type: integer}, owned_by: {type: string}}
    Chunk:
      type: object
      required: [id, choices]
      properties:
        id: {type: string}
        object: {type: string}
        created: {type: integer}
        model: {type: string}
        choices: {type: array, items: {$ref: '#/components/schemas/ChunkChoice'}}
    ChunkChoice:
      type: object
      required: [index, delta]
      properties:
        index: {type: integer}
        finish_reason: {type: [string, 'null']}
        delta: {type: object, properties: {content: {type: string}, role: {type: string}}}
"""


def generate(description: Path, package: str, out: Path) -> Path:
    """Generate an SDK; gives the folder to import it from."""
    command = ["generate", "--spec", description, "--package", package, "--out", out]
    subprocess.run([sys.executable, "-m", "burnish", *command], check=True, capture_output=True, cwd=out.parent)
    return out / "src"


@contextmanager
def bench_sdk() -> Generator[Path, None, None]:
    """The folder of `bench_sdk`, generated for this run."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "bench.yaml").write_text(DESCRIPTION)
        yield generate(work / "bench.yaml", "bench_sdk", work / "sdk")


@dataclass(frozen=True, slots=True)
class Run:
    """A program with what it is told, and the folder of the SDK that it imports."""

    program: str
    source: Path
    arguments: tuple[object, ...]

    def once(self) -> dict[str, Any]:
        """What the program prints as JSON."""
        environment = {**os.environ, "PYTHONPATH": os.fspath(self.source)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, os.fspath(PROGRAMS / f"{self.program}.py"), *map(str, self.arguments)]
        # pyreqwest may abort when the interpreter ends; the figures are printed before that.
        found: dict[str, Any] = json.loads(subprocess.run(command, env=environment, capture_output=True).stdout)
        return found


def best(runs: Mapping[str, Run], times: int = 3) -> dict[str, dict[str, Any]]:
    """Run programs in turn, so that what else the machine does befalls all alike; of each the run of lowest `cost`."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run.once())
    return {name: min(taken, key=lambda one: one["cost"]) for name, taken in found.items()}
