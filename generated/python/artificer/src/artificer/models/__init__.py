# Copied from overlays/python/artificer/models/__init__.py; edit it there.
"""All models by name, loaded when they are first asked for; `models.batch` and its siblings have them by theme."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..types import *  # noqa: F403
else:
    from .. import types

    def __getattr__(name: str) -> object:
        return getattr(types, name)

    def __dir__() -> list[str]:
        return dir(types)
