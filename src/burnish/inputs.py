"""What a run reads, as one hash: equal hashes mean equal outputs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from burnish import __version__
from burnish.emit.assets import Assets, assets
from burnish.settings import Settings
from burnish.workspace import Sdk

__all__ = ["fingerprint", "given_inputs", "newest_source", "overrides", "with_lock", "without_overlays"]


def fingerprint(sdk: Sdk, settings: Settings) -> str:
    """A hash of everything that the output is a function of; equal hashes mean equal outputs."""
    return with_lock(given_inputs(sdk, settings), sdk.lock)


def given_inputs(sdk: Sdk, settings: Settings) -> str:
    """A hash of all inputs but the lock, which a run may change itself."""
    digest = hashlib.sha256(f"{__version__}\n{settings}\n".encode())
    for path in inputs_of(sdk, assets()):
        digest.update(f"{path.name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def with_lock(given: str, lock: Path | None) -> str:
    """The hash of the other inputs and the lock as it is now."""
    digest = hashlib.sha256(given.encode())
    if lock is not None and lock.is_file():
        digest.update(lock.read_bytes())
    return digest.hexdigest()


def without_overlays(sdk: Sdk, settings: Settings) -> str:
    """A hash of the inputs beside the overlays and the lock."""
    return given_inputs(replace(sdk, overlays=None), settings)


def inputs_of(sdk: Sdk, shipped: Assets) -> Iterator[Path]:
    """The files that a run reads: all of the description's folder, so that referenced files count."""
    home = sdk.description.parent
    beside = sorted(path for path in home.rglob("*") if path.suffix in (".yaml", ".yml", ".json")) if sdk.lock else []
    yield sdk.description
    yield from (path for path in beside if path.is_file())
    for path in (sdk.settings, sdk.overlay_document):
        if path is not None and path.is_file():
            yield path
    for folder in (shipped.templates, shipped.runtime, shipped.compat, overrides(sdk, shipped), sdk.overlays):
        yield from sources(folder)


def overrides(sdk: Sdk, shipped: Assets) -> Path | None:
    """The templates of the workspace; Burnish's own checkout is one whose templates are those that ship."""
    own = sdk.templates
    return None if own is not None and own.resolve() == (shipped.templates / "python").resolve() else own


def newest_source() -> float:
    """When this tool was last installed or edited, in seconds of the epoch.

    Its code is an input too. Its hash would change a committed manifest with every edit, so its age stands for it.
    """
    return max(path.stat().st_mtime for path in sources(Path(__file__).parent))


def sources(folder: Path | None) -> Iterable[Path]:
    """The files of a folder that count as input."""
    if folder is None:
        return ()
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix in (".py", ".jinja", ".json", ".typed")
    )
