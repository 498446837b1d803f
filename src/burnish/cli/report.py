"""Showing a report on the terminal."""

from __future__ import annotations

import os
import sys

import click

from burnish.diagnostics import Report

__all__ = ["show"]


def show(report: Report, style: str, ending: str = "") -> None:
    """Print a report: for people on standard error, for machines on standard output. Nothing where there is nothing."""
    if not len(report) and style == "human":
        return
    from burnish.diagnostics.render import Look, Style, render

    look = Look.on(sys.stderr, os.environ, ending)
    click.echo(render(report, Style(style), look), err=style == "human", nl=False)
