"""The command line: one file per command, no logic (layer 4).

Exit codes: 0 fine, 1 the input has problems (or drift, or breaking changes), 2 usage, 70 our bug, 74 I/O, 130
interrupted.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import NoReturn

import click

from burnish import __version__

from .exits import guarded, leave

__all__ = ["main"]

COMMANDS = ("init", "validate", "generate", "check", "overlay", "mock", "import", "parity", "explain")


class LazyGroup(click.Group):
    """A group that imports a command's module only when it is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        # `import` is no name of a module.
        module = f"{cmd_name}_" if cmd_name == "import" else cmd_name
        command: click.Command = import_module(f"{__name__}.{module}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="burnish")
def burnish() -> None:
    """Turn an OpenAPI description into a Python SDK, again and again.

    In a workspace (a folder with spec/NAME/burnish.toml) commands take SDK names; `burnish init` makes one.
    """


def main() -> NoReturn:
    """Run the command line and exit with the documented codes."""
    # Commands end soon, and there is hardly a cycle among their million nodes: looking for garbage takes a fifth of the
    # time. Those that stay, `mock` and `--watch`, collect by themselves.
    gc.disable()
    leave(guarded(lambda: burnish.main(standalone_mode=False)))
