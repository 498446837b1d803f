"""The page on getting started, followed to the letter: its description, its commands, its snippet."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from burnish.diagnostics import Report
from burnish.mock import MockServer
from burnish.pipeline import canonical_of

PAGE = (Path(__file__).parents[3] / "docs" / "getting-started.md").read_text(encoding="utf-8")
COMMANDS = [line.removeprefix("$ ") for line in PAGE.splitlines() if line.startswith("$ burnish ")]


def block(language: str) -> str:
    """The first block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_page_works_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_text(block("yaml"), encoding="utf-8")
    for command in COMMANDS:
        if "mock" not in command:
            run([sys.executable, "-m", *shlex.split(command)], tmp_path)
    for source in ("harbour-sdk/src", "generated/python/harbour/src"):
        with MockServer(canonical_of(tmp_path / "harbour.yaml", Report())) as server:
            program = block("python").replace("http://127.0.0.1:4010", server.url)
            run([sys.executable, "-W", "error", "-c", program], tmp_path, PYTHONPATH=os.fspath(tmp_path / source))
    for path in re.findall(r"^\| `([\w/.]+)` \|", PAGE, re.MULTILINE):
        assert (tmp_path / path).exists(), path


def run(command: list[str], folder: Path, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
