"""A package on disk: found by folder or by name, read whole, names followed to where they are defined."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

from msgspec import Struct

from .modules import Assigned, Imported, Meaning, Module, read_module

__all__ = ["Found", "NoPackage", "Package", "find_package", "read_package"]


class NoPackage(Exception):
    """There is no package, or more than one, where one was named."""


class Found(Struct, frozen=True):
    """Where a name is defined in the package.

    Attributes:
        module: The module that defines it; the module itself when `name` is empty.
        name: Its name there.
        meaning: What it is; None for a module, and for a name that comes from another package.
    """

    module: str
    name: str
    meaning: Meaning | None


class Package(Struct, frozen=True):
    """All modules of a package.

    Attributes:
        name: The package's import name.
        modules: Every module by its dotted name, sorted.
        unread: Files that are not Python this interpreter can read.
    """

    name: str
    modules: dict[str, Module]
    unread: tuple[str, ...]

    def find(self, module: str, name: str) -> Found | None:
        """Follow a name through imports to its definition; None where there is no such name."""
        seen: set[tuple[str, str]] = set()
        while (module, name) not in seen:
            seen.add((module, name))
            if module not in self.modules:
                return None if self.owns(module) else Found(module, name, None)
            meaning = self.modules[module].names.get(name)
            if meaning is None:
                return self.unwritten(module, name)
            if isinstance(meaning, Assigned) and isinstance(meaning.value, ast.Name) and meaning.annotation is None:
                if meaning.value.id not in self.modules[module].names:
                    return Found(module, name, meaning)
                name = meaning.value.id
                continue
            if not isinstance(meaning, Imported):
                return Found(module, name, meaning)
            module, name = self.target(meaning)
            if not name:
                return Found(module, "", None)
        return None

    def owns(self, module: str) -> bool:
        """Whether a module's name lies in this package."""
        return module == self.name or module.startswith(f"{self.name}.")

    def target(self, imported: Imported) -> tuple[str, str]:
        """The module and name that an import means; `from . import a` may mean a module `a`."""
        whole = f"{imported.module}.{imported.name}"
        written = self.modules.get(imported.module)
        if whole in self.modules and (written is None or imported.name not in written.names):
            return whole, ""
        if whole in self.modules and written is not None and written.names[imported.name] == imported:
            return whole, ""
        return imported.module, imported.name

    def unwritten(self, module: str, name: str) -> Found | None:
        """A name that its module does not spell out: a submodule, or one that a star brings."""
        if f"{module}.{name}" in self.modules:
            return Found(f"{module}.{name}", "", None)
        for star in self.modules[module].stars:
            if star in self.modules and name in self.exported(star):
                return self.find(star, name)
        return None

    def exported(self, module: str) -> tuple[str, ...]:
        """The names that a module gives to others, with those it takes over by a star."""
        own = self.modules[module]
        names = set(own.exported)
        for star in own.stars:
            if star in self.modules and star != module:
                names.update(self.exported(star))
        return tuple(sorted(names))


def find_package(where: str) -> Path:
    """The folder of a package: a folder that is one or holds one (also under `src/`), or an installed name.

    Raises:
        NoPackage: none is there, or several.
    """
    folder = Path(where)
    if folder.is_dir():
        return in_folder(folder.resolve())
    if not where.isidentifier():
        raise NoPackage(f"{where} is neither a folder nor the name of a package")
    spec = importlib.util.find_spec(where)
    if spec is None or not spec.submodule_search_locations:
        raise NoPackage(f"no package {where} is installed beside Burnish; name its folder instead")
    return Path(next(iter(spec.submodule_search_locations)))


def in_folder(folder: Path) -> Path:
    """The package that a folder is or holds."""
    if (folder / "__init__.py").is_file():
        return folder
    for base in (folder / "src", folder):
        inside = sorted(path.parent for path in base.glob("*/__init__.py") if path.parent.name != "tests")
        if len(inside) == 1:
            return inside[0]
        if inside:
            names = ", ".join(path.name for path in inside)
            raise NoPackage(f"{base} holds several packages ({names}); name the folder of one")
    raise NoPackage(f"{folder} holds no package")


def read_package(folder: Path) -> Package:
    """Read every module of a package; nothing is imported or run."""
    modules: dict[str, Module] = {}
    unread: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        try:
            modules[name] = read_module(name, path.read_text(encoding="utf-8"), is_package=is_package)
        except (SyntaxError, ValueError):
            unread.append(path.relative_to(folder.parent).as_posix())
    return Package(folder.name, dict(sorted(modules.items())), tuple(unread))
