"""How a run ends: one place that turns exceptions into messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import NoReturn

import click

from burnish.diagnostics import Problems

from .report import show

__all__ = ["Exit", "guarded", "leave"]


class Exit(IntEnum):
    """Exit codes (sysexits.h for 70 and 74)."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    BUG = 70
    IO = 74
    INTERRUPTED = 130


def guarded(run: Callable[[], object]) -> int:
    """Run a command; gives the exit code, and no exception gets past this function as a traceback."""
    try:
        result = run()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; nothing was written", err=True)
        return Exit.INTERRUPTED
    except Problems as error:
        show(error.report, "human", "Nothing was written.")
        return Exit.PROBLEMS
    except (BrokenPipeError, SystemExit):
        return Exit.IO  # The reader of our output went away, and hears no more; click makes it an exit of its own.
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        click.echo(f"burnish: {error.strerror or error}{where}", err=True)
        return Exit.IO
    except Exception as error:
        if os.environ.get("BURNISH_DEBUG"):
            raise
        click.echo(told(error), err=True)
        return Exit.BUG
    return result if isinstance(result, int) else Exit.FINE


def leave(code: int) -> NoReturn:
    """End the process at once: taking a million objects apart first would take longer than writing the files."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            code = code or Exit.IO
    os._exit(code)


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
