# Copied from overlays/python/runtime/_lazy.py; edit it there.
"""Modules whose names are loaded when they are first asked for (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["lazy_module"]


def lazy_module(package: str, table: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make `__getattr__` and `__dir__` of a module.

    `table` maps public names to modules, relative to `package`; `module:name` where the module calls it otherwise.
    """

    def load(name: str) -> object:
        if name not in table:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, original = table[name].partition(":")
        value: object = getattr(import_module(module, package), original or name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: sorted({*vars(sys.modules[package]), *table})
