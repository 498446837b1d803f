"""`burnish validate`: everything that is wrong with a description."""

from __future__ import annotations

from pathlib import Path

import click

from burnish.diagnostics import Report

from .choose import chosen, format_option
from .exits import Exit
from .report import show


@click.command("validate")
@click.argument("targets", nargs=-1)
@click.option("--reference", is_flag=True, help="Ask openapi-spec-validator too.")
@format_option
def command(targets: tuple[str, ...], reference: bool, style: str) -> int:  # click passes flags so
    """Report all problems of descriptions: files, or SDKs of the workspace (default: all)."""
    from burnish.pipeline import validate

    report = Report()
    files = [Path(target) for target in targets if Path(target).is_file()]
    names = tuple(target for target in targets if not Path(target).is_file())
    if names or not files:
        files += [sdk.description for sdk in chosen(names)]
    for path in files:
        validate(path, report)
    show(report, style)
    refused = sum(refuses(path) for path in files) if reference else 0
    if style == "human" and not report.error_count and not refused:
        click.echo(f"{len(files)} description{'s' if len(files) != 1 else ''} without errors")
    return Exit.PROBLEMS if report.error_count or refused else Exit.FINE


def refuses(path: Path) -> bool:
    """Print what the reference validator says; whether it refuses the file."""
    from burnish.openapi.check.reference import verdict
    from burnish.source import read

    complaints = verdict(read(path, Report()))
    for complaint in complaints:
        click.echo(f"{path}: openapi-spec-validator: {complaint}")
    return bool(complaints)
