"""The SDK that is measured, and programs that run beside it in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
def bench_sdk() -> Iterator[Path]:
    """The folder of `bench_sdk`, generated for this run."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "bench.yaml").write_text(DESCRIPTION)
        yield generate(work / "bench.yaml", "bench_sdk", work / "sdk")


def run(program: str, source: Path, *arguments: object, runs: int = 3) -> dict[str, Any]:
    """What a program prints as JSON; of several runs the one with the lowest `cost`."""
    environment = {**os.environ, "PYTHONPATH": os.fspath(source), "PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("PYTHONDONTWRITEBYTECODE")
    command = [sys.executable, os.fspath(PROGRAMS / f"{program}.py"), *map(str, arguments)]
    # pyreqwest may abort when the interpreter ends; the figures are printed before that.
    found = [json.loads(subprocess.run(command, env=environment, capture_output=True).stdout) for _ in range(runs)]
    return min(found, key=lambda one: one["cost"])
