"""The program as one sentence: read, check, normalise, lower, plan, render, write.

Each stage takes what the stage before it gives, and knows nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from burnish.code import GeneratedFile, RenderJob
from burnish.config import load_settings
from burnish.depth import deeply
from burnish.diagnostics import Problems, Report, Severity
from burnish.emit.assets import assets
from burnish.emit.check import Difference, compare, untouched
from burnish.inputs import given_inputs, newest_source, overrides, with_lock, without_overlays
from burnish.lock import Lock, is_locked, lock_text, read_lock
from burnish.parallel import both
from burnish.settings import Engine, Settings
from burnish.source import Document, RefPolicy, apply_overlay, apply_transforms, read
from burnish.stages import stage
from burnish.workspace import Sdk, beside

if TYPE_CHECKING:
    from burnish.ir import Api
    from burnish.openapi.canonical import Canonical
    from burnish.targets.python import Layout

__all__ = ["Given", "Outcome", "canonical_of", "check_sdk", "generate", "planned", "settings_of", "validate"]

T = TypeVar("T")
SHIPPED = ("overlays/python/runtime/", "overlays/python/compat/")
"""Sources of hand-written files that are the tool's, not the SDK's."""


class Given(Struct, frozen=True):
    """Settings of the command line: the package, folders that references may lead into, and whether to keep going."""

    package: str = ""
    ref_dirs: tuple[Path, ...] = ()
    keep_going: bool = False


class Outcome(Struct, frozen=True):
    """What a run did: the files it changed, or would change, and how much it wrote.

    `handwritten` is the share of the SDK's lines of Python that overlays bring, from 0 to 1; the runtime counts for
    neither side.
    """

    sdk: Sdk
    changed: int = 0
    files: int = 0
    operations: int = 0
    models: int = 0
    handwritten: float = 0.0
    unchanged: bool = False
    checked: bool = False
    differences: tuple[Difference, ...] = ()


class Kept(Struct):
    """What one run made before it laid the overlays, for the next one: when only those change, the rest is still right.

    `inputs` is the hash of everything else that went in, but for the lock.
    """

    inputs: str = ""
    made: Made | None = None

    def again(self, sdk: Sdk, settings: Settings, report: Report) -> Made:
        """What the last run made, if it would be made again, or what this one makes.

        Raises:
            Problems: the description has errors.
        """
        inputs = without_overlays(sdk, settings)
        if self.made is None or self.inputs != inputs or not is_locked(sdk.lock, self.made.lock):
            self.made = made(sdk, settings, report)
            self.inputs = inputs
        return self.made


def generate(sdk: Sdk, settings: Settings, report: Report, *, force: bool = False, kept: Kept | None = None) -> Outcome:
    """Write the SDK of a description, unless it is there already; one who calls again and again may keep what was made.

    Raises:
        Problems: the description has errors; nothing was written.
        HandEdited, OutputRefused: the output is not ours to write.
        OSError: the disk.
    """
    from burnish.emit.write import write

    # Taken before anything is read: what changes meanwhile makes the next run a new one.
    given = given_inputs(sdk, settings)
    if not force and untouched(sdk.out, with_lock(given, sdk.lock), since=newest_source):
        return Outcome(sdk, unchanged=True)
    made, lock = built(sdk, settings, report, kept)
    # The names that this run gave are an input of the next one.
    if sdk.lock is not None and not is_locked(sdk.lock, lock):
        sdk.lock.write_text(lock, encoding="utf-8")
    with stage("write"):
        changed = write(made.files, sdk.out, with_lock(given, sdk.lock), force=force)
    return Outcome(sdk, changed, len(made.files), made.operations, made.models, handwritten(made.files))


def check_sdk(sdk: Sdk, settings: Settings, report: Report) -> Outcome:
    """Compare the output folder with what a run would write, without writing."""
    made, lock = built(sdk, settings, report)
    found = compare(made.files, sdk.out)
    if not is_locked(sdk.lock, lock):
        found = (*found, Difference(str(sdk.lock), "stale"))
    return Outcome(sdk, len(found), len(made.files), made.operations, made.models, checked=True, differences=found)


def validate(sdk: Sdk, settings: Settings, report: Report) -> None:
    """Report everything that is wrong with a description: all that `generate` would say, and nothing is written."""
    with suppress(Problems):
        deeply(lambda: lowered(sdk, settings, read_lock(sdk.lock), report))


def canonical_of(path: Path, report: Report) -> Canonical:
    """Bring a description into its canonical form, for those who want no SDK.

    Settings and an overlay document that stand beside it are used, as for its SDK.
    """
    sdk = beside(path)
    settings = settings_of(sdk, Given(), report)
    report.or_stop()
    locked = read_lock(sdk.lock)
    return deeply(lambda: built_from(read_changed(sdk, settings, locked, report), settings, locked, report, normalised))


def planned(sdk: Sdk, settings: Settings, report: Report) -> tuple[Canonical, Layout]:
    """The canonical form of a description, and the names of its SDK; nothing is written.

    Raises:
        Problems: the description has errors.
    """
    from burnish.targets.python import layout_of

    _, canonical, api = deeply(lambda: lowered(sdk, settings, read_lock(sdk.lock), report))
    return canonical, layout_of(api, settings)


class Made(Struct, frozen=True):
    """An SDK in memory before its overlays are laid; `lock` is the text of the lock."""

    files: list[GeneratedFile]
    layout: Layout
    operations: int
    models: int
    lock: str


class Built(Struct, frozen=True):
    """The files of an SDK in memory."""

    files: list[GeneratedFile]
    operations: int
    models: int


def built(sdk: Sdk, settings: Settings, report: Report, kept: Kept | None = None) -> tuple[Built, str]:
    """Everything up to writing; also the text of the lock."""
    found = made(sdk, settings, report) if kept is None else kept.again(sdk, settings, report)
    files = found.files
    if sdk.overlays is not None:
        with stage("lay"):
            files = overlaid(files, sdk.overlays, found.layout, sdk.out, report)
    report.or_stop()
    return Built(files, found.operations, found.models), found.lock


def made(sdk: Sdk, settings: Settings, report: Report) -> Made:
    """Everything that is not written by hand for this SDK."""
    from burnish.targets.python import layout_of

    locked = read_lock(sdk.lock)
    document, canonical, api = deeply(lambda: lowered(sdk, settings, locked, report))
    layout = layout_of(api, settings)
    extra: tuple[GeneratedFile, ...] = ()
    if settings.engine is Engine.CLASSIC:
        extra = deeply(lambda: classic_files(canonical, layout.package, sdk.templates, report))
        report.or_stop()
    files = files_of(sdk, layout, settings, extra)
    return Made(files, layout, len(canonical.operations), len(api.declarations), lock_text(canonical, document.fetched))


def lowered(sdk: Sdk, settings: Settings, locked: Lock, report: Report) -> tuple[Document, Canonical, Api]:
    """Read a description, and bring it into the model that files are planned from."""
    document = read_changed(sdk, settings, locked, report)
    return document, *built_from(document, settings, locked, report, modelled)


def normalised(document: Document, settings: Settings, locked: Lock, report: Report) -> Canonical:
    """Check a description and normalise it."""
    from burnish.openapi.check import check
    from burnish.openapi.normalise import normalise

    with stage("check"):
        check(document, report)
    report.or_stop()
    with stage("normalise"):
        canonical = normalise(document, settings, report, locked.names)
    report.or_stop()
    return canonical


def modelled(document: Document, settings: Settings, locked: Lock, report: Report) -> tuple[Canonical, Api]:
    """Check a description, normalise it and lower it into the model."""
    from burnish.openapi.lower import lower

    canonical = normalised(document, settings, locked, report)
    with stage("lower"):
        api = lower(canonical, settings, report)
    report.or_stop()
    return canonical, api


def built_from(
    document: Document,
    settings: Settings,
    locked: Lock,
    report: Report,
    build: Callable[[Document, Settings, Lock, Report], T],
) -> T:
    """What `build` makes of a description, or of what is left of one without operations that lead to an error.

    A stage sees only what those before it let pass, so taking away may have to be done again; each time there is less.
    """
    from burnish.openapi.omit import leave_out

    if not settings.source.keep_going:
        return build(document, settings, locked, report)
    while True:
        trial = Report()
        try:
            found = build(document, settings, locked, trial)
        except Problems:
            errors = [item for item in trial if item.severity is Severity.ERROR]
            if leave_out(document, errors, report):
                continue
            report.take(trial)
            raise Problems(report) from None
        report.take(trial)
        return found


def files_of(sdk: Sdk, layout: Layout, settings: Settings, extra: tuple[GeneratedFile, ...]) -> list[GeneratedFile]:
    """Plan, render, check and format, in two halves at once; then add the runtime, and the face of earlier SDKs."""
    from burnish.overlays.lay import lay_face, lay_runtime
    from burnish.targets.python import face_of, plan_calls, plan_data

    face = face_of(settings)
    halves = both(
        lambda: deeply(lambda: rendered(sdk, layout, lambda: plan_calls(layout, settings), face)),
        lambda: deeply(lambda: rendered(sdk, layout, lambda: plan_data(layout, settings), face)),
    )
    with stage("lay"):
        files = [*lay_runtime([*halves[0], *halves[1]], assets().runtime, layout.package), *extra]
        return lay_face(files, assets().compat, layout.package) if face else files


def overlaid(
    files: list[GeneratedFile], overlays: Path, layout: Layout, out: Path, report: Report
) -> list[GeneratedFile]:
    """Lay an SDK's hand-written files over the generated ones, and report those that do not fit."""
    from burnish.emit.format import tidied
    from burnish.overlays.fit import check_fit
    from burnish.overlays.lay import lay_overlays
    from burnish.targets.python import origins

    laid = lay_overlays(files, overlays, layout.package, report, tidied)
    check_fit(laid, layout.package, out, origins(layout), report)
    return laid.files


def rendered(
    sdk: Sdk, layout: Layout, plan: Callable[[], tuple[RenderJob, ...]], face: Mapping[str, str]
) -> list[GeneratedFile]:
    """The files of a plan; `face` says which names come from elsewhere than the runtime."""
    from burnish.emit.format import format_files
    from burnish.emit.render import render

    shipped = assets()
    with stage("plan"):
        jobs = plan()
    with stage("render"):
        made = render(jobs, layout.package, shipped.templates / "python", overrides(sdk, shipped), face)
    with stage("format"):
        return format_files(made)


def handwritten(files: Iterable[GeneratedFile]) -> float:
    """The share of lines of Python that overlays bring; what ships with the tool counts for neither side."""
    modules = [file for file in files if file.path.suffix == ".py" and not file.source.startswith(SHIPPED)]
    own = sum(file.content.count(b"\n") for file in modules if file.source)
    return own / max(1, sum(file.content.count(b"\n") for file in modules))


def classic_files(
    canonical: Canonical, package: str, overridden: Path | None, report: Report
) -> tuple[GeneratedFile, ...]:
    """The models and raw client of the classic engine, beside the native ones."""
    from burnish.engines import ClassicTemplates, classic
    from burnish.source import plain

    document = plain(canonical.document)
    assert isinstance(document, dict)
    folders = [overridden / "classic" / name if overridden else None for name in ("models", "client")]
    templates = ClassicTemplates(*(folder if folder and folder.is_dir() else None for folder in folders))
    return classic(document, package, canonical.document.at, report, templates)  # pyright: ignore[reportUnknownArgumentType]  # plain JSON


def read_changed(sdk: Sdk, settings: Settings, locked: Lock, report: Report) -> Document:
    """Read a description, change it as the settings say, and patch it.

    Raises:
        Problems: it cannot be read, or not be changed.
    """
    with stage("read"):
        document = read(shown(sdk.description), report, policy_of(sdk, settings, locked))
        report.or_stop()
        apply_transforms(document, settings.source.transforms, report)
        report.or_stop()
        if sdk.overlay_document is not None:
            document = apply_overlay(document, shown(sdk.overlay_document), report)
            report.or_stop()
    return document


def policy_of(sdk: Sdk, settings: Settings, locked: Lock) -> RefPolicy:
    """What references of this SDK's description may reach."""
    home = sdk.description.parent
    dirs = tuple((home / folder).resolve() for folder in settings.source.allow_ref_dirs)
    if not settings.source.allow_remote:
        return RefPolicy(dirs)
    from burnish.source.remote import RemoteFetcher

    return RefPolicy(dirs, RemoteFetcher(settings.source.allow_remote), locked.remote)


def shown(path: Path) -> Path:
    """A path as messages and pins show it: relative to the current folder where it is below that."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return path


def settings_of(sdk: Sdk, given: Given, report: Report) -> Settings:
    """The settings of an SDK; what the command line gives wins."""
    settings = load_settings(sdk.settings, report)
    dirs = tuple(str(folder.resolve()) for folder in given.ref_dirs)
    keep_going = settings.source.keep_going or given.keep_going
    source = replace(settings.source, allow_ref_dirs=(*settings.source.allow_ref_dirs, *dirs), keep_going=keep_going)
    package = replace(settings.package, name=given.package or settings.package.name)
    return replace(settings, source=source, package=package)
