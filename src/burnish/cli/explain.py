"""`burnish explain`: what a diagnostic means, and where a name of an SDK comes from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from burnish.diagnostics import Problems, Report
from burnish.explain import UnknownCode, explain
from burnish.workspace import Sdk, beside, find_workspace

from .choose import chosen
from .exits import Exit
from .report import show

if TYPE_CHECKING:
    from burnish.provenance import Origin

CODE = re.compile(r"[a-z]+(-[a-z]+)+")
"""How the names of diagnostics look, unlike those of an SDK."""


@click.command("explain")
@click.argument("query", metavar="CODE|NAME|FILE|POINTER")
@click.option(
    "--sdk", "names", multiple=True, metavar="NAME", help="An SDK of the workspace; repeatable (default: all)."
)
@click.option("--spec", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A description instead.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["human", "json"]),
    default="human",
    show_default=True,
    help="How names are told.",
)
def command(query: str, names: tuple[str, ...], spec: Path | None, style: str) -> int:
    """Tell what a diagnostic means, or where a name of an SDK comes from.

    \b
    burnish explain dangling-ref                       a diagnostic; `all` lists them
    burnish explain acme.types.Pet                     a type, or a field: Pet.owner_id
    burnish explain client.pets.create                 a method, or an argument: pets.create.name
    burnish explain src/acme/types/pets.py:14          what stands there in the output
    burnish explain '#/components/schemas/Pet'         what comes from that place
    """  # noqa: D301  (click's mark for lines that stay as they are)
    try:
        click.echo(explain(query))
        return Exit.FINE
    except UnknownCode as error:
        if CODE.fullmatch(query) or (spec is None and query.isidentifier() and find_workspace(Path.cwd()) is None):
            click.echo(str(error), err=True)
            return Exit.USAGE
    try:
        return trace(query, (beside(spec),) if spec is not None else chosen(names), style)
    except Problems as error:
        show(error.report, "human")
        return Exit.PROBLEMS


def trace(query: str, sdks: tuple[Sdk, ...], style: str) -> Exit:
    """Print where a name comes from, in all SDKs that have it."""
    from burnish.pipeline import Given, settings_of
    from burnish.provenance import found_in, near, provenance_of

    report = Report()
    known = [provenance_of(sdk, settings_of(sdk, Given(), report), report) for sdk in sdks]
    found = found_in(known, query)
    if not found:
        offers = [f'"{name}"' for name in near(query, known)]
        hint = f"; did you mean {' or '.join(offers)}?" if offers else ""
        where = ", ".join(sdk.name for sdk in sdks)
        what = f'from "{query}"' if "#" in query else f'from the description and is "{query}"'
        click.echo(f"nothing in {where} comes {what}{hint}", err=True)
        return Exit.USAGE
    click.echo(as_json(found) if style == "json" else "\n\n".join(map(as_text, found)))
    return Exit.FINE


def as_text(origin: Origin) -> str:
    """What people read of one name."""
    sdk = f" ({origin.sdk})" if origin.sdk else ""
    lines = (
        f"{origin.name}",
        f"  in    {origin.file}{sdk}",
        f"  from  {origin.span}",
        f"  at    {origin.pointer}",
        f"  name  {origin.decided}",
    )
    return "\n".join(lines)


def as_json(found: list[Origin]) -> str:
    """What machines read of them: a list of objects."""
    from json import dumps

    rows = [
        {
            "sdk": origin.sdk,
            "name": origin.name,
            "also": origin.also,
            "file": origin.file,
            "from": {
                "path": origin.span.path,
                "line": origin.span.line,
                "column": origin.span.column,
                "pointer": origin.pointer,
            },
            "decided": origin.decided,
        }
        for origin in found
    ]
    return dumps(rows, indent=1, ensure_ascii=False)
