"""The whole configuration as settings."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from burnish.diagnostics import Report
from burnish.settings import (
    CompatSettings,
    EnvironmentSettings,
    PackageSettings,
    QuerySettings,
    Settings,
    SourceSettings,
    StreamingSettings,
)
from burnish.source import read

from .casings import spelled, spellings
from .client import client_settings, security_settings
from .codes import BAD_VALUE
from .grammar import OPENAPI, ORGANIZATION, PYTHON, QUERY, README, SETTINGS, TOP
from .pagination import pagination_schemes
from .resources import resource_settings
from .section import Notes, Section
from .streaming import streaming_settings
from .transforms import transforms

__all__ = ["read_stainless"]


def read_stainless(path: Path, report: Report, allow: tuple[str, ...] = ()) -> Settings:
    """Read the configuration of a Stainless SDK as settings of a Python SDK; problems are reported at their places.

    What `allow` names is not reported; the settings keep the entries that matched nothing here.

    Raises:
        OSError: the file cannot be read.
    """
    before = report.error_count
    document = read(path, report)
    if report.error_count > before:
        return Settings()
    notes = Notes(report, allow)
    found = settings_of(Section(document.root, notes).check(TOP))
    return replace(found, allow=tuple(entry for entry in allow if entry not in notes.used))


def settings_of(root: Section) -> Settings:
    """The settings that a configuration means; what it leaves out is as Stainless has it."""
    casings = spellings(root)
    general = root.section("settings").check(SETTINGS)
    organization = root.section("organization").check(ORGANIZATION).text("name")
    python = root.section("targets").section("python").check(PYTHON)
    streaming = streaming_settings(root)
    return Settings(
        package=package_settings(python, general, organization),
        client=client_settings(root, organization, spelled(organization, casings)),
        source=SourceSettings(transforms=transforms(root.section("openapi").check(OPENAPI))),
        environments=EnvironmentSettings(environments(root)),
        security=security_settings(root),
        resources=resource_settings(root, positional=general.flag("positional_params") is not False),
        pagination=tuple(pagination_schemes(root)),
        streaming=streaming or StreamingSettings(),
        query=query_settings(root),
        compat=CompatSettings(
            stainless=True,
            keep_order=general.flag("sort_schema_properties") is False,
            vendor_headers=root.section("client_settings").flag("omit_stainless_headers") is not True,
            protects_model_names=python.section("options").flag("disable_pydantic_namespace_protection") is not True,
        ),
        enums_open=False,
        readme_operation=readme_operation(root),
        unwrap=general.texts("unwrap_response_fields"),
        unwrap_among_others=general.flag("unwrap_multiproperty_response_fields") is True,
        stated_only=True,
        casings=casings,
    )


def package_settings(python: Section, general: Section, organization: str) -> PackageSettings:
    """Names of the package; those that are not stated come from the organization."""
    name = python.text("package_name").replace("-", "_")
    published = python.get("publish")
    pypi = python.section("publish").get("pypi") if published is not None else None
    distribution = python.text("project_name")
    if not distribution and not isinstance(pypi, bool) and pypi is not None:
        distribution = python.section("publish").section("pypi").text("package_name")
    repository = python.text("production_repo").partition("#")[0]
    return PackageSettings(
        name=name or organization.replace("-", "_").replace(" ", "_").lower(),
        distribution=distribution or python.text("package_name"),
        license=license_of(general),
        repository=f"https://github.com/{repository}" if repository else "",
    )


def license_of(general: Section) -> str:
    """The SPDX expression; Stainless took Apache-2.0 where none was stated."""
    stated = general.get("license")
    if stated is None or isinstance(stated, str):
        return general.text("license") or "Apache-2.0"
    return general.section("license").text("name")


def environments(root: Section) -> tuple[tuple[str, str], ...]:
    """Names and base URLs, in order."""
    table = root.section("environments")
    return tuple((name, table.text(name)) for name in table.node if table.text(name))


def query_settings(root: Section) -> QuerySettings:
    """How queries are written; the defaults are those of Stainless, not of OpenAPI."""
    table = root.section("query_settings").check(QUERY)
    arrays, nested = table.text("array_format") or "comma", table.text("nested_format") or "brackets"
    for key, value, allowed in (
        ("array_format", arrays, ("comma", "repeat", "indices", "brackets")),
        ("nested_format", nested, ("dots", "brackets")),
    ):
        if value not in allowed:
            root.report.add(BAD_VALUE, table.node.at / key, name=key, wanted=f"one of {', '.join(allowed)}")
    return QuerySettings(arrays, nested)


def readme_operation(root: Section) -> str:
    """The endpoint of the README's first example."""
    examples = root.section("readme").check(README).section("example_requests")
    shown = examples.section("headline" if "headline" in examples else "default")
    return shown.text("endpoint")
