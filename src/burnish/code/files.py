"""What planning hands to rendering, and rendering to writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, ClassVar, Protocol

__all__ = ["FileSet", "GeneratedFile", "RenderJob", "Surface", "View"]


class View(Protocol):
    """A frozen dataclass whose fields are `Code`, booleans, tuples and other views: all that a template may print."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Surface:
    """What a rendered Python file may contain; the gate refuses anything else.

    Names are dotted as they stand in the text (`Field`, `self._client.request`); a trailing `.*` allows any attribute.
    """

    imports: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()
    decorators: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One file to be: a template, the path under the output root, and the view the template prints.

    `ordered` says that the template prints its imports and `__all__` in the order that ruff wants: most files of an
    SDK do, and need not be sorted again.
    """

    template: str
    path: PurePosixPath
    view: View
    surface: Surface = field(default_factory=Surface)
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A finished file in memory. `source` names the overlay or runtime file it was copied from, if any."""

    path: PurePosixPath
    content: bytes
    source: str = ""


@dataclass(frozen=True, slots=True)
class FileSet:
    """All files of one output, sorted by path; no two paths are equal when folded to lower case."""

    files: tuple[GeneratedFile, ...]
