"""`burnish check`: an SDK is what its inputs give, and importing it costs what its budget allows."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from burnish.cli.check import command
from burnish.cli.generate import command as generate

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the SDK of Artificer."""
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "spec" / "artificer", folder / "spec" / "artificer")
    if (ROOT / "overlays" / "python" / "artificer").exists():
        shutil.copytree(ROOT / "overlays" / "python" / "artificer", folder / "overlays" / "python" / "artificer")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(generate, [], standalone_mode=False).return_value == 0
    return folder


def checked(folder: Path, budget: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, Result]:
    settings = folder / "spec" / "artificer" / "burnish.toml"
    text, _, _ = settings.read_text().partition("[budget]")
    settings.write_text(f"{text}[budget]\n{budget}\n")
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(command, ["artificer", *options], standalone_mode=False)
    assert result.exception is None
    return int(result.return_value), result


def test_an_sdk_within_its_budget_passes_and_its_cost_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, result = checked(workspace, "max_modules = 100\nmax_import_ms = 5000", monkeypatch)
    assert code == 0
    assert "importing it and making a client takes" in result.output


@pytest.mark.parametrize(("key", "limit"), [("max_modules", 3), ("max_import_ms", 0.01)])
def test_what_is_over_the_budget_is_named_with_its_key(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, key: str, limit: float
) -> None:
    code, result = checked(workspace, f"{key} = {limit}", monkeypatch)
    assert code == 1
    assert f"of {limit:g} allowed ({key})" in result.output


def test_importing_loads_neither_http_nor_models_nor_an_event_loop(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, result = checked(workspace, "max_modules = 60", monkeypatch, "--python", sys.executable)
    assert code == 0, result.output


def test_an_interpreter_without_the_requirements_is_told_what_to_do(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'ModuleNotFoundError: No module named pydantic' >&2\nexit 1\n")
    broken.chmod(0o755)
    code, result = checked(workspace, "", monkeypatch, "--python", str(broken))
    assert code == 1
    assert "No module named pydantic" in result.output
    assert "--python" in result.output


def test_an_edit_fails_the_check(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workspace / "generated" / "python" / "artificer" / "README.md"
    before = path.read_bytes()
    path.write_bytes(before + b"\nMine.\n")
    code, result = checked(workspace, "", monkeypatch)
    path.write_bytes(before)
    assert code == 1
    assert "edited" in result.output
