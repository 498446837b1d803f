"""Render: the only module that imports Jinja.

A template prints `Code` and nothing else; what it prints brings its imports, which fill the line `{{ imports }}`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates
from msgspec import Struct
from msgspec.structs import replace

from burnish.code import Code, GeneratedFile, Import, RenderJob

from .errors import InternalError, OutputRefused
from .gate import check_module, parsed
from .imports import import_block, import_pairs
from .toml_gate import check_toml, marker

__all__ = ["Rendered", "render"]

RUNTIME = "._runtime"
NOTHING: Mapping[str, str] = MappingProxyType({})
IMPORTS = Code("\x00imports\x00")


class Rendered(Struct, frozen=True):
    """A file, and the check that holds it against what its plan declared; nothing unchecked may be written.

    `ordered` says that its imports and `__all__` are sorted.
    """

    file: GeneratedFile
    check: Callable[[], None]
    ordered: bool = False


def render(
    jobs: Iterable[RenderJob],
    package: str,
    templates: Path,
    overrides: Path | None = None,
    face: Mapping[str, str] = NOTHING,
) -> list[Rendered]:
    """Render all jobs; templates in `overrides` take the place of ours by name.

    `face` maps names that generated code takes from the runtime to the modules they come from instead.

    A workspace's own template may import and call what it likes: it is code of the user's. Ours are held against what
    the plan declared.

    Raises:
        InternalError: a template printed something that is not `Code`.
        OutputRefused: a template of the workspace's does not work.
    """
    renderer = Renderer(templates, overrides, face)
    return [renderer.render(job, package) for job in jobs]


class Renderer:
    """Templates, and what becomes of the pieces that the current one prints."""

    def __init__(self, templates: Path, overrides: Path | None, face: Mapping[str, str] = NOTHING) -> None:
        """Prepare the environment; nothing is compiled yet."""
        folders = [FileSystemLoader(folder) for folder in (overrides, templates) if folder is not None]
        self._environment = Environment(
            loader=ChoiceLoader(folders),
            undefined=StrictUndefined,
            finalize=self.printed,
            autoescape=False,  # the output is no HTML; `printed` is what keeps text out
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._take: Callable[[Code], str] = str
        self._overrides = overrides
        self._face = face
        self._overridden: dict[str, bool] = {}

    def printed(self, value: object) -> str:
        """Let a piece of code through."""
        if not isinstance(value, Code):
            raise InternalError(f"a template prints {type(value).__name__}, not Code: {str(value)[:60]!r}")
        return self._take(value)

    def render(self, job: RenderJob, package: str) -> Rendered:
        """Render one job."""
        pieces: list[Code] = []

        def kept(piece: Code) -> str:
            pieces.append(piece)
            return piece.text

        text = self.text(job, kept)
        imports = faced(frozenset[Import]().union(*(piece.imports for piece in pieces)), self._face)
        text = text.replace(IMPORTS.text, import_block(imports, job.path, package))

        def check() -> None:
            if job.path.suffix == ".py":
                self.gate(job, text, import_pairs(imports, job.path, package))
            elif job.path.suffix == ".toml":
                numbers = iter(range(len(pieces)))
                check_toml(text, self.text(job, lambda piece: marker(next(numbers), piece)), pieces, job.path)

        ordered = job.ordered and not self.overridden(job.template)
        return Rendered(GeneratedFile(PurePosixPath(job.path), text.encode()), check, ordered)

    def text(self, job: RenderJob, take: Callable[[Code], str]) -> str:
        """The text of a job, with every piece as `take` gives it."""
        self._take = take
        try:
            return self._environment.get_template(job.template).render(view=job.view, imports=IMPORTS)
        except Exception as error:
            where = f"{job.template}, for {job.path}: {place(error)}{error}"
            if self.overridden(job.template):
                raise OutputRefused(f"a template of the workspace's does not work: {where}") from error
            raise InternalError(where) from error

    def gate(self, job: RenderJob, text: str, imports: frozenset[tuple[str, str]]) -> None:
        """Hold a module against its surface; one that a template of the user's had a part in need only parse."""
        if not self.overridden(job.template):
            check_module(text, job.path, job.surface, imports)
            return
        try:
            parsed(text, job.path)
        except InternalError as error:
            raise OutputRefused(f"a template of the workspace's gives no Python ({job.template}): {error}") from None

    def overridden(self, template: str) -> bool:
        """Whether a template, or one that it includes, is the workspace's own."""
        if self._overrides is None:
            return False
        if template not in self._overridden:
            self._overridden[template] = False  # while it is looked into: a template may include itself
            source = self._overrides / template
            self._overridden[template] = source.is_file() or any(map(self.overridden, self.included(template)))
        return self._overridden[template]

    def included(self, template: str) -> set[str]:
        """The templates that one of ours includes."""
        loader = self._environment.loader
        assert loader is not None
        source, _, _ = loader.get_source(self._environment, template)
        return {name for name in find_referenced_templates(self._environment.parse(source)) if name}


def faced(imports: frozenset[Import], face: Mapping[str, str]) -> frozenset[Import]:
    """Imports with the names of the face taken from its modules."""
    if not face:
        return imports
    return frozenset(
        replace(item, module=face[item.name]) if item.module == RUNTIME and item.name in face else item
        for item in imports
    )


def place(error: Exception) -> str:
    """The line of a template that an error comes from, with its text, which names the field of the view."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".jinja")]
    return f"line {frames[-1].lineno} of {Path(frames[-1].filename).name} ({frames[-1].line}): " if frames else ""
