"""`burnish explain`: what a diagnostic means."""

from __future__ import annotations

import click

from burnish.explain import UnknownCode, explain

from .exits import Exit


@click.command("explain")
@click.argument("code")
def command(code: str) -> int:
    """Tell what the diagnostic CODE means, why it matters and how to mend it (`burnish explain dangling-ref`).

    `burnish explain all` lists every code.
    """
    try:
        click.echo(explain(code))
    except UnknownCode as error:
        click.echo(str(error), err=True)
        return Exit.USAGE
    return Exit.FINE
