"""Arguments that several commands share: which SDKs, and how problems are shown."""

from __future__ import annotations

from pathlib import Path

import click

from burnish.workspace import Sdk, UnknownSdk, find_workspace

__all__ = ["chosen", "format_option", "keep_going_option", "ref_dir_option"]

format_option = click.option(
    "--format",
    "style",
    type=click.Choice(["human", "json", "github", "sarif"]),
    default="human",
    show_default=True,
    help="How problems are shown.",
)


ref_dir_option = click.option(
    "--allow-ref-dir",
    "ref_dirs",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that references may lead into, beside the description's own; repeatable.",
)


keep_going_option = click.option(
    "--keep-going", is_flag=True, help="Leave out the operations that have an error or lead to one."
)


def chosen(names: tuple[str, ...]) -> tuple[Sdk, ...]:
    """The SDKs of the workspace around the current folder: those named, or all.

    Raises:
        click.UsageError: there is no workspace, or no SDK of a name.
    """
    workspace = find_workspace(Path.cwd())
    if workspace is None:
        raise click.UsageError(
            "no workspace here: no folder at or above this one holds spec/NAME/burnish.toml.\n"
            "Make one with `burnish init --spec FILE`, or write one SDK with "
            "`burnish generate --spec FILE --package NAME --out DIR`."
        )
    try:
        return tuple(workspace.sdk(name) for name in names or workspace.names)
    except UnknownSdk as error:
        raise click.UsageError(str(error)) from None
