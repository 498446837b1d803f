"""The front door of the package, and its exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from burnish.code import Code, Import, RenderJob, Surface
from burnish.settings import Settings

from .compat import front_door_names
from .layout import Layout
from .public_names import BY_EXTRA, ERRORS, RUNTIME_NAMES
from .spelling import docstring, literal

__all__ = ["FrontDoor", "plan_front_door"]

NO_IMPORTS = frozenset[Import]()
CLIENT_NAMES = ("DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT")
STANDARD_NAMES = {"NoneType": "types"}


class FrontDoor(Struct, frozen=True):
    """`__init__.py`: public names and the module each is loaded from."""

    doc: Code
    entries: tuple[tuple[Code, Code, Code], ...]
    exported: tuple[Code, ...]
    aliases: tuple[tuple[Code, Code], ...]
    error: Code


def plan_front_door(layout: Layout, settings: Settings) -> Iterator[RenderJob]:
    """Plan the exceptions and the front door."""
    root = PurePosixPath("src", layout.package)
    door = front_door(layout, settings)
    yield exceptions(layout, settings, door)
    names = frozenset(entry[0].text for entry in door.entries) | {"__version__", "lazy_module", *ERRORS}
    calls = frozenset(("lazy_module",))
    yield RenderJob("init.py.jinja", root / "__init__.py", door, Surface(imports=names, calls=calls))


def exceptions(layout: Layout, settings: Settings, door: FrontDoor) -> RenderJob:
    """Plan the exceptions; with the compatibility face they are typed as the earlier SDK's were."""
    path = PurePosixPath("src", layout.package, "_exceptions.py")
    usual = frozenset((*ERRORS, "SDKError", "error_for_status"))
    if not settings.compat.stainless:
        return RenderJob("exceptions.py.jinja", path, door, Surface(bases=frozenset(("SDKError",)), imports=usual))
    bases = frozenset(("Exception", door.error.text, *ERRORS))
    typed = usual | {"httpx", "Literal", "TYPE_CHECKING"}
    return RenderJob("compat/exceptions.py.jinja", path, door, Surface(bases=bases, imports=typed))


def front_door(layout: Layout, settings: Settings) -> FrontDoor:
    """The public names of the package; types and resources have their own packages."""
    client, error = layout.client, f"{layout.client}Error"
    usual = {
        **dict.fromkeys((client, f"Async{client}", *CLIENT_NAMES), "._client"),
        **dict.fromkeys((error, *ERRORS), "._exceptions"),
        **dict.fromkeys(RUNTIME_NAMES, "._runtime"),
        **STANDARD_NAMES,
    }
    environments = sum("://" in server.url for server in layout.api.servers)
    exports = {name: f".{module}" for name, module in settings.package.exports.items()}
    modules = {**(front_door_names(client, environments) if settings.compat.stainless else usual), **exports}
    ordered = sorted(modules.items(), key=lambda entry: (entry[0].lower(), entry[0]))
    starred = {name for name in modules if settings.compat.stainless or name not in BY_EXTRA}
    return FrontDoor(
        docstring(layout.api.info.title, indent=0),
        tuple((Code(name, brought(name)), literal(module), Code(module)) for name, module in ordered),
        tuple(Code(name) for name, _ in ordered if name in starred),
        ((Code("Client"), Code(client)), (Code("AsyncClient"), Code(f"Async{client}"))),
        Code(error),
    )


def brought(name: str) -> frozenset[Import]:
    """What a name needs from outside the package."""
    return frozenset((Import(STANDARD_NAMES[name], name),)) if name in STANDARD_NAMES else NO_IMPORTS
