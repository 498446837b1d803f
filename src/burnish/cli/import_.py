"""`burnish import`: configurations of other generators become settings."""

from __future__ import annotations

from pathlib import Path

import click

from burnish.diagnostics import Report, Severity

from .exits import Exit
from .report import show


@click.group("import")
def command() -> None:
    """Turn the configuration of another generator into a burnish.toml."""


@command.command("stainless")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: standard output)."
)
def stainless(file: Path, out: Path | None) -> int:
    """Write the settings that a Stainless configuration FILE means; comments tell what did not carry over."""
    from burnish.stainless import read_stainless, to_toml

    report = Report()
    settings = read_stainless(file, report)
    text = to_toml(settings, file.name, report)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    show(report, "human")
    return Exit.PROBLEMS if any(item.severity is Severity.ERROR for item in report) else Exit.FINE
