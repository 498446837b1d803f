"""`burnish mock`: a server that answers with a description's examples."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from burnish.diagnostics import Problems, Report

from .exits import Exit
from .report import show


@click.command("mock")
@click.argument("spec", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--port", default=4010, show_default=True, help="Port on loopback; 0 takes a free one.")
@click.option(
    "--terminator",
    default=None,
    help="Data that ends event streams, such as [DONE] (default: that of a burnish.toml beside SPEC, else none).",
)
def command(spec: Path, port: int, terminator: str | None) -> int:
    """Answer requests as SPEC describes, on loopback, and refuse those that break it; stop it with Ctrl-C."""
    from burnish.mock import MockServer
    from burnish.pipeline import canonical_of

    report = Report()
    try:
        canonical = canonical_of(spec, report)
        ending = stated_terminator(spec, report) if terminator is None else terminator
        report.or_stop()
    except Problems:
        show(report, "human")
        return Exit.PROBLEMS
    with MockServer(canonical, port=port, terminator=ending) as server:
        click.echo(f"{len(canonical.operations)} operations at {server.url}")
        gc.enable()
        server.wait()
    return Exit.FINE


def stated_terminator(spec: Path, report: Report) -> str:
    """The terminator that the settings beside a description state; empty without settings."""
    from burnish.config import load_settings

    settings = spec.with_name("burnish.toml")
    return load_settings(settings, report).streaming.terminator if settings.is_file() else ""
