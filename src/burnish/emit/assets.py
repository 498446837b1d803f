"""Where the templates and the runtime are: in the checkout, or in the installed package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import burnish

from .errors import InternalError

__all__ = ["Assets", "assets"]


@dataclass(frozen=True, slots=True)
class Assets:
    """The folders that ship with the tool."""

    templates: Path
    runtime: Path


def assets() -> Assets:
    """Find them.

    Raises:
        InternalError: neither place has them; the installation is broken.
    """
    package = Path(burnish.__file__).parent
    checkout = package.parents[1]
    for found in (
        Assets(package / "_assets" / "templates", package / "_assets" / "runtime"),
        Assets(checkout / "templates", checkout / "overlays" / "python" / "runtime"),
    ):
        if found.templates.is_dir() and found.runtime.is_dir():
            return found
    raise InternalError(f"the installation is broken: no templates beside {package}; install burnish again")
