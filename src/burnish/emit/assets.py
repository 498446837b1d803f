"""Where the templates and the runtime are: in the checkout, or in the installed package."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

import burnish

from .errors import InternalError

__all__ = ["Assets", "assets"]


class Assets(Struct, frozen=True):
    """The folders that ship with the tool."""

    templates: Path
    runtime: Path
    compat: Path


def assets() -> Assets:
    """Find them.

    Raises:
        InternalError: neither place has them; the installation is broken.
    """
    package = Path(burnish.__file__).parent
    checkout = package.parents[1]
    shipped, laid = package / "_assets", checkout / "overlays" / "python"
    for found in (
        Assets(shipped / "templates", shipped / "runtime", shipped / "compat"),
        Assets(checkout / "templates", laid / "runtime", laid / "compat"),
    ):
        if found.templates.is_dir() and found.runtime.is_dir() and found.compat.is_dir():
            return found
    raise InternalError(f"the installation is broken: no templates beside {package}; install burnish again")
