"""`burnish validate`: everything that is wrong with a description."""

from __future__ import annotations

from pathlib import Path

import click

from burnish.diagnostics import Report

from .choose import chosen, format_option, keep_going_option, ref_dir_option
from .exits import Exit
from .report import show


@click.command("validate")
@click.argument("targets", nargs=-1)
@click.option("--reference", is_flag=True, help="Ask openapi-spec-validator too.")
@ref_dir_option
@keep_going_option
@format_option
def command(targets: tuple[str, ...], reference: bool, ref_dirs: tuple[Path, ...], keep_going: bool, style: str) -> int:
    """Report all problems of descriptions: files, or SDKs of the workspace (default: all)."""
    from burnish.pipeline import Given, settings_of, validate
    from burnish.workspace import single

    report = Report()
    files = [Path(target) for target in targets if Path(target).is_file()]
    names = tuple(target for target in targets if not Path(target).is_file())
    sdks = [single(path, Path()) for path in files]
    if names or not files:
        sdks += chosen(names)
    for sdk in sdks:
        settings = settings_of(sdk, Given(ref_dirs=ref_dirs, keep_going=keep_going), report)
        validate(sdk, settings, report)
    show(report, style)
    refused = sum(refuses(sdk.description) for sdk in sdks) if reference else 0
    if style == "human" and not report.error_count and not refused:
        click.echo(f"{len(sdks)} description{'s' if len(sdks) != 1 else ''} without errors")
    return Exit.PROBLEMS if report.error_count or refused else Exit.FINE


def refuses(path: Path) -> bool:
    """Print what the reference validator says; whether it refuses the file."""
    from burnish.openapi.check.reference import verdict
    from burnish.source import read

    complaints = verdict(read(path, Report()))
    for complaint in complaints:
        click.echo(f"{path}: openapi-spec-validator: {complaint}")
    return bool(complaints)
