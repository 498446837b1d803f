"""Emit: jobs become files in memory, and files a folder on disk (layer 3)."""

from .assets import Assets, assets
from .check import Difference, compare
from .errors import HandEdited, InternalError, OutputRefused
from .format import format_files
from .manifest import MANIFEST, Manifest, read_manifest
from .render import render
from .write import write

__all__ = [
    "MANIFEST",
    "Assets",
    "Difference",
    "HandEdited",
    "InternalError",
    "Manifest",
    "OutputRefused",
    "assets",
    "compare",
    "format_files",
    "read_manifest",
    "render",
    "write",
]
