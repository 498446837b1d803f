"""`burnish overlay`: hand-written files of an SDK."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from burnish.workspace import UnknownSdk, find_workspace


@click.group("overlay")
def command() -> None:
    """Begin hand-written files that are laid over a generated SDK."""


@command.command("new")
@click.argument("sdk")
@click.argument("path")
@click.option("--class", "classes", multiple=True, help="A class to derive from the generated one; repeatable.")
def new(sdk: str, path: str, classes: tuple[str, ...]) -> None:
    """Begin the overlay PATH of SDK: a path inside the package, such as resources/jobs.py.

    At the path of a generated module the file derives its classes (of a resource all, of types those given by --class);
    at a new path it is a module of its own.
    """
    from burnish.overlays.fit import on_disk
    from burnish.overlays.modules import Package
    from burnish.overlays.scaffold import NoSuchClass, overlay_text

    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or relative.suffix != ".py":
        raise click.UsageError("PATH is that of a module inside the package, such as resources/jobs.py")
    workspace = find_workspace(Path.cwd())
    if workspace is None:
        raise click.UsageError("no workspace here: no folder at or above this one holds spec/NAME/burnish.toml")
    try:
        out = workspace.sdk(sdk).out
    except UnknownSdk as error:
        raise click.UsageError(str(error)) from None
    package = next((found.parent for found in sorted((out / "src").glob("*/_version.py"))), None)
    if package is None:
        raise click.UsageError(f"{out} holds no package yet: run `burnish generate {sdk}` first")
    place = workspace.root / "overlays" / "python" / sdk / relative
    if place.exists():
        raise click.UsageError(f"{place} is there already; it was left as it is")
    root = PurePosixPath("src", package.name)
    try:
        text = overlay_text(Package(root, on_disk(out, root)), relative, classes)
    except NoSuchClass as error:
        raise click.UsageError(str(error)) from None
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    click.echo(
        f"{place}\nNext: edit it, then `burnish generate {sdk}` (or keep `burnish generate {sdk} --watch` running)"
    )
