"""Type checkers, at their strictest, agree with the calls of the page and refuse those that are wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYRIGHT = '{"include": ["typed_calls.py"], "typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": true}'


def test_27_pyright_strict(tmp_path: Path) -> None:
    (tmp_path / "pyrightconfig.json").write_text(PYRIGHT, encoding="utf-8")
    (tmp_path / "typed_calls.py").write_bytes((HERE / "typed_calls.py").read_bytes())
    run("pyright", "--project", str(tmp_path), "--pythonpath", sys.executable)


def test_27_mypy_strict(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    run("mypy", "--strict", "--cache-dir", str(tmp_path), str(HERE / "typed_calls.py"))


def run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=HERE, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
