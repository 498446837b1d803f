"""`burnish parity`: how much of a published SDK's public surface the generated one has."""

from __future__ import annotations

from pathlib import Path

import click

from .exits import Exit


@click.command("parity")
@click.argument("new", metavar="[SDK|FOLDER]", required=False)
@click.option("--against", required=True, metavar="PACKAGE|FOLDER", help="The published SDK: installed, or a folder.")
@click.option("--private", is_flag=True, help="Compare modules with a leading underscore too.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the comparison is shown.",
)
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 when the score is lower.")
def command(new: str | None, against: str, private: bool, style: str, fail_under: float | None) -> int:
    """Compare an SDK of the workspace, or a folder, with the published SDK it replaces.

    Modules, classes, exceptions, methods, parameters with their kinds and defaults, fields and types; by reading both
    packages, without importing them.
    """
    from burnish.parity import NoPackage, Style, compare, find_package, read_package, render

    try:
        old, generated = find_package(against), find_package(folder_of(new))
    except NoPackage as error:
        raise click.UsageError(str(error)) from None
    card = compare(read_package(old), read_package(generated), private=private)
    click.echo(render(card, Style(style)), nl=False)
    return Exit.PROBLEMS if fail_under is not None and card.score < fail_under else Exit.FINE


def folder_of(new: str | None) -> str:
    """The folder of the generated SDK: the one named, or that of an SDK of the workspace."""
    from .choose import chosen

    if new is not None and Path(new).is_dir():
        return new
    sdks = chosen((new,) if new else ())
    if len(sdks) != 1:
        raise click.UsageError(f"which SDK? The workspace has {', '.join(sdk.name for sdk in sdks)}")
    return str(sdks[0].out)
