"""`burnish check`: whether an SDK is what its inputs give, its overlays fit, and it is within its budget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from burnish.diagnostics import Report
from burnish.stages import stage

from .choose import chosen, format_option
from .exits import Exit
from .generate import run
from .progress import progress
from .report import show

if TYPE_CHECKING:
    from burnish.workspace import Sdk


@click.command("check")
@click.argument("names", nargs=-1)
@click.option(
    "--python",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An interpreter that has the SDK's requirements (default: Burnish's own).",
)
@format_option
def command(names: tuple[str, ...], python: Path | None, style: str) -> int:
    """Hold SDKs of the workspace (default: all) against their inputs, their overlays and their [budget]."""
    from burnish.pipeline import Given

    results: list[Exit] = []
    for sdk in chosen(names):
        results += [run(sdk, Given(), style, check=True), overlays_fit(sdk, style), within_budget(sdk, python)]
    return max(results, default=Exit.FINE)


def overlays_fit(sdk: Sdk, style: str) -> Exit:
    """Type-check the overlays as they are laid in the SDK."""
    from burnish.overlays.fit import check_types

    report = Report()
    for package in packages_of(sdk):
        if sdk.overlays is not None:
            with progress(sdk.name), stage("types"):
                check_types(sdk.overlays, package, sdk.out, report)
    show(report, style)
    return Exit.PROBLEMS if report.error_count else Exit.FINE


def packages_of(sdk: Sdk) -> list[str]:
    """The package that an earlier run wrote; none if there was no run."""
    return [path.parent.name for path in sorted((sdk.out / "src").glob("*/_version.py"))]


def within_budget(sdk: Sdk, python: Path | None) -> Exit:
    """Measure what importing the SDK costs, and say what is over the budget."""
    from burnish.budget import CostUnknown, cost_of, overruns
    from burnish.pipeline import Given, settings_of

    budget = settings_of(sdk, Given(), Report()).budget
    for name in packages_of(sdk):
        try:
            with progress(sdk.name), stage("measure"):
                cost = cost_of(name, sdk.out / "src", python)
        except CostUnknown as error:
            click.echo(f"{sdk.name}: {name} does not import here: {error}", err=True)
            click.echo("Install its requirements beside Burnish, or name an interpreter with --python.", err=True)
            return Exit.PROBLEMS
        click.echo(
            f"{sdk.name}: importing it and making a client takes {cost.import_ms:.1f} ms, {cost.modules} modules"
        )
        over = overruns(cost, budget)
        for line in over:
            click.echo(f"{sdk.name}: {line}", err=True)
        if over:
            return Exit.PROBLEMS
    return Exit.FINE
