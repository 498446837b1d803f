"""Where a workspace keeps its things: one SDK is a folder of `spec/`.

spec/<sdk>/burnish.toml     settings            overlays/python/<sdk>/      hand-written parts
spec/<sdk>/openapi.yaml     description         templates/python/           overridden templates
spec/<sdk>/burnish.lock     pinned names        generated/python/<sdk>/     what is written
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

__all__ = ["Sdk", "UnknownSdk", "Workspace", "beside", "find_workspace", "single"]

SETTINGS = "burnish.toml"
DESCRIPTIONS = ("openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.json")


class UnknownSdk(LookupError):
    """No SDK of that name is in the workspace; the message lists those that are."""


class Sdk(Struct, frozen=True):
    """The files of one SDK. Optional ones may be absent on disk; `settings` None means all defaults."""

    name: str
    description: Path
    settings: Path | None
    lock: Path | None
    out: Path
    overlays: Path | None = None
    templates: Path | None = None
    overlay_document: Path | None = None


class Workspace(Struct, frozen=True):
    """A folder with `spec/<sdk>/burnish.toml` files."""

    root: Path

    @property
    def names(self) -> tuple[str, ...]:
        """The SDKs, sorted."""
        return tuple(sorted(path.parent.name for path in self.root.glob(f"spec/*/{SETTINGS}")))

    def sdk(self, name: str) -> Sdk:
        """Find the files of the SDK called `name`.

        Raises:
            UnknownSdk: no folder of that name has settings.
        """
        if name not in self.names:
            known = ", ".join(self.names) or "none"
            raise UnknownSdk(f'no SDK is named "{name}" in {self.root / "spec"} (known: {known})')
        home = self.root / "spec" / name
        return Sdk(
            name=name,
            description=first_of(home, DESCRIPTIONS),
            settings=home / SETTINGS,
            lock=home / "burnish.lock",
            out=self.root / "generated" / "python" / name,
            overlays=present(self.root / "overlays" / "python" / name),
            templates=present(self.root / "templates" / "python"),
            overlay_document=present(home / "overlay.yaml"),
        )


def find_workspace(start: Path) -> Workspace | None:
    """Find the nearest folder at or above `start` that holds `spec/<sdk>/burnish.toml`."""
    for folder in (start, *start.parents):
        if any(folder.glob(f"spec/*/{SETTINGS}")):
            return Workspace(folder)
    return None


def single(description: Path, out: Path, settings: Path | None = None) -> Sdk:
    """An SDK without a workspace: a description, a folder to write, perhaps settings. Names are not pinned on disk."""
    return Sdk(name=out.name, description=description, settings=settings, lock=None, out=out)


def beside(description: Path) -> Sdk:
    """The SDK of a description by what stands beside it, written nowhere."""
    home = description.parent
    settings = present(home / SETTINGS)
    return Sdk(
        name=home.name,
        description=description,
        settings=settings,
        lock=home / "burnish.lock",
        out=Path(),
        overlay_document=present(home / "overlay.yaml") if settings else None,
    )


def first_of(folder: Path, names: tuple[str, ...]) -> Path:
    """The first of `names` that is in the folder; the first name where none is, for the message that it is missing."""
    return next((folder / name for name in names if (folder / name).exists()), folder / names[0])


def present(path: Path) -> Path | None:
    """The path if something is there."""
    return path if path.exists() else None
