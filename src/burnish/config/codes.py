"""Diagnostics of reading settings."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = ["BAD_SETTING", "BAD_SETTINGS_FILE", "NO_SUCH_CONFIG", "UNKNOWN_SETTING"]

BAD_SETTINGS_FILE = Code(
    slug="bad-settings-file",
    severity=Severity.ERROR,
    title="the settings are not valid TOML: {problem}",
    why="Nothing can be read from a file that breaks the syntax of TOML 1.0.",
    fix="mend the syntax at this place",
    elsewhere='[package\nname = "pets"',
)

UNKNOWN_SETTING = Code(
    slug="unknown-setting",
    severity=Severity.ERROR,
    title='no setting is named "{name}" here',
    why="A setting that is misspelt does nothing, and nobody notices.",
    fix="{advice}",
    advice="correct the spelling, or move the key to its table; docs/settings.md lists them all",
    elsewhere='[package]\nnme = "pets"',
)

BAD_SETTING = Code(
    slug="bad-setting",
    severity=Severity.ERROR,
    title='"{name}" is {found}, where {wanted} belongs',
    why="A value of another type cannot mean what the setting is for.",
    fix="write {wanted}",
    advice="write a value of the type that the message names; docs/settings.md tells each",
    elsewhere='[client.retries]\nmax = "two"',
)

NO_SUCH_CONFIG = Code(
    slug="no-such-config",
    severity=Severity.ERROR,
    title='there is no file "{path}"',
    why="The settings take the configuration of a Stainless SDK from it.",
    fix="give the path of the file, relative to the settings",
    elsewhere='[sdk]\nconfig = "stainles.yml"',
)
