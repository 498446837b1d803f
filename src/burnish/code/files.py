"""What planning hands to rendering, and rendering to writing."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct, field

__all__ = ["FileSet", "GeneratedFile", "RenderJob", "Surface", "View"]


View: TypeAlias = Struct
"""A frozen record whose fields are `Code`, booleans, tuples and other views: all that a template may print."""


class Surface(Struct, frozen=True):
    """What a rendered Python file may contain; the gate refuses anything else.

    Names are dotted as they stand in the text (`Field`, `self._client.request`); a trailing `.*` allows any attribute.
    """

    imports: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()
    decorators: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()


class RenderJob(Struct, frozen=True):
    """One file to be: a template, the path under the output root, and the view the template prints.

    `ordered` says that the template prints its imports and `__all__` in the order that ruff wants: most files of an
    SDK do, and need not be sorted again.
    """

    template: str
    path: PurePosixPath
    view: View
    surface: Surface = field(default_factory=Surface)
    ordered: bool = False


class GeneratedFile(Struct, frozen=True):
    """A finished file in memory. `source` names the overlay or runtime file it was copied from, if any."""

    path: PurePosixPath
    content: bytes
    source: str = ""


class FileSet(Struct, frozen=True):
    """All files of one output, sorted by path; no two paths are equal when folded to lower case."""

    files: tuple[GeneratedFile, ...]
