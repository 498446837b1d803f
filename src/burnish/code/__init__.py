"""Pieces of target text and the files made of them (layer 1)."""

from .code import Code, Import, join
from .files import FileSet, GeneratedFile, RenderJob, Surface, View
from .order import exported_key, member_key, module_key, natural

__all__ = [
    "Code",
    "FileSet",
    "GeneratedFile",
    "Import",
    "RenderJob",
    "Surface",
    "View",
    "exported_key",
    "join",
    "member_key",
    "module_key",
    "natural",
]
