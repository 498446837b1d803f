"""`burnish init`: a workspace around a description."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--spec", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The description."
)
@click.option("--name", default="", help="Name of the SDK (default: from the description's title).")
def command(folder: Path, spec: Path, name: str) -> None:
    """Make a workspace in FOLDER (default: here) around a description.

    Existing files are kept. Then `burnish generate` writes the SDK.
    """
    from burnish.scaffold import scaffold
    from burnish.targets.python.spelling import safe_part

    if name and name != safe_part(name):
        raise click.UsageError(f'--name becomes a folder below spec/ and a package: write it as "{safe_part(name)}"')
    made = scaffold(folder, spec, name)
    for path in made:
        click.echo(f"  {path}")
    click.echo("Next: burnish generate" if folder == Path() else f"Next: cd {folder} && burnish generate")
