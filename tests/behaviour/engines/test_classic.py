"""The engine "classic" on Artificer: it works, and is an oracle for the native engine."""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from pydantic import BaseModel, RootModel

from burnish.diagnostics import Report
from burnish.pipeline import Given, Outcome, generate, settings_of
from burnish.workspace import find_workspace

SPEC = Path(__file__).parents[3] / "spec" / "artificer"
PACKAGE = "artificer_classic"
Shape = Mapping[str, Mapping[str, bool]]
"""Classes, their fields by wire name, and whether each is required."""


def written(root: Path, templates: Mapping[str, str] | None = None) -> tuple[Outcome, Report]:
    """Generate Artificer in a workspace of its own, with the classic engine."""
    spec = root / "spec" / "artificer"
    spec.mkdir(parents=True)
    shutil.copy(SPEC / "openapi.yaml", spec)
    # Class names of the settings are the native engine's alone.
    own, _, _ = (SPEC / "burnish.toml").read_text().partition("[resources.images.models]")
    settings = own.replace('name = "artificer"', f'name = "{PACKAGE}"', 1)
    (spec / "burnish.toml").write_text(f'engine = "classic"\n{settings}')
    for name, text in (templates or {}).items():
        path = root / "templates" / "python" / "classic" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    workspace = find_workspace(root)
    assert workspace is not None
    sdk = workspace.sdk("artificer")
    report = Report()
    return generate(sdk, settings_of(sdk, Given(), report), report), report


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder `src` of the SDK, importable."""
    outcome, report = written(tmp_path_factory.mktemp("classic"))
    assert not report.error_count
    folder = outcome.sdk.out / "src"
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def models_of(module: ModuleType) -> Shape:
    """The Pydantic models of a module."""
    found: dict[str, Mapping[str, bool]] = {}
    for name, value in inspect.getmembers(module, inspect.isclass):
        if issubclass(value, BaseModel) and value is not BaseModel and not issubclass(value, RootModel):
            value.model_rebuild()
            fields = value.model_fields.items()
            found[name] = {field.alias or key: field.is_required() for key, field in fields}
    return found


def letters(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


@pytest.fixture(scope="module")
def native(source: Path) -> Shape:
    types = importlib.import_module(f"{PACKAGE}.types")
    loaded = ModuleType("types")
    loaded.__dict__.update({name: getattr(types, name) for name in types.__all__})
    return models_of(loaded)


def test_datamodel_code_generator_sees_the_same_classes_fields_and_optionality(source: Path, native: Shape) -> None:
    classic = models_of(importlib.import_module(f"{PACKAGE}.models"))
    assert len(native) > 80
    assert classic == native


def test_openapi_python_client_sees_the_same_fields_and_optionality(source: Path, native: Shape) -> None:
    raw: Any = importlib.import_module(f"{PACKAGE}.raw.models")
    for name, fields in native.items():
        theirs = {
            letters(field.name): field.default is attrs.NOTHING
            for field in attrs.fields(getattr(raw, name))
            if field.name != "additional_properties"
        }
        assert theirs == {letters(key): required for key, required in fields.items()}, name


def test_the_raw_client_has_every_operation(source: Path) -> None:
    api = source / PACKAGE / "raw" / "api"
    modules = [path for path in api.glob("*/*.py") if path.name != "__init__.py"]
    assert len(modules) == 78
    for path in modules:
        importlib.import_module(".".join((PACKAGE, *path.relative_to(source / PACKAGE).with_suffix("").parts)))


def test_what_the_raw_client_imports_is_a_dependency(source: Path) -> None:
    project = tomllib.loads((source.parent / "pyproject.toml").read_text())
    names = {re.split("[<>=]", item)[0] for item in project["project"]["dependencies"]}
    assert {"attrs", "httpx", "python-dateutil"} <= names


def test_a_workspace_overrides_templates_of_the_engines(tmp_path: Path) -> None:
    mark = "# Ours.\n"
    outcome, _ = written(tmp_path, {"client/package_init.py.jinja": mark})
    assert (outcome.sdk.out / "src" / PACKAGE / "raw" / "__init__.py").read_text() == mark


def test_what_the_raw_client_lacks_is_said(tmp_path: Path) -> None:
    _, report = written(tmp_path)
    gaps = [item for item in report if item.code.slug == "classic-gap"]
    assert gaps
    assert all("0x" not in item.message for item in gaps)
