"""Render: the only module that imports Jinja.

A template prints `Code` and nothing else; what it prints brings its imports, which fill the line `{{ imports }}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError

from burnish.code import Code, GeneratedFile, Import, RenderJob

from .errors import InternalError
from .gate import check_module
from .imports import import_block

__all__ = ["Rendered", "render"]

IMPORTS = Code("\x00imports\x00")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered file, and the imports that its text brought."""

    file: GeneratedFile
    imports: frozenset[Import]


def render(
    jobs: Iterable[RenderJob], package: str, templates: Path, overrides: Path | None = None
) -> list[GeneratedFile]:
    """Render all jobs; templates in `overrides` take the place of ours by name.

    Raises:
        InternalError: a template printed something that is not `Code`, or a file holds what the plan did not declare.
    """
    renderer = Renderer(templates, overrides)
    return [renderer.render(job, package) for job in jobs]


class Renderer:
    """Templates, and the imports of what the current one has printed."""

    def __init__(self, templates: Path, overrides: Path | None) -> None:
        """Prepare the environment; nothing is compiled yet."""
        folders = [FileSystemLoader(folder) for folder in (overrides, templates) if folder is not None]
        self._environment = Environment(
            loader=ChoiceLoader(folders),
            undefined=StrictUndefined,
            finalize=self.printed,
            autoescape=False,  # the output is no HTML; `printed` is what keeps text out
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._imports: set[Import] = set()

    def printed(self, value: object) -> str:
        """Let a piece of code through, and note its imports."""
        if not isinstance(value, Code):
            raise InternalError(f"a template printed {type(value).__name__}, not Code: {str(value)[:60]!r}")
        self._imports |= value.imports
        return value.text

    def render(self, job: RenderJob, package: str) -> GeneratedFile:
        """Render one job, and hold the result against what it declared."""
        self._imports = set()
        try:
            text = self._environment.get_template(job.template).render(view=job.view, imports=IMPORTS)
        except (TemplateError, InternalError) as error:
            raise InternalError(f"{job.template}, for {job.path}: {error}") from error
        imports = frozenset(self._imports)
        text = text.replace(IMPORTS.text, import_block(imports, job.path, package))
        if job.path.suffix == ".py":
            check_module(text, job.path, job.surface, imports)
        return GeneratedFile(PurePosixPath(job.path), text.encode())
