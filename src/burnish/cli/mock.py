"""`burnish mock`: a server that answers with a description's examples."""

from __future__ import annotations

import gc
import os
import subprocess
from pathlib import Path

import click

from burnish.diagnostics import Problems, Report

from .exits import Exit
from .report import show


@click.command("mock")
@click.argument("spec", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("program", nargs=-1, type=click.UNPROCESSED, metavar="[-- PROGRAM...]")
@click.option("--port", default=4010, show_default=True, help="Port on loopback; 0 takes a free one.")
@click.option(
    "--terminator",
    default=None,
    help="Data that ends event streams, such as [DONE] (default: that of a burnish.toml beside SPEC, else none).",
)
def command(spec: Path, program: tuple[str, ...], port: int, terminator: str | None) -> int:
    """Answer requests as SPEC describes, on loopback, and refuse those that break it; stop it with Ctrl-C.

    With PROGRAM and its arguments it stops when that ends, and exits as that does; the program finds the server's URL
    in the environment variable TEST_API_BASE_URL, where an SDK's contract tests look for it.
    """
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
        count = len(canonical.operations)
        click.echo(f"{count} operation{'s' if count != 1 else ''} at {server.url}")
        gc.enable()
        if program:
            return subprocess.call(program, env={**os.environ, "TEST_API_BASE_URL": server.url})
        server.wait()
    return Exit.FINE


def stated_terminator(spec: Path, report: Report) -> str:
    """The terminator that the settings beside a description state; empty without settings."""
    from burnish.config import load_settings

    settings = spec.with_name("burnish.toml")
    return load_settings(settings, report).streaming.terminator if settings.is_file() else ""
