"""`burnish generate`: descriptions become SDKs."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from burnish.diagnostics import Problems, Report, Severity

from .choose import chosen, format_option, keep_going_option, ref_dir_option
from .exits import Exit
from .progress import progress
from .report import show

if TYPE_CHECKING:
    from burnish.pipeline import Given, Kept, Outcome
    from burnish.workspace import Sdk

POLL_S = 0.2


@click.command("generate")
@click.argument("names", nargs=-1)
@click.option(
    "--spec", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A description, without a workspace."
)
@click.option("--package", default="", help="Name of the package (with --spec).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write (with --spec).")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Settings (with --spec).")
@ref_dir_option
@keep_going_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output is not what its inputs give.")
@click.option("--watch", is_flag=True, help="Generate again whenever an input changes.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@format_option
def command(
    names: tuple[str, ...],
    spec: Path | None,
    package: str,
    out: Path | None,
    config: Path | None,
    ref_dirs: tuple[Path, ...],
    keep_going: bool,  # click passes flags so
    check: bool,  # as above
    watch: bool,  # as above
    force: bool,  # as above
    style: str,
) -> int:
    """Write the SDKs NAMES of the workspace (default: all), or one SDK from --spec into --out."""
    from burnish.pipeline import Given
    from burnish.settings import is_python_name
    from burnish.workspace import single

    if package and not is_python_name(package):
        raise click.UsageError(f'--package is a name that Python takes, such as acme_pets, and "{package}" is none')
    if spec is not None and out is None:
        raise click.UsageError("--spec needs --out DIR: the folder to write")
    if spec is None and (out is not None or package or config is not None):
        raise click.UsageError("--package, --out and --config go with --spec FILE")
    sdks = (single(spec, out, config),) if spec is not None and out is not None else chosen(names)
    given = Given(package, ref_dirs, keep_going)
    if watch:
        return watched(sdks, given, style)
    results = [run(sdk, given, style, check=check, force=force) for sdk in sdks]
    return max(results, default=Exit.FINE)


def run(
    sdk: Sdk, given: Given, style: str, *, check: bool = False, force: bool = False, kept: Kept | None = None
) -> Exit:
    """Generate or check one SDK, and say what came of it."""
    from burnish.emit.errors import HandEdited, OutputRefused
    from burnish.pipeline import check_sdk, generate, settings_of

    report = Report()
    started = time.perf_counter()
    try:
        settings = settings_of(sdk, given, report)
        report.or_stop()
        with progress(sdk.name):
            outcome = (
                check_sdk(sdk, settings, report) if check else generate(sdk, settings, report, force=force, kept=kept)
            )
    except Problems:
        show(report, style, "Nothing was written." if check or given.keep_going else refusal(report))
        return Exit.PROBLEMS
    except HandEdited as error:
        click.echo(edited(sdk, error.edits), err=True)
        return Exit.PROBLEMS
    except OutputRefused as error:
        click.echo(f"burnish: {error}", err=True)
        return Exit.PROBLEMS
    show(report, style)
    click.echo(told(outcome, time.perf_counter() - started), err=style != "human")
    return Exit.PROBLEMS if outcome.differences else Exit.FINE


def refusal(report: Report) -> str:
    """What was done about errors, and how to go on where all of them stand in the description."""
    from burnish.openapi.omit import can_be_left_out

    errors = [item for item in report if item.severity is Severity.ERROR]
    offered = " `--keep-going` leaves out the operations that are broken." if all(map(can_be_left_out, errors)) else ""
    return f"Nothing was written.{offered}"


def told(outcome: Outcome, seconds: float) -> str:
    """One line about a run; for a check, one for each file that differs."""
    name = outcome.sdk.name
    if outcome.unchanged:
        return f"{name}: nothing changed ({seconds:.2f} s)"
    if outcome.differences:
        count = len(outcome.differences)
        number = "1 file is not what its" if count == 1 else f"{count} files are not what their"
        lines = [f"{name}: {number} inputs give:"]
        lines += [
            f"  {item.how:9} {item.path}" + (f" (edit {item.source})" if item.source else "")
            for item in outcome.differences[:20]
        ]
        more = len(outcome.differences) - 20
        by_hand = any(item.how == "edited" for item in outcome.differences)
        advice = (
            "Undo the edits, or overwrite them with `burnish generate --force`."
            if by_hand
            else "Run `burnish generate`."
        )
        return "\n".join([*lines, *([f"  and {more} more"] if more > 0 else []), advice])
    if outcome.checked:
        return f"{name}: all {outcome.files} files are what their inputs give ({seconds:.2f} s)"
    own = f", {outcome.handwritten:.1%} written by hand" if outcome.handwritten else ""
    counts = f"{outcome.operations} operations, {outcome.models} types{own}"
    return (
        f"{name}: {counts}; {outcome.changed} of {outcome.files} files changed in {outcome.sdk.out} ({seconds:.2f} s)"
    )


def edited(sdk: Sdk, edits: tuple[tuple[str, str], ...]) -> str:
    """What to do about files that were edited by hand."""
    lines = [f"{sdk.name}: these generated files were edited by hand; nothing was written:"]
    for path, source in edits:
        advice = f"edit {source} instead" if source else "put the change into a template, the settings or an overlay"
        lines.append(f"  {sdk.out / path}: {advice}")
    return "\n".join([*lines, "Then restore the files, or overwrite them with --force."])


def watched(sdks: tuple[Sdk, ...], given: Given, style: str) -> int:
    """Generate, and again after every change of an input, until interrupted."""
    from burnish.emit.manifest import read_manifest
    from burnish.inputs import fingerprint
    from burnish.pipeline import Kept, settings_of

    seen: dict[str, tuple[str, ...]] = {}
    kept = {sdk.name: Kept() for sdk in sdks}
    while True:
        for sdk in sdks:
            try:
                now = fingerprint(sdk, settings_of(sdk, given, Report()))
            except OSError:
                continue  # an editor is replacing the file
            if now not in seen.get(sdk.name, ()):
                run(sdk, given, style, kept=kept[sdk.name])
                # A run that changes the lock changes its own inputs; the manifest has them as it left them.
                seen[sdk.name] = now, read_manifest(sdk.out).inputs
                sys.stdout.flush()
                gc.collect()
        time.sleep(POLL_S)
