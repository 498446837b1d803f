"""How a run ends: one place that turns exceptions into messages and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from enum import IntEnum

import click

from burnish.diagnostics import Problems

from .report import show

__all__ = ["Exit", "guarded"]


class Exit(IntEnum):
    """Exit codes (sysexits.h for 70 and 74)."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    BUG = 70
    IO = 74
    INTERRUPTED = 130


def guarded(run: Callable[[], object]) -> None:
    """Run a command and leave the process; no exception gets past this function as a traceback."""
    try:
        result = run()
        # The process ends: looking for garbage among a million nodes would only make it end later.
        gc.freeze()
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(Exit.INTERRUPTED)
    except Problems as error:
        show(error.report, "human", "Nothing was written.")
        sys.exit(Exit.PROBLEMS)
    except BrokenPipeError:
        # The reader of our output went away: say nothing more, and keep the interpreter from flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.IO)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        click.echo(f"burnish: {error.strerror or error}{where}", err=True)
        sys.exit(Exit.IO)
    except Exception as error:
        if os.environ.get("BURNISH_DEBUG"):
            raise
        click.echo(told(error), err=True)
        sys.exit(Exit.BUG)
    sys.exit(result if isinstance(result, int) else Exit.FINE)


def told(error: Exception) -> str:
    """Tell a bug of ours: stage and pointer where known, never a bare traceback."""
    return "\n".join(
        (
            f"burnish: internal error: {error}" if str(error) else f"burnish: internal error: {type(error).__name__}",
            *getattr(error, "__notes__", ()),
            "This is a bug in Burnish, not in your description. Nothing was written.",
            "Please report it with the description; BURNISH_DEBUG=1 shows the traceback.",
        )
    )
